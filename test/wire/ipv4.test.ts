import test from "ava";
import fc from "fast-check";
import { checkIpv4, ipv4End, ipv4HeaderLength, Ipv4Kind, isHostAddress, writeIpv4 } from "../../src/wire/ipv4";
import { packet } from "../support/icmp";
import { ip } from "../support/slarp";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const kind = (bytes: Uint8Array) => checkIpv4(bytes, 0, bytes.length);

// Read by Wireshark's dissector as an echo request of 192.0.2.1 to 198.51.100.7, header checksum and checksum correct.
const PING = hex("45000020 04d20000 400189cf c0000201 c6336407 0800e1be 12340007 01020304");

const plain = { source: "192.0.2.1", destination: "198.51.100.7", payload: hex("0800e1be 12340007 01020304") };

/** A packet with some of its header's 16-bit words changed, and the checksum right for them. */
function changed(change: (view: DataView) => void): Uint8Array {
  const bytes = PING.slice();
  const view = new DataView(bytes.buffer);
  const sum = () => [0, 2, 4, 6, 8, 12, 14, 16, 18].reduce((all, at) => all + view.getUint16(at), 0) % 0xffff;
  change(view);
  view.setUint16(10, 0xffff - sum());
  return bytes;
}

test("a packet of a real station", (t) => {
  t.is(kind(PING), Ipv4Kind.Packet);
  t.is(ipv4HeaderLength(PING, 0), 20);
  t.is(ipv4End(PING, 0), 32);
  t.deepEqual(packet({ ...plain, identification: 0x04d2 }), PING);
});

test("a header is written octet for octet, and nothing else", (t) => {
  const bytes = new Uint8Array(24).fill(0xaa);
  writeIpv4(bytes, 2, 0, 32, 0x04d2, 1, ip("192.0.2.1"), ip("198.51.100.7"));
  t.deepEqual(bytes, Uint8Array.of(0xaa, 0xaa, ...PING.slice(0, 20), 0xaa, 0xaa));
});

test("any header that is written is read as a packet, and is what the test's own writer makes", (t) => {
  const octet = fc.integer({ min: 0, max: 255 });
  const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
  fc.assert(
    fc.property(octet, octet, fc.integer({ min: 0, max: 0xffff }), address, address, fc.nat({ max: 100 }), (...all) => {
      const [typeOfService, protocol, identification, source, destination, length] = all;
      const payload = new Uint8Array(length);
      const bytes = new Uint8Array(20 + length);
      writeIpv4(bytes, 0, typeOfService, bytes.length, identification, protocol, ip(source), ip(destination));
      t.is(kind(bytes), Ipv4Kind.Packet);
      t.deepEqual(bytes, packet({ source, destination, payload, protocol, typeOfService, identification }));
    }),
  );
});

test("every prefix of a packet: too short for a header below 20 octets, then cut off", (t) => {
  for (let length = 0; length < PING.length; length++) {
    t.is(kind(PING.slice(0, length)), length < 20 ? Ipv4Kind.BadHeader : Ipv4Kind.BadLength, `${length} octets`);
  }
});

test("a length is checked against what arrived, not against what lies behind it in the buffer", (t) => {
  const buffer = new Uint8Array(100);
  buffer.set(PING, 40);
  t.is(checkIpv4(buffer, 40, 71), Ipv4Kind.BadLength);
  t.is(checkIpv4(buffer, 40, 72), Ipv4Kind.Packet);
});

test("padding of the link behind the packet is no error", (t) => {
  const padded = new Uint8Array(60);
  padded.set(PING);
  t.is(kind(padded), Ipv4Kind.Packet);
  t.is(ipv4End(padded, 0), 32);
});

test("version and header length: only 4, and 5 to 15 words that lie inside the packet", (t) => {
  for (let octet = 0; octet < 256; octet++) {
    const version = octet >> 4;
    const header = 4 * (octet & 15);
    const bytes = new Uint8Array(80);
    bytes.set(packet({ ...plain, payload: new Uint8Array(60) }));
    bytes[0] = octet;
    const expected = version !== 4 || header < 20 ? Ipv4Kind.BadHeader : Ipv4Kind.BadChecksum;
    t.is(kind(bytes), header === 20 && version === 4 ? Ipv4Kind.Packet : expected, `first octet ${octet}`);
  }
  t.is(kind(changed((view) => view.setUint8(0, 0x49))), Ipv4Kind.BadLength, "36 octets of header in 32 of packet");
});

test("a total length below the header's, or beyond what arrived, is bad", (t) => {
  for (const [length, expected] of [
    [0, Ipv4Kind.BadLength],
    [19, Ipv4Kind.BadLength],
    [20, Ipv4Kind.Packet],
    [32, Ipv4Kind.Packet],
    [33, Ipv4Kind.BadLength],
    [0xffff, Ipv4Kind.BadLength],
  ] as const) {
    t.is(kind(changed((view) => view.setUint16(2, length))), expected, `total length ${length}`);
  }
});

test("options belong to the header: they are skipped, and covered by its checksum", (t) => {
  const options = hex("94040000 01010100");
  const bytes = packet({ ...plain, options });
  t.is(kind(bytes), Ipv4Kind.Packet);
  t.is(ipv4HeaderLength(bytes, 0), 28);
  bytes[20]! ^= 1;
  t.is(kind(bytes), Ipv4Kind.BadChecksum);
  const most = packet({ ...plain, options: new Uint8Array(40).fill(1) });
  t.is(kind(most), Ipv4Kind.Packet);
  t.is(ipv4HeaderLength(most, 0), 60);
});

test("every bit of a header flipped: never a packet", (t) => {
  for (let bit = 0; bit < 160; bit++) {
    const bytes = PING.slice();
    bytes[bit >> 3]! ^= 0x80 >> (bit & 7);
    t.true(kind(bytes) <= Ipv4Kind.BadChecksum, `bit ${bit}`);
  }
});

test("the first, a middle and the last fragment; Don't Fragment and the reserved flag make none", (t) => {
  for (const [flagsOffset, expected] of [
    [0x2000, Ipv4Kind.Fragment],
    [0x20b9, Ipv4Kind.Fragment],
    [0x0172, Ipv4Kind.Fragment],
    [0x0001, Ipv4Kind.Fragment],
    [0x1fff, Ipv4Kind.Fragment],
    [0x4000, Ipv4Kind.Packet],
    [0x8000, Ipv4Kind.Packet],
  ] as const) {
    t.is(kind(packet({ ...plain, flagsOffset })), expected, flagsOffset.toString(16));
  }
});

test("addresses that one host can have, and those around them", (t) => {
  const hosts = "1.0.0.0 10.0.0.255 126.255.255.255 128.0.0.0 192.0.2.1 223.255.255.255";
  for (const address of hosts.split(" ")) t.true(isHostAddress(ip(address)), address);
  const others =
    "0.0.0.0 0.255.255.255 127.0.0.0 127.0.0.1 127.255.255.255 224.0.0.1 239.1.2.3 240.0.0.0 255.255.255.255";
  for (const address of others.split(" ")) t.false(isHostAddress(ip(address)), address);
});
