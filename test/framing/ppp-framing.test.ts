import test from "ava";
import fc from "fast-check";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import { OctetFramer } from "../../src/framing/octet-framer";
import { PppFraming } from "../../src/framing/ppp-framing";
import { concat, counted, deframe, framed, framedInPieces, hex, Recorder, toHex } from "../support/framing";
import { frame } from "../support/ppp";

const FCS = { 0: new NoFcs(), 16: new Fcs16(), 32: new Fcs32() };
type Bits = keyof typeof FCS;
const BITS: Bits[] = [0, 16, 32];

/** A frame as another end of these settings sends it. */
const sent = (text: string, fcs: Bits, accm: number) => framed(new OctetFramer(FCS[fcs], accm), frame(text));

/** Codes 1 to 7, which keep the default framing, and packets that don't. */
const OWN = [
  "LCP ConfReq 1 accm 00000000 magic 7e7d1103 pfc",
  "LCP ConfAck 1",
  "LCP ConfNak 1 mru 1500",
  "LCP ConfRej 1 pfc",
  "LCP TermReq 1",
  "LCP TermAck 1",
  "LCP CodeRej 1 0e010004",
];
const OTHERS = [
  "LCP ProtRej 1 8057 01010004",
  "LCP EchoReq 1 magic 7e7d1103 00000000",
  "LCP EchoRep 1 magic 01020304",
  "LCP Discard 1 magic 01020304",
  "LCP Ident 1 0102030441",
  "LCP code0 1",
  "IPCP ConfReq 1 addr 10.0.0.1",
  "IPv4 4500001c",
  "8057 01010004",
];

// --- default framing

// Octets that Wireshark's dissector reads as what they are named.
const NAMED = [
  ["LCP EchoReq 32 magic 4234e325 00000000", "7eff7d23c0217d29207d207d2c4234e3257d207d207d207d20678a7e"],
  ["LCP EchoRep 32 magic 42345a4d 00000000", "7eff7d23c0217d2a207d207d2c42345a4d7d207d207d207d207d3b7d317e"],
  [
    "LCP ConfReq 1 accm 00000000 magic 11223344 pfc acfc",
    "7eff7d23c0217d217d217d207d347d227d267d207d207d207d207d257d267d312233447d277d227d287d224fb87e",
  ],
  [
    "LCP TermReq 7 70656572206e6f7420726573706f6e64696e67",
    "7eff7d23c0217d257d277d207d3770656572206e6f7420726573706f6e64696e6737b47e",
  ],
  ["LCP ProtRej 3 8057 01010004", "7eff7d23c0217d287d237d207d2a80577d217d217d207d243dd67e"],
] as const;

test("frames are written and read in default framing, octet for octet", (t) => {
  const framing = new PppFraming();
  const deframer = framing.createDeframer(1504);
  for (const [text, octets] of NAMED) {
    t.is(toHex(framed(framing.createFramer(), frame(text))), octets, text);
    t.deepEqual(deframe(deframer, hex(octets)), [toHex(frame(text))]);
    t.deepEqual(deframe(deframer, hex(octets), 1, 2, 5), [toHex(frame(text))]);
  }
});

test("octets below 20 that were inserted on the way are dropped", (t) => {
  const deframer = new PppFraming().createDeframer(1504);
  const inserted = concat(...Array.from(hex(NAMED[0][1]), (octet) => Uint8Array.of(octet, 0x11, 0x13)));
  t.deepEqual(deframe(deframer, inserted.slice(0, -2)), [toHex(frame(NAMED[0][0]))]);
});

// --- as negotiated

for (const fcs of BITS) {
  for (const accm of [0, -1, 0x000a0000]) {
    const name = `FCS ${fcs}, ACCM ${(accm >>> 0).toString(16).padStart(8, "0")}`;

    test(`${name}: sent in it is everything but LCP's codes 1 to 7`, (t) => {
      const framing = new PppFraming();
      framing.negotiateSending(accm, fcs);
      for (const text of OTHERS)
        t.is(toHex(framed(framing.createFramer(), frame(text))), toHex(sent(text, fcs, accm)), text);
      for (const text of OWN) t.is(toHex(framed(framing.createFramer(), frame(text))), toHex(sent(text, 16, -1)), text);
    });

    test(`${name}: received in it is everything but LCP's codes 1 to 7`, (t) => {
      const framing = new PppFraming();
      const deframer = framing.createDeframer(1504);
      framing.negotiateReceiving(accm, fcs);
      for (const pieces of [[], [1], [3, 1, 7]]) {
        for (const text of OTHERS)
          t.deepEqual(deframe(deframer, sent(text, fcs, accm), ...pieces), [toHex(frame(text))]);
        for (const text of OWN) t.deepEqual(deframe(deframer, sent(text, 16, -1), ...pieces), [toHex(frame(text))]);
      }
      t.deepEqual(Object.keys(counted(deframer)), ["frames"]);
    });
  }
}

test("a frame with another FCS than that negotiated is bad, LCP's codes 1 to 7 with another than FCS-16", (t) => {
  const framing = new PppFraming();
  const deframer = framing.createDeframer(1504);
  framing.negotiateReceiving(0, 32);
  for (const text of OTHERS) t.deepEqual(deframe(deframer, sent(text, 16, 0)), ["FCS error"], text);
  for (const text of OWN) t.deepEqual(deframe(deframer, sent(text, 32, 0)), ["FCS error"], text);
});

test("each way is negotiated on its own, and a reset brings both back to default framing", (t) => {
  const framing = new PppFraming();
  const deframer = framing.createDeframer(1504);
  framing.negotiateSending(0, 32);
  t.deepEqual(deframe(deframer, sent(OTHERS[1]!, 16, -1)), [toHex(frame(OTHERS[1]!))]);
  framing.negotiateReceiving(0, 0);
  t.is(toHex(framed(framing.createFramer(), frame(OTHERS[1]!))), toHex(sent(OTHERS[1]!, 32, 0)));
  framing.reset();
  t.is(toHex(framed(framing.createFramer(), frame(OTHERS[1]!))), toHex(sent(OTHERS[1]!, 16, -1)));
  t.deepEqual(deframe(deframer, sent(OTHERS[1]!, 16, -1)), [toHex(frame(OTHERS[1]!))]);
});

test("a frame that is leaving, and one whose FCS is made, stays as it was begun whatever is negotiated meanwhile", (t) => {
  const long = `LCP EchoReq 1 magic 01020304 ${"1f".repeat(60)}`;
  for (const text of [...OWN, ...OTHERS, long]) {
    for (const before of BITS) {
      for (const after of BITS) {
        const framing = new PppFraming();
        const framer = framing.createFramer();
        framing.negotiateSending(0x00ff00ff, before);
        const whole = toHex(framed(framer, frame(text)));
        const changes = framedInPieces(framer, frame(text), [16], () => framing.negotiateSending(-1, after));
        t.is(toHex(changes), whole, text);
      }
    }
  }
});

test("the framing may change in the middle of a frame: the frame is not lost, and read as the new one says", (t) => {
  for (const text of [OWN[0]!, OTHERS[1]!, `LCP EchoReq 1 magic 01020304 ${"ab".repeat(60)}`]) {
    const octets = sent(text, 16, -1);
    for (let cut = 1; cut < octets.length; cut++) {
      for (const fcs of BITS) {
        const framing = new PppFraming();
        const deframer = framing.createDeframer(1504);
        const recorder = new Recorder();
        deframer.attach(recorder);
        framing.negotiateReceiving(-1, fcs);
        deframer.push(octets, 0, cut, 0);
        framing.reset();
        deframer.push(octets, cut, octets.length, 0);
        t.deepEqual(recorder.events, [toHex(frame(text))], `FCS ${fcs}, after ${cut} octets`);
      }
    }
  }
});

test("the framing may change from inside the frame that says so", (t) => {
  const framing = new PppFraming();
  const deframer = framing.createDeframer(1504);
  const events: string[] = [];
  deframer.attach({
    frameReceived: (bytes, start, end) => {
      events.push(toHex(bytes.subarray(start, end)));
      framing.negotiateReceiving(0, 32);
    },
    frameDiscarded: () => events.push("discarded"),
  });
  const octets = concat(sent(OWN[1]!, 16, -1), sent(OTHERS[1]!, 32, 0), sent(OTHERS[7]!, 32, 0));
  deframer.push(octets, 0, octets.length, 0);
  t.deepEqual(
    events,
    [OWN[1]!, OTHERS[1]!, OTHERS[7]!].map((text) => toHex(frame(text))),
  );
});

test("frames between which stands one flag", (t) => {
  const deframer = new PppFraming().createDeframer(1504);
  const first = sent(OWN[0]!, 16, -1);
  const second = sent(OTHERS[1]!, 16, -1);
  t.deepEqual(deframe(deframer, concat(first, second.slice(1))), [frame(OWN[0]!), frame(OTHERS[1]!)].map(toHex));
});

test("any frame, with any FCS and ACCM, comes through as it was, with no more than each octet escaped", (t) => {
  const octets = fc.uint8Array({ minLength: 2, maxLength: 60 });
  const text = fc.constantFrom(...OWN, ...OTHERS).map(frame);
  fc.assert(
    fc.property(fc.oneof(octets, text), fc.constantFrom(...BITS), fc.integer(), (bytes, fcs, accm) => {
      const framing = new PppFraming();
      const deframer = framing.createDeframer(64);
      framing.negotiateSending(accm, fcs);
      framing.negotiateReceiving(accm, fcs);
      const line = framed(framing.createFramer(), bytes);
      t.true(line.length <= 2 * (bytes.length + 4) + 2);
      t.deepEqual(deframe(deframer, line), [toHex(bytes)]);
    }),
    { numRuns: 2_000 },
  );
});

test("a frame as long as the buffer is taken whatever the FCS, one octet more is overlong", (t) => {
  for (const fcs of BITS) {
    const framing = new PppFraming();
    const deframer = framing.createDeframer(20);
    framing.negotiateSending(0, fcs);
    framing.negotiateReceiving(0, fcs);
    const whole = new Uint8Array(20).fill(0x44);
    t.deepEqual(deframe(deframer, framed(framing.createFramer(), whole)), [toHex(whole)]);
    t.deepEqual(deframe(deframer, framed(framing.createFramer(), new Uint8Array(21).fill(0x44))), ["overlong"]);
    t.deepEqual(deframe(deframer, framed(framing.createFramer(), whole)), [toHex(whole)]);
  }
});
