/** The octets that octet-stuffed framing is made of (RFC 1662 section 4.2). */
export const enum Stuffing {
  Flag = 0x7e,
  Escape = 0x7d,
  /** What an escaped octet is combined with by exclusive or. */
  EscapeBit = 0x20,
}

/** What an octet may mean besides itself; bits, so that several octets are asked at once. */
export const enum Meaning {
  /** Flag or escape. */
  Delimiter = 1,
  /** Below 20: the ACCM decides. */
  Control = 2,
}

/** @setup */
/* @__NO_SIDE_EFFECTS__ */ function meanings(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(Meaning.Control, 0, 0x20);
  table[Stuffing.Flag] = Meaning.Delimiter;
  table[Stuffing.Escape] = Meaning.Delimiter;
  return table;
}

/** For each octet its {@link Meaning}, 0 where it can only stand for itself. */
export const MEANINGS = /* @__PURE__ */ meanings();
