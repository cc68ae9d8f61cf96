/** The number of two decimal digits in an octet; -1 if one of them is none. */
export function fromBcd(octet: number): number {
  const tens = octet >> 4;
  const ones = octet & 15;
  return tens > 9 || ones > 9 ? -1 : 10 * tens + ones;
}

/** Two decimal digits of a number from 0 to 99. */
export function toBcd(value: number): number {
  return (((value / 10) | 0) << 4) | (value % 10);
}

const enum Hours {
  /** Bit 6: the 12-hour mode, in which bit 5 is PM. */
  Twelve = 0x40,
  Pm = 0x20,
}

/** The hour, 0 to 23, of a register that knows the 12-hour mode; -1 if it is none. */
export function hourFromBcd(octet: number): number {
  if ((octet & Hours.Twelve) === 0) return fromBcd(octet & 0x3f);
  const hour = fromBcd(octet & 0x1f);
  if (hour < 1 || hour > 12) return -1;
  return (hour % 12) + ((octet & Hours.Pm) !== 0 ? 12 : 0);
}
