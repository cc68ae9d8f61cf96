import test from "ava";
import { crc16kermit } from "crc";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import type { Fcs } from "../../src/framing/frame-check";
import type { FrameSink } from "../../src/framing/framing";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { OctetFramer } from "../../src/framing/octet-framer";
import { concat, counted, deframe, framed, hex, Recorder, toHex } from "../support/framing";

const DEFAULT_ACCM = -1;

/** cHDLC, a SLARP keepalive: myseq 9, mineseen 8. */
const SLARP = "8f008035000000020000000900000008ffff";
/** The same on the line under ACCM 0. */
const SLARP_LINE = "7e 8f008035000000020000000900000008ffff 50d4 7e";

/** Frames and their octets on the line, with the default ACCM. */
const VECTORS: [string, string, string][] = [
  ["SLARP keepalive", SLARP, "7e8f7d2080357d207d207d207d227d207d207d207d297d207d207d207d28ffff50d47e"],
  ["LCP Echo-Request", "ff03c0210920000c4234e32500000000", "7eff7d23c0217d29207d207d2c4234e3257d207d207d207d20678a7e"],
  [
    "LCP Echo-Reply, whose FCS has an octet to escape",
    "ff03c0210a20000c42345a4d00000000",
    "7eff7d23c0217d2a207d207d2c42345a4d7d207d207d207d207d3b7d317e",
  ],
  [
    "LCP Configure-Request",
    "ff03c0210101001402060000000005061122334407020802",
    "7eff7d23c0217d217d217d207d347d227d267d207d207d207d207d257d267d312233447d277d227d287d224fb87e",
  ],
  [
    "LCP Terminate-Request",
    "ff03c021050700177065" + "6572206e6f7420726573706f6e64696e67",
    "7eff7d23c0217d257d277d207d3770656572206e6f7420726573706f6e64696e6737b47e",
  ],
];

const deframer = (accm = 0, capacity = 64) => new OctetDeframer(capacity, new Fcs16(), accm);

for (const [name, frame, line] of VECTORS) {
  test(`${name}: framed and deframed as others do`, (t) => {
    t.is(toHex(framed(new OctetFramer(new Fcs16(), DEFAULT_ACCM), hex(frame))), line);
    t.deepEqual(deframe(deframer(DEFAULT_ACCM), hex(line)), [frame]);
  });
}

test("the SLARP keepalive under ACCM 0 escapes nothing", (t) => {
  t.is(toHex(framed(new OctetFramer(new Fcs16(), 0), hex(SLARP))), SLARP_LINE.replace(/ /g, ""));
  t.deepEqual(deframe(deframer(), hex(SLARP_LINE)), [SLARP]);
});

test("section 4.2: flag, escape and the octets that the send ACCM names are escaped, others not", (t) => {
  const xonXoff = (1 << 0x11) | (1 << 0x13);
  const framer = new OctetFramer(new NoFcs(), xonXoff);
  t.is(toHex(framed(framer, hex("7e 7d 10 11 12 13 1f 20 31 5e 5d fe"))), "7e7d5e7d5d107d31127d331f20315e5dfe7e");
  framer.accm = 1 << 31;
  t.is(toHex(framed(framer, hex("11 1f 20"))), "7e117d3f207e");
});

test("section 4.2: any octet may come escaped, an escape too", (t) => {
  t.deepEqual(deframe(new OctetDeframer(8, new NoFcs(), DEFAULT_ACCM), hex("7e 7d61 42 7d7d 7d5d 7e")), ["41425d7d"]);
});

test("frames come one behind the other, flags between them shared or not", (t) => {
  const shared = deframer();
  const inside = SLARP_LINE.slice(2, -2);
  t.deepEqual(deframe(shared, hex(`7e ${inside} 7e ${inside} 7e7e7e ${inside} 7e`)), [SLARP, SLARP, SLARP]);
  t.deepEqual(counted(shared), { frames: 3 });
});

test("what comes before the first flag is no frame", (t) => {
  const fresh = deframer();
  t.deepEqual(deframe(fresh, hex(SLARP_LINE.slice(2) + SLARP_LINE)), [SLARP]);
  t.deepEqual(counted(fresh), { frames: 1 });
});

test("section 4.3: 7D 7E aborts a frame and is no FCS error", (t) => {
  const aborted = deframer();
  t.deepEqual(deframe(aborted, hex(`7e 8f008035000000 7d7e ${SLARP_LINE}`)), ["abort", SLARP]);
  t.deepEqual(counted(aborted), { frames: 1, abort: 1 });
  t.deepEqual(deframe(deframer(), hex("7e 8f008035 7d"), 1), [], "the abort comes with the flag");
});

test("an abort right after a flag, and on a line where nothing is awaited", (t) => {
  t.deepEqual(deframe(deframer(), hex(`7e 7d7e ${SLARP_LINE}`)), ["abort", SLARP]);
  t.deepEqual(deframe(deframer(), hex(`41 7d7e ${SLARP_LINE.slice(2)}`)), [SLARP]);
});

test("section 4.3: fewer than four octets are too short, with FCS-32 fewer than six, without FCS fewer than two", (t) => {
  t.deepEqual(deframe(deframer(), hex("7e 41 7e 4142 7e 414243 7e 41424344 7e")), [
    "short",
    "short",
    "short",
    "FCS error",
  ]);
  t.deepEqual(deframe(new OctetDeframer(8, new Fcs32(), 0), hex("7e 4142434445 7e 414243444546 7e")), [
    "short",
    "FCS error",
  ]);
  t.deepEqual(deframe(new OctetDeframer(8, new NoFcs(), 0), hex("7e 41 7e 4142 7e")), ["short", "4142"]);
});

test("a wrong FCS", (t) => {
  t.deepEqual(deframe(deframer(), hex(SLARP_LINE.replace("50d4", "50d5") + SLARP_LINE)), ["FCS error", SLARP]);
});

test("a frame of just the capacity is taken; one octet more is overlong, and the next flag begins anew", (t) => {
  const longer = toHex(framed(new OctetFramer(new Fcs16(), 0), hex(`${SLARP}41`)));
  for (let piece = 1; piece < 60; piece++) {
    const exact = new OctetDeframer(18, new Fcs16(), 0);
    t.deepEqual(deframe(exact, hex(SLARP_LINE + longer + SLARP_LINE), piece), [SLARP, "overlong", SLARP]);
    t.deepEqual(counted(exact), { frames: 2, overlong: 1 });
  }
});

test("an overlong frame is told once, however long it goes on", (t) => {
  const small = new OctetDeframer(18, new Fcs16(), 0);
  t.deepEqual(deframe(small, concat(hex("7e"), new Uint8Array(1000).fill(0x41), hex(SLARP_LINE))), ["overlong", SLARP]);
});

test("a full buffer, then an escape: overlong with the octet after it, an abort with a flag", (t) => {
  const full = "7e" + "41".repeat(20);
  const small = () => new OctetDeframer(18, new Fcs16(), 0);
  t.deepEqual(deframe(small(), hex(full + "7d61 7e")), ["overlong"]);
  t.deepEqual(deframe(small(), hex(full + "7d7e")), ["abort"]);
});

test("section 4.2: octets below 20 that the receive ACCM names were inserted on the way and are dropped", (t) => {
  const xonXoff = deframer((1 << 0x11) | (1 << 0x13));
  const dirty = "7e 11 8f00803500000002 13 13 0000000900000008ffff 50 11 d4 13 7e";
  t.deepEqual(deframe(xonXoff, hex(dirty)), [SLARP]);
  t.deepEqual(counted(xonXoff), { frames: 1, dropped: 5 });
  t.deepEqual(deframe(deframer(), hex(dirty)), ["FCS error"], "under ACCM 0 they belong to the frame");
});

test("section 4.2: they are dropped before escapes are looked at, so the octet after them is the escaped one", (t) => {
  const line = "7eff7d23c0217d" + "13" + "29207d207d2c4234e3257d207d207d207d" + "1111" + "20678a7e";
  t.deepEqual(deframe(deframer(DEFAULT_ACCM), hex(line)), ["ff03c0210920000c4234e32500000000"]);
  t.deepEqual(deframe(deframer(DEFAULT_ACCM), hex("7e 4142 7d 13 7e")), ["abort"], "7D 13 7E is an abort still");
});

test("only octets below 20 are ever dropped", (t) => {
  const octets = Uint8Array.from({ length: 0xe0 }, (_, i) => 0x20 + i).filter(
    (octet) => octet !== 0x7d && octet !== 0x7e,
  );
  const all = new OctetDeframer(256, new NoFcs(), DEFAULT_ACCM);
  t.deepEqual(deframe(all, concat(hex("7e 00 1f"), octets, hex("7e"))), [toHex(octets)]);
  t.deepEqual(counted(all), { frames: 1, dropped: 2 });
});

test("the receive ACCM may change between frames, as LCP does it", (t) => {
  const negotiated = new OctetDeframer(8, new NoFcs(), DEFAULT_ACCM);
  t.deepEqual(deframe(negotiated, hex("7e 0141020342 7e")), ["4142"]);
  negotiated.accm = 0;
  t.deepEqual(deframe(negotiated, hex("0141020342 7e")), ["0141020342"]);
});

test("FCS-32 and no FCS", (t) => {
  const long = framed(new OctetFramer(new Fcs32(), 0), hex(SLARP));
  t.is(long.length, 18 + 4 + 2);
  t.deepEqual(deframe(new OctetDeframer(18, new Fcs32(), 0), long), [SLARP]);
  t.deepEqual(deframe(deframer(), long), ["FCS error"]);
  t.is(toHex(framed(new OctetFramer(new NoFcs(), 0), hex(SLARP))), `7e${SLARP}7e`);
  t.deepEqual(deframe(new OctetDeframer(18, new NoFcs(), 0), hex(`7e${SLARP}7e`)), [SLARP]);
});

test("an FCS that the platform computes is given each frame as a whole, once", (t) => {
  const runs: [number, number][] = [];
  const native: Fcs = {
    size: 2,
    initial: 0xffff,
    good: 0xf0b8,
    update(register, bytes, start, end) {
      runs.push([start, end]);
      return crc16kermit(Buffer.from(bytes.subarray(start, end)), register);
    },
  };
  const line = hex(SLARP_LINE + SLARP_LINE.replace("50d4", "50d5"));
  t.deepEqual(deframe(new OctetDeframer(18, native, 0), line, 5), [SLARP, "FCS error"]);
  t.deepEqual(runs, [
    [0, 20],
    [0, 20],
  ]);
});

test("reset forgets the frame under way and waits for a flag", (t) => {
  const restarted = deframer();
  t.deepEqual(deframe(restarted, hex(SLARP_LINE.slice(0, 40))), []);
  restarted.reset();
  t.deepEqual(deframe(restarted, hex(SLARP_LINE.slice(40) + SLARP_LINE)), [SLARP]);
  t.deepEqual(counted(restarted), { frames: 1 });
});

test("a sink may reset the deframer from within: what shares the flag is lost, the next frame is not", (t) => {
  const line = hex(SLARP_LINE + SLARP_LINE.slice(2) + SLARP_LINE);
  for (const piece of [1, 7, line.length]) {
    const self = deframer();
    const recorder = new Recorder();
    const sink: FrameSink = {
      frameReceived(bytes, start, end) {
        recorder.frameReceived(bytes, start, end);
        if (recorder.events.length === 1) self.reset();
      },
      frameDiscarded: (reason) => recorder.frameDiscarded(reason),
    };
    self.attach(sink);
    for (let at = 0; at < line.length; at += piece) self.push(line, at, Math.min(at + piece, line.length), 0);
    t.deepEqual(recorder.events, [SLARP, SLARP]);
  }
});

test("a sink may reset the deframer when told of a frame that was discarded", (t) => {
  for (const bad of ["7e 414243444546 7e", "7e 41 7e", "7e 4142 7d7e", "7e" + "41".repeat(99)]) {
    const self = deframer();
    const recorder = new Recorder();
    self.attach({
      frameReceived: (bytes, start, end) => recorder.frameReceived(bytes, start, end),
      frameDiscarded(reason) {
        recorder.frameDiscarded(reason);
        self.reset();
      },
    });
    const line = hex(bad + SLARP_LINE);
    self.push(line, 0, line.length, 0);
    t.is(recorder.events.length, 2);
    t.is(recorder.events[1], SLARP);
  }
});

test("a sink may push octets from within, as a line does that loops back at once", (t) => {
  const self = deframer();
  const line = hex(SLARP_LINE);
  let received = 0;
  self.attach({
    frameReceived() {
      received++;
      if (received < 3) self.push(line, 0, line.length, 0);
    },
    frameDiscarded: () => t.fail(),
  });
  self.push(line, 0, line.length, 0);
  t.is(received, 3);
  self.push(line, 0, line.length, 0);
  t.is(received, 4);
});

test("the sink is told when", (t) => {
  const self = deframer();
  const times: number[] = [];
  self.attach({
    frameReceived: (_bytes, _start, _end, now) => times.push(now),
    frameDiscarded: (_reason, now) => times.push(now),
  });
  const line = hex(SLARP_LINE);
  self.push(line, 0, 10, 5);
  self.push(line, 10, line.length, 6);
  self.push(hex("41 7e"), 0, 2, -7);
  t.deepEqual(times, [6, -7]);
});

test("a capacity out of range is refused by name", (t) => {
  for (const capacity of [1, 65536, 2.5]) {
    t.throws(() => new OctetDeframer(capacity, new Fcs16(), 0), {
      instanceOf: RangeError,
      message: `deframer: buffer is ${capacity}: it must be a whole number from 2 to 65535 octets`,
    });
  }
});
