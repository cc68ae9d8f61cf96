/**
 * As much of a Moddable device as the platform needs, on a clock of its own: `Time`, `Timer`, ECMA-419 `Serial` and
 * `Digital`, served in the order in which Moddable's main loop does: timers first, then the messages of drivers.
 */

interface Callback {
  call(): void;
  due: number;
  repeat: number;
  scheduled: boolean;
}

export class ModdableHost {
  ticks = 0;
  /** Callbacks of timers so far. */
  timerCalls = 0;
  readonly timers = new Set<Callback>();
  readonly messages: (() => void)[] = [];
  readonly ports = new Map<number, FakeSerial>();
  readonly pins = new Map<number, FakeDigital>();

  /** Runs the main loop until the clock shows `ticks` and nothing is left to do. */
  runUntil(ticks: number): void {
    for (;;) {
      if (this.messages.length === 0) {
        const next = this._nextTimer();
        if (next > ticks) break;
        this.ticks = Math.max(this.ticks, next);
      }
      this._turn();
    }
    this.ticks = Math.max(this.ticks, ticks);
  }

  private _nextTimer(): number {
    let next = Infinity;
    for (const timer of this.timers) if (timer.scheduled && timer.due < next) next = timer.due;
    return next;
  }

  private _turn(): void {
    for (const timer of [...this.timers].filter((timer) => timer.scheduled && timer.due <= this.ticks)) {
      timer.due += timer.repeat;
      this.timerCalls++;
      timer.call();
      if (timer.repeat === 0) this.timers.delete(timer);
    }
    for (const message of this.messages.splice(0)) message();
  }
}

/** The device that the fakes belong to; a test begins with a new one. */
export let host = new ModdableHost();

export function newHost(): ModdableHost {
  host = new ModdableHost();
  return host;
}

export const Time = {
  get ticks(): number {
    return host.ticks | 0;
  },
};

/** A timer whose repeat interval is 0 is given up after its first call: using it then throws, as on the device. */
export class Timer {
  static repeat(callback: () => void, interval: number): Callback {
    const timer = { call: callback, due: host.ticks + interval, repeat: interval, scheduled: true };
    host.timers.add(timer);
    return timer;
  }

  static schedule(timer: Callback, interval?: number, repeat = 0): void {
    if (!host.timers.has(timer)) throw new Error("invalid timer");
    timer.scheduled = interval !== undefined;
    timer.due = host.ticks + (interval ?? 0);
    timer.repeat = interval === undefined ? -1 : repeat;
  }

  static clear(timer: Callback): void {
    host.timers.delete(timer);
  }
}

export interface FakeSerialOptions {
  port: number;
  transmit: number;
  receive: number;
  baud: number;
  format: string;
  onReadable?: (octets: number) => void;
  onWritable?: (octets: number) => void;
}

/** How `read(buffer)` behaves: see the Serial class of each platform. */
export type SerialStyle = "pico" | "esp32";

/** ECMA-419 Serial with a transmitter of `capacity` octets, which the test empties. */
export class FakeSerial {
  static style: SerialStyle = "pico";
  static capacity = 128;
  readonly options: FakeSerialOptions;
  /** What was written and has not been taken off the wire. */
  transmitted: number[] = [];
  closed = false;
  private readonly _waiting: number[] = [];
  private _readablePosted = false;
  private _writablePosted = false;

  constructor(options: FakeSerialOptions) {
    if (options.onReadable === undefined && options.onWritable === undefined) {
      throw new Error("the port overwrites memory");
    }
    if (options.format !== "buffer") throw new RangeError("invalid format");
    this.options = options;
    host.ports.set(options.port, this);
    this._postWritable();
  }

  read(buffer: Uint8Array): Uint8Array | number | undefined {
    if (FakeSerial.style === "pico") {
      if (buffer.length > this._waiting.length) throw new Error("invalid");
      buffer.set(this._waiting.splice(0, buffer.length));
      return buffer;
    }
    if (this._waiting.length === 0) return undefined;
    const octets = this._waiting.splice(0, buffer.length);
    buffer.set(octets);
    return octets.length;
  }

  write(buffer: Uint8Array): void {
    if (this.closed) throw new Error("closed");
    if (buffer.length > FakeSerial.capacity - this.transmitted.length) throw new Error("output full");
    this.transmitted.push(...buffer);
    this._postWritable();
  }

  close(): void {
    this.closed = true;
  }

  /** Octets come in on the wire. */
  arrive(octets: ArrayLike<number>): void {
    this._waiting.push(...Array.from(octets));
    if (this.options.onReadable === undefined || this._readablePosted) return;
    this._readablePosted = true;
    host.messages.push(() => {
      this._readablePosted = false;
      if (!this.closed) this.options.onReadable!(this._waiting.length);
    });
  }

  /** The wire carries away up to `count` octets of what was written. */
  leave(count = Infinity): number[] {
    const left = this.transmitted.splice(0, count);
    if (left.length > 0) this._postWritable();
    return left;
  }

  private _postWritable(): void {
    if (this.options.onWritable === undefined || this._writablePosted) return;
    this._writablePosted = true;
    host.messages.push(() => {
      this._writablePosted = false;
      const room = FakeSerial.capacity - this.transmitted.length;
      if (!this.closed && room > 0) this.options.onWritable!(room);
    });
  }
}

interface FakeDigitalOptions {
  pin: number;
  mode: number;
  edge?: number;
  onReadable?: () => void;
}

/** ECMA-419 Digital. */
export class FakeDigital {
  static readonly InputPullUp = 1;
  static readonly Output: number = 8;
  static readonly Rising = 1;
  static readonly Falling = 2;
  readonly options: FakeDigitalOptions;
  level = 1;
  closed = false;

  constructor(options: FakeDigitalOptions) {
    this.options = options;
    host.pins.set(options.pin, this);
  }

  read(): number {
    return this.level;
  }

  write(value: 0 | 1): void {
    if (this.options.mode !== FakeDigital.Output) throw new Error("not an output");
    this.level = value;
  }

  close(): void {
    this.closed = true;
  }

  /** Somebody outside drives the pin. */
  drive(level: 0 | 1): void {
    const edge = level > this.level ? FakeDigital.Rising : FakeDigital.Falling;
    if (level === this.level) return;
    this.level = level;
    if (this.options.edge! & edge) host.messages.push(() => this.options.onReadable!());
  }
}
