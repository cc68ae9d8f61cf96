/** The octets that octet-stuffed framing is made of (RFC 1662 section 4.2). */
export const enum Stuffing {
  Flag = 0x7e,
  Escape = 0x7d,
  /** What an escaped octet is combined with by exclusive or. */
  EscapeBit = 0x20,
}
