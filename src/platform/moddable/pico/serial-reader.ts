import type { ReadSink } from "../serial-reader";
import type PicoSerial from "./pico-serial";

/**
 * Reads from the Pico's UART, which says how many octets it had.
 *
 * Memory: 64 octets.
 */
export class SerialReader {
  private readonly _sink: ReadSink;
  private readonly _bytes: Uint8Array;

  constructor(sink: ReadSink) {
    this._sink = sink;
    this._bytes = new Uint8Array(64);
  }

  /** Reads `octets` octets, as `onReadable` said that there are; those that come meanwhile are told again. */
  read(serial: PicoSerial, octets: number): void {
    let left = octets;
    while (left > 0) {
      const count = serial.read(this._bytes);
      if (count === 0) return;
      this._sink.octetsRead(this._bytes, count);
      left -= count;
    }
  }
}
