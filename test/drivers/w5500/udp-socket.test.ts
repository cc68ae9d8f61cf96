import test from "ava";
import { readUdp, readIp } from "../../../emulator/chips/w5500/packets";
import { W5500UdpSocket } from "../../../src/drivers/w5500/udp-socket";
import { NatKeepalive, NatKeepaliveCounter } from "../../../src/keepalive/nat-keepalive";
import { NAT_TRAVERSAL_TIMERS, NatTraversal } from "../../../src/link/nat-traversal";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { W5500Counter } from "../../../src/drivers/w5500/counters";
import { LEFT, NOBODY, RIGHT, UdpEnd, W5500Pair } from "../../support/w5500-pair";

function pair() {
  const made = new W5500Pair();
  const left = new UdpEnd(made.left, 1, 4500);
  const right = new UdpEnd(made.right, 3, 4500, 100);
  made.start();
  return { pair: made, left, right };
}

test("a datagram goes from one chip to the other, after ARP has found it", (t) => {
  const { pair: p, left, right } = pair();
  t.true(left.socket.send(Uint8Array.of(9, 0xff, 9), 1, 2, RIGHT, 4500));
  t.false(left.socket.send(new Uint8Array(1), 0, 1, RIGHT, 4500), "one at a time");
  p.pass(20);
  t.regex(left.log.join(), /^1\d\d sent$/);
  t.deepEqual(right.log, ["a000001:4500 ff (1)"]);
  const types = p.hub.frames.map((frame) => ((frame[12]! << 8) | frame[13]!).toString(16));
  t.deepEqual(types, ["806", "806", "800"], "ARP request and reply, then IPv4");
  const packet = readIp(p.hub.frames[2]!)!;
  t.is(packet.source, LEFT);
  t.deepEqual(readUdp(packet), { sourcePort: 4500, destinationPort: 4500, data: Uint8Array.of(0xff) });
});

test("datagrams do not reach the listener for frames; other frames still do", (t) => {
  const { pair: p, left, right } = pair();
  p.right.told();
  left.socket.send(Uint8Array.of(1), 0, 1, RIGHT, 4500);
  p.pass(20);
  t.is(right.log.length, 1);
  t.is(p.right.told().length, 1, "the ARP request, a broadcast");
});

test("nobody answers ARP: not sent, after RTR * (RCR + 1)", (t) => {
  const { pair: p, left } = pair();
  left.socket.send(Uint8Array.of(1), 0, 1, NOBODY, 4500);
  p.pass(1790);
  t.deepEqual(left.log, []);
  p.pass(30);
  t.regex(left.log.join(), /^19\d\d not sent$/);
  t.is(p.left.driver.counters[W5500Counter.DatagramsNotSent], 1);
  t.true(left.socket.send(Uint8Array.of(1), 0, 1, RIGHT, 4500), "the next one goes");
  p.pass(20);
  t.regex(left.log[1]!, /sent$/);
});

test("datagrams of all lengths; one that is longer than the buffer is left out and counted", (t) => {
  const { pair: p, left, right } = pair();
  for (const length of [1, 99, 100, 101, 1472, 8]) {
    t.true(left.socket.send(new Uint8Array(1472).fill(length), 0, length, RIGHT, 4500));
    p.pass(30);
  }
  t.deepEqual(
    right.log.map((line) => line.replace(/^.*\(/, "(")),
    ["(1)", "(99)", "(100)", "(8)"],
  );
  t.is(p.right.driver.counters[W5500Counter.DatagramsTooLong], 2);
  t.is(p.right.driver.counters[W5500Counter.BadLengths], 0);
});

test("a datagram under way when the link goes, or the chip is reset, is told as not sent", (t) => {
  for (const act of [(p: W5500Pair) => (p.hub.linkUp = false), (p: W5500Pair) => p.left.chip.reset()]) {
    const { pair: p, left } = pair();
    left.socket.send(Uint8Array.of(1), 0, 1, NOBODY, 4500);
    p.pass(10);
    act(p);
    p.pass(1000);
    t.regex(left.log.join(), /^\d+ not sent$/);
    p.hub.linkUp = true;
    p.pass(1000);
    t.true(left.socket.send(Uint8Array.of(1), 0, 1, RIGHT, 4500));
    p.pass(30);
    t.regex(left.log[1]!, / sent$/);
  }
});

test("an option out of its range, a socket that is taken and memory that is gone are refused", (t) => {
  const made = new W5500Pair();
  new UdpEnd(made.left, 1, 4500);
  t.throws(() => new UdpEnd(made.left, 1, 4501), { message: "W5500: socket 1 is taken: choose another" });
  t.throws(() => new UdpEnd(made.left, 0, 4501), { message: "W5500: socket 0 is taken: choose another" });
  t.throws(() => new UdpEnd(made.left, 2, 0), {
    message: "W5500 UDP: port is 0: it must be a whole number from 1 to 65535",
  });
  for (const socket of [2, 3, 4]) new UdpEnd(made.left, socket, 4500);
  t.throws(() => new UdpEnd(made.left, 5, 4500), {
    message: "W5500: socket 5 asks for 2 KB: of the chip's 16 KB 0 are left",
  });
});

test("NAT keepalives go through the socket; one that no station answers for is tried again", (t) => {
  const p = new W5500Pair();
  const port = new W5500UdpSocket({ chip: p.left.driver, socket: 1, port: 4500 });
  const right = new UdpEnd(p.right, 2, 4500);
  const scheduler = new Scheduler(NAT_TRAVERSAL_TIMERS);
  const keepalive = new NatKeepalive({ interval: 5_000, forced: true });
  const traversal = new NatTraversal({ port, scheduler, keepalive, peerAddress: RIGHT });
  port.attach(traversal);
  p.start();
  traversal.start(p.left.now);
  const pass = (milliseconds: number) => {
    for (let i = 0; i < milliseconds; i += 20) {
      scheduler.run(p.left.now);
      p.pass(20);
    }
  };
  pass(11_000);
  t.deepEqual(right.log, ["a000001:4500 ff (1)", "a000001:4500 ff (1)", "a000001:4500 ff (1)"]);
  traversal.setPeer(NOBODY, 4500, p.left.now);
  pass(4_000);
  const failed = keepalive.counters[NatKeepaliveCounter.NotSent]!;
  t.true(failed >= 1 && failed <= 3, `${failed}`);
  t.is(keepalive.counters[NatKeepaliveCounter.Sent], 3);
});
