/**
 * Frame check sequences of RFC 1662 appendix C, and none at all (RFC 1570 section 2.1).
 *
 * An {@link Fcs} may be served by a platform's native CRC instead: that is why it takes a run of octets, not one.
 */
export interface Fcs {
  /** Octets that the check adds to a frame: 0, 2 or 4. */
  readonly size: number;
  /** The register before the first octet. */
  readonly initial: number;
  /** The register after a good frame and its FCS; int32. */
  readonly good: number;
  /** The register after octets `[start, end)`; int32. */
  update(register: number, bytes: Uint8Array, start: number, end: number): number;
}

/** The table of a reflected CRC: what the low octet of the register turns into. Made once, when the module loads. */
/* @__NO_SIDE_EFFECTS__ */ function reflectedTable(polynomial: number): Int32Array {
  const table = new Int32Array(256);
  for (let octet = 0; octet < 256; octet++) {
    let register = octet;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? polynomial : 0);
    table[octet] = register;
  }
  return table;
}

const FCS16_TABLE = reflectedTable(0x8408);
const FCS32_TABLE = reflectedTable(0xedb88320);

/** FCS-16: polynomial x^16 + x^12 + x^5 + 1, reflected. */
export class Fcs16 implements Fcs {
  readonly size = 2;
  readonly initial = 0xffff;
  readonly good = 0xf0b8;

  update(register: number, bytes: Uint8Array, start: number, end: number): number {
    const table = FCS16_TABLE;
    for (let i = start; i < end; i++) register = (register >>> 8) ^ table[(register ^ bytes[i]!) & 0xff]!;
    return register;
  }
}

/** FCS-32: the CRC of IEEE 802.3. */
export class Fcs32 implements Fcs {
  readonly size = 4;
  readonly initial = -1;
  /** 0xDEBB20E3. */
  readonly good = -558161693;

  update(register: number, bytes: Uint8Array, start: number, end: number): number {
    const table = FCS32_TABLE;
    for (let i = start; i < end; i++) register = (register >>> 8) ^ table[(register ^ bytes[i]!) & 0xff]!;
    return register;
  }
}

/** No FCS: every frame is good. */
export class NoFcs implements Fcs {
  readonly size = 0;
  readonly initial = 0;
  readonly good = 0;

  update(register: number): number {
    return register;
  }
}
