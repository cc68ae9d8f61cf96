/** What a chip's driver counts of its I2C bus; an index into `counters`. */
export const enum I2cCounter {
  Transactions,
  /** As they cross the bus in transactions that came to their end: addresses and register numbers included. */
  Octets,
  AddressNaks,
  DataNaks,
  ArbitrationsLost,
  ClockHeld,
  DataHeld,
  /** Times that the bus was freed, or that this was tried. */
  Recoveries,
  /** Transactions that came to no end within their time. */
  TimedOut,
  /** Times that what was set did not read back so. */
  NotVerified,
  Size,
}
