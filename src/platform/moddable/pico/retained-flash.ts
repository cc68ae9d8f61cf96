import type { EmbeddedFlash } from "../embedded";

/** How XS ties a method to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/**
 * Two sectors of the Pico's flash, inside of the firmware's image: another image takes their place. Interrupts are off while
 * a sector is erased, 45 ms as a rule.
 */
export default class PicoFlash implements EmbeddedFlash {
  get byteLength(): number {
    return native("xs_linkpulse_flash_size").call(this);
  }

  get blockSize(): number {
    return native("xs_linkpulse_flash_sector").call(this);
  }

  erase(sector: number): void {
    return native("xs_linkpulse_flash_erase").call(this, sector);
  }

  write(offset: number, byteLength: number, buffer: Uint8Array): void {
    return native("xs_linkpulse_flash_write").call(this, offset, byteLength, buffer);
  }

  map(): unknown {
    return native("xs_linkpulse_flash_map").call(this);
  }
}
