import test from "ava";
import { crc16kermit, crc32 } from "crc";
import fc from "fast-check";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { computeCheck, NoFcs } from "../../src/framing/frame-check";
import { concat, FCS_KINDS, hex, toHex } from "../support/framing";

const DIGITS = Uint8Array.from(Buffer.from("123456789"));

function checkOf(fcs: Fcs16 | Fcs32 | NoFcs, octets: Uint8Array): Uint8Array {
  const check = new Uint8Array(fcs.size);
  computeCheck(fcs, octets, 0, octets.length, check, 0);
  return check;
}

test("FCS-16 of 123456789 is the 906E of the catalogues (CRC-16/X-25), its low octet first", (t) => {
  t.is(toHex(checkOf(new Fcs16(), DIGITS)), "6e90");
});

test("FCS-32 of 123456789 is the CBF43926 of the catalogues (CRC-32), its low octet first", (t) => {
  t.is(toHex(checkOf(new Fcs32(), DIGITS)), "2639f4cb");
});

test("no FCS adds nothing", (t) => {
  t.is(checkOf(new NoFcs(), DIGITS).length, 0);
});

test("RFC 1662 appendix C.2: one octet turns the register into the entries of its fcstab; a good frame leaves F0B8", (t) => {
  const fcs = new Fcs16();
  const table = [0x0000, 0x1189, 0x2312, 0x329b, 0x4624, 0x57ad, 0x6536, 0x74bf];
  t.deepEqual(
    table.map((_, octet) => fcs.update(0, Uint8Array.of(octet), 0, 1)),
    table,
  );
  t.is(fcs.update(fcs.initial, hex("ff03c0210920000c4234e32500000000678a"), 0, 18), 0xf0b8);
});

test("RFC 1662 appendix C.3: a good frame leaves DEBB20E3", (t) => {
  const fcs = new Fcs32();
  const frame = concat(DIGITS, hex("2639f4cb"));
  t.is(fcs.update(fcs.initial, frame, 0, frame.length) >>> 0, 0xdebb20e3);
  t.is(fcs.good >>> 0, 0xdebb20e3);
});

test("FCS-16 and FCS-32 agree with the package crc", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (octets) => {
      const [low, high] = checkOf(new Fcs16(), octets);
      t.is(low! | (high! << 8), crc16kermit(Buffer.from(octets), 0xffff) ^ 0xffff);
      t.is(Buffer.from(checkOf(new Fcs32(), octets)).readUInt32LE(), crc32(Buffer.from(octets)));
    }),
  );
});

for (const { name, fcs } of FCS_KINDS) {
  test(`${name}: a frame and its check are good, and with any other check they are not`, (t) => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (octets, at, change) => {
          const frame = concat(octets, checkOf(fcs, octets));
          t.is(fcs.update(fcs.initial, frame, 0, frame.length), fcs.good);
          if (fcs.size === 0) return;
          frame[octets.length + (at % fcs.size)]! ^= change;
          t.not(fcs.update(fcs.initial, frame, 0, frame.length), fcs.good);
        },
      ),
    );
  });

  test(`${name}: octets may come in any pieces, out of the middle of a buffer, or four at a time`, (t) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 40 }), fc.nat(), fc.nat(), (octets, a, b) => {
        const [start, middle] = [a % 3, 3 + (b % (octets.length - 3))];
        const whole = fcs.update(fcs.initial, octets.slice(start), 0, octets.length - start);
        const first = fcs.update(fcs.initial, octets, start, middle);
        t.is(fcs.update(first, octets, middle, octets.length), whole);
        if (!("update4" in fcs)) return;
        let register = fcs.initial as number;
        let i = start;
        for (; i + 4 <= octets.length; i += 4) {
          register = fcs.update4(register, octets[i]!, octets[i + 1]!, octets[i + 2]!, octets[i + 3]!);
        }
        t.is(fcs.update(register, octets, i, octets.length), whole);
      }),
    );
  });
}
