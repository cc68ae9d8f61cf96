/**
 * A chip on an emulated I2C bus. It hears every start and stop, and what is addressed to it, each at its moment of virtual
 * time: an octet when the clock of its acknowledge comes.
 */
export interface I2cDevice {
  /** A start, or repeated start, and an address of 7 bits. @returns whether the chip acknowledges it */
  start(address: number, reading: boolean): boolean;
  /** Takes an octet. @returns whether it acknowledges it */
  write(octet: number): boolean;
  /** The next octet that it sends. */
  read(): number;
  stop(): void;
  /** How long the chip holds SCL low after the octet that was acknowledged last, ns. */
  readonly stretch?: number;
}
