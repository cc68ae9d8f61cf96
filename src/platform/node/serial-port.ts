import { ModemLine, WakeSource } from "../../ports";
import type { SerialPortListener } from "../../ports";
import type { RunLoop } from "../../scheduler/run-loop";
import type { PlatformPort } from "../serial-link";

/** What this platform asks of `SerialPort` of the npm package serialport, which is passed in. */
export interface SerialStream {
  on(event: "open", listener: () => void): unknown;
  on(event: "data", listener: (data: Uint8Array) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "close", listener: (error: Error | null) => void): unknown;
  write(data: Uint8Array, done: (error: Error | null | undefined) => void): unknown;
  set(lines: { dtr: boolean; rts: boolean }, done: (error: Error | null) => void): void;
  get(done: (error: Error | null, lines?: { cts: boolean; dsr: boolean; dcd: boolean }) => void): void;
  close(done: (error: Error | null) => void): void;
  readonly isOpen: boolean;
}

export interface SerialStreamClass {
  new (options: { path: string; baudRate: number; hupcl: boolean }): SerialStream;
}

export interface NodeSerialOptions {
  /** `SerialPort` of the npm package serialport. */
  io: SerialStreamClass;
  /** `/dev/ttyUSB0`, `COM3`. */
  path: string;
  /** bit/s */
  baud: number;
  /**
   * Whether to drive DTR and RTS, and to look at CTS, DSR and DCD. Default false: on ESP32 boards DTR and RTS drive
   * reset and boot mode. (The operating system may assert both while it opens a port.)
   */
  modemLines?: boolean;
  /** Told when the port can't be opened, fails, or is unplugged. Without it such an error is thrown. */
  onError?: (error: Error) => void;
}

/** How many octets may wait in the stream: the queue for more is the interface's. */
const CAPACITY = 4096;

/** How often the modem lines are looked at, ms: the stream does not tell when they change. */
const MODEM_LINES_INTERVAL = 100;

/**
 * A serial port over the npm package serialport. It opens on its own; until then, and after it was unplugged, it takes
 * no octets.
 */
export class NodeSerialPort implements PlatformPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  private readonly _stream: SerialStream;
  private readonly _loop: RunLoop;
  private readonly _modemLines: boolean;
  private readonly _onError: ((error: Error) => void) | undefined;
  private _listener: SerialPortListener | null = null;
  private _waiting = 0;
  private _refused = false;
  private _driven = 0;
  private _sensed = -1;
  private _poll: NodeJS.Timeout | undefined;

  constructor(options: NodeSerialOptions, loop: RunLoop) {
    this._loop = loop;
    this._modemLines = options.modemLines === true;
    this._onError = options.onError;
    this._stream = new options.io({ path: options.path, baudRate: options.baud, hupcl: false });
    this._stream.on("open", () => this._opened());
    this._stream.on("data", (data) => this._received(data));
    this._stream.on("close", (error) => this._closed(error));
    this._stream.on("error", (error) => this._failed(error));
  }

  attach(listener: SerialPortListener): void {
    this._listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    const room = this._stream.isOpen ? CAPACITY - this._waiting : 0;
    const taken = Math.min(end - start, room);
    if (taken < end - start) this._refused = true;
    if (taken === 0) return 0;
    this._waiting += taken;
    this._stream.write(Buffer.from(bytes.subarray(start, start + taken)), () => {
      this._waiting -= taken;
      this._offerRoom();
    });
    return taken;
  }

  setModemLines(lines: number): void {
    this._driven = lines;
    if (!this._modemLines || !this._stream.isOpen) return;
    const set = { dtr: (lines & ModemLine.DTR) !== 0, rts: (lines & ModemLine.RTS) !== 0 };
    this._stream.set(set, (error) => this._failed(error));
  }

  close(): void {
    this._listener = null;
    clearInterval(this._poll);
    if (this._stream.isOpen) this._stream.close((error) => this._failed(error));
  }

  private _opened(): void {
    if (this._listener === null) {
      this.close();
      return;
    }
    if (this._modemLines) {
      this.setModemLines(this._driven);
      this._poll = setInterval(() => this._lookAtModemLines(), MODEM_LINES_INTERVAL);
    }
    this._offerRoom();
  }

  private _received(data: Uint8Array): void {
    if (this._listener === null) return;
    this._listener.receive(data, 0, data.length, this._loop.now());
    this._loop.update();
  }

  private _offerRoom(): void {
    if (!this._refused || this._listener === null || !this._stream.isOpen) return;
    this._refused = false;
    this._listener.writable(this._loop.now());
    this._loop.update();
  }

  private _lookAtModemLines(): void {
    this._stream.get((_error, lines) => {
      if (lines === undefined || this._listener === null) return;
      const sensed =
        (lines.cts ? ModemLine.CTS : 0) | (lines.dsr ? ModemLine.DSR : 0) | (lines.dcd ? ModemLine.DCD : 0);
      if (sensed === this._sensed) return;
      this._sensed = sensed;
      this._listener.modemLinesChanged(sensed, this._loop.now());
      this._loop.update();
    });
  }

  /** serialport hands an error over when the port vanished, nothing when it was closed on purpose. */
  private _closed(error: Error | null): void {
    clearInterval(this._poll);
    this._failed(error);
  }

  private _failed(error: Error | null): void {
    if (!error || this._listener === null) return;
    if (this._onError === undefined) throw error;
    this._onError(error);
  }
}
