/** What a control protocol counts; an index into `PppControl.counters`. */
export const enum ControlCounter {
  PacketsSent,
  PacketsReceived,
  /** Packets that the transmitter did not take. */
  NotSent,
  /** Too short, shorter than their length field says, or with options that don't fit. */
  BadPackets,
  /** Answers to a request that is not the last one sent or was answered already, or that answer something else. */
  StaleAnswers,
  /** Requests that were ignored: our own. */
  Ignored,
  /** Code-Rejects sent. */
  UnknownCodes,
  CodeRejectsReceived,
  /** Packets of Starting and Initial, and events that the automaton knows as impossible. */
  Unexpected,
  Size,
}
