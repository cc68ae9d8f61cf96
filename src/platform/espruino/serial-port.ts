import { checkedInteger } from "../../options";
import { WakeSource } from "../../ports";
import type { SerialPortListener } from "../../ports";
import type { RunLoop } from "../../scheduler/run-loop";
import type { Task } from "../../scheduler/scheduler";
import type { PlatformPort } from "../serial-link";

/** What this platform asks of Espruino's `Serial1` and its like, which are passed in. */
export interface EspruinoSerial {
  setup(baud: number, options: { tx?: unknown; rx?: unknown; errors?: boolean }): void;
  on(event: "data", listener: (data: string) => void): void;
  on(event: "framing", listener: () => void): void;
  write(data: Uint8Array): void;
  unsetup?(): void;
}

export interface EspruinoSerialOptions {
  /** `Serial1` or another UART. */
  io: EspruinoSerial;
  /** 300 to 1000000 bit/s; see the board for how fast its interpreter can follow. */
  baud: number;
  /** Pins, such as `D0`; left out, Espruino takes the UART's own. */
  tx?: unknown;
  rx?: unknown;
}

/** How many timers it takes besides the one that a link has for its port. */
export const READING_TIMERS = 1;

/** The most octets that are handed on at a time. */
const CHUNK = 64;

/** How many octets are kept while more may come. */
const KEPT = 512;

/** How long nothing must come before what is kept is handed on, ms: more than peers pause between frames that belong together. */
const QUIET = 20;

/** How much of Espruino's transmit buffer (256 octets, shared by all devices) the port fills. */
const TRANSMIT_ROOM = 128;

/** Start bit, 8 data bits, stop bit; in ms at 1 bit/s. */
const OCTET_TIME = 10000;

const enum Wake {
  Writable,
  Reading,
}

/**
 * A serial port over Espruino's `Serial1`.
 *
 * On a Pico nobody reads the UART while a script runs, and its FIFO has 32 octets: 33 ms at 9600 bit/s. Answering a frame
 * takes longer, and another may follow it without a pause. So octets are kept until none came for some ms, and only what
 * does not fit is handed on before.
 *
 * Espruino waits inside `write` when its transmit buffer is full, and does not tell how full it is; so the port counts
 * what the baud rate has let out since, and takes no more than fits.
 *
 * Memory: 524 octets, two timers.
 */
export class EspruinoSerialPort implements PlatformPort, Task {
  readonly wakeSource = WakeSource.AlwaysAwake;
  private readonly _serial: EspruinoSerial;
  private readonly _loop: RunLoop;
  private readonly _baud: number;
  private readonly _writable: number;
  private readonly _reading: number;
  private readonly _input: Uint8Array;
  private readonly _takesText: boolean;
  /** When octets came last. */
  private readonly _last: Int32Array;
  /** Where in `_input` the oldest octet is that is kept, and how many there are. */
  private _first = 0;
  private _kept = 0;
  /** Whether the timer is armed that hands on. */
  private _waiting = false;
  /** When everything written so far has left. */
  private readonly _busyUntil: Int32Array;
  private _listener: SerialPortListener | null = null;

  constructor(options: EspruinoSerialOptions, loop: RunLoop) {
    this._serial = options.io;
    this._loop = loop;
    this._baud = checkedInteger("serial: baud", options.baud, 300, 1000000, " bit/s");
    this._writable = loop.scheduler.register(this, Wake.Writable, 0);
    this._reading = loop.scheduler.register(this, Wake.Reading, 0);
    this._input = new Uint8Array(KEPT);
    this._takesText = takesText(this._input);
    this._last = new Int32Array(1);
    this._busyUntil = new Int32Array(1);
    this._busyUntil[0] = loop.now();
    setUp(options);
    options.io.on("data", (data) => this._received(data));
    options.io.on("framing", () => this._framingError());
  }

  attach(listener: SerialPortListener): void {
    this._listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    const now = this._loop.now();
    let busy = (this._busyUntil[0]! - now) | 0;
    if (busy < 0) busy = 0;
    const room = TRANSMIT_ROOM - Math.ceil((busy * this._baud) / OCTET_TIME);
    let taken = end - start;
    if (taken > room) {
      taken = room > 0 ? room : 0;
      this._loop.scheduler.arm(this._writable, (now + (busy >> 1) + 1) | 0);
    }
    if (taken > 0) {
      this._busyUntil[0] = now + busy + Math.ceil((taken * OCTET_TIME) / this._baud);
      // A view of its own is cheap here, and gone with this line; a loop over the octets takes milliseconds.
      // eslint-disable-next-line linkpulse/no-allocation
      this._serial.write(bytes.subarray(start, start + taken));
    }
    return taken;
  }

  /** Espruino's UARTs have no modem lines. */
  setModemLines(): void {}

  close(): void {
    this._listener = null;
    if (this._serial.unsetup !== undefined) this._serial.unsetup();
  }

  wake(kind: number, now: number): void {
    const listener = this._listener;
    if (listener === null) return;
    if (kind === Wake.Writable) {
      listener.writable(now);
      return;
    }
    this._waiting = false;
    const quiet = (now - this._last[0]!) | 0;
    if (quiet < QUIET) {
      this._await((now + QUIET - quiet) | 0);
    } else {
      this._handOn(now);
      if (this._kept > 0) this._await((now + 1) | 0);
    }
  }

  private _await(deadline: number): void {
    this._waiting = true;
    this._loop.scheduler.arm(this._reading, deadline);
  }

  /* eslint-disable linkpulse/no-allocation -- Espruino hands octets over as a string, and reads one without allocating. */
  private _received(data: string): void {
    if (this._listener === null) return;
    const now = this._loop.now();
    this._last[0] = now;
    for (let at = 0; at < data.length;) {
      if (this._kept === KEPT) this._handOn(now);
      at = this._keep(data, at);
    }
    if (!this._waiting) this._await((now + QUIET) | 0);
    this._loop.update();
  }

  /** Keeps what follows `at` in a text and fits where there is room; returns where the rest begins. */
  private _keep(data: string, at: number): number {
    let free = this._first + this._kept;
    let room = KEPT - free;
    if (room <= 0) {
      free -= KEPT;
      room = this._first - free;
    }
    let count = data.length - at;
    if (count > room) count = room;
    if (this._takesText) {
      this._input.set(data.substr(at, count) as unknown as ArrayLike<number>, free);
    } else {
      for (let i = 0; i < count; i++) this._input[free + i] = data.charCodeAt(at + i);
    }
    this._kept += count;
    return at + count;
  }
  /* eslint-enable linkpulse/no-allocation */

  /** Hands on the oldest octets that stand together. */
  private _handOn(now: number): void {
    const start = this._first;
    let count = KEPT - start;
    if (count > this._kept) count = this._kept;
    if (count > CHUNK) count = CHUNK;
    this._kept -= count;
    this._first = start + count === KEPT ? 0 : start + count;
    if (this._listener !== null) this._listener.receive(this._input, start, start + count, now);
  }

  private _framingError(): void {
    if (this._listener !== null) this._listener.framingError(1, this._loop.now());
  }
}

/** Sets up the UART with framing errors told. Where Espruino can't tell them (ESP32), it throws: then without. @setup */
function setUp(options: EspruinoSerialOptions): void {
  const settings: { tx?: unknown; rx?: unknown; errors?: boolean } = {};
  if (options.tx !== undefined) settings.tx = options.tx;
  if (options.rx !== undefined) settings.rx = options.rx;
  settings.errors = true;
  try {
    options.io.setup(options.baud, settings);
  } catch {
    settings.errors = false;
    options.io.setup(options.baud, settings);
  }
}

/** Whether a typed array takes the octets of a string in one native step, as Espruino's do. @setup */
export function takesText(bytes: Uint8Array): boolean {
  bytes.set("A" as unknown as ArrayLike<number>);
  return bytes[0] === 65;
}
