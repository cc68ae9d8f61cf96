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

/** Octets that are copied at a time. */
const CHUNK = 64;

/** How much of Espruino's transmit buffer (256 octets, shared by all devices) the port fills. */
const TRANSMIT_ROOM = 128;

/** Start bit, 8 data bits, stop bit; in ms at 1 bit/s. */
const OCTET_TIME = 10000;

/**
 * A serial port over Espruino's `Serial1`.
 *
 * Espruino waits inside `write` when its transmit buffer is full, and does not tell how full it is; so the port counts
 * what the baud rate has let out since, and takes no more than fits.
 *
 * Memory: 68 octets, one timer.
 */
export class EspruinoSerialPort implements PlatformPort, Task {
  readonly wakeSource = WakeSource.AlwaysAwake;
  private readonly _serial: EspruinoSerial;
  private readonly _loop: RunLoop;
  private readonly _baud: number;
  private readonly _timer: number;
  private readonly _input: Uint8Array;
  private readonly _takesText: boolean;
  /** When everything written so far has left. */
  private readonly _busyUntil: Int32Array;
  private _listener: SerialPortListener | null = null;

  constructor(options: EspruinoSerialOptions, loop: RunLoop) {
    this._serial = options.io;
    this._loop = loop;
    this._baud = checkedInteger("serial: baud", options.baud, 300, 1000000, " bit/s");
    this._timer = loop.scheduler.register(this, 0, 0);
    this._input = new Uint8Array(CHUNK);
    this._takesText = takesText(this._input);
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
      this._loop.scheduler.arm(this._timer, (now + (busy >> 1) + 1) | 0);
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

  wake(_kind: number, now: number): void {
    if (this._listener !== null) this._listener.writable(now);
  }

  /* eslint-disable linkpulse/no-allocation -- Espruino hands octets over as a string, and reads one without allocating. */
  private _received(data: string): void {
    const listener = this._listener;
    if (listener === null) return;
    const now = this._loop.now();
    const input = this._input;
    if (this._takesText && data.length <= CHUNK) {
      input.set(data as unknown as ArrayLike<number>);
      listener.receive(input, 0, data.length, now);
    } else {
      for (let at = 0; at < data.length; at += CHUNK) {
        const count = data.length - at < CHUNK ? data.length - at : CHUNK;
        for (let i = 0; i < count; i++) input[i] = data.charCodeAt(at + i);
        listener.receive(input, 0, count, now);
      }
    }
    this._loop.update();
  }
  /* eslint-enable linkpulse/no-allocation */

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
