import test from "ava";
import fc from "fast-check";
import { controlPacketEnd, optionsFit, pppHeaderLength, pppProtocol, PppProtocol } from "../../src/wire/ppp";
import { writeControlHead, writePppHeader } from "../../src/wire/ppp";
import { hex, toHex } from "../support/framing";
import { describe, frame } from "../support/ppp";

const header = (digits: string) => pppHeaderLength(hex(digits), 0, digits.replaceAll(" ", "").length / 2);

test("a header in full, without address and control, without the protocol's first octet, without both", (t) => {
  for (const [digits, length, protocol] of [
    ["ff03c021 01", 4, PppProtocol.LCP],
    ["ff038021 01", 4, PppProtocol.IPCP],
    ["ff030021 45", 4, PppProtocol.IPv4],
    ["ff0321 45", 3, PppProtocol.IPv4],
    ["c021 01", 2, PppProtocol.LCP],
    ["0021 45", 2, PppProtocol.IPv4],
    ["21 45", 1, PppProtocol.IPv4],
    ["57 60", 1, PppProtocol.IPv6],
    ["ff030021", 4, PppProtocol.IPv4],
    ["21", 1, PppProtocol.IPv4],
  ] as const) {
    t.is(header(digits), length, digits);
    t.is(pppProtocol(hex(digits), 0, length), protocol, digits);
  }
});

test("no header: too short, a protocol that is even, an address without its control", (t) => {
  for (const digits of [
    "",
    "ff",
    "ff03",
    "ff0300",
    "ff03c0",
    "c0",
    "00",
    "0020",
    "c022",
    "ff030020",
    "ff03ff03",
    "ff04c021",
  ]) {
    t.is(header(digits), 0, digits);
  }
});

test("a header is looked for inside the frame, and not behind its end", (t) => {
  const bytes = hex("ee ff03c021 ee");
  t.is(pppHeaderLength(bytes, 1, 5), 4);
  for (let end = 1; end < 5; end++) t.is(pppHeaderLength(bytes, 1, end), 0);
});

test("any protocol survives its header being written and read", (t) => {
  const protocol = fc.integer({ min: 0, max: 0xffff }).filter((number) => (number & 0x101) === 1);
  fc.assert(
    fc.property(protocol, fc.integer({ min: 0, max: 12 }), (number, at) => {
      const bytes = new Uint8Array(24).fill(0xaa);
      writePppHeader(bytes, at, number);
      t.is(pppHeaderLength(bytes, at, at + 4), 4);
      t.is(pppProtocol(bytes, at, 4), number);
      t.true(bytes.every((octet, i) => (i >= at && i < at + 4) || octet === 0xaa));
    }),
  );
});

test("a control packet ends where its length says, if that lies inside what arrived", (t) => {
  const bytes = hex("ee 0101000401020304 ee");
  for (let length = 0; length < 20; length++) {
    bytes[4] = length;
    t.is(controlPacketEnd(bytes, 1, 9), length >= 4 && length <= 8 ? 1 + length : 0, `${length}`);
  }
  bytes[3] = 0x80;
  t.is(controlPacketEnd(bytes, 1, 9), 0);
  for (let end = 1; end < 5; end++) t.is(controlPacketEnd(bytes, 1, end), 0);
});

test("any head of a control packet survives being written and read", (t) => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(octet, octet, fc.integer({ min: 4, max: 1500 }), (code, identifier, length) => {
      const bytes = new Uint8Array(1510).fill(0x55);
      writeControlHead(bytes, 3, code, identifier, length);
      t.deepEqual([...bytes.slice(2, 5)], [0x55, code, identifier]);
      t.is(controlPacketEnd(bytes, 3, 3 + length), 3 + length);
      t.is(controlPacketEnd(bytes, 3, 2 + length), 0);
    }),
  );
});

test("options fit where each one's length is 2 or more and the last ends with the packet", (t) => {
  const data = fc.uint8Array({ maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), data), { maxLength: 6 }), (options) => {
      const bytes = Uint8Array.from(options.flatMap(([type, value]) => [type, 2 + value.length, ...value]));
      t.true(optionsFit(bytes, 0, bytes.length));
      const ends = new Set([0]);
      let at = 0;
      for (const [, value] of options) ends.add((at += 2 + value.length));
      for (let end = 0; end <= bytes.length; end++) t.is(optionsFit(bytes, 0, end), ends.has(end));
    }),
  );
  for (const bad of ["01", "0100", "0101", "0103", "010200", "01020102ff", "0000", "01ff"]) {
    t.false(optionsFit(hex(bad), 0, bad.length / 2), bad);
  }
});

// --- the octets that Wireshark's dissector reads as what they are named

const NAMED = [
  ["ff03c0210920000c4234e32500000000", "LCP EchoReq 32 magic 4234e325 00000000"],
  ["ff03c0210a20000c42345a4d00000000", "LCP EchoRep 32 magic 42345a4d 00000000"],
  ["ff03c0210101001402060000000005061122334407020802", "LCP ConfReq 1 accm 00000000 magic 11223344 pfc acfc"],
  ["ff03c0210507001770656572206e6f7420726573706f6e64696e67", "LCP TermReq 7 70656572206e6f7420726573706f6e64696e67"],
  ["ff03c0210803000a805701010004", "LCP ProtRej 3 8057 01010004"],
] as const;

test("the texts that tests write for frames are those frames", (t) => {
  for (const [digits, text] of NAMED) {
    t.is(describe(hex(digits)), text);
    t.is(toHex(frame(text)), digits);
  }
});
