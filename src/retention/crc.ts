/** The tables of a reflected CRC for four bits at a time, made once, when the module loads. */
/* @__NO_SIDE_EFFECTS__ */ function fillTable<T extends Uint16Array | Int32Array>(table: T, polynomial: number): T {
  for (let nibble = 0; nibble < 16; nibble++) {
    let register = nibble;
    for (let bit = 0; bit < 4; bit++) register = (register >>> 1) ^ (register & 1 ? polynomial : 0);
    table[nibble] = register;
  }
  return table;
}

/** CRC-32 of IEEE 802.3. */
export const CRC32 = /* @__PURE__ */ fillTable(/* @__PURE__ */ new Int32Array(16), 0xedb88320);
/** CRC-16 of ITU-T V.41. */
export const CRC16 = /* @__PURE__ */ fillTable(/* @__PURE__ */ new Uint16Array(16), 0x8408);

/**
 * The register of a CRC after octets `[start, end)`, taken from the last to the first; int32.
 *
 * In a slot the check stands before what it is of. Taken backwards, it comes last all the same, so that all that a CRC
 * detects of a burst it detects of one that begins in the check and ends in the record.
 */
export function crcBackwards(
  table: Uint16Array | Int32Array,
  register: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  for (let i = end - 1; i >= start; i--) {
    register ^= bytes[i]!;
    register = (register >>> 4) ^ table[register & 15]!;
    register = (register >>> 4) ^ table[register & 15]!;
  }
  return register;
}
