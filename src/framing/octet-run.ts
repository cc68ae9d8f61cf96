import { MEANINGS, Stuffing } from "./octet-stuffing";

/**
 * Copies octets `[start, end)` to `out` from `at` on, as far as none means anything in `special` (bits of
 * {@link Meaning}; 0 copies them all).
 * @returns how many were copied
 */
export function copyRun(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
  special: number,
): number {
  const ahead = at - start;
  let i = start;
  for (; i < end; i++) {
    const octet = bytes[i]!;
    if ((MEANINGS[octet]! & special) !== 0) break;
    out[ahead + i] = octet;
  }
  return i - start;
}

/**
 * Writes octets `[start, end)` to `out` from `at` on, with the escapes that an ACCM asks for (RFC 1662 section 4.2).
 * @param accm bit n asks to escape octet n; an int32
 * @returns the index behind the last octet written
 */
export function stuff(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
  accm: number,
): number {
  // Below this the ACCM has a say; nowhere if it is empty.
  const controls = accm === 0 ? 0 : 0x20;
  for (let i = start; i < end; i++) {
    const octet = bytes[i]!;
    if (octet === Stuffing.Escape || octet === Stuffing.Flag || (octet < controls && (accm >>> octet) & 1)) {
      out[at++] = Stuffing.Escape;
      out[at++] = octet ^ Stuffing.EscapeBit;
    } else {
      out[at++] = octet;
    }
  }
  return at;
}
