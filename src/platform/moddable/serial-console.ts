import { ascii } from "../../text";
import type { PlatformTerminal, TerminalListener } from "../shell-terminal";
import type { EmbeddedSerial, EmbeddedSerialClass, EmbeddedSerialSettings } from "./embedded";
import { SerialReader } from "./serial-reader";
import type { ReadSink } from "./serial-reader";
import { SerialWriter } from "./serial-writer";

export interface SerialConsoleOptions extends EmbeddedSerialSettings {
  /** `Serial` of `embedded:io/serial`. */
  io: EmbeddedSerialClass;
}

/** Octets that wait for the transmitter: the lines of a reset and of what follows it. */
const CAPACITY = 512;

/**
 * A console on an ECMA-419 Serial of its own. It never waits: lines for which there is no room are dropped whole, and
 * counted. What is typed is dropped while nobody is attached.
 *
 * Memory: 512 octets, and that of a {@link SerialReader} and a {@link SerialWriter}.
 */
export class SerialConsole implements PlatformTerminal, ReadSink {
  /** How many writes were dropped. */
  dropped = 0;
  private readonly _serial: EmbeddedSerial;
  private readonly _reader: SerialReader;
  private readonly _writer: SerialWriter;
  private readonly _ring: Uint8Array;
  private _first = 0;
  private _length = 0;
  private _listener: TerminalListener | null = null;

  constructor(options: SerialConsoleOptions) {
    this._ring = new Uint8Array(CAPACITY);
    this._reader = new SerialReader(this);
    this._serial = new options.io(
      Object.assign({}, options, {
        format: "buffer" as const,
        onReadable: (octets: number) => this._reader.read(this._serial, octets),
        onWritable: (octets: number) => this._writable(octets),
      }),
    );
    this._writer = new SerialWriter(this._serial);
  }

  get room(): number {
    return CAPACITY - this._length;
  }

  attach(listener: TerminalListener): void {
    this._listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > this.room) {
      this.dropped = (this.dropped + 1) | 0;
      return;
    }
    for (let i = start; i < end; i++) {
      this._ring[(this._first + this._length) % CAPACITY] = bytes[i]!;
      this._length++;
    }
    this._drain();
  }

  /** Says on a line of its own why a program did not start: in a release build, without xsbug, nobody else does. @setup */
  complain(error: unknown): void {
    const line = ascii(`${error instanceof Error ? error.message : String(error)}\r\n`);
    this.write(line, 0, line.length);
  }

  octetsRead(bytes: Uint8Array, count: number): void {
    if (this._listener !== null) this._listener.typed(bytes, 0, count);
  }

  close(): void {
    this._listener = null;
    this._serial.close();
  }

  private _writable(octets: number): void {
    this._writer.room = octets;
    this._drain();
    if (this._listener !== null) this._listener.terminalWritable();
  }

  private _drain(): void {
    while (this._length > 0) {
      const behind = this._first + this._length;
      const written = this._writer.write(this._ring, this._first, behind < CAPACITY ? behind : CAPACITY);
      if (written === 0) return;
      this._first = (this._first + written) % CAPACITY;
      this._length -= written;
    }
  }
}
