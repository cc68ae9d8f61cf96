import test from "ava";
import fc from "fast-check";
import {
  checkIke,
  checkNatTraversal,
  IkePort,
  ISAKMP_HEADER,
  NatTraversalKind,
  NON_ESP_MARKER,
  writeNonEspMarker,
} from "../../src/wire/nat-t";
import { captureTest } from "../support/captures";
import { isakmp } from "../support/nat-t";

const { Junk, Keepalive, Ike, Esp } = {
  Junk: NatTraversalKind.Junk,
  Keepalive: NatTraversalKind.Keepalive,
  Ike: NatTraversalKind.Ike,
  Esp: NatTraversalKind.Esp,
};

/** What the octets are on port 4500, not at the start of their buffer and with other octets around them. */
function onPort4500(...octets: number[]): NatTraversalKind {
  return checkNatTraversal(surrounded(octets), 3, 3 + octets.length);
}

function onPort500(...octets: number[]): NatTraversalKind {
  return checkIke(surrounded(octets), 3, 3 + octets.length);
}

function surrounded(octets: number[]): Uint8Array {
  const bytes = new Uint8Array(octets.length + 6).fill(0xff);
  bytes.set(octets, 3);
  return bytes;
}

const marked = (message: number[]) => [0, 0, 0, 0, ...message];
const esp = (length: number, spi = 0xc0ffee01) => [
  spi >>> 24,
  (spi >>> 16) & 255,
  (spi >>> 8) & 255,
  spi & 255,
  ...new Array<number>(length - 4).fill(0),
];

test("a NAT keepalive is the octet 0xFF alone, on either port", (t) => {
  t.is(onPort4500(0xff), Keepalive);
  t.is(onPort500(0xff), Keepalive);
  for (const octets of [[], [0], [0xfe], [0xff, 0xff], [0xff, 0, 0, 0]]) {
    t.is(onPort4500(...octets), Junk, octets.join());
    t.is(onPort500(...octets), Junk, octets.join());
  }
});

test("on port 4500 an IKE message stands behind four zeros, on port 500 it does not", (t) => {
  t.is(onPort4500(...marked(isakmp(60))), Ike);
  t.is(onPort500(...isakmp(60)), Ike);
  t.is(onPort500(...marked(isakmp(60))), Junk);
  t.is(onPort4500(...isakmp(60)), Esp, "without its marker it can't be told from ESP");
});

test("an IKE message is as long as its header says, or longer", (t) => {
  for (const [length, arrived, kind] of [
    [28, 28, Ike],
    [28, 27, Junk],
    [27, 28, Junk],
    [0, 28, Junk],
    [60, 59, Junk],
    [60, 61, Ike],
    [-1, 60, Junk],
    [0x80000000, 60, Junk],
  ] as const) {
    const message = [...isakmp(60, length), 0xee].slice(0, arrived);
    t.is(onPort4500(...marked(message)), kind, `${length} in ${arrived}`);
    t.is(onPort500(...message), kind, `${length} in ${arrived}`);
  }
});

test("an ESP packet has an SPI that is not 0, and at least twelve octets", (t) => {
  t.is(onPort4500(...esp(12)), Esp);
  t.is(onPort4500(...esp(1400)), Esp);
  t.is(onPort4500(...esp(12, 1)), Esp);
  t.is(onPort4500(...esp(11)), Junk);
  t.is(onPort4500(...esp(12, 0)), Junk);
  t.is(onPort500(...esp(12)), Junk);
});

test("any octets are of exactly one kind, and nothing outside of them is looked at", (t) => {
  const datagram = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ maxLength: 40 }).map((tail) => Uint8Array.of(0, 0, 0, 0, ...tail)),
    fc.integer({ min: 28, max: 80 }).map((length) => Uint8Array.from(marked(isakmp(60, length)))),
  );
  fc.assert(
    fc.property(datagram, fc.uint8Array({ minLength: 8, maxLength: 8 }), (octets, around) => {
      const alone = checkNatTraversal(octets, 0, octets.length);
      const bytes = Uint8Array.of(...around, ...octets, ...around);
      const [start, end] = [around.length, around.length + octets.length];
      t.is(checkNatTraversal(bytes, start, end), alone);
      t.is(checkIke(bytes, start, end), checkIke(octets, 0, octets.length));
      if (alone === Ike) t.true(octets.length >= NON_ESP_MARKER + ISAKMP_HEADER);
      if (alone === Esp) t.not(octets.slice(0, 4).join(), "0,0,0,0");
    }),
  );
});

test("a message behind the marker that was written is IKE", (t) => {
  const bytes = Uint8Array.of(9, 9, 9, 9, 9, ...isakmp(40));
  writeNonEspMarker(bytes, 1);
  t.deepEqual([...bytes.slice(0, 5)], [9, 0, 0, 0, 0]);
  t.is(checkNatTraversal(bytes, 1, bytes.length), Ike);
});

captureTest("real equipment: keepalives, IKE and ESP on port 4500", "isakmp4500.pcap", (t, frames) => {
  const kinds = frames.map(({ bytes }, i): [number, NatTraversalKind | null] => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (view.getUint16(12) !== 0x0800) return [i + 1, null];
    const udp = 14 + (bytes[14]! & 15) * 4;
    const ports = [view.getUint16(udp), view.getUint16(udp + 2)];
    const check = ports.includes(IkePort.NatTraversal) ? checkNatTraversal : checkIke;
    return [i + 1, check(bytes, udp + 8, udp + view.getUint16(udp + 4))];
  });
  const numbers = (kind: NatTraversalKind | null) => kinds.filter(([, is]) => is === kind).map(([number]) => number);
  t.deepEqual(numbers(Keepalive), [18, 23, 28, 34]);
  t.deepEqual(numbers(Ike), [3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 20, 21, 30, 35]);
  t.deepEqual(numbers(Esp), [12, 17, 19, 22, 24, 25, 29, 31]);
  t.deepEqual(numbers(null), [1, 2, 13, 14, 26, 27, 32, 33], "ARP");
  t.deepEqual(numbers(Junk), []);
});
