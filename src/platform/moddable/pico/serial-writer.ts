import type { EmbeddedSerial } from "../embedded";
import type PicoSerial from "./pico-serial";

/** Writes any number of octets to the Pico's UART, which takes a part of a buffer. */
export class SerialWriter {
  /** How many octets the transmitter has room for, as the last `onWritable` said, less what was written since. */
  room = 0;
  private readonly _serial: PicoSerial;

  /** @throws TypeError when it is not `Serial` of `linkpulse/serial` */
  constructor(serial: EmbeddedSerial) {
    this._serial = serial as PicoSerial;
    if (this._serial.writeOctets === undefined) throw new TypeError("serial: io must be Serial of linkpulse/serial");
  }

  /** Writes what fits of octets `[start, end)`, and returns how many that were. */
  write(bytes: Uint8Array, start: number, end: number): number {
    const taken = end - start < this.room ? end - start : this.room;
    if (taken === 0) return 0;
    this._serial.writeOctets(bytes, start, start + taken);
    this.room -= taken;
    return taken;
  }
}
