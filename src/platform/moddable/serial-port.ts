import { WakeSource } from "../../ports";
import type { SerialPortListener } from "../../ports";
import type { RunLoop } from "../../scheduler/run-loop";
import type { PlatformPort } from "../serial-link";
import type { EmbeddedSerial, EmbeddedSerialClass, EmbeddedSerialSettings } from "./embedded";
import { ModemLines } from "./modem-lines";
import type { ModemLineOptions } from "./modem-lines";
import { SerialReader } from "./serial-reader";
import type { ReadSink } from "./serial-reader";
import { SerialWriter } from "./serial-writer";

/** All but `io` and `modemLines` is handed to the Serial class as it stands. */
export interface ModdableSerialOptions extends EmbeddedSerialSettings {
  /** `Serial` of `embedded:io/serial`. */
  io: EmbeddedSerialClass;
  modemLines?: ModemLineOptions;
}

/**
 * A serial port over an ECMA-419 Serial.
 *
 * Memory: that of a {@link SerialReader} and a {@link SerialWriter}.
 */
export class ModdableSerialPort implements PlatformPort, ReadSink {
  readonly wakeSource = WakeSource.AlwaysAwake;
  private readonly _serial: EmbeddedSerial;
  private readonly _loop: RunLoop;
  private readonly _writer: SerialWriter;
  private readonly _modemLines: ModemLines | null;
  private readonly _reader: SerialReader;
  private _listener: SerialPortListener | null = null;
  private _refused = false;

  constructor(options: ModdableSerialOptions, loop: RunLoop) {
    this._loop = loop;
    this._reader = new SerialReader(this);
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

  octetsRead(bytes: Uint8Array, count: number): void {
    if (this._listener !== null) this._listener.receive(bytes, 0, count, this._loop.now());
  }

  private _readable(octets: number): void {
    this._reader.read(this._serial, octets);
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
