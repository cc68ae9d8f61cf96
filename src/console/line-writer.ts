import { checkedInteger } from "../options";

const PERCENT = 37;
const ZERO = 48;
const COLON = 58;
const CAPITAL_A = 65;
const LETTER_A = 97;
const LETTER_D = 100;
const LETTER_H = 104;
const LETTER_W = 119;
const POINT = 46;
const BLANK = 32;
const BAR = 124;
const CR = 13;
const LF = 10;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const WEEK = 604800;

/**
 * Writes a line of text into a fixed buffer. What does not fit is cut off.
 *
 * Memory: `capacity` octets.
 */
export class LineWriter {
  readonly buffer: Uint8Array;
  length = 0;

  /** @param capacity the longest line with its CR LF, 2 to 4096 octets */
  constructor(capacity: number) {
    this.buffer = new Uint8Array(checkedInteger("console: line buffer", capacity, 2, 4096, " octets"));
  }

  clear(): void {
    this.length = 0;
  }

  octet(value: number): void {
    if (this.length < this.buffer.length) this.buffer[this.length++] = value;
  }

  text(bytes: Uint8Array): void {
    this.part(bytes, 0, bytes.length);
  }

  /** Octets `[start, end)` of a text. */
  part(bytes: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i++) this.octet(bytes[i]!);
  }

  /** One of the items of a list, which have `|` between them; the first is 0. */
  item(list: Uint8Array, index: number): void {
    let at = 0;
    for (; index > 0 && at < list.length; at++) {
      if (list[at] === BAR) index--;
    }
    while (at < list.length && list[at] !== BAR) this.octet(list[at++]!);
  }

  /** Blanks up to a column, counted from 0. */
  column(at: number): void {
    while (this.length < at && this.length < this.buffer.length) this.octet(BLANK);
  }

  /** A number as unsigned 32 bits in decimal, with zeros in front up to `width` digits (0 to 10). */
  decimal(value: number, width: number): void {
    let rest = value >>> 0;
    let unit = 1;
    let count = 1;
    for (; rest / unit >= 10; count++) unit *= 10;
    for (let i = count; i < width; i++) this.octet(ZERO);
    for (; count > 0; count--) {
      const digit = (rest / unit) | 0;
      this.octet(ZERO + digit);
      rest -= digit * unit;
      unit /= 10;
    }
  }

  /** A text with numbers, as unsigned 32 bits, in place of each `%` in turn: as many as there are. */
  counts(text: Uint8Array, a: number, b?: number, c?: number, d?: number, e?: number): void {
    let place = 0;
    for (let i = 0; i < text.length; i++) {
      if (text[i] !== PERCENT) {
        this.octet(text[i]!);
        continue;
      }
      const value = place === 0 ? a : place === 1 ? b : place === 2 ? c : place === 3 ? d : e;
      this.decimal(value!, 1);
      place++;
    }
  }

  /** The low `digits` (1 to 8) hexadecimal digits of a number. */
  hexadecimal(value: number, digits: number): void {
    this._hexadecimal(value, digits, LETTER_A);
  }

  /** The same with capital letters. */
  upperHexadecimal(value: number, digits: number): void {
    this._hexadecimal(value, digits, CAPITAL_A);
  }

  /** An IPv4 address. */
  address(value: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) {
      this.decimal((value >>> shift) & 255, 1);
      if (shift > 0) this.octet(POINT);
    }
  }

  /** A MAC address as IOS writes it: `0200.0000.0001`. */
  macAddress(octets: Uint8Array): void {
    for (let i = 0; i < octets.length; i++) {
      if (i > 0 && (i & 1) === 0) this.octet(POINT);
      this.hexadecimal(octets[i]!, 2);
    }
  }

  /** How many ones an IPv4 mask begins with. */
  prefix(mask: number): void {
    let length = 0;
    while (length < 32 && (mask << length) & 0x80000000) length++;
    this.decimal(length, 1);
  }

  /** Milliseconds as seconds, with as many decimals as there are. */
  seconds(milliseconds: number): void {
    this.decimal((milliseconds / 1000) | 0, 1);
    if (milliseconds % 1000 === 0) return;
    this.octet(POINT);
    this.decimal(milliseconds % 1000, 3);
    while (this.buffer[this.length - 1] === ZERO) this.length--;
  }

  /** A span as IOS writes it: `00:12:34`, from a day on `1d02h`, from a week on `3w4d`. */
  span(seconds: number): void {
    if (seconds < DAY) {
      this.decimal((seconds / HOUR) | 0, 2);
      this.octet(COLON);
      this.decimal(((seconds % HOUR) / MINUTE) | 0, 2);
      this.octet(COLON);
      this.decimal(seconds % MINUTE, 2);
      return;
    }
    const big = seconds < WEEK ? DAY : WEEK;
    const small = seconds < WEEK ? HOUR : DAY;
    this.decimal((seconds / big) | 0, 1);
    this.octet(seconds < WEEK ? LETTER_D : LETTER_W);
    this.decimal(((seconds % big) / small) | 0, seconds < WEEK ? 2 : 1);
    this.octet(seconds < WEEK ? LETTER_H : LETTER_D);
  }

  endLine(): void {
    if (this.length > this.buffer.length - 2) this.length = this.buffer.length - 2;
    this.octet(CR);
    this.octet(LF);
  }

  private _hexadecimal(value: number, digits: number, letterA: number): void {
    for (let shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      const digit = (value >>> shift) & 15;
      this.octet(digit < 10 ? ZERO + digit : letterA + digit - 10);
    }
  }
}
