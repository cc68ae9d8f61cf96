import test from "ava";
import { readIp, readTcp } from "../../../emulator/chips/w5500/packets";
import { TcpState } from "../../../src/drivers/w5500/tcp-socket";
import type { W5500TcpSocketOptions } from "../../../src/drivers/w5500/tcp-socket";
import { LEFT, NOBODY, RIGHT, TcpEndpoint, W5500Pair } from "../../support/w5500-pair";

function pair(options: Partial<W5500TcpSocketOptions> = {}) {
  const made = new W5500Pair();
  const left = new TcpEndpoint(made.left, 1, options);
  const right = new TcpEndpoint(made.right, 1);
  made.start();
  return { pair: made, left, right };
}

/** Connected, with what led there told. */
function connected(options: Partial<W5500TcpSocketOptions> = {}) {
  const all = pair(options);
  all.right.socket.listen(80);
  all.pair.pass(20);
  all.left.socket.connect(RIGHT, 80, 1000);
  all.pair.pass(100);
  all.left.told();
  all.right.told();
  return all;
}

/** Segments that carry nothing new, as `from sequence`: keepalives and their answers are among them. */
const segments = (p: W5500Pair) =>
  p.hub.frames.flatMap((frame) => {
    const packet = readIp(frame);
    const segment = packet && readTcp(packet);
    return segment ? [{ from: packet.source, ...segment }] : [];
  });

test("listen, connect, send both ways, close", (t) => {
  const { pair: p, left, right } = pair();
  t.true(right.socket.listen(80));
  p.pass(20);
  t.is(right.socket.state, TcpState.Listening);
  t.true(left.socket.connect(RIGHT, 80, 1000));
  t.false(left.socket.connect(RIGHT, 80, 1000), "it is in use");
  p.pass(100);
  t.deepEqual([left.told(), right.told()], [["connected"], ["connected"]]);
  const data = Uint8Array.from({ length: 600 }, (_, i) => i & 0xff);
  t.is(left.socket.send(data, 0, 600), 512);
  t.is(left.socket.send(data, 512, 600), 0, "one piece at a time");
  p.pass(50);
  t.deepEqual(left.told(), ["sent"]);
  t.is(left.socket.send(data, 512, 600), 88);
  t.is(right.socket.send(data, 0, 3), 3);
  p.pass(50);
  t.deepEqual(right.octets, [...data]);
  t.deepEqual(left.octets, [0, 1, 2]);
  left.told();
  right.told();
  left.socket.close();
  p.pass(100);
  t.deepEqual([left.told(), right.told()], [["closed"], ["closed by peer"]]);
  t.true(right.socket.listen(80));
  p.pass(20);
  t.true(left.socket.connect(RIGHT, 80, 1001), "and anew");
  p.pass(100);
  t.deepEqual([left.told(), right.told()], [["connected"], ["connected"]]);
});

test("100 KB each way, over the ends of the buffers, with every seventh frame lost", (t) => {
  const { pair: p, left, right } = connected({ longest: 1460 });
  let count = 0;
  p.hub.passes = () => ++count % 7 !== 0;
  const data = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) >> 3);
  const sent = [0, 0];
  for (let i = 0; i < 20_000 && (right.octets.length < data.length || left.octets.length < data.length); i++) {
    sent[0]! += left.socket.send(data, sent[0]!, data.length);
    sent[1]! += right.socket.send(data, sent[1]!, data.length);
    p.pass(20);
  }
  t.deepEqual(Uint8Array.from(right.octets), data);
  t.deepEqual(Uint8Array.from(left.octets), data);
});

test("nobody listens: reset; nobody is there: timed out", (t) => {
  // A socket for frames would get the segment: the host might have a TCP of its own.
  const refusing = new W5500Pair();
  const left = new TcpEndpoint(refusing.left, 1);
  refusing.right.driver.attach(null as never);
  refusing.start();
  left.socket.connect(RIGHT, 81, 1000);
  refusing.pass(600);
  t.deepEqual(left.told(), ["reset"]);
  left.socket.connect(NOBODY, 80, 1000);
  refusing.pass(2500);
  t.deepEqual(left.told(), ["timed out"], "ARP");
  t.true(left.socket.connect(RIGHT, 81, 1000));
});

test("data without an answer: timed out after what RTR and RCR add up to, 31.8 s by default", (t) => {
  const { pair: p, left } = connected();
  p.hub.passes = () => false;
  left.socket.send(new Uint8Array(1), 0, 1);
  p.pass(31_700);
  t.deepEqual(left.told(), []);
  p.pass(700);
  t.deepEqual(left.told(), ["timed out"]);
});

// --- keepalives (W5500 datasheet v1.0.9, page 57)

test("automatic keepalives come every 5 s, but only after data has gone one way or the other", (t) => {
  const { pair: p, left, right } = connected({ keepalive: 5000 });
  p.hub.frames.length = 0;
  p.pass(60_000);
  t.deepEqual(segments(p), [], "the connection was made, and nothing sent");
  t.false(left.socket.keepaliveWorks);
  right.socket.send(Uint8Array.of(1), 0, 1);
  p.pass(100);
  t.true(left.socket.keepaliveWorks);
  p.hub.frames.length = 0;
  p.pass(50_000);
  const probes = segments(p).filter(({ from }) => from === LEFT);
  t.is(probes.length, 10);
  t.true(probes.every(({ data }) => data.length === 1));
  t.is(segments(p).length, 20, "each is answered");
  t.deepEqual(left.told(), []);
  p.hub.passes = () => false;
  p.pass(40_000);
  t.deepEqual(left.told(), ["timed out"]);
});

test("a keepalive by hand: not before data has moved, not where the chip sends them itself", (t) => {
  const automatic = connected({ keepalive: 10_000 });
  automatic.left.socket.send(Uint8Array.of(1), 0, 1);
  automatic.pair.pass(100);
  t.true(automatic.left.socket.keepaliveWorks);
  t.false(automatic.left.socket.sendKeepalive(), "the chip would ignore it");

  const { pair: p, left } = connected();
  t.false(left.socket.sendKeepalive(), "the chip would ignore it");
  left.socket.send(Uint8Array.of(1), 0, 1);
  p.pass(100);
  p.hub.frames.length = 0;
  t.true(left.socket.sendKeepalive());
  p.pass(100);
  const [probe, answer] = segments(p);
  t.is(probe!.from, LEFT);
  t.is(probe!.sequence, (answer!.acknowledgement - 1) >>> 0, "an octet that the peer has had");
  t.is(segments(p).length, 2);
  t.deepEqual(left.told(), ["sent"]);
});

test("a keepalive to a peer that knows nothing of the connection any more: reset", (t) => {
  const { pair: p, left } = connected({ keepalive: 5000 });
  left.socket.send(Uint8Array.of(1), 0, 1);
  p.pass(100);
  p.right.driver.stop(p.right.now);
  p.right.chip.reset();
  p.right.chip.select();
  for (const octet of [0x00, 0x09, 0x04, 2, 0, 0, 0, 0, 2, 10, 0, 0, 2]) p.right.chip.exchange(octet);
  p.right.chip.deselect();
  left.told();
  p.pass(6000);
  t.deepEqual(left.told(), ["reset"]);
});

test("the chip is lost under way: told, and the socket can be used again when it is back", (t) => {
  const { pair: p, left, right } = connected();
  p.left.bus.cut = 1;
  p.pass(500);
  t.deepEqual(left.told(), ["chip lost"]);
  t.false(left.socket.connect(RIGHT, 80, 1001), "there is no chip");
  p.left.bus.cut = null;
  p.pass(3000);
  right.socket.close();
  p.pass(40_000);
  right.socket.listen(80);
  p.pass(50);
  t.true(left.socket.connect(RIGHT, 80, 1001));
  p.pass(100);
  t.deepEqual(left.told(), ["connected"]);
});

test("a keepalive that the chip can't have is refused", (t) => {
  const made = new W5500Pair();
  t.throws(() => new TcpEndpoint(made.left, 1, { keepalive: 7000 }), {
    instanceOf: RangeError,
    message: "W5500 TCP: keepalive is 7000: it must be a multiple of 5000 ms",
  });
  t.throws(() => new TcpEndpoint(made.left, 1, { keepalive: 1_280_000 }), {
    instanceOf: RangeError,
    message: "W5500 TCP: keepalive is 1280000: it must be a whole number from 0 to 1275000 ms",
  });
});
