/** ENC28J60: transmitter, loopbacks and interrupts, through the pins. Pages are those of DS39662E. */
import test from "ava";
import { withErrata } from "../../../../emulator/chips/enc28j60/errata";
import { ChipPins } from "../../../support/enc28j60/chip-pins";
import { withFcs } from "../../../support/enc28j60/fake-medium";

const OURS = [0x02, 0x00, 0x00, 0x12, 0x34, 0x56];
const FRAME = [...OURS, ...OURS, 0x90, 0x00, ...Array.from({ length: 60 }, (_, i) => i)];
const padded = (frame: number[]) => [...frame, ...Array<number>(Math.max(0, 60 - frame.length)).fill(0)];

/** Writes a frame behind its control octet at 1A00h and sets TXRTS. */
function transmit(pins: ChipPins, frame = FRAME, control = 0): ChipPins {
  pins
    .writeMemory(0x1a00, control, ...frame)
    .bank(0)
    .write16(0x06, 0x1a00 + frame.length);
  return pins.clear(0x1c, 0x0a).set(0x1f, 0x08);
}

/** The transmit status vector behind a frame. */
const vector = (pins: ChipPins, frame = FRAME) => pins.readMemory(0x1a01 + frame.length, 7);

test("page 40: the frame leaves with its FCS; TXRTS clears, TXIF is set, the status vector is written", (t) => {
  const pins = transmit(new ChipPins().setUp());
  t.is(pins.eth(0x1f) & 0x08, 0x08);
  t.is(pins.eth(0x1c) & 0x0a, 0);
  // 86 octets of preamble, frame and FCS at 800 ns each.
  pins.run(0.0687);
  t.is(pins.eth(0x1f) & 0x08, 0x08);
  pins.run(0.001);
  t.is(pins.eth(0x1f) & 0x08, 0);
  t.is(pins.eth(0x1c) & 0x0a, 0x08);
  t.deepEqual(pins.medium.sent, [withFcs(FRAME)]);
  t.deepEqual(vector(pins), [78, 0, 0x80, 0, 78, 0, 0], "78 octets, done");
  t.is(pins.bank(0).eth16(0x06), 0x1a00 + FRAME.length, "ETXND is not modified");
});

test("register 6-2: padding and FCS after MACON3, and after the control octet if it overrides", (t) => {
  const short = FRAME.slice(0, 20);
  for (const [macon3, control, expected] of [
    [0x32, 0x00, withFcs(padded(short))],
    [0x12, 0x00, withFcs(short)],
    [0x02, 0x00, Uint8Array.from(short)],
    [0x02, 0x07, withFcs(padded(short))],
    [0x32, 0x03, withFcs(short)],
    [0x32, 0x01, Uint8Array.from(short)],
  ] as const) {
    const pins = new ChipPins().setUp().bank(2).write(0x02, macon3);
    transmit(pins, short, control).run(1);
    t.deepEqual(pins.medium.sent, [expected], `${macon3} ${control}`);
  }
});

test("collisions are tried again, sixteen attempts in all, and counted in the status vector", (t) => {
  const pins = new ChipPins().setUp();
  pins.medium.outcomes = ["collision", "collision", "collision"];
  transmit(pins).run(10);
  t.deepEqual(vector(pins), [78, 0, 0x83, 0, (4 * 78) & 0xff, (4 * 78) >> 8, 0]);
  pins.medium.outcomes = Array<"collision">(16).fill("collision");
  pins.medium.attempts = 0;
  transmit(pins).run(500);
  t.is(pins.medium.attempts, 16);
  t.is(pins.medium.sent.length, 1);
  t.is(pins.eth(0x1c) & 0x0a, 0x0a, "TXERIF and TXIF");
  t.is(pins.eth(0x1d) & 0x12, 0x02, "TXABRT, not LATECOL");
  t.is(vector(pins)[3], 0x10, "excessive collision");
});

test("a late collision aborts at once; ESTAT.LATECOL says so, unless with erratum 15", (t) => {
  for (const [errata, status] of [
    [withErrata(), 0x12],
    [withErrata(15), 0x02],
  ] as const) {
    const pins = new ChipPins({ errata }).setUp();
    pins.medium.outcomes = ["late collision"];
    transmit(pins).run(10);
    t.is(pins.medium.attempts, 1);
    t.is(pins.eth(0x1c) & 0x0a, 0x0a);
    t.is(pins.eth(0x1d) & 0x12, status);
    t.is(vector(pins)[3], 0x20);
    pins.clear(0x1d, 0x12);
    t.is(pins.eth(0x1d) & 0x12, 0, "the host clears them");
  }
});

test("page 40: the host cancels by clearing TXRTS", (t) => {
  const pins = transmit(new ChipPins().setUp()).clear(0x1f, 0x08);
  t.is(pins.eth(0x1c) & 0x08, 0x08);
  pins.run(10);
  t.is(pins.eth(0x1f) & 0x08, 0);
  transmit(pins).run(1);
  t.is(pins.eth(0x1f) & 0x08, 0);
});

test("erratum 12: after an abort TXRTS stays set until TXRST; its end raises TXERIF", (t) => {
  const pins = new ChipPins({ errata: withErrata(12) }).setUp();
  pins.medium.outcomes = ["late collision"];
  transmit(pins).run(10);
  transmit(pins).run(1000);
  t.is(pins.eth(0x1f) & 0x08, 0x08);
  t.is(pins.eth(0x1c) & 0x0a, 0);
  pins.set(0x1f, 0x80);
  t.is(pins.eth(0x1f) & 0x88, 0x80);
  pins.clear(0x1f, 0x80);
  t.is(pins.eth(0x1c) & 0x02, 0x02);
  transmit(pins).run(10);
  t.is(pins.eth(0x1c) & 0x0a, 0x08);
});

test("erratum 13: a frame in some is aborted by a late collision that is none", (t) => {
  const pins = new ChipPins({ errata: withErrata(13) }).setUp();
  let late = 0;
  for (let i = 0; i < 100; i++) {
    transmit(pins).run(2);
    late += (vector(pins)[3]! >> 5) & 1;
  }
  t.true(late > 10 && late < 50, `${late}`);
  t.is(pins.medium.sent.length, 100 - late);
});

test("in half duplex with HDLDIS clear the chip hears what it sends, with erratum 9 not always", (t) => {
  for (const [control2, errata, least, most] of [
    [0x0100, withErrata(), 0, 0],
    [0x0000, withErrata(), 50, 50],
    [0x0000, withErrata(9), 20, 49],
  ] as const) {
    const pins = new ChipPins({ errata }).setUp().writePhy(0x10, control2);
    for (let i = 0; i < 50; i++) transmit(pins).run(2);
    const heard = pins.bank(1).eth(0x19);
    t.true(heard >= least && heard <= most, `${heard}`);
  }
});

test("with PLOOPBK the frame comes back and nothing goes to the wire, with erratum 10 not always", (t) => {
  for (const [errata, least, most] of [
    [withErrata(), 50, 50],
    [withErrata(10), 20, 49],
  ] as const) {
    const pins = new ChipPins({ errata }).setUp().writePhy(0x00, 0x4100);
    pins.medium.deliver([...OURS, ...FRAME.slice(6)]);
    for (let i = 0; i < 50; i++) transmit(pins).run(2);
    const heard = pins.bank(1).eth(0x19);
    t.true(heard >= least && heard <= most, `${heard}`);
    t.is(pins.medium.attempts, 0);
  }
});

test("erratum 16: the PHY comes up in full duplex, and senses no collision", (t) => {
  const pins = new ChipPins({ errata: withErrata(16) }).ready();
  t.is(pins.readPhy(0x00), 0x0100);
  t.is(pins.readPhy(0x11) & 0x0200, 0x0200, "DPXSTAT");
});

test("section 12.0: INT falls with an enabled flag and INTIE, and rises without", (t) => {
  const pins = new ChipPins().setUp();
  const levels: number[] = [];
  pins.chip.onInterrupt = (level) => levels.push(level);
  pins.write(0x1b, 0x40);
  pins.medium.deliver([...OURS, ...FRAME.slice(6)]);
  t.deepEqual(levels, []);
  t.is(pins.eth(0x1d) & 0x80, 0x80, "ESTAT.INT");
  pins.set(0x1b, 0x80);
  t.deepEqual(levels, [0]);
  pins.clear(0x1b, 0x80).set(0x1b, 0x80);
  t.deepEqual(levels, [0, 1, 0]);
  pins.set(0x1e, 0x40);
  t.deepEqual(levels, [0, 1, 0, 1]);
});

test("a change of the link sets LINKIF if PHIE allows it; reading PHIR clears it", (t) => {
  const pins = new ChipPins().setUp();
  pins.medium.setLink(false);
  t.is(pins.eth(0x1c) & 0x10, 0);
  pins.readPhy(0x13);
  pins.writePhy(0x12, 0x0012);
  pins.medium.setLink(true);
  t.is(pins.eth(0x1c) & 0x10, 0x10);
  pins.clear(0x1c, 0x10);
  t.is(pins.eth(0x1c) & 0x10, 0x10, "the host can't");
  t.is(pins.readPhy(0x13) & 0x0010, 0x0010);
  t.is(pins.eth(0x1c) & 0x10, 0);
});

test("a chip whose transmitter fails: sixteen attempts, nothing on the wire, and the frame is given up", (t) => {
  const pins = new ChipPins().setUp();
  pins.chip.mute = true;
  transmit(pins).run(1000);
  t.deepEqual(pins.medium.sent, []);
  t.is(pins.eth(0x1f) & 0x08, 0, "TXRTS");
  t.is(pins.eth(0x1c) & 0x0a, 0x0a, "TXIF, TXERIF");
  t.is(vector(pins)[3]! & 0x10, 0x10, "excessive collision");
  pins.chip.mute = false;
  transmit(pins).run(1);
  t.is(pins.medium.sent.length, 1);
});
