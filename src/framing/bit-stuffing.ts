/**
 * What bit-stuffed framing is made of (RFC 1662 section 5): a zero goes after every five ones, so that six ones are a
 * flag and more are an abort or an idle line. Octets go least significant bit first.
 */
export const enum Ones {
  /** After so many a zero is put in, and taken out again. */
  BeforeZero = 5,
  InFlag = 6,
  InAbort = 7,
}

/** Whether an octet that comes after `ones` ones has five in a row, those before it counted. */
export function hasFiveOnes(octet: number, ones: number): boolean {
  let run = (octet << ones) | ((1 << ones) - 1);
  run &= run >>> 1;
  run &= run >>> 2;
  return (run & (run >>> 1)) !== 0;
}

/** How many ones an octet that has not five in a row ends with. */
export function onesAtEnd(octet: number): number {
  if (octet < 0x80) return 0;
  if (octet < 0xc0) return 1;
  if (octet < 0xe0) return 2;
  return octet < 0xf0 ? 3 : 4;
}
