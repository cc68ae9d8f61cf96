import type { Fcs } from "../framing/frame-check";

/**
 * The register of a CRC after octets `[start, end)`, taken from the last to the first; int32.
 *
 * In a slot the check stands before what it is of. Taken backwards, it comes last all the same, so that all that a CRC
 * detects of a burst it detects of one that begins in the check and ends in the record.
 */
export function crcBackwards(crc: Fcs, register: number, bytes: Uint8Array, start: number, end: number): number {
  for (let i = end - 1; i >= start; i--) register = crc.update(register, bytes, i, i + 1);
  return register;
}
