import { checkedInteger } from "../options";

const ZERO = 48;
const LETTER_A = 97;
const CR = 13;
const LF = 10;

/**
 * Writes a line of text into a fixed buffer. What does not fit is cut off.
 *
 * Memory: `capacity` octets and 10 for the digits of a number.
 */
export class LineWriter {
  readonly buffer: Uint8Array;
  length = 0;
  private readonly _digits: Uint8Array;

  /** @param capacity the longest line with its CR LF, 2 to 4096 octets */
  constructor(capacity: number) {
    this.buffer = new Uint8Array(checkedInteger("console: line buffer", capacity, 2, 4096, " octets"));
    this._digits = new Uint8Array(10);
  }

  clear(): void {
    this.length = 0;
  }

  octet(value: number): void {
    if (this.length < this.buffer.length) this.buffer[this.length++] = value;
  }

  text(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.octet(bytes[i]!);
  }

  /** A number as unsigned 32 bits in decimal, with zeros in front up to `width` digits (0 to 10). */
  decimal(value: number, width: number): void {
    const digits = this._digits;
    let rest = value >>> 0;
    let count = 0;
    do {
      digits[count++] = ZERO + (rest % 10);
      rest = (rest - (rest % 10)) / 10;
    } while (rest > 0);
    for (let i = count; i < width; i++) this.octet(ZERO);
    while (count > 0) this.octet(digits[--count]!);
  }

  /** The low `digits` (1 to 8) hexadecimal digits of a number. */
  hexadecimal(value: number, digits: number): void {
    for (let shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      const digit = (value >>> shift) & 15;
      this.octet(digit < 10 ? ZERO + digit : LETTER_A + digit - 10);
    }
  }

  /** An IPv4 address. */
  address(value: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) {
      this.decimal((value >>> shift) & 255, 1);
      if (shift > 0) this.octet(46);
    }
  }

  endLine(): void {
    if (this.length > this.buffer.length - 2) this.length = this.buffer.length - 2;
    this.octet(CR);
    this.octet(LF);
  }
}
