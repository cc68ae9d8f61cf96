/**
 * What crosses between a device on another engine ({@link Bridge}) and the host, as octets; numbers are big-endian.
 *
 * A request is one call of `Device`:
 *
 *     op 1 | port 2 | now 4 | value 4 | millivolts 2 | payload
 *
 * Nothing changes while a call is under way: the voltage of the router's rail comes with it.
 *
 * Its response is a row of records, in the order in which the device made them, up to and including `Done` or `Failed`:
 *
 *     record 1 | port 2 | code 1 | a 4 | b 4 | length 4 | octets
 *
 * The response travels in pieces of {@link Piece.Length} octets, since its length has no bound but the buffer has: the
 * first octet of a piece says whether another follows, and what lies behind the last record means nothing.
 *
 * During a call the device may ask for something at once, with a piece of another kind, and waits for as many octets as it
 * sent:
 *
 *     {@link PieceKind} 1 | port 2 | length 2 | octets
 */
export const enum RequestField {
  Op = 0,
  Port = 1,
  Now = 3,
  Value = 7,
  Millivolts = 11,
  Payload = 13,
}

export const enum Op {
  /** Makes the device; the payload is its `RouterConfig` as JSON in ASCII. */
  Boot,
  Start,
  /** The payload is what arrived. */
  Receive,
  OctetsSent,
  ModemLinesChanged,
  FramingErrors,
  LostWhileWaking,
  Interrupt,
  Command,
  /** `value` is the protocol, the payload the packet. */
  Send,
  /** The payload is what was typed at the console. */
  Typed,
  /** `value` is the address that it came from, the payload the UDP port in two octets, then the datagram. */
  DatagramReceived,
  /** `value` is 1 if it left. */
  DatagramSent,
  Run,
}

/** Where the datagram begins in the payload of {@link Op.DatagramReceived}. */
export const DATAGRAM_OCTETS = 2;

/** A record's fields, from its first octet. */
export const enum RecordField {
  Kind = 0,
  Port = 1,
  Code = 3,
  A = 4,
  B = 8,
  Length = 12,
  Octets = 16,
}

export const enum RecordKind {
  /** The call is over; `a` is the delay that it returned. */
  Done,
  /** The call threw; the octets are the error's text. */
  Failed,
  Transmit,
  /** `a` is the lines. */
  ModemLines,
  Print,
  /** `code` is the event. */
  Event,
  /** `code` is the set; the octets are the values, four for each. */
  Counters,
  Trace,
  /** `a` is the address that it goes to, `b` the UDP port. */
  Datagram,
}

export const enum Piece {
  /** {@link PieceKind} */
  Kind = 0,
  Octets = 1,
  Length = 1024,
}

export const enum PieceKind {
  Last,
  /** Another piece follows. */
  More,
  /** A transaction on the SPI bus of an interface's chip. */
  Transfer,
  /**
   * One on the I2C bus of its board: the address stands in place of the port; the first octet is how many are written, and
   * in the answer the `I2cResult`.
   */
  I2c,
  /** To free that bus; the one octet of the answer is the `I2cResult`. */
  I2cRecover,
}

/** Fields of a piece that asks. */
export const enum AskField {
  Port = 1,
  Length = 3,
  Octets = 5,
}
