/** ENC28J60: receive ring and filters, through the pins. Pages are those of DS39662E. */
import test from "ava";
import fc from "fast-check";
import { withErrata } from "../../../../emulator/chips/enc28j60/errata";
import { ChipPins } from "../../../support/enc28j60/chip-pins";
import { withFcs } from "../../../support/enc28j60/fake-medium";

const OURS = [0x02, 0x00, 0x00, 0x12, 0x34, 0x56];
const BROADCAST = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

const frameTo = (address: number[], length = 60) => [
  ...address,
  ...Array.from({ length: length - 6 }, (_, i) => (i * 3) & 0xff),
];

const packets = (pins: ChipPins) => pins.bank(1).eth(0x19);

test("figure 7-3 and table 7-3, pages 43 and 44: pointer to the next packet, status vector, frame, FCS", (t) => {
  const pins = new ChipPins().setUp();
  pins.medium.deliver(frameTo(OURS, 61));
  t.is(packets(pins), 1);
  const frame = [...withFcs(frameTo(OURS, 61))];
  // 65 octets with FCS, received well, type/length is a type; the next packet begins at an even address.
  t.deepEqual(pins.readMemory(0, 6 + 65), [0x48, 0x00, 65, 0, 0xc0, 0x00, ...frame]);
  t.is(pins.bank(0).eth16(0x0e), 0x48, "ERXWRPT");
  t.is(pins.eth(0x1c) & 0x40, 0x40, "PKTIF");
});

test("page 45: PKTDEC counts down, and clears PKTIF at 0; the host can't", (t) => {
  const pins = new ChipPins().setUp();
  pins.medium.deliver(frameTo(OURS));
  pins.medium.deliver(frameTo(OURS));
  pins.clear(0x1c, 0x40);
  t.is(pins.eth(0x1c) & 0x40, 0x40);
  pins.set(0x1e, 0x40);
  t.is(packets(pins), 1);
  t.is(pins.eth(0x1e), 0x80, "PKTDEC clears itself");
  t.is(pins.eth(0x1c) & 0x40, 0x40);
  pins.set(0x1e, 0x40);
  t.is(packets(pins), 0);
  t.is(pins.eth(0x1c) & 0x40, 0);
});

test("page 45: the hardware does not write past ERXRDPT: the frame is lost and RXERIF set", (t) => {
  const pins = new ChipPins().setUp();
  for (let i = 0; i < 4; i++) pins.medium.deliver(frameTo(OURS, 1514));
  t.is(packets(pins), 4);
  t.is(pins.eth(0x1c) & 0x01, 0);
  pins.medium.deliver(frameTo(OURS, 1514));
  t.is(packets(pins), 4);
  t.is(pins.eth(0x1c) & 0x01, 0x01);
  pins.clear(0x1c, 0x01).bank(0);
  t.is(pins.eth(0x1c) & 0x01, 0);
  const next = pins.readMemory(0, 2);
  pins.bank(0).write16(0x0c, (next[0]! | (next[1]! << 8)) - 1);
  pins.medium.deliver(frameTo(OURS, 1514));
  t.is(packets(pins), 5);
});

test("a frame runs round the end of the ring", (t) => {
  const pins = new ChipPins().setUp();
  for (let i = 0; i < 4; i++) pins.medium.deliver(frameTo(OURS, 1514));
  const end = pins.bank(0).eth16(0x0e);
  pins.bank(0).write16(0x0c, end - 1);
  pins.medium.deliver(frameTo(OURS, 1514));
  t.deepEqual(pins.readMemory(end, 6 + 1518).slice(6), [...withFcs(frameTo(OURS, 1514))]);
  t.is(pins.bank(0).eth16(0x0e), end + 6 + 1518 - 0x1a00);
});

test("255 packets, and no more", (t) => {
  const pins = new ChipPins().setUp();
  // The ring does not hold as many: the host frees the room and leaves the count.
  for (let i = 0; i < 256; i++) {
    pins.medium.deliver(frameTo(OURS));
    pins.bank(0).write16(0x0c, pins.eth16(0x0e) - 1 < 0 ? 0x19ff : pins.eth16(0x0e) - 1);
  }
  t.is(packets(pins), 255);
  t.is(pins.eth(0x1c) & 0x01, 0x01);
});

test("nothing is received without RXEN or MARXEN, nor what is too short or, without HFRMEN, too long", (t) => {
  const pins = new ChipPins().setUp();
  const counts: number[] = [];
  const deliver = (length = 60) => {
    pins.medium.deliver(frameTo(OURS, length));
    counts.push(packets(pins));
  };
  deliver(1515);
  pins.medium.deliverRaw(withFcs(frameTo(OURS, 59)));
  counts.push(packets(pins));
  pins.clear(0x1f, 0x04);
  deliver();
  pins.set(0x1f, 0x04).bank(2).write(0x00, 0x00);
  deliver();
  pins.bank(2).write(0x00, 0x01).write(0x02, 0x36);
  deliver(1515);
  t.deepEqual(counts, [0, 0, 0, 0, 1]);
});

test("section 8.0, page 47: a damaged frame passes only without CRCEN, and its status says so", (t) => {
  const pins = new ChipPins().setUp();
  const damaged = withFcs(frameTo(OURS));
  damaged[20]! ^= 0x10;
  pins.medium.deliverRaw(damaged);
  t.is(packets(pins), 0);
  pins.write(0x18, 0x81);
  pins.medium.deliverRaw(damaged);
  t.is(packets(pins), 1);
  t.deepEqual(pins.readMemory(4, 1), [0x50], "CRC error, and not received well");
});

const MULTICAST = [0xcf, 0, 0, 0, 0, 0];
for (const [filter, passing] of [
  [0x00, [OURS, BROADCAST, MULTICAST, [2, 9, 9, 9, 9, 9]]],
  [0x20, [OURS, BROADCAST, MULTICAST, [2, 9, 9, 9, 9, 9]]],
  [0xa0, [OURS]],
  [0xa1, [OURS, BROADCAST]],
  [0x22, [MULTICAST]],
  [0x23, [BROADCAST, MULTICAST]],
  [0xe1, []],
] as const) {
  test(`section 8.0, page 47: what passes the filter ${filter.toString(16)}`, (t) => {
    for (const address of [OURS, BROADCAST, MULTICAST, [2, 9, 9, 9, 9, 9]]) {
      const pins = new ChipPins().setUp().bank(1).write(0x18, filter);
      pins.medium.deliver(frameTo(address));
      t.is(
        packets(pins),
        Number((passing as readonly number[][]).some((other) => other.join() === address.join())),
        `${address.join()}`,
      );
    }
  });
}

test("the hash table filter takes the group whose bit is set", (t) => {
  const group = [0x01, 0x00, 0x5e, 0x00, 0x00, 0x01];
  let passing = 0;
  for (let bit = 0; bit < 64; bit++) {
    const pins = new ChipPins()
      .setUp()
      .bank(1)
      .write(0x18, 0x24)
      .write(bit >> 3, 1 << (bit & 7));
    pins.medium.deliver(frameTo(group));
    passing += packets(pins);
  }
  t.is(passing, 1);
});

test("the pattern match filter takes frames with the checksum, and others with erratum 18", (t) => {
  const frame = frameTo([2, 9, 9, 9, 9, 9], 100);
  const other = [...frame];
  other[20]! ^= 1;
  for (const [errata, passing] of [
    [withErrata(), 1],
    [withErrata(18), 2],
  ] as const) {
    const pins = new ChipPins({ errata }).setUp().bank(1).write(0x18, 0x30);
    // Octets 12 to 27 of the frame.
    pins.write16(0x14, 12).write(0x08, 0xff).write(0x09, 0xff);
    let sum = 0;
    for (let i = 12; i < 28; i += 2) sum += (frame[i]! << 8) | frame[i + 1]!;
    pins.write16(0x10, ~((sum & 0xffff) + (sum >> 16)) & 0xffff);
    pins.medium.deliver(frame);
    pins.medium.deliver(other);
    t.is(packets(pins), passing);
  }
});

test("a magic packet passes the filter for them", (t) => {
  const magic = [...BROADCAST, ...frameTo(OURS).slice(0, 8), ...BROADCAST, ...Array(16).fill(OURS).flat()] as number[];
  const pins = new ChipPins().setUp().bank(1).write(0x18, 0x28);
  pins.medium.deliver(frameTo(BROADCAST, 130));
  t.is(packets(pins), 0);
  pins.medium.deliver(magic);
  t.is(packets(pins), 1);
});

test("erratum 5: a write to ERXST sets the write pointer to 0000h", (t) => {
  for (const [errata, at] of [
    [withErrata(), 0x0600],
    [withErrata(5), 0x0000],
  ] as const) {
    const pins = new ChipPins({ errata }).setUp().clear(0x1f, 0x04).bank(0).write16(0x08, 0x0600).set(0x1f, 0x04);
    pins.medium.deliver(frameTo(OURS));
    t.deepEqual(pins.readMemory(at + 6, 64), [...withFcs(frameTo(OURS))]);
  }
});

test("erratum 6: PKTIF is not always set, EPKTCNT is right", (t) => {
  const pins = new ChipPins({ errata: withErrata(6) }).setUp();
  let flagged = 0;
  for (let i = 0; i < 40; i++) {
    pins.medium.deliver(frameTo(OURS));
    t.is(packets(pins), 1);
    flagged += (pins.eth(0x1c) >> 6) & 1;
    pins
      .set(0x1e, 0x40)
      .bank(0)
      .write16(0x0c, pins.eth16(0x0e) === 0 ? 0x19ff : pins.eth16(0x0e) - 1);
  }
  t.true(flagged > 5 && flagged < 35, `${flagged}`);
});

test("erratum 14: with an even ERXRDPT the header before a frame is corrupt", (t) => {
  const pins = new ChipPins({ errata: withErrata(14) }).setUp().bank(0).write16(0x0c, 0x19fe);
  pins.medium.deliver(frameTo(OURS));
  t.notDeepEqual(pins.readMemory(0, 6), [0x46, 0x00, 64, 0, 0xc0, 0x00]);
});

test("erratum 17: a frame that arrives during a checksum is lost", (t) => {
  for (const [errata, count] of [
    [withErrata(), 1],
    [withErrata(17), 0],
  ] as const) {
    const pins = new ChipPins({ errata }).setUp().bank(0).write16(0x10, 0x1a00).write16(0x12, 0x1fff).set(0x1f, 0x30);
    pins.medium.deliver(frameTo(OURS));
    t.is(packets(pins), count);
  }
});

test("a chip whose receiver fails hears nothing, though its registers say that it receives", (t) => {
  const pins = new ChipPins().setUp();
  pins.chip.deaf = true;
  pins.medium.deliver(frameTo(OURS));
  t.is(packets(pins), 0);
  t.is(pins.eth(0x1f) & 0x04, 0x04, "RXEN");
  pins.chip.deaf = false;
  pins.medium.deliver(frameTo(OURS));
  t.is(packets(pins), 1);
});

test("any frames that fit come out of the ring as they went in", (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 60, max: 1514 }), { maxLength: 40 }), (lengths) => {
      const pins = new ChipPins().setUp();
      let next = 0;
      for (const length of lengths) {
        pins.medium.deliver(frameTo(OURS, length));
        const packet = pins.readMemory(next, 6 + length + 4);
        if (packet.slice(6).join() !== withFcs(frameTo(OURS, length)).join()) return false;
        next = packet[0]! | (packet[1]! << 8);
        pins
          .bank(0)
          .write16(0x0c, next === 0 ? 0x19ff : next - 1)
          .set(0x1e, 0x40);
      }
      return packets(pins) === 0;
    }),
    { numRuns: 50 },
  );
  t.pass();
});
