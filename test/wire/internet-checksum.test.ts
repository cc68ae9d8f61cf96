import test from "ava";
import fc from "fast-check";
import { internetChecksum } from "../../src/wire/internet-checksum";
import { checksum } from "../support/icmp";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const whole = (bytes: Uint8Array) => internetChecksum(bytes, 0, bytes.length);

test("the example of RFC 1071 section 3: a sum of DDF2", (t) => {
  t.is(whole(hex("0001 f203 f4f5 f6f7")), 0xffff - 0xddf2);
});

test("nothing, zeros and ones", (t) => {
  t.is(whole(hex("")), 0xffff);
  t.is(whole(hex("0000 0000")), 0xffff);
  t.is(whole(hex("ffff")), 0);
  t.is(whole(hex("ffff ffff ffff")), 0);
});

test("an odd octet at the end counts as the upper half of a word", (t) => {
  t.is(whole(hex("0102 03")), whole(hex("0102 0300")));
  t.is(whole(hex("80")), 0x7fff);
});

test("no carry is lost in the longest packet", (t) => {
  for (const length of [65534, 65535, 65536]) {
    const bytes = new Uint8Array(length).fill(0xff);
    t.is(whole(bytes), checksum(bytes), `${length} octets`);
  }
});

test("any octets at any place, against the sum modulo 2^16 - 1", (t) => {
  const odd = fc.uint8Array({ maxLength: 80 });
  fc.assert(
    fc.property(odd, odd, odd, (before, bytes, behind) => {
      const buffer = Uint8Array.of(...before, ...bytes, ...behind);
      t.is(internetChecksum(buffer, before.length, before.length + bytes.length), checksum(bytes));
    }),
  );
});
