import test from "ava";
import { Fault, FaultPort } from "../../../emulator/bench/fault-port";
import { Fcs16 } from "../../../src/framing/fcs";
import { OctetFraming } from "../../../src/framing/octet-framing";
import { VirtualPort, VirtualTime } from "../../support/virtual-time";
import { framed } from "../../support/framing";

function make() {
  const time = new VirtualTime();
  const port = new VirtualPort(time.loop);
  const sent: [at: number, text: string][] = [];
  port.sent = (bytes) => sent.push([time.now(), bytes.toString("latin1")]);
  const faults = new FaultPort(port, time);
  const write = (text: string) => faults.write(Buffer.from(text, "latin1"), 0, text.length);
  return { time, port, sent, faults, write };
}

test("without a fault all passes, but the modem lines", (t) => {
  const { faults, port, sent, write } = make();
  t.is(write("one"), 3);
  faults.setModemLines();
  t.deepEqual(sent, [[0, "one"]]);
  t.deepEqual(port.driven, []);
  t.is(faults.hits, 0);
});

test("what is dropped is taken, counted and lost", (t) => {
  const { faults, sent, write } = make();
  faults.inject(Fault.Drop);
  t.is(write("one"), 3);
  t.is(faults.hits, 1);
  faults.inject(Fault.None);
  write("two");
  t.deepEqual(sent, [[0, "two"]]);
});

test("a damaged frame has one wrong bit, its flags, and a wrong FCS", (t) => {
  const { faults, port } = make();
  const framing = new OctetFraming(new Fcs16(), 0);
  for (let octet = 0; octet < 256; octet++) {
    const payload = Uint8Array.from({ length: 20 }, (_, i) => octet + 13 * i);
    const frame = framed(framing.createFramer(), payload);
    let damaged: Uint8Array = new Uint8Array(0);
    port.sent = (bytes) => (damaged = bytes);
    faults.inject(Fault.Corrupt);
    faults.write(frame, 0, frame.length);
    const flipped = [...damaged].filter((value, i) => value !== frame[i]);
    t.is(damaged.length, frame.length);
    t.is(flipped.length, 1);
    let good = 0;
    const deframer = framing.createDeframer(100);
    deframer.attach({ frameReceived: () => good++, frameDiscarded: () => {} });
    deframer.push(damaged, 0, damaged.length, 0);
    t.is(good, 0);
  }
});

test("what is delayed keeps its order, and what comes behind it waits", async (t) => {
  const { faults, sent, time, write } = make();
  faults.inject(Fault.Delay, 500);
  write("one");
  await time.run(time.wait(100));
  write("two");
  faults.inject(Fault.None);
  await time.run(time.wait(100));
  write("three");
  await time.run(time.wait(1000));
  t.deepEqual(sent, [
    [500, "one"],
    [600, "two"],
    [600, "three"],
  ]);
});

test("a port that is full gets the rest when it has room", async (t) => {
  const { faults, port, sent, time, write } = make();
  let room = 2;
  const take = port.write.bind(port);
  port.write = (bytes, start, end) => {
    const taken = Math.min(room, end - start);
    room -= taken;
    return taken === 0 ? 0 : take(bytes, start, start + taken);
  };
  faults.inject(Fault.Delay, 10);
  write("abcd");
  await time.run(time.wait(20));
  room = 10;
  faults.drain();
  t.deepEqual(
    sent.map(([, text]) => text),
    ["ab", "cd"],
  );
});
