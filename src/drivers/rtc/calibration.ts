/** What tells a chip to make its clock faster or slower, in steps. */
export interface CalibrationRegister {
  /** By how much a step makes the clock faster, parts per trillion. */
  readonly step: number;
  /** The range of steps; those below 0 make the clock slower. */
  readonly least: number;
  readonly most: number;
  /** The steps that registers hold: those of the time, then those of the state. */
  decode(registers: Uint8Array): number;
  /**
   * Prepares step `step` of setting it to `steps`, as {@link ClockChip.prepare} does of setting the time.
   * @returns how many octets are to be written, or one of {@link Prepared}
   */
  prepare(step: number, steps: number, registers: Uint8Array, out: Uint8Array): number;
}

/** What a clock tells whoever calibrates it. */
export interface CalibrationListener {
  /** The calibration was set and read back, or was not: `fault` of the clock tells why, if the bus is to blame. */
  calibrated(set: boolean, now: number): void;
}
