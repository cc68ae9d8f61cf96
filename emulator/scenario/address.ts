/** What an address must look like, for a person. */
export const ADDRESS_FORM = "it must be four numbers of 0 to 255 and a prefix length of 0 to 32, as in 10.0.0.1/8";

/** An IPv4 address with its prefix length as two int32; undefined if it is none. */
export function parseAddress(text: string): { address: number; mask: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  return { address: (a << 24) | (b << 16) | (c << 8) | d, mask: prefix === 0 ? 0 : -1 << (32 - prefix) };
}
