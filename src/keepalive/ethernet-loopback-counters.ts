/** What the machine counts; an index into `EthernetLoopback.counters`. */
export const enum LoopbackCounter {
  /** Frames to ourselves that left. */
  OwnSent,
  /** Requests to a loop server, or for one, that left. */
  RequestsSent,
  /** Attempts that the transmitter did not take. */
  NotSent,
  /** Keepalives that the transmitter took and did not send. */
  TransmitFailures,
  /** Self-tests of the chip that were made, and those in which it heard itself. */
  SelfTests,
  SelfTestsPassed,
  /** Frames to ourselves that the chip heard. */
  OwnReceived,
  /** Requests that came back from a loop server. */
  AnswersReceived,
  /** Keepalives that came back with other octets than were sent. */
  Damaged,
  /** Requests that came back again. */
  Duplicates,
  /** Answers to requests that are outstanding no more, or never were. */
  Late,
  /** Frames of ours that came back through the network. */
  Looped,
  /** Frames from our address, and answers, that are none of ours. */
  Strangers,
  /** Frames of other stations that were sent on. */
  Forwarded,
  /** Those that the transmitter did not take or send. */
  NotForwarded,
  /** Those that must not be sent on: we are no loop server, or they are to go to a group, or to us. */
  Refused,
  /** Frames of the protocol that are too short for what they say. */
  BadFrames,
  /** Frames with a function that is neither Reply nor Forward, or that are for somebody else. */
  NotOurs,
  /** Whole intervals that passed without a poll: the device slept or stalled. */
  MissedPeriods,
  /** Polls that sent without judging. */
  Excused,
  Size,
}
