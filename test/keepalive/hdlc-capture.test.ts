import type { ExecutionContext } from "ava";
import { Fcs16 } from "../../src/framing/fcs";
import type { FrameSink } from "../../src/framing/framing";
import { OctetFraming } from "../../src/framing/octet-framing";
import { HdlcCounter } from "../../src/keepalive/hdlc";
import { Disposition, Verdict } from "../../src/keepalive/machine";
import { captureTest } from "../support/captures";
import type { CapturedFrame } from "../support/captures";
import { HdlcTimeline } from "../support/hdlc-timeline";
import { describe } from "../support/slarp";
import { framed } from "../support/framing";

/** The keepalives of the capture from its first frame on: one router's are the even ones, the other's the odd ones. */
const ODD = ["3/5", "4/6", "5/7", "6/8", "7/9", "8/10", "9/11", "10/12", "11/13", "12/14", "13/15", "14/16"];
const EVEN = ["5/2", "6/3", "7/4", "8/5", "9/6", "10/7", "11/8", "12/9", "13/10", "14/11", "15/12", "16/13"];

const isKeepalive = (frame: CapturedFrame) => describe(frame.bytes).startsWith("keepalive");
const every = (first: number) => (_: unknown, i: number) => i % 2 === first;
const numbers = (frame: CapturedFrame) => describe(frame.bytes).replace("keepalive ", "");

captureTest("a capture of two routers reads as both their sequences", "HDLC.pcap", (t, frames) => {
  const keepalives = frames.filter(isKeepalive);
  t.deepEqual(keepalives.filter(every(0)).map(numbers), EVEN);
  t.deepEqual(keepalives.filter(every(1)).map(numbers), ODD);
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  for (const [i, frame] of keepalives.entries()) {
    line.receives(frame.bytes).forgets();
    t.is(line.machine.yourSeen, parseInt((i % 2 ? ODD : EVEN)[i >> 1]!, 10));
  }
  t.is(line.machine.counters[HdlcCounter.BadFrames], 0);
});

captureTest(
  "every frame of it survives framing and deframing, and is told for what it is",
  "HDLC.pcap",
  (t, frames) => {
    const framing = new OctetFraming(new Fcs16(), 0);
    const framer = framing.createFramer();
    const deframer = framing.createDeframer(400);
    const received: Uint8Array[] = [];
    const sink: FrameSink = {
      frameReceived: (bytes, start, end) => received.push(bytes.slice(start, end)),
      frameDiscarded: () => t.fail(),
    };
    deframer.attach(sink);
    const line = new HdlcTimeline(t);
    line.at(0).starts();
    for (const { bytes } of frames) {
      const octets = framed(framer, bytes);
      deframer.push(octets, 0, octets.length, 0);
      const own = describe(bytes).startsWith("keepalive");
      line.receives(bytes, own ? Disposition.Consumed : Disposition.Payload).forgets();
      if (!own) t.true(line.machine.payloadKnown);
    }
    t.deepEqual(
      received,
      frames.map((frame) => frame.bytes),
    );
    t.is(line.machine.counters[HdlcCounter.CdpReceived], 4);
    t.is(line.machine.counters[HdlcCounter.KeepalivesReceived], EVEN.length + ODD.length);
  },
);

/** Puts our machine in one router's place: it hears the other, and must send what that router sent. */
function standIn(t: ExecutionContext, keepalives: CapturedFrame[], place: number): void {
  const first = keepalives[place]!;
  const [mySeq, yourSeen] = numbers(first).split("/").map(Number) as [number, number];
  const line = new HdlcTimeline(t);
  line.at(first.at - 10_000).starts();
  line.machine.restore(mySeq - 1, yourSeen);
  // On our own beat: the routers' clocks differ from it by some ms, their polls lie 0.4 s and 9.6 s apart.
  let beat = first.at;
  for (const [i, frame] of keepalives.entries()) {
    if (i % 2 === place) {
      line.at(beat).sends(describe(frame.bytes));
      beat += 10_000;
    } else {
      line.at(frame.at).receives(frame.bytes).forgets();
      t.is(line.machine.mineSeen, line.machine.mySeq);
      t.is(line.machine.verdict, Verdict.Up);
    }
  }
  t.is(line.machine.counters[HdlcCounter.Resets], 0);
  t.is(line.machine.counters[HdlcCounter.StaleAcknowledgements], 0);
  line.ends();
}

captureTest("in the first router's place our machine stays up and acknowledges as it did", "HDLC.pcap", (t, frames) => {
  standIn(t, frames.filter(isKeepalive), 0);
});

captureTest(
  "in the second router's place our machine stays up and acknowledges as it did",
  "HDLC.pcap",
  (t, frames) => {
    standIn(t, frames.filter(isKeepalive), 1);
  },
);
