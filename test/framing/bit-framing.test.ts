import test from "ava";
import { BitDeframer } from "../../src/framing/bit-deframer";
import { BitFramer } from "../../src/framing/bit-framer";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import { bits, concat, counted, deframe, framed, hex, Recorder, stuffed, toBits } from "../support/framing";

const FLAG = "01111110";
const IDLE = "1".repeat(15);
const ABORT = "1".repeat(7);

const SLARP = "8f008035000000020000000900000008ffff";
const SLARP_BITS = stuffed(new Fcs16(), hex(SLARP));

const deframer = (capacity = 64) => new BitDeframer(capacity, new Fcs16());
const framer = () => new BitFramer(new Fcs16());

test("octets go least significant bit first, and a zero goes after every five ones", (t) => {
  const line = toBits(framed(new BitFramer(new NoFcs()), hex("7e 1f ff f0 0f 55")));
  const content = "0 11111-0 10  11111-0 000  11111-0 111  0000 1111  1-0 1110000  10101010";
  t.is(line.slice(0, 68), FLAG + content.replace(/[^01]/g, "") + FLAG);
});

test("the FCS is stuffed too", (t) => {
  // The FCS of FF FF is FF FF; thirty-two ones take six zeros.
  t.is(toBits(framed(framer(), hex("ff ff"))).slice(0, 54), FLAG + "111110".repeat(6) + "11" + FLAG);
});

test("five ones at the end take their zero before the flag", (t) => {
  const line = toBits(framed(new BitFramer(new NoFcs()), hex("41 f8")));
  t.is(line.slice(0, 33), FLAG + "10000010" + "00011111-0".replace("-", "") + FLAG);
});

test("a flag that ends inside an octet is followed by an idle line of at least fifteen ones, to the octet's end", (t) => {
  for (let ones = 0; ones < 16; ones++) {
    const frame = concat(hex("ff03"), new Uint8Array(ones).fill(0x1f));
    const end = 8 + stuffed(new Fcs16(), frame).length + 8;
    const line = toBits(framed(framer(), frame));
    t.is(line.length % 8, 0);
    if (end % 8 === 0) t.is(line.length, end);
    else t.regex(line.slice(end), /^1{17,23}$/);
  }
});

test("a frame comes back from what the framer made, and nothing is counted for what stands between frames", (t) => {
  const line = framed(framer(), hex(SLARP));
  t.is(toBits(line).slice(8, 8 + SLARP_BITS.length), SLARP_BITS);
  const self = deframer();
  t.deepEqual(deframe(self, concat(line, line, hex("7e7e7e"), line, hex("ffffff"), line)), [
    SLARP,
    SLARP,
    SLARP,
    SLARP,
  ]);
  t.deepEqual(counted(self), { frames: 4 });
});

test("flags at any bit offset, octets in any pieces", (t) => {
  for (let offset = 0; offset < 8; offset++) {
    const line = bits("1".repeat(offset) + FLAG + SLARP_BITS + FLAG);
    for (const piece of [1, 2, 5, line.length]) t.deepEqual(deframe(deframer(), line, piece), [SLARP]);
  }
});

test("section 5.1: frames may share a flag, and flags may share a zero", (t) => {
  const self = deframer();
  const sharedZero = "011111101111110";
  const line = bits(
    FLAG + SLARP_BITS + FLAG + SLARP_BITS + sharedZero + SLARP_BITS + sharedZero + "1111110" + SLARP_BITS + FLAG,
  );
  t.deepEqual(deframe(self, line), [SLARP, SLARP, SLARP, SLARP]);
  t.deepEqual(counted(self), { frames: 4 });
});

test("idle flags and idle ones are no frames", (t) => {
  const self = deframer();
  t.deepEqual(deframe(self, bits(FLAG.repeat(9) + IDLE + FLAG + SLARP_BITS + FLAG + IDLE.repeat(99) + FLAG + IDLE)), [
    SLARP,
  ]);
  t.deepEqual(counted(self), { frames: 1 });
});

test("section 5.3: seven ones abort a frame and are no FCS error; the line may go on with ones or with a flag", (t) => {
  const cut = FLAG + SLARP_BITS.slice(0, 77);
  for (const line of [cut + ABORT + FLAG, cut + ABORT + IDLE + FLAG, cut + "0" + ABORT + "0" + FLAG]) {
    const self = deframer();
    t.deepEqual(deframe(self, bits(line + SLARP_BITS + FLAG)), ["abort", SLARP]);
    t.deepEqual(counted(self), { frames: 1, abort: 1 });
  }
});

test("what comes before the first flag is no frame", (t) => {
  const fresh = deframer();
  t.deepEqual(deframe(fresh, bits(SLARP_BITS + FLAG + SLARP_BITS + FLAG)), [SLARP]);
  t.deepEqual(counted(fresh), { frames: 1 });
});

test("bits that are no whole number of octets are counted apart, whatever their FCS", (t) => {
  for (let more = 1; more < 8; more++) {
    const self = deframer();
    t.deepEqual(deframe(self, bits(FLAG + SLARP_BITS + "0".repeat(more) + FLAG + SLARP_BITS + FLAG)), [
      "unaligned",
      SLARP,
    ]);
    t.deepEqual(counted(self), { frames: 1, unaligned: 1 });
  }
});

test("too short, a wrong FCS", (t) => {
  const short = toBits(hex("41 42 43"));
  const wrong = toBits(hex("41 42 43 44"));
  t.deepEqual(deframe(deframer(), bits(FLAG + short + FLAG + wrong + FLAG + SLARP_BITS + FLAG)), [
    "short",
    "FCS error",
    SLARP,
  ]);
});

test("a frame of just the capacity is taken; one octet more is overlong, and the next flag begins anew", (t) => {
  const longer = stuffed(new Fcs16(), hex(`${SLARP}41`));
  const exact = deframer(18);
  t.deepEqual(deframe(exact, bits(FLAG + SLARP_BITS + FLAG + longer + FLAG + SLARP_BITS + FLAG)), [
    SLARP,
    "overlong",
    SLARP,
  ]);
  t.deepEqual(counted(exact), { frames: 2, overlong: 1 });
});

test("an overlong frame is told once, and a line stuck at zero is one", (t) => {
  t.deepEqual(deframe(deframer(18), concat(hex("7e"), new Uint8Array(1000), bits(FLAG + SLARP_BITS + FLAG))), [
    "overlong",
    SLARP,
  ]);
});

test("FCS-32 and no FCS", (t) => {
  for (const fcs of [new Fcs32(), new NoFcs()]) {
    t.deepEqual(deframe(new BitDeframer(18, fcs), bits(FLAG + stuffed(fcs, hex(SLARP)) + FLAG)), [SLARP]);
  }
  t.deepEqual(deframe(deframer(), bits(FLAG + stuffed(new Fcs32(), hex(SLARP)) + FLAG)), ["FCS error"]);
});

test("reset forgets the frame under way and waits for a flag", (t) => {
  const line = bits(FLAG + SLARP_BITS + FLAG + SLARP_BITS + FLAG);
  const restarted = deframer();
  const recorder = new Recorder();
  restarted.attach(recorder);
  restarted.push(line, 0, 9, 0);
  restarted.reset();
  restarted.push(line, 9, line.length, 0);
  t.deepEqual(recorder.events, [SLARP]);
});

test("a sink may reset the deframer from within: what shares the flag is lost, the next frame is not", (t) => {
  const line = bits((FLAG + SLARP_BITS).repeat(3) + FLAG);
  const self = deframer();
  const recorder = new Recorder();
  self.attach({
    frameReceived(received, start, end) {
      recorder.frameReceived(received, start, end);
      if (recorder.events.length === 1) self.reset();
    },
    frameDiscarded: () => t.fail(),
  });
  self.push(line, 0, line.length, 0);
  t.deepEqual(recorder.events, [SLARP, SLARP]);
});

test("every octet is ones, and the last flag ends inside one: a frame takes no more than a quarter again, two flags and ones", (t) => {
  const bare = new BitFramer(new NoFcs());
  t.is(framed(bare, hex("ff ff ff ff")).length, 1 + ((32 + 32 / 5) >> 3) + 1 + 3);
});
