/** Registers of the DS3231 and DS3232, and their bits (DS3231 data sheet rev. 10, figure 1, page 11). */
export const enum Ds3231Register {
  SECONDS = 0x00,
  MINUTES = 0x01,
  HOURS = 0x02,
  DAY = 0x03,
  DATE = 0x04,
  MONTH = 0x05,
  YEAR = 0x06,
  CONTROL = 0x0e,
  STATUS = 0x0f,
  AGING = 0x10,
  TEMPERATURE = 0x11,
  /** DS3232 only. */
  SRAM = 0x14,
}

/** Where those of the state are in the registers that are read: behind the seven of the time. */
export const enum State {
  Control = 7,
  Status,
  Aging,
  Temperature,
  TemperatureLow,
  Count = 5,
}

export const DS3231_ADDRESS = 0x68;
export const DS3232_SRAM_SIZE = 236;

/** Of {@link Ds3231Register.MONTH}: toggles when the year goes from 99 to 00. */
export const CENTURY = 0x80;

/** Of {@link Ds3231Register.CONTROL}. */
export const enum Control {
  /** Set: the oscillator stops when the chip is on VBAT. */
  EOSC = 0x80,
  /** Begins a conversion of the temperature. */
  CONV = 0x20,
}

/** Of {@link Ds3231Register.STATUS}. */
export const enum Status {
  /** The oscillator stands still, or did. */
  OSF = 0x80,
  /** A conversion of the temperature is under way. */
  BSY = 0x04,
  /** Alarms came; can only be cleared. */
  A2F = 0x02,
  A1F = 0x01,
}
