/** Registers of the RV-3028-C7, and their bits (RV-3028-C7 application manual, section 3). */
export const enum Rv3028Register {
  SECONDS = 0x00,
  STATUS = 0x0e,
  CONTROL_1 = 0x0f,
  CONTROL_2 = 0x10,
  /** User RAM, two octets. */
  RAM_1 = 0x1f,
  RAM_2 = 0x20,
  EE_ADDRESS = 0x25,
  EE_DATA = 0x26,
  EE_COMMAND = 0x27,
  /** These mirror the octets at the same addresses of the configuration EEPROM. */
  OFFSET = 0x36,
  BACKUP = 0x37,
}

/** Where in the registers of the time each is. */
export const enum TimeOffset {
  Seconds,
  Minutes,
  Hours,
  Weekday,
  Date,
  Month,
  Year,
}

export const RV3028_ADDRESS = 0x52;
/** Of user EEPROM. */
export const RV3028_EEPROM_SIZE = 43;

/** Of {@link Rv3028Register.STATUS}. Flags are cleared by writing 0. */
export const enum Status {
  EEBUSY = 0x80,
  /** The supply was switched over to the backup. */
  BSF = 0x20,
  /** The supply was gone. */
  PORF = 0x01,
}

/** Of {@link Rv3028Register.CONTROL_1}: the EEPROM is not refreshed from, so that it can be accessed. */
export const EERD = 0x08;

/** Of {@link Rv3028Register.CONTROL_2}: hours of 1 to 12, with PM in bit 5. */
export const TWELVE_HOURS = 0x02;

/** Of {@link Rv3028Register.EE_COMMAND}. The first is to be written before each of the others. */
export const enum EeCommand {
  First = 0x00,
  Write = 0x21,
  Read = 0x22,
}

/** Of {@link Rv3028Register.BACKUP}. */
export const enum Backup {
  /** Trickle charger. */
  TCE = 0x20,
  /** Must be set. */
  FEDE = 0x10,
  BSM = 0x0c,
  TCR = 0x03,
}

/** Of {@link Rv3028Register.BACKUP}: the lowest of the nine bits of EEOffset; {@link Rv3028Register.OFFSET} has the others. */
export const OFFSET_LOW = 0x80;

/** In {@link Rv3028Register.RAM_2} while the time is being set. */
export const SETTING = 0x53;
