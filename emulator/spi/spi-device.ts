/**
 * A chip on an emulated SPI bus, mode 0, most significant bit first. A transaction happens at one moment of virtual time,
 * which the chip reads from its simulation.
 */
export interface SpiDevice {
  /** Chip select falls: a transaction begins. */
  select(): void;
  /** Takes the octet that comes in on MOSI. @returns the one that goes out on MISO in the same eight clocks */
  exchange(octet: number): number;
  /** Chip select rises. */
  deselect(): void;
}
