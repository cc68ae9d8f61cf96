import test from "ava";
import fc from "fast-check";
import { Fcs16 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { OctetFramer } from "../../src/framing/octet-framer";
import type { Framer } from "../../src/framing/framing";
import { transmitMemory, TransmitQueue } from "../../src/link/transmit-queue";
import type { TransmitRoom } from "../../src/link/transmit-queue";
import { WakeSource } from "../../src/ports";
import type { SerialPort } from "../../src/ports";

/** Takes as many octets as it is told to, and reads the frames back. */
class CountedPort implements SerialPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  room = 0;
  readonly octets: number[] = [];

  write(bytes: Uint8Array, start: number, end: number): number {
    const taken = Math.min(this.room, end - start);
    this.room -= taken;
    this.octets.push(...bytes.slice(start, start + taken));
    return taken;
  }

  setModemLines(): void {}

  /** The first octet of each frame so far, as a letter. */
  frames(): string {
    let letters = "";
    const deframer = new OctetDeframer(64, new Fcs16(), 0);
    deframer.attach({
      frameReceived: (bytes, start, end) => {
        letters += String.fromCharCode(bytes[start]!).repeat(end - start === LENGTH ? 1 : 2);
      },
      frameDiscarded: () => {
        letters += "!";
      },
    });
    deframer.push(Uint8Array.from(this.octets), 0, this.octets.length, 0);
    return letters;
  }
}

const LENGTH = 6;
const frame = (letter: string) => new Uint8Array(LENGTH).fill(letter.charCodeAt(0));

const FRAMER = new OctetFramer(new Fcs16(), 0);

/** Two frames of the link protocol, and a packet. */
function roomFor(framer: Framer): TransmitRoom {
  const framed = framer.framedLength(LENGTH);
  return { frame: LENGTH, own: 2 * framed, packet: framed };
}

function queueOf(port: SerialPort, framer: Framer, room: TransmitRoom): TransmitQueue {
  return new TransmitQueue(port, framer, room, new Uint8Array(transmitMemory(room)));
}

function setUp(): { port: CountedPort; queue: TransmitQueue } {
  const port = new CountedPort();
  return { port, queue: queueOf(port, FRAMER, roomFor(FRAMER)) };
}

test("a packet that has begun is finished, then the link protocol's frames go first", (t) => {
  const { port, queue } = setUp();
  queue.putPacket(frame("p"), 0, LENGTH);
  port.room = 3;
  t.is(queue.drain(), 3);
  t.true(queue.putOwn(frame("k"), 0, LENGTH));
  port.room = 100;
  queue.drain();
  t.is(port.frames(), "pk");
});

test("a packet that has not begun waits for the link protocol's frames", (t) => {
  const { port, queue } = setUp();
  queue.putPacket(frame("p"), 0, LENGTH);
  t.is(queue.drain(), 0, "the port takes nothing");
  t.true(queue.putOwn(frame("k"), 0, LENGTH));
  t.is(queue.drain(), 0);
  t.true(queue.putOwn(frame("l"), 0, LENGTH));
  port.room = 100;
  queue.drain();
  t.is(port.frames(), "klp");
});

test("two frames of the link protocol fit, whatever has to be escaped, and a third does not", (t) => {
  const { port, queue } = setUp();
  const flags = new Uint8Array(LENGTH).fill(0x7e);
  t.true(queue.putOwn(flags, 0, LENGTH));
  t.true(queue.putOwn(flags, 0, LENGTH));
  t.false(queue.putOwn(frame("k"), 0, LENGTH));
  port.room = 1000;
  queue.drain();
  t.is(port.frames(), "~~");
  t.true(queue.putOwn(frame("k"), 0, LENGTH), "there is room again when both have left");
});

test("the buffers are as long as the worst case and no longer", (t) => {
  const framer = new OctetFramer(new NoFcs(), 0);
  const queue = queueOf(new CountedPort(), framer, roomFor(framer));
  const flags = new Uint8Array(LENGTH).fill(0x7e);
  t.true(queue.putOwn(flags, 0, LENGTH));
  t.true(queue.putOwn(flags, 0, LENGTH));
  t.false(queue.putOwn(flags, 0, 0));
});

test("clear forgets a frame of the link protocol that has begun", (t) => {
  const { port, queue } = setUp();
  queue.putOwn(frame("k"), 0, LENGTH);
  port.room = 5;
  queue.drain();
  queue.clear();
  queue.putOwn(frame("l"), 0, LENGTH);
  port.room = 100;
  queue.drain();
  t.is(port.frames(), "!l");
});

test("one packet at a time", (t) => {
  const { port, queue } = setUp();
  t.true(queue.packetFree);
  queue.putPacket(frame("p"), 0, LENGTH);
  t.false(queue.packetFree);
  port.room = 9;
  queue.drain();
  t.false(queue.packetFree);
  port.room = 100;
  queue.drain();
  t.true(queue.packetFree);
  t.is(port.frames(), "p");
});

test("clear forgets all, and what follows is whole", (t) => {
  const { port, queue } = setUp();
  queue.putPacket(frame("p"), 0, LENGTH);
  port.room = 5;
  queue.drain();
  queue.putOwn(frame("k"), 0, LENGTH);
  queue.clear();
  port.room = 100;
  t.is(queue.drain(), 0);
  queue.putOwn(frame("l"), 0, LENGTH);
  queue.putPacket(frame("q"), 0, LENGTH);
  queue.drain();
  // The torn frame costs itself alone: a receiver discards it at the next flag.
  t.is(port.frames(), "!lq");
});

test("a port that takes any number of octets at a time never tears, mixes or loses a frame", (t) => {
  const step = fc.oneof(fc.constant("own" as const), fc.constant("packet" as const), fc.integer({ min: 0, max: 25 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { port, queue } = setUp();
      let own = 0;
      let packets = 0;
      for (const what of steps) {
        if (what === "own") own += queue.putOwn(frame("k"), 0, LENGTH) ? 1 : 0;
        else if (what === "packet" && queue.packetFree) {
          queue.putPacket(frame("p"), 0, LENGTH);
          packets++;
        } else if (typeof what === "number") {
          port.room = what;
          queue.drain();
          if (port.room > 0 && !queue.packetFree) return false;
        }
      }
      port.room = 1000;
      queue.drain();
      const sent = port.frames();
      return sent.split("k").length - 1 === own && sent.split("p").length - 1 === packets && !sent.includes("!");
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test("a frame of the link protocol too long for its part goes where a packet does, if that is free", (t) => {
  const port = new CountedPort();
  const framed = FRAMER.framedLength(LENGTH);
  const queue = queueOf(port, FRAMER, { frame: 60, own: 2 * framed, packet: FRAMER.framedLength(60) });
  const long = new Uint8Array(60).fill("l".charCodeAt(0));
  queue.putPacket(frame("p"), 0, LENGTH);
  t.false(queue.putOwn(long, 0, 60), "the place is taken");
  t.true(queue.putOwn(frame("k"), 0, LENGTH));
  port.room = 1_000;
  queue.drain();
  t.true(queue.putOwn(long, 0, 60));
  t.false(queue.packetFree);
  t.true(queue.putOwn(frame("k"), 0, LENGTH), "the others have their own place");
  t.false(queue.putOwn(new Uint8Array(61), 0, 61), "longer than anything");
  queue.drain();
  t.is(port.frames(), "kpkll");
  t.true(queue.packetFree);
});

test("frames in another way from a change on, and nothing of before", (t) => {
  const { port, queue } = setUp();
  queue.putOwn(frame("k"), 0, LENGTH);
  queue.putPacket(frame("p"), 0, LENGTH);
  queue.use(new OctetFramer(new NoFcs(), 0));
  port.room = 1_000;
  t.is(queue.drain(), 0);
  queue.putOwn(frame("m"), 0, LENGTH);
  queue.drain();
  t.deepEqual(port.octets, [0x7e, ...frame("m"), 0x7e]);
});
