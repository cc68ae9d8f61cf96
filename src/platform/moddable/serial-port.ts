import { WakeSource } from "../../ports";
import type { SerialPortListener } from "../../ports";
import type { RunLoop } from "../../scheduler/run-loop";
import type { PlatformPort } from "../serial-link";
import type { EmbeddedSerial, EmbeddedSerialClass, EmbeddedSerialSettings } from "./embedded";
import { ModemLines } from "./modem-lines";
import type { ModemLineOptions } from "./modem-lines";
import { createViews, SerialWriter, VIEW_SIZES } from "./serial-writer";

/** All but `io` and `modemLines` is handed to the Serial class as it stands. */
export interface ModdableSerialOptions extends EmbeddedSerialSettings {
  /** `Serial` of `embedded:io/serial`. */
  io: EmbeddedSerialClass;
  modemLines?: ModemLineOptions;
}

/**
 * A serial port over an ECMA-419 Serial.
 *
 * Octets are read into fixed views whose sizes sum up to what waits: on the Pico `read(buffer)` fills all of it and
 * throws if fewer wait, on the ESP32 it returns how many there were.
 *
 * Memory: 64 octets and about 20 objects.
 */
export class ModdableSerialPort implements PlatformPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  private readonly _serial: EmbeddedSerial;
  private readonly _loop: RunLoop;
  private readonly _writer: SerialWriter;
  private readonly _modemLines: ModemLines | null;
  private readonly _input: Uint8Array;
  private readonly _views: Uint8Array[];
  private _listener: SerialPortListener | null = null;
  private _refused = false;

  constructor(options: ModdableSerialOptions, loop: RunLoop) {
    this._loop = loop;
    this._input = new Uint8Array(32);
    this._views = createViews(this._input);
    // The Pico's Serial overwrites memory when it has no callbacks: it always gets both.
    this._serial = new options.io(
      Object.assign({}, options, {
        format: "buffer" as const,
        onReadable: (octets: number) => this._readable(octets),
        onWritable: (octets: number) => this._writable(octets),
      }),
    );
    this._writer = new SerialWriter(this._serial);
    this._modemLines =
      options.modemLines === undefined ? null : new ModemLines(options.modemLines, () => this._modemLinesChanged());
  }

  attach(listener: SerialPortListener): void {
    this._listener = listener;
    if (this._modemLines !== null) this._modemLinesChanged();
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    const taken = this._writer.write(bytes, start, end);
    if (taken < end - start) this._refused = true;
    return taken;
  }

  setModemLines(lines: number): void {
    if (this._modemLines !== null) this._modemLines.set(lines);
  }

  close(): void {
    this._listener = null;
    this._serial.close();
    if (this._modemLines !== null) this._modemLines.close();
  }

  private _readable(octets: number): void {
    const now = this._loop.now();
    let left = octets;
    for (let i = 0; i < VIEW_SIZES; i++) {
      const size = 32 >> i;
      const view = this._views[i]!;
      while (left >= size) {
        const read = this._serial.read(view);
        if (read === undefined) return;
        // No `typeof`: a text in preloaded code is copied to the heap each time that it is met.
        const count = read === view ? size : (read as number);
        if (this._listener !== null) this._listener.receive(this._input, 0, count, now);
        left -= size;
      }
    }
    this._loop.update();
  }

  private _writable(octets: number): void {
    this._writer.room = octets;
    if (!this._refused || this._listener === null) return;
    this._refused = false;
    this._listener.writable(this._loop.now());
    this._loop.update();
  }

  private _modemLinesChanged(): void {
    if (this._listener === null) return;
    this._listener.modemLinesChanged(this._modemLines!.sense(), this._loop.now());
    this._loop.update();
  }
}
