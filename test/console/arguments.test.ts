import test from "ava";
import fc from "fast-check";
import { ArgumentReader } from "../../src/console/arguments";

const reader = new ArgumentReader();

/** Reads a text that stands somewhere in a line, with digits and points before and behind it. */
function reads(read: (line: Uint8Array, start: number, end: number) => boolean, text: string): number | undefined {
  const line = Buffer.from(`9.${text}.9`, "latin1");
  return read(line, 2, 2 + text.length) ? reader.value : undefined;
}

const number = (text: string, least = 0, most = 0x7fffffff) =>
  reads((line, start, end) => reader.number(line, start, end, least, most), text);
const seconds = (text: string, least = 0, most = 32_767_000) =>
  reads((line, start, end) => reader.seconds(line, start, end, least, most), text);
const hexadecimal = (text: string) => reads((line, start, end) => reader.hexadecimal(line, start, end), text);
const address = (text: string) => reads((line, start, end) => reader.address(line, start, end), text);
const mask = (text: string) => reads((line, start, end) => reader.mask(line, start, end), text);

const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");

test("numbers, from the least to the most", (t) => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (value) => t.is(number(`${value}`), value)));
  t.is(number("007"), 7);
  t.deepEqual([number("1", 1, 255), number("255", 1, 255)], [1, 255]);
  for (const text of ["0", "256"]) t.is(number(text, 1, 255), undefined);
  for (const text of ["", "-1", "+1", "1 ", "1.0", "0x1", "2147483648", "4294967296", "99999999999", "1e3", "x"]) {
    t.is(number(text), undefined, text);
  }
});

test("seconds with up to three decimals, as they are printed", (t) => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 32_767_000 }), (ms) => t.is(seconds(`${ms / 1000}`), ms)));
  t.is(seconds("1.50"), 1_500);
  t.is(seconds("0.001", 1), 1);
  t.is(seconds("0", 1), undefined);
  t.is(seconds("60.001", 1, 60_000), undefined);
  for (const text of ["", ".", ".5", "1.", "1.0000", "1.2.3", "-1", "32767.001", "2147484"]) {
    t.is(seconds(text), undefined, text);
  }
});

test("hexadecimal numbers, with 0x or without", (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (value, prefixed) => {
      const text = (value >>> 0).toString(16);
      t.is(hexadecimal(prefixed ? `0x${text}` : text.toUpperCase()), value);
    }),
  );
  t.is(hexadecimal("0X0000000a"), 10);
  for (const text of ["", "0x", "123456789", "g", "0x0x1", "-1"]) t.is(hexadecimal(text), undefined, text);
});

test("addresses that a host can have, and masks", (t) => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const first = value >>> 24;
      const isHost = first > 0 && first !== 127 && first < 224;
      t.is(address(dotted(value)), isHost ? value : undefined);
    }),
  );
  for (let length = 1; length <= 32; length++) {
    const ones = length === 32 ? -1 : ~(-1 >>> length);
    t.is(mask(dotted(ones)), ones);
  }
  for (const text of ["0.0.0.0", "255.0.255.0", "0.0.0.255", "255.255.255.253", "127.0.0.0"]) {
    t.is(mask(text), undefined, text);
  }
  for (const text of [
    "",
    "1",
    "1.2.3",
    "1.2.3.",
    "1.2.3.4.",
    "1.2.3.4.5",
    "1..2.3",
    "1.2.3.256",
    "1.2.3.x",
    "1.2.3.-4",
  ]) {
    t.is(address(text), undefined, text);
  }
});

test("any octets are read or refused, within their bounds", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      reader.number(bytes, 0, bytes.length, 0, 255);
      reader.seconds(bytes, 0, bytes.length, 0, 255);
      reader.hexadecimal(bytes, 0, bytes.length);
      reader.address(bytes, 0, bytes.length);
      return (reader.value | 0) === reader.value;
    }),
  );
  t.pass();
});
