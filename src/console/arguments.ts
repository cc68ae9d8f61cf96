/** Reads the arguments of commands from octets that a person typed. */
import { ascii } from "../text";
import { isHostAddress } from "../wire/ipv4";

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const COLON = 58;
const LETTER_A = 97;
const LETTER_F = 102;
const LETTER_X = 120;

/** The months, nine letters each: no name has more. */
const MONTHS = ascii(
  "january  february march    april    may      june     july     august   septemberoctober  november december ",
);
const MONTH_LETTERS = 9;
const LEAST_LETTERS = 3;

/** An octet as a lower-case letter, if it is a letter. */
export function lower(octet: number): number {
  return octet >= 65 && octet <= 90 ? octet + 32 : octet;
}

/** Whether octets `[start, end)` begin `text`, from `at` on and not beyond `stop`, letter case aside. */
export function begins(
  line: Uint8Array,
  start: number,
  end: number,
  text: Uint8Array,
  at: number,
  stop: number,
): boolean {
  if (end - start > stop - at) return false;
  for (let i = start; i < end; i++) {
    if (lower(line[i]!) !== lower(text[at + i - start]!)) return false;
  }
  return true;
}

/**
 * Reads what a command's argument holds. A reading that succeeds leaves it in `value`.
 *
 * Memory: one number.
 */
export class ArgumentReader {
  /** int32 */
  value = 0;

  /** A whole number from `least` to `most`, both from 0 to 2^31 - 1. */
  number(line: Uint8Array, start: number, end: number, least: number, most: number): boolean {
    const value = decimal(line, start, end);
    if (value < least || value > most) return false;
    this.value = value;
    return true;
  }

  /** Seconds with up to three decimals; the value is in ms, from `least` to `most`. */
  seconds(line: Uint8Array, start: number, end: number, least: number, most: number): boolean {
    let point = start;
    while (point < end && line[point] !== POINT) point++;
    const whole = decimal(line, start, point);
    if (whole < 0 || whole > most / 1000) return false;
    let milliseconds = 0;
    if (point < end) {
      const decimals = end - point - 1;
      milliseconds = decimals > 3 ? -1 : decimal(line, point + 1, end);
      if (milliseconds < 0) return false;
      for (let i = decimals; i < 3; i++) milliseconds *= 10;
    }
    this.value = whole * 1000 + milliseconds;
    return this.value >= least && this.value <= most;
  }

  /** A hexadecimal number of one to eight digits, `0x` in front or not. */
  hexadecimal(line: Uint8Array, start: number, end: number): boolean {
    const prefixed = end - start > 2 && line[start] === ZERO && lower(line[start + 1]!) === LETTER_X;
    const first = prefixed ? start + 2 : start;
    if (end - first < 1 || end - first > 8) return false;
    let value = 0;
    for (let i = first; i < end; i++) {
      const octet = lower(line[i]!);
      const isLetter = octet >= LETTER_A && octet <= LETTER_F;
      if (!isLetter && (octet < ZERO || octet > NINE)) return false;
      value = (value << 4) | (isLetter ? octet - LETTER_A + 10 : octet - ZERO);
    }
    this.value = value;
    return true;
  }

  /** Four numbers from 0 to 255 with points between them; the value is int32. */
  quad(line: Uint8Array, start: number, end: number): boolean {
    let value = 0;
    let at = start;
    for (let i = 0; i < 4; i++) {
      let stop = at;
      while (stop < end && line[stop] !== POINT) stop++;
      if (i < 3 === (stop === end)) return false;
      const part = decimal(line, at, stop);
      if (part < 0 || part > 255) return false;
      value = (value << 8) | part;
      at = stop + 1;
    }
    this.value = value;
    return true;
  }

  /** A time of day, `hh:mm:ss`; the value is in seconds. */
  timeOfDay(line: Uint8Array, start: number, end: number): boolean {
    let value = 0;
    let at = start;
    for (let i = 0; i < 3; i++) {
      let stop = at;
      while (stop < end && line[stop] !== COLON) stop++;
      if (i < 2 === (stop === end) || stop - at > 2) return false;
      const part = decimal(line, at, stop);
      if (part < 0 || part > (i === 0 ? 23 : 59)) return false;
      value = 60 * value + part;
      at = stop + 1;
    }
    this.value = value;
    return true;
  }

  /** The name of a month, or its first letters, three at least; the value is 1 to 12. */
  month(line: Uint8Array, start: number, end: number): boolean {
    if (end - start < LEAST_LETTERS) return false;
    for (let i = 0; i < 12; i++) {
      if (!begins(line, start, end, MONTHS, MONTH_LETTERS * i, MONTH_LETTERS * (i + 1))) continue;
      this.value = i + 1;
      return true;
    }
    return false;
  }

  /** An IPv4 address that a host can have: see {@link isHostAddress}. */
  address(line: Uint8Array, start: number, end: number): boolean {
    return this.quad(line, start, end) && isHostAddress(this.value);
  }

  /** An IPv4 mask: ones, then zeros, and not all zeros. */
  mask(line: Uint8Array, start: number, end: number): boolean {
    if (!this.quad(line, start, end)) return false;
    const hosts = ~this.value;
    return this.value !== 0 && (hosts & (hosts + 1)) === 0;
  }
}

/** A decimal number of one to ten digits; -1 if it is none, or greater than 2^31 - 1. */
function decimal(line: Uint8Array, start: number, end: number): number {
  if (end - start < 1 || end - start > 10) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = line[i]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value > 0x7fffffff ? -1 : value;
}
