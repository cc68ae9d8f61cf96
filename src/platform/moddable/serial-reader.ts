import type { EmbeddedSerial } from "./embedded";
import { createViews } from "./octet-views";

/** Takes what a {@link SerialReader} read: the first `count` octets of `bytes`, valid during the call only. */
export interface ReadSink {
  octetsRead(bytes: Uint8Array, count: number): void;
}

/**
 * How many views octets are read through, 64 octets and fewer. The Pico's Serial goes deaf when all reads leave its FIFO
 * of 128 octets full, and each fills it up with the 32 that wait in the UART: the first must take more than those.
 */
const VIEW_SIZES = 7;

/**
 * Reads from an ECMA-419 Serial into fixed views whose sizes sum up to what waits: on the Pico `read(buffer)` fills all of
 * it and throws if fewer wait, on the ESP32 it returns how many there were.
 *
 * Memory: 64 octets and eight objects.
 */
export class SerialReader {
  private readonly _sink: ReadSink;
  private readonly _bytes: Uint8Array;
  private readonly _views: Uint8Array[];

  constructor(sink: ReadSink) {
    this._sink = sink;
    this._bytes = new Uint8Array(64);
    this._views = createViews(this._bytes, 64);
  }

  /** Reads `octets` octets, as `onReadable` said that there are. */
  read(serial: EmbeddedSerial, octets: number): void {
    let left = octets;
    for (let i = 0; i < VIEW_SIZES; i++) {
      const size = 64 >> i;
      const view = this._views[i]!;
      while (left >= size) {
        const read = serial.read(view);
        if (read === undefined) return;
        // No `typeof`: a text in preloaded code is copied to the heap each time that it is met.
        this._sink.octetsRead(this._bytes, read === view ? size : (read as number));
        left -= size;
      }
    }
  }
}
