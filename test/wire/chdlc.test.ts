import test from "ava";
import fc from "fast-check";
import {
  checkChdlc,
  ChdlcAddress,
  ChdlcKind,
  ChdlcProtocol,
  SlarpField,
  SlarpType,
  writeChdlcHeader,
  writeSlarp,
} from "../../src/wire/chdlc";
import { readInt32 } from "../../src/wire/octets";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const kind = (bytes: Uint8Array) => checkChdlc(bytes, 0, bytes.length);

// The first octets of these were read by Wireshark's dissector as what they are named.
const KEEPALIVE_WITHOUT_UPTIME = hex("8f008035 00000002 00000009 00000008 ffff");
const KEEPALIVE = hex("8f008035 00000002 0000000a 00000008 ffff 0001e240");
const REQUEST = hex("8f008035 00000000 00000000 00000000 ffff");
const REPLY = hex("8f008035 00000001 0a000001 ff000000 ffff");
// As a Cisco router sent it: two octets behind the uptime.
const FROM_A_ROUTER = hex("8f008035 00000002 00000005 00000002 ffff 0078f0a2 0000");

test("frames of real stations are told apart", (t) => {
  t.is(kind(KEEPALIVE_WITHOUT_UPTIME), ChdlcKind.SlarpKeepalive);
  t.is(kind(KEEPALIVE), ChdlcKind.SlarpKeepalive);
  t.is(kind(FROM_A_ROUTER), ChdlcKind.SlarpKeepalive);
  t.is(kind(REQUEST), ChdlcKind.SlarpRequest);
  t.is(kind(REPLY), ChdlcKind.SlarpReply);
  t.is(kind(hex("0f000800 45")), ChdlcKind.Packet);
  t.is(kind(hex("0f0086dd 60")), ChdlcKind.Packet);
  t.is(kind(hex("8f002000 02b4")), ChdlcKind.Cdp);
  t.is(kind(hex("0f008847 00")), ChdlcKind.UnknownProtocol);
  t.is(kind(hex("0f000800")), ChdlcKind.Packet);
});

test("a keepalive, a request and a reply are written octet for octet", (t) => {
  const frame = new Uint8Array(SlarpField.End + 2).fill(0xaa);
  writeSlarp(frame, 1, SlarpType.Keepalive, 10, 8, 123456);
  t.deepEqual(frame, Uint8Array.of(0xaa, ...KEEPALIVE, 0xaa));
  writeSlarp(frame, 1, SlarpType.Request, 0, 0, 0);
  t.deepEqual(frame.slice(1, 19), REQUEST);
  writeSlarp(frame, 1, SlarpType.Reply, 0x0a000001, 0xff000000, 7);
  t.deepEqual(frame.slice(1, 19), REPLY);
});

test("any numbers survive being written and read, the uptime included", (t) => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(int32, int32, int32, fc.integer({ min: 0, max: 40 }), (a, b, uptime, at) => {
      const frame = new Uint8Array(64);
      writeSlarp(frame, at, SlarpType.Keepalive, a, b, uptime);
      t.is(checkChdlc(frame, at, at + SlarpField.End), ChdlcKind.SlarpKeepalive);
      t.deepEqual(
        [SlarpField.A, SlarpField.B, SlarpField.Uptime].map((field) => readInt32(frame, at + field)),
        [a, b, uptime],
      );
    }),
  );
});

test("every prefix of a keepalive: bad below 4 octets, bad SLARP below a body of 14, then a keepalive", (t) => {
  for (let length = 0; length <= FROM_A_ROUTER.length; length++) {
    const expected = length < 4 ? ChdlcKind.Bad : length < 18 ? ChdlcKind.BadSlarp : ChdlcKind.SlarpKeepalive;
    t.is(kind(FROM_A_ROUTER.slice(0, length)), expected, `${length} octets`);
  }
});

test("a length is checked against what arrived, not against what lies behind it in the buffer", (t) => {
  const buffer = new Uint8Array(100);
  buffer.set(KEEPALIVE, 40);
  t.is(checkChdlc(buffer, 40, 57), ChdlcKind.BadSlarp);
  t.is(checkChdlc(buffer, 40, 58), ChdlcKind.SlarpKeepalive);
  t.is(checkChdlc(buffer, 40, 43), ChdlcKind.Bad);
});

test("only the unicast and multicast address, and control 0, are cHDLC", (t) => {
  for (let octet = 0; octet < 256; octet++) {
    const address = KEEPALIVE.slice();
    address[0] = octet;
    t.is(kind(address), octet === 0x0f || octet === 0x8f ? ChdlcKind.SlarpKeepalive : ChdlcKind.Bad);
    const control = KEEPALIVE.slice();
    control[1] = octet;
    t.is(kind(control), octet === 0 ? ChdlcKind.SlarpKeepalive : ChdlcKind.Bad);
  }
});

test("SLARP types other than 0, 1 and 2 are bad, in all their 32 bits", (t) => {
  for (const type of [3, 0x100, 0x10002, 0x01000002, 0x80000002, 0xffffffff]) {
    const frame = KEEPALIVE.slice();
    new DataView(frame.buffer).setUint32(4, type);
    t.is(kind(frame), ChdlcKind.BadSlarp, `type ${type}`);
  }
});

test("a header is written for either address and any protocol", (t) => {
  const frame = new Uint8Array(6);
  writeChdlcHeader(frame, 1, ChdlcAddress.Unicast, ChdlcProtocol.IPv6);
  t.deepEqual(frame, hex("00 0f0086dd 00"));
  writeChdlcHeader(frame, 1, ChdlcAddress.Multicast, ChdlcProtocol.CDP);
  t.deepEqual(frame, hex("00 8f002000 00"));
});
