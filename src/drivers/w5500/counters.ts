/** What a W5500's driver counts; an index into `W5500.counters`. */
export const enum W5500Counter {
  SpiTransactions,
  /** As they cross the bus: address and control octets included. */
  SpiOctets,
  /** Reads that a second look did not confirm. */
  SpiErrors,
  /** 16-bit registers that did not stand still long enough to be read. */
  Unsettled,
  /** Times that the chip was found in the state after a reset that nobody had asked for. */
  SelfResets,
  /** Times that it did not do what it was told within its time. */
  Stuck,
  /** Times that it did not answer, or that another chip did. */
  NotFound,
  LinkChanges,
  /** Sockets that were closed and opened because nothing that they said could be true. */
  Reopened,
  /** Sizes and lengths from the chip that could not be true. */
  BadLengths,
  FramesReceived,
  FramesSent,
  FramesNotSent,
  DatagramsReceived,
  DatagramsSent,
  DatagramsNotSent,
  /** Datagrams that were longer than the buffer, and were left out. */
  DatagramsTooLong,
  Size,
}
