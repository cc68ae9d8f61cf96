/** The octets that octet-stuffed framing is made of (RFC 1662 section 4.2). */
export const enum Stuffing {
  Flag = 0x7e,
  Escape = 0x7d,
  /** What an escaped octet is combined with by exclusive or. */
  EscapeBit = 0x20,
}

/** Whether an ACCM, an int32, has the bit of an octet (RFC 1662 section 7.1). */
export function isMapped(octet: number, accm: number): boolean {
  return octet < 0x20 && ((accm >>> octet) & 1) !== 0;
}
