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
import { framed } from "../support/framing";

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

/** Two frames of the link protocol, and a packet. */
const ROOM: TransmitRoom = { frame: LENGTH, own: LENGTH, ownFrames: 2 };

/** A queue to which frames are given as octets of their own. */
class Filled extends TransmitQueue {
  constructor(port: SerialPort, framer: Framer, room: TransmitRoom) {
    super(port, framer, room, new Uint8Array(transmitMemory(room)));
  }

  own(frame: Uint8Array): boolean {
    const fits = this.reserve(frame.length);
    if (fits) this.octets.set(frame, this.offset);
    const taken = this.putOwn(frame.length);
    if (taken !== fits) throw new Error(`reserve says ${fits}, putOwn ${taken}`);
    return taken;
  }

  packet(frame: Uint8Array): void {
    this.octets.set(frame, 0);
    this.putPacket(frame.length);
  }
}

function queueOf(port: SerialPort, room: TransmitRoom = ROOM): Filled {
  return new Filled(port, new OctetFramer(new Fcs16(), 0), room);
}

function setUp(): { port: CountedPort; queue: Filled } {
  const port = new CountedPort();
  return { port, queue: queueOf(port) };
}

test("a packet that has begun is finished, then the link protocol's frames go first", (t) => {
  const { port, queue } = setUp();
  queue.packet(frame("p"));
  port.room = 3;
  t.is(queue.drain(), 3);
  t.true(queue.own(frame("k")));
  port.room = 100;
  queue.drain();
  t.is(port.frames(), "pk");
});

test("a packet that has not begun waits for the link protocol's frames", (t) => {
  const { port, queue } = setUp();
  queue.packet(frame("p"));
  t.is(queue.drain(), 0, "the port takes nothing");
  t.true(queue.own(frame("k")));
  t.is(queue.drain(), 0);
  t.true(queue.own(frame("l")));
  port.room = 100;
  queue.drain();
  t.is(port.frames(), "klp");
});

test("two frames of the link protocol fit, whatever has to be escaped, and a third does not", (t) => {
  const { port, queue } = setUp();
  const flags = new Uint8Array(LENGTH).fill(0x7e);
  t.true(queue.own(flags));
  t.true(queue.own(flags));
  t.false(queue.own(frame("k")));
  port.room = 1000;
  queue.drain();
  t.is(port.frames(), "~~");
  t.true(queue.own(frame("k")), "there is room again when both have left");
});

test("clear forgets a frame of the link protocol that has begun", (t) => {
  const { port, queue } = setUp();
  queue.own(frame("k"));
  port.room = 5;
  queue.drain();
  queue.clear();
  queue.own(frame("l"));
  port.room = 100;
  queue.drain();
  t.is(port.frames(), "!l");
});

test("one packet at a time", (t) => {
  const { port, queue } = setUp();
  t.true(queue.packetFree);
  queue.packet(frame("p"));
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
  queue.packet(frame("p"));
  port.room = 5;
  queue.drain();
  queue.own(frame("k"));
  queue.clear();
  port.room = 100;
  t.is(queue.drain(), 0);
  queue.own(frame("l"));
  queue.packet(frame("q"));
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
        if (what === "own") own += queue.own(frame("k")) ? 1 : 0;
        else if (what === "packet" && queue.packetFree) {
          queue.packet(frame("p"));
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
  const queue = queueOf(port, { frame: 60, own: LENGTH, ownFrames: 2 });
  const long = new Uint8Array(60).fill("l".charCodeAt(0));
  queue.packet(frame("p"));
  t.false(queue.own(long), "the place is taken");
  t.true(queue.own(frame("k")));
  port.room = 1_000;
  queue.drain();
  t.true(queue.own(long));
  t.false(queue.packetFree);
  t.true(queue.own(frame("k")), "the others have their own place");
  t.false(queue.own(new Uint8Array(61)), "longer than anything");
  queue.drain();
  t.is(port.frames(), "kpkll");
  t.true(queue.packetFree);
});

test("a long packet leaves in pieces as it would whole, and a keepalive made meanwhile goes behind it", (t) => {
  const framer = new OctetFramer(new Fcs16(), 0);
  const payload = fc.array(fc.constantFrom(0x7e, 0x7d, 0x00, 0x41), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(payload, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (octets, rooms) => {
      const port = new CountedPort();
      const queue = queueOf(port, { frame: 400, own: LENGTH, ownFrames: 2 });
      const packet = Uint8Array.from(octets);
      queue.packet(packet);
      for (let i = 0; !queue.packetFree; i++) {
        port.room = rooms[i % rooms.length]!;
        queue.drain();
        if (i === 0 && !queue.packetFree) t.true(queue.own(frame("k")));
      }
      port.room = 100;
      queue.drain();
      const line = framed(framer, packet);
      t.deepEqual(port.octets.slice(0, line.length), [...line]);
      const behind = port.octets.slice(line.length);
      t.deepEqual(behind, behind.length === 0 ? [] : [...framed(framer, frame("k"))]);
    }),
  );
});

test("there is always room to make an own frame, and making it disturbs nothing that waits", (t) => {
  const { port, queue } = setUp();
  queue.packet(frame("p"));
  t.true(queue.own(frame("k")));
  t.true(queue.own(frame("l")));
  t.false(queue.own(frame("m")));
  t.true(queue.room >= LENGTH);
  queue.octets.fill(0x55, queue.offset, queue.offset + queue.room);
  port.room = 1_000;
  queue.drain();
  t.is(port.frames(), "klp");
});

test("a frame for which room was made and that was not put is in nobody's way", (t) => {
  const port = new CountedPort();
  const queue = queueOf(port, { frame: 60, own: LENGTH, ownFrames: 2 });
  t.true(queue.reserve(60));
  queue.packet(frame("p"));
  t.true(queue.own(frame("k")));
  t.true(queue.reserve(LENGTH));
  t.false(queue.reserve(60), "the packet's place is taken");
  t.true(queue.own(frame("l")));
  port.room = 1_000;
  queue.drain();
  t.is(port.frames(), "klp");
});

test("frames in another way from a change on, and nothing of before", (t) => {
  const { port, queue } = setUp();
  queue.own(frame("k"));
  queue.packet(frame("p"));
  queue.use(new OctetFramer(new NoFcs(), 0));
  port.room = 1_000;
  t.is(queue.drain(), 0);
  queue.own(frame("m"));
  queue.drain();
  t.deepEqual(port.octets, [0x7e, ...frame("m"), 0x7e]);
});
