import type { ConsoleSink } from "../../ports";
import type { EmbeddedSerial, EmbeddedSerialClass, EmbeddedSerialSettings } from "./embedded";
import { SerialWriter } from "./serial-writer";

export interface SerialConsoleOptions extends EmbeddedSerialSettings {
  /** `Serial` of `embedded:io/serial`. */
  io: EmbeddedSerialClass;
}

/** Octets that wait for the transmitter: the lines of a reset and of what follows it. */
const CAPACITY = 512;

/**
 * A console on an ECMA-419 Serial of its own, output only. It never waits: lines for which there is no room are dropped
 * whole, and counted.
 *
 * Memory: 544 octets and about 10 objects.
 */
export class SerialConsole implements ConsoleSink {
  /** How many writes were dropped. */
  dropped = 0;
  private readonly _serial: EmbeddedSerial;
  private readonly _writer: SerialWriter;
  private readonly _ring: Uint8Array;
  private _first = 0;
  private _length = 0;

  constructor(options: SerialConsoleOptions) {
    this._ring = new Uint8Array(CAPACITY);
    this._serial = new options.io(
      Object.assign({}, options, {
        format: "buffer" as const,
        onWritable: (octets: number) => this._writable(octets),
      }),
    );
    this._writer = new SerialWriter(this._serial);
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > CAPACITY - this._length) {
      this.dropped = (this.dropped + 1) | 0;
      return;
    }
    for (let i = start; i < end; i++) {
      this._ring[(this._first + this._length) % CAPACITY] = bytes[i]!;
      this._length++;
    }
    this._drain();
  }

  close(): void {
    this._serial.close();
  }

  private _writable(octets: number): void {
    this._writer.room = octets;
    this._drain();
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
