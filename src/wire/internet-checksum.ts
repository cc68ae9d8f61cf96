/**
 * The Internet checksum of octets `[start, end)`, at most 65536 (RFC 1071): the ones' complement of the ones' complement
 * sum of their 16-bit words, a last odd octet padded with 0. Over octets that hold their own checksum it is 0.
 */
export function internetChecksum(bytes: Uint8Array, start: number, end: number): number {
  // 32768 words of 16 bits fit an int32: the carries are folded in once, at the end.
  let sum = 0;
  let at = start;
  for (; at < end - 1; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!;
  if (at < end) sum += bytes[at]! << 8;
  sum = (sum >>> 16) + (sum & 0xffff);
  return ~(sum + (sum >>> 16)) & 0xffff;
}
