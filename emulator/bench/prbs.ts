/**
 * A pseudo-random bit sequence of ITU-T O.150: a shift register of `length` stages, of which the last and `tap` are added
 * into the first. The longer two are sent inverted.
 */
export interface PrbsPattern {
  name: string;
  length: number;
  tap: number;
  inverted: boolean;
}

/** ITU-T O.150 sections 5.1, 5.3 and 5.6: x^9+x^5+1, x^15+x^14+1, x^23+x^18+1. */
export const PRBS_PATTERNS: readonly PrbsPattern[] = [
  { name: "PRBS-9", length: 9, tap: 5, inverted: false },
  { name: "PRBS-15", length: 15, tap: 14, inverted: true },
  { name: "PRBS-23", length: 23, tap: 18, inverted: true },
];

/** The last bits of a sequence, the latest lowest, and what follows from them. */
class Register {
  bits: number;
  private readonly _last: number;
  private readonly _tap: number;
  private readonly _mask: number;

  constructor(pattern: PrbsPattern, bits: number) {
    this.bits = bits;
    this._last = pattern.length - 1;
    this._tap = pattern.tap - 1;
    this._mask = (1 << pattern.length) - 1;
  }

  get next(): number {
    return ((this.bits >>> this._last) ^ (this.bits >>> this._tap)) & 1;
  }

  shift(bit: number): void {
    this.bits = ((this.bits << 1) | bit) & this._mask;
  }
}

/** Makes the sequence, octet by octet, with the lowest bit first as a UART sends it. */
export class PrbsGenerator {
  private readonly _register: Register;
  private readonly _inversion: number;

  constructor(pattern: PrbsPattern) {
    this._register = new Register(pattern, 1);
    this._inversion = pattern.inverted ? 1 : 0;
  }

  fill(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      let octet = 0;
      for (let bit = 0; bit < 8; bit++) {
        const next = this._register.next;
        this._register.shift(next);
        octet |= (next ^ this._inversion) << bit;
      }
      bytes[at] = octet;
    }
  }
}

/** How many bits in a row must be as foretold before the checker believes that it is in step. */
const CONFIDENT = 32;

/** More wrong bits than this among the last 32, and the checker is out of step. */
const TOLERATED = 8;

/**
 * Finds its place in the sequence by itself, from the first bits that arrive, and then counts the bits that are not as
 * foretold. Where octets were lost or inserted it falls out of step, counts that, and finds its place again; the wrong
 * bits by which it noticed are no bit errors.
 */
export class PrbsChecker {
  /** Bits that were compared. */
  bits = 0;
  errors = 0;
  syncLosses = 0;
  synchronised = false;
  private readonly _register: Register;
  private readonly _length: number;
  private readonly _inversion: number;
  /** Bits in a row that were as foretold; below 0 while the register is being filled. */
  private _right: number;
  /** Which of the last 32 bits were wrong. */
  private _wrong = 0;
  /** How many were since 32 in a row were right: out of step, no sequence looks right for as long. */
  private _sinceQuiet = 0;

  constructor(pattern: PrbsPattern) {
    this._register = new Register(pattern, 0);
    this._length = pattern.length;
    this._inversion = pattern.inverted ? 1 : 0;
    this._right = -pattern.length;
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const received = ((bytes[at]! >>> bit) & 1) ^ this._inversion;
        if (this.synchronised) this._check(received);
        else this._hunt(received);
      }
    }
  }

  private _hunt(received: number): void {
    const register = this._register;
    const asForetold = this._right < 0 || received === register.next;
    this._right = asForetold ? this._right + 1 : 0;
    register.shift(received);
    // No sequence has as many zeros in a row as stages, and such a row would foretell itself for ever.
    if (register.bits === 0) this._right = Math.min(this._right, 0);
    if (this._right < CONFIDENT) return;
    this.synchronised = true;
    this._wrong = 0;
  }

  private _check(received: number): void {
    const foretold = this._register.next;
    this._register.shift(foretold);
    this.bits++;
    const wrong = received ^ foretold;
    if (this._wrong === 0) this._sinceQuiet = 0;
    this.errors += wrong;
    this._sinceQuiet += wrong;
    this._wrong = (this._wrong << 1) | wrong;
    if (wrong === 0 || ones(this._wrong) <= TOLERATED) return;
    this.errors -= this._sinceQuiet;
    this.bits -= Math.min(this.bits, 32);
    this.syncLosses++;
    this.synchronised = false;
    this._right = -this._length;
  }
}

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
