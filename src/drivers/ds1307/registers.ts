/** Registers of the DS1307, and their bits (DS1307 data sheet rev. 3/15, table 2, page 8). */
export const enum Ds1307Register {
  SECONDS = 0x00,
  MINUTES = 0x01,
  HOURS = 0x02,
  DAY = 0x03,
  DATE = 0x04,
  MONTH = 0x05,
  YEAR = 0x06,
  CONTROL = 0x07,
  RAM = 0x08,
}

export const DS1307_RAM_SIZE = 56;
export const DS1307_ADDRESS = 0x68;

/** Of {@link Ds1307Register.SECONDS}: clock halt. */
export const CH = 0x80;
