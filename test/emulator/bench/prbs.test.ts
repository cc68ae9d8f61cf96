import test from "ava";
import fc from "fast-check";
import { PRBS_PATTERNS, PrbsChecker, PrbsGenerator } from "../../../emulator/bench/prbs";
import type { PrbsPattern } from "../../../emulator/bench/prbs";

const anyPattern = fc.constantFrom(...PRBS_PATTERNS);

/** Enough for a checker to be in step: the register and 32 bits. */
const LEAD = 7;

function octets(pattern: PrbsPattern, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  new PrbsGenerator(pattern).fill(bytes, 0, count);
  return bytes;
}

function bitsOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((octet) => [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => (octet >>> bit) & 1));
}

function checked(pattern: PrbsPattern, ...pieces: Uint8Array[]): PrbsChecker {
  const checker = new PrbsChecker(pattern);
  for (const piece of pieces) checker.push(piece, 0, piece.length);
  return checker;
}

for (const pattern of PRBS_PATTERNS) {
  const period = 2 ** pattern.length - 1;

  test(`${pattern.name} is the sequence of O.150`, (t) => {
    const sent = bitsOf(octets(pattern, Math.min(Math.ceil(period / 4) + 600, 1 << 15)));
    if (pattern.length < 23) {
      t.deepEqual(sent.slice(period, period + 4096), sent.slice(0, 4096));
      const ones = sent.slice(0, period).filter((bit) => bit === 1).length;
      t.is(pattern.inverted ? period - ones : ones, 2 ** (pattern.length - 1));
      const text = sent.slice(0, 2 * period).join("");
      const longest = (digit: string) =>
        Math.max(...text.match(new RegExp(`${digit}+`, "g"))!.map((row) => row.length));
      // O.150: 8 zeros in PRBS-9, 15 in PRBS-15.
      t.is(longest("0"), pattern.inverted ? pattern.length : pattern.length - 1);
    }
    const inverted = pattern.inverted ? 1 : 0;
    const { length, tap } = pattern;
    const foretold = sent.slice(length).map((_, k) => sent[k + length - tap]! ^ sent[k]! ^ inverted);
    t.true(foretold.every((bit, k) => bit === sent[k + length]));
  });
}

test("from any place in the sequence, in any pieces, the checker finds its step and no error", (t) => {
  fc.assert(
    fc.property(
      anyPattern,
      fc.nat(500),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      (pattern, from, sizes) => {
        const all = octets(pattern, from + LEAD + sizes.reduce((sum, size) => sum + size, 0));
        let at = from;
        const pieces = [LEAD, ...sizes].map((size) => all.subarray(at, (at += size)));
        const checker = checked(pattern, ...pieces);
        t.true(checker.synchronised);
        t.is(checker.bits, 8 * (at - from) - pattern.length - 32);
        t.is(checker.errors, 0);
        t.is(checker.syncLosses, 0);
      },
    ),
  );
});

test("bits that are flipped are counted, each once", (t) => {
  fc.assert(
    fc.property(anyPattern, fc.uniqueArray(fc.nat(99), { maxLength: 30 }), (pattern, flipped) => {
      const bytes = octets(pattern, LEAD + 500);
      // One in 40 bits: sparse enough that nobody falls out of step.
      for (const bit of flipped) bytes[LEAD + bit * 5]! ^= 1 << (bit & 7);
      const checker = checked(pattern, bytes);
      t.is(checker.errors, flipped.length);
      t.is(checker.syncLosses, 0);
    }),
  );
});

test("octets that are lost: out of step once, no bit errors, and in step again", (t) => {
  fc.assert(
    fc.property(
      anyPattern,
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 1, max: 40 }),
      (pattern, before, lost) => {
        const bytes = octets(pattern, 400);
        const checker = checked(pattern, bytes.subarray(0, before), bytes.subarray(before + lost));
        t.is(checker.syncLosses, 1);
        t.true(checker.synchronised);
        t.is(checker.errors, 0);
      },
    ),
  );
});

test("a line that is stuck, or says something else, is never in step for long", (t) => {
  for (const pattern of PRBS_PATTERNS) {
    for (const octet of [0x00, 0xff]) t.false(checked(pattern, new Uint8Array(1000).fill(octet)).synchronised);
    const text = checked(pattern, Buffer.from("the quick brown fox jumps over the lazy dog. ".repeat(50)));
    t.false(text.synchronised);
    t.is(text.bits, 0);
  }
});
