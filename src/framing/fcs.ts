import type { Fcs } from "./frame-check";

/** Where in a table the second half begins. */
const NEXT = 256;

/**
 * The tables of a reflected CRC for two octets at a time, made once, when the module loads: from 0 on what the low
 * octet of the register turns into, from 256 on what becomes of that one octet later ("slicing by two": Kounavis and
 * Berry, A Systematic Approach to Building High Performance, Software-based, CRC Generators, 2005).
 */
/* @__NO_SIDE_EFFECTS__ */ function fillTables<T extends Uint16Array | Int32Array>(table: T, polynomial: number): T {
  for (let octet = 0; octet < 256; octet++) {
    let register = octet;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? polynomial : 0);
    table[octet] = register;
  }
  for (let octet = 0; octet < 256; octet++) {
    const register = table[octet]!;
    table[NEXT + octet] = (register >>> 8) ^ table[register & 0xff]!;
  }
  return table;
}

const TABLE16 = /* @__PURE__ */ fillTables(/* @__PURE__ */ new Uint16Array(512), 0x8408);
const TABLE32 = /* @__PURE__ */ fillTables(/* @__PURE__ */ new Int32Array(512), 0xedb88320);

/** FCS-16: polynomial x^16 + x^12 + x^5 + 1, reflected. */
export class Fcs16 implements Fcs {
  readonly size = 2;
  readonly initial = 0xffff;
  readonly good = 0xf0b8;

  update(register: number, bytes: Uint8Array, start: number, end: number): number {
    const table = TABLE16;
    let i = start;
    for (; i < end - 1; i += 2) {
      register = table[NEXT + ((register ^ bytes[i]!) & 0xff)]! ^ table[((register >>> 8) ^ bytes[i + 1]!) & 0xff]!;
    }
    return i < end ? (register >>> 8) ^ table[(register ^ bytes[i]!) & 0xff]! : register;
  }

  update4(register: number, a: number, b: number, c: number, d: number): number {
    const table = TABLE16;
    register = table[NEXT + ((register ^ a) & 0xff)]! ^ table[((register >>> 8) ^ b) & 0xff]!;
    return table[NEXT + ((register ^ c) & 0xff)]! ^ table[((register >>> 8) ^ d) & 0xff]!;
  }
}

/** FCS-32: the CRC of IEEE 802.3. */
export class Fcs32 implements Fcs {
  readonly size = 4;
  readonly initial = -1;
  /** 0xDEBB20E3. */
  readonly good = -558161693;

  update(register: number, bytes: Uint8Array, start: number, end: number): number {
    const table = TABLE32;
    let i = start;
    for (; i < end - 1; i += 2) {
      const later = table[NEXT + ((register ^ bytes[i]!) & 0xff)]!;
      register = (register >>> 16) ^ later ^ table[((register >>> 8) ^ bytes[i + 1]!) & 0xff]!;
    }
    return i < end ? (register >>> 8) ^ table[(register ^ bytes[i]!) & 0xff]! : register;
  }

  update4(register: number, a: number, b: number, c: number, d: number): number {
    const table = TABLE32;
    register = (register >>> 16) ^ table[NEXT + ((register ^ a) & 0xff)]! ^ table[((register >>> 8) ^ b) & 0xff]!;
    return (register >>> 16) ^ table[NEXT + ((register ^ c) & 0xff)]! ^ table[((register >>> 8) ^ d) & 0xff]!;
  }
}

// They keep nothing: who needs one shares them.
export const FCS16 = /* @__PURE__ */ new Fcs16();
export const FCS32 = /* @__PURE__ */ new Fcs32();
