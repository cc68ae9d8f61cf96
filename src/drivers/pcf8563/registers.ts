/** Registers of the PCF8563, and their bits (PCF8563 data sheet rev. 10, table 4). */
export const enum Pcf8563Register {
  CONTROL_STATUS_1 = 0x00,
  /** Alarm and timer: nothing of it is the clock's. */
  CONTROL_STATUS_2 = 0x01,
  VL_SECONDS = 0x02,
}

/** Where in the registers of the time each is. */
export const enum TimeOffset {
  Seconds,
  Minutes,
  Hours,
  Days,
  Weekdays,
  Months,
  Years,
}

export const PCF8563_ADDRESS = 0x51;

/** Of {@link Pcf8563Register.CONTROL_STATUS_1}: what of it is a bit, and the one that stops the clock. */
export const CONTROL_MASK = 0xa8;
export const STOP = 0x20;

/** Of the seconds: the supply was too low for the clock to be trusted. */
export const VL = 0x80;

/** Of the months: toggles when the year goes from 99 to 00. */
export const CENTURY = 0x80;
