import test from "ava";
import fc from "fast-check";
import { checkIcmp, IcmpKind, IcmpType, quotedEchoRequest, writeEcho } from "../../src/wire/icmp";
import { echoReply, echoRequest, icmpError, packet } from "../support/icmp";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const kind = (bytes: Uint8Array) => checkIcmp(bytes, 0, bytes.length);
const addresses = { source: "192.0.2.1", destination: "198.51.100.7" };

// Read by Wireshark's dissector as what they are named, checksum correct.
const REQUEST = hex("0800e1be 12340007 01020304");
const REPLY = hex("0000e9be 12340007 01020304");

/** An error that quotes a packet whole, in a buffer with other octets around it; where the quoted echo request begins. */
function quoted(failed: Uint8Array, length = failed.length): number {
  const buffer = new Uint8Array(200).fill(0xee);
  buffer.set(Uint8Array.of(3, 1, 0, 0, 0, 0, 0, 0, ...failed.slice(0, length)), 10);
  return quotedEchoRequest(buffer, 10, 18 + length);
}

test("messages of real stations are told apart", (t) => {
  t.is(kind(REQUEST), IcmpKind.EchoRequest);
  t.is(kind(REPLY), IcmpKind.EchoReply);
  const failed = packet({ ...addresses, payload: REQUEST });
  t.is(kind(icmpError(3, 1, failed)), IcmpKind.DestinationUnreachable);
  t.is(kind(icmpError(11, 0, failed)), IcmpKind.TimeExceeded);
  for (const type of [4, 5, 9, 12, 13, 42, 255]) t.is(kind(icmpError(type, 0, failed)), IcmpKind.Other, `type ${type}`);
});

test("an echo with a code is none; errors have any code", (t) => {
  // The checksum takes away what the code adds.
  t.is(kind(hex("0801e1bd 12340007 01020304")), IcmpKind.Other);
  t.is(kind(hex("0001e9bd 12340007 01020304")), IcmpKind.Other);
  const failed = packet({ ...addresses, payload: REQUEST });
  for (const code of [0, 3, 4, 13, 255]) t.is(kind(icmpError(3, code, failed)), IcmpKind.DestinationUnreachable);
});

test("a request and a reply are written octet for octet around their data", (t) => {
  for (const [type, expected] of [
    [IcmpType.EchoRequest, REQUEST],
    [IcmpType.EchoReply, REPLY],
  ] as const) {
    const bytes = new Uint8Array(16).fill(0xaa);
    bytes.set(hex("01020304"), 10);
    writeEcho(bytes, 2, 14, type, 0x1234, 7);
    t.deepEqual(bytes, Uint8Array.of(0xaa, 0xaa, ...expected, 0xaa, 0xaa));
  }
});

test("any echo that is written is read as one, and is what the test's own writer makes", (t) => {
  const number = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(number, number, fc.uint8Array({ maxLength: 60 }), (identifier, sequence, data) => {
      const bytes = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, ...data);
      writeEcho(bytes, 0, bytes.length, IcmpType.EchoRequest, identifier, sequence);
      t.is(kind(bytes), IcmpKind.EchoRequest);
      t.deepEqual(bytes, echoRequest(identifier, sequence, data));
      writeEcho(bytes, 0, bytes.length, IcmpType.EchoReply, identifier, sequence);
      t.is(kind(bytes), IcmpKind.EchoReply);
      t.deepEqual(bytes, echoReply(identifier, sequence, data));
    }),
  );
});

test("every prefix of a message: too short below 8 octets, then with a wrong checksum", (t) => {
  for (let length = 0; length < REQUEST.length; length++) {
    t.is(kind(REQUEST.slice(0, length)), length < 8 ? IcmpKind.Short : IcmpKind.BadChecksum, `${length} octets`);
  }
});

test("every bit of a message flipped: a wrong checksum", (t) => {
  for (let bit = 0; bit < 8 * REQUEST.length; bit++) {
    const bytes = REQUEST.slice();
    bytes[bit >> 3]! ^= 0x80 >> (bit & 7);
    t.is(kind(bytes), IcmpKind.BadChecksum, `bit ${bit}`);
  }
});

test("an error's quote: the echo request behind the header, options included", (t) => {
  t.is(quoted(packet({ ...addresses, payload: REQUEST })), 10 + 8 + 20);
  t.is(quoted(packet({ ...addresses, payload: REQUEST, options: new Uint8Array(40).fill(1) })), 10 + 8 + 60);
});

test("an error's quote with a checksum and a time to live that routers have changed is taken", (t) => {
  const failed = packet({ ...addresses, payload: REQUEST });
  failed[8] = 0;
  t.is(quoted(failed), 38);
});

test("an error's quote of something else is none", (t) => {
  const failed = { ...addresses, payload: REQUEST };
  t.is(quoted(packet({ ...failed, payload: REPLY })), -1, "a reply");
  t.is(quoted(packet({ ...failed, protocol: 17 })), -1, "UDP");
  t.is(quoted(packet({ ...failed, flagsOffset: 0x0001 })), -1, "a fragment without the ICMP header");
  t.is(quoted(packet({ ...failed, flagsOffset: 0x2000 })), 38, "the first fragment has it");
  const version6 = packet(failed);
  version6[0] = 0x65;
  t.is(quoted(version6), -1, "version 6");
  const noHeader = packet(failed);
  noHeader[0] = 0x44;
  t.is(quoted(noHeader), -1, "a header of four words");
});

test("an error's quote that is cut short is none, whatever lies behind it in the buffer", (t) => {
  const plain = packet({ ...addresses, payload: REQUEST });
  for (let length = 0; length < 28; length++) t.is(quoted(plain, length), -1, `${length} octets`);
  t.is(quoted(plain, 28), 38, "the header and eight octets: as much as RFC 792 asks for");
  const options = packet({ ...addresses, payload: REQUEST, options: new Uint8Array(40).fill(1) });
  for (let length = 0; length < 68; length++) t.is(quoted(options, length), -1, `${length} octets with options`);
});
