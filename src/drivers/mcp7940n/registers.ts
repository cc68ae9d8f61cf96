/** Registers of the MCP7940N, and their bits (DS20005010F, section 5). */
export const enum Mcp7940nRegister {
  RTCSEC = 0x00,
  RTCMIN = 0x01,
  RTCHOUR = 0x02,
  RTCWKDAY = 0x03,
  RTCDATE = 0x04,
  RTCMTH = 0x05,
  RTCYEAR = 0x06,
  CONTROL = 0x07,
  OSCTRIM = 0x08,
  /** Minutes, hours, date, and weekday with month of the power-down stamp. */
  PWRDN = 0x18,
  /** The same of the power-up stamp. */
  PWRUP = 0x1c,
  SRAM = 0x20,
}

export const MCP7940N_SRAM_SIZE = 64;
export const MCP7940N_ADDRESS = 0x6f;

/** Of {@link Mcp7940nRegister.RTCSEC}: start oscillator. */
export const ST = 0x80;

/** Of {@link Mcp7940nRegister.RTCWKDAY}. */
export const enum Wkday {
  OSCRUN = 0x20,
  PWRFAIL = 0x10,
  VBATEN = 0x08,
}

/** Of {@link Mcp7940nRegister.CONTROL}: coarse trimming, 128 times a second. */
export const CRSTRIM = 0x04;

/** Of {@link Mcp7940nRegister.OSCTRIM}: clocks are added, which makes up for a slow crystal. */
export const TRIM_SIGN = 0x80;

/** Of {@link Mcp7940nRegister.RTCMTH}: what is the month. */
export const MTH_MASK = 0x1f;
