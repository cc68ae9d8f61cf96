/** What an address with its prefix length must look like, for a person. */
export const ADDRESS_FORM = "it must be four numbers of 0 to 255 and a prefix length of 0 to 32, as in 10.0.0.1/8";

/** What an address alone must look like. */
export const HOST_FORM = "it must be four numbers of 0 to 255, as in 10.0.0.1";

/** An IPv4 address with its prefix length as two int32; undefined if it is none. */
export function parseAddress(text: string): { address: number; mask: number } | undefined {
  const match = /^([^/]*)\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const address = parseHost(match[1]!);
  const prefix = Number(match[2]);
  if (address === undefined || prefix > 32) return undefined;
  return { address, mask: prefix === 0 ? 0 : -1 << (32 - prefix) };
}

/** An IPv4 address as an int32; undefined if it is none. */
export function parseHost(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const [a, b, c, d] = match.slice(1).map(Number) as [number, number, number, number];
  return Math.max(a, b, c, d) > 255 ? undefined : (a << 24) | (b << 16) | (c << 8) | d;
}
