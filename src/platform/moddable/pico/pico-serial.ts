import type { EmbeddedSerial, EmbeddedSerialSettings } from "../embedded";

/** How XS ties a class and its methods to C; it knows them by exactly these forms. */
declare function Native(destructor: string): new () => object;
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

export interface PicoSerialOptions extends EmbeddedSerialSettings {
  format: "buffer";
  /** Called with how many octets wait to be read. */
  onReadable?: (octets: number) => void;
  /** Called with how many octets there is room for, at the start and when there is more. */
  onWritable?: (octets: number) => void;
}

/**
 * A UART of the RP2040 as an ECMA-419 Serial, as far as it is needed here: buffers, 8N1. In each direction 256 octets wait,
 * besides the 32 in the UART itself; those that come when all is full are lost.
 *
 * It stands in for Moddable's `embedded:io/serial`, whose driver for the Pico falls silent for good: it counts messages that
 * it does not send, and frees itself after 255 of them.
 *
 * @throws RangeError when the pins are not those of one UART
 */
export default class PicoSerial extends Native("xs_linkpulse_serial_destructor") implements EmbeddedSerial {
  constructor(options: PicoSerialOptions) {
    super();
    native("xs_linkpulse_serial_constructor").call(this, options);
  }

  /** Reads as many octets as wait and the buffer holds; returns how many. */
  read(buffer: Uint8Array): number {
    return native("xs_linkpulse_serial_read").call(this, buffer);
  }

  /** Writes the whole buffer; throws if there is no room for it. */
  write(buffer: Uint8Array): void {
    return native("xs_linkpulse_serial_write").call(this, buffer);
  }

  /** Writes octets `[start, end)`; throws if there is no room for them. */
  writeOctets(buffer: Uint8Array, start: number, end: number): void {
    return native("xs_linkpulse_serial_write").call(this, buffer, start, end);
  }

  close(): void {
    return native("xs_linkpulse_serial_close").call(this);
  }
}
