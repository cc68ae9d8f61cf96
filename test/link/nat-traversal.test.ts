import test from "ava";
import fc from "fast-check";
import { NatKeepalive, NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import type { NatKeepaliveOptions } from "../../src/keepalive/nat-keepalive";
import { NAT_TRAVERSAL_TIMERS, NatTraversal, NatTraversalCounter } from "../../src/link/nat-traversal";
import type { NatTraversalListener } from "../../src/link/nat-traversal";
import { Scheduler } from "../../src/scheduler/scheduler";
import { FakeDatagramPort } from "../support/datagram-port";
import { isakmp } from "../support/nat-t";
import { ip } from "../support/slarp";

const PEER = ip("192.0.2.1");
const OTHER = ip("192.0.2.9");
const ESP = [0xc0, 0xff, 0xee, 1, 0, 0, 0, 1, 1, 2, 3, 4];

/** Port 4500 with a fake socket below it, and time that goes from one wake-up to the next. */
class Bench implements NatTraversalListener {
  readonly port = new FakeDatagramPort();
  readonly scheduler = new Scheduler(NAT_TRAVERSAL_TIMERS);
  readonly traversal: NatTraversal;
  readonly log: string[] = [];
  /** When keepalives were told to have left. */
  readonly left: number[] = [];
  now = 0;

  constructor(options: NatKeepaliveOptions = { forced: true }) {
    this.traversal = new NatTraversal({
      port: this.port,
      scheduler: this.scheduler,
      keepalive: new NatKeepalive(options),
      peerAddress: PEER,
      listener: this,
    });
    this.port.attach(this.traversal);
  }

  /** Goes on to `now`; what is sent leaves in the same moment unless the port holds it. */
  until(now: number): this {
    for (;;) {
      const delay = this.scheduler.delay(this.now);
      if (delay < 0 || this.now + delay > now) break;
      this.now += delay;
      this.scheduler.run(this.now);
      if (!this.port.holds) this.port.settle(true, this.now);
    }
    this.now = now;
    return this;
  }

  send(octets: number[], address: number, port = 4500): boolean {
    const bytes = Uint8Array.of(9, ...octets, 9);
    const taken = this.traversal.send(bytes, 1, bytes.length - 1, address, port, this.now);
    if (!this.port.holds) this.port.settle(true, this.now);
    return taken;
  }

  arrive(octets: number[], address = PEER, port = 4500): this {
    this.port.arrive(octets, address, port, this.now);
    return this;
  }

  ikeReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number): void {
    this.log.push(`ike ${end - start} from ${address === PEER ? "peer" : "other"}:${port}, first ${bytes[start]}`);
  }

  espReceived(bytes: Uint8Array, start: number, end: number): void {
    this.log.push(`esp ${end - start}, first ${bytes[start]}`);
  }

  datagramSent(sent: boolean): void {
    this.log.push(sent ? "sent" : "not sent");
  }

  keepaliveSent(now: number): void {
    this.left.push(now);
  }

  probeWanted(gap: number): boolean {
    this.log.push(`probe wanted after ${gap}`);
    return false;
  }
}

test("keepalives go to the peer, one octet each", (t) => {
  const bench = new Bench();
  bench.traversal.start(0);
  bench.until(45_000);
  t.deepEqual(bench.port.told(), ["c0000201:4500 ff", "c0000201:4500 ff", "c0000201:4500 ff"]);
  t.deepEqual(bench.log, []);
  t.deepEqual(bench.left, [0, 20_000, 40_000]);
  bench.traversal.stop();
  t.is(bench.scheduler.armed, 0);
});

test("without a peer none is sent; a new peer gets one at once", (t) => {
  const bench = new Bench();
  bench.traversal.setPeer(0, 4500, 0);
  bench.traversal.start(0);
  bench.until(50_000);
  t.deepEqual(bench.port.told(), []);
  bench.traversal.setPeer(OTHER, 1024, 50_000);
  bench.until(50_000);
  t.deepEqual(bench.port.told(), ["c0000209:1024 ff"]);
  bench.traversal.setPeer(OTHER, 1024, 55_000);
  bench.until(69_999);
  t.deepEqual(bench.port.told(), []);
});

test("what goes to the peer spares a keepalive, what goes to others or to another port does not", (t) => {
  const bench = new Bench();
  bench.traversal.start(0);
  bench.until(15_000).port.told();
  t.true(bench.send(ESP, OTHER));
  t.true(bench.send(ESP, PEER, 500));
  bench.until(20_000);
  t.deepEqual(bench.port.told().slice(2), ["c0000201:4500 ff"]);
  bench.until(35_000);
  t.true(bench.send(ESP, PEER));
  bench.port.told();
  bench.until(54_999);
  t.deepEqual(bench.port.told(), []);
  bench.until(55_000);
  t.deepEqual(bench.port.told(), ["c0000201:4500 ff"]);
  t.deepEqual(bench.log, ["sent", "sent", "sent"]);
  t.is(bench.traversal.counters[NatTraversalCounter.Sent], 3);
});

test("a datagram that did not leave spares nothing", (t) => {
  const bench = new Bench();
  bench.traversal.start(0);
  bench.until(15_000).port.told();
  bench.port.holds = true;
  t.true(bench.send(ESP, PEER));
  t.false(bench.send(ESP, PEER), "one at a time");
  bench.port.settle(false, 17_000);
  bench.port.holds = false;
  bench.until(20_000);
  t.is(bench.port.told().at(-1), "c0000201:4500 ff");
  t.deepEqual(bench.log, ["not sent"]);
  t.is(bench.traversal.counters[NatTraversalCounter.NotSent], 1);
});

test("a keepalive that did not leave is not told, nor one that left for who was the peer before", (t) => {
  const bench = new Bench();
  bench.port.holds = true;
  bench.traversal.start(0);
  bench.until(0);
  bench.port.settle(false, 10);
  bench.until(110).port.settle(true, 115);
  t.deepEqual(bench.left, [115]);
  bench.until(20_110);
  bench.traversal.setPeer(OTHER, 4500, 20_110);
  bench.port.settle(true, 20_120);
  t.deepEqual(bench.left, [115]);
  t.is(bench.port.told().length, 3);
});

test("a keepalive waits for a datagram that is leaving, and is spared when that has left for the peer", (t) => {
  const bench = new Bench();
  bench.traversal.start(0);
  bench.until(19_900).port.told();
  bench.port.holds = true;
  t.true(bench.send(ESP, PEER));
  bench.until(20_150);
  t.is(bench.traversal.keepalive.counters[NatKeepaliveCounter.NotSent], 2);
  bench.port.settle(true, 20_150);
  bench.port.holds = false;
  bench.until(39_899);
  t.is(bench.port.told().length, 1);
  bench.until(39_900);
  t.deepEqual(bench.port.told(), ["c0000201:4500 ff"], "counted from when it was taken");
});

test("what was leaving for the peer before says nothing of the new one", (t) => {
  for (const send of [(bench: Bench) => bench.until(20_000), (bench: Bench) => bench.send(ESP, PEER)]) {
    const bench = new Bench();
    bench.traversal.start(0);
    bench.until(19_000).port.told();
    bench.port.holds = true;
    send(bench);
    bench.traversal.setPeer(OTHER, 4500, 21_000);
    bench.port.told();
    bench.port.settle(true, 21_000);
    bench.port.holds = false;
    bench.until(21_000);
    t.deepEqual(bench.port.told(), ["c0000209:4500 ff"]);
  }
});

test("what arrives is told apart: IKE without its marker, ESP, keepalives and junk, which are counted", (t) => {
  const bench = new Bench();
  bench.arrive([0, 0, 0, 0, ...isakmp(40)]).arrive(ESP);
  bench.arrive([0xff]).arrive([0xff], OTHER, 77);
  bench
    .arrive([])
    .arrive([0])
    .arrive([0, 0, 0, 0])
    .arrive([0, 0, 0, 0, ...isakmp(40, 41)])
    .arrive(isakmp(28).slice(0, 11));
  t.deepEqual(bench.log, ["ike 40 from peer:4500, first 90", "esp 12, first 192"]);
  const { counters, keepalive } = bench.traversal;
  t.is(keepalive.counters[NatKeepaliveCounter.Received], 2);
  t.deepEqual([...counters], [1, 1, 5, 0, 0]);
  t.deepEqual(bench.port.told(), [], "nothing is answered");
});

test("without a listener everything is counted all the same", (t) => {
  const port = new FakeDatagramPort();
  const scheduler = new Scheduler(NAT_TRAVERSAL_TIMERS);
  const traversal = new NatTraversal({ port, scheduler, keepalive: new NatKeepalive({}) });
  port.attach(traversal);
  port.arrive([0, 0, 0, 0, ...isakmp(40)], PEER, 4500, 0);
  port.arrive(ESP, PEER, 4500, 0);
  t.deepEqual([...traversal.counters], [1, 1, 0, 0, 0]);
  t.true(traversal.send(Uint8Array.from(ESP), 0, 12, PEER, 4500, 0));
  port.settle(true, 0);
  t.is(traversal.counters[NatTraversalCounter.Sent], 1);
});

test("a device that slept asks for a probe when it wakes", (t) => {
  const bench = new Bench();
  bench.traversal.start(0);
  bench.until(20_000);
  bench.now = 4_000_000;
  bench.until(4_000_000);
  t.deepEqual(bench.log, ["probe wanted after 3980000"]);
});

test("a wake-up of another timer takes the keepalive along, within its slack", (t) => {
  const scheduler = new Scheduler(NAT_TRAVERSAL_TIMERS + 1);
  const port = new FakeDatagramPort();
  const keepalive = new NatKeepalive({ forced: true, slack: 5_000 });
  const traversal = new NatTraversal({ port, scheduler, keepalive, peerAddress: PEER });
  port.attach(traversal);
  const other = scheduler.register({ wake: (_kind, now) => scheduler.arm(other, now + 9_000) }, 0, 0);
  scheduler.arm(other, 9_000);
  traversal.start(0);
  const wakes: number[] = [];
  for (let now = 0; now <= 36_000; now += scheduler.delay(now)) {
    scheduler.run(now);
    port.settle(true, now);
    wakes.push(now);
  }
  t.deepEqual(wakes, [0, 9_000, 18_000, 27_000, 36_000]);
  t.is(keepalive.counters[NatKeepaliveCounter.Sent], 3, "at 0, 18 and 36 s");
  t.is(keepalive.counters[NatKeepaliveCounter.Early], 2);
});

test("a peer's port out of range is refused", (t) => {
  const scheduler = new Scheduler(NAT_TRAVERSAL_TIMERS);
  const options = { port: new FakeDatagramPort(), scheduler, keepalive: new NatKeepalive({}) };
  for (const peerPort of [0, 65536, 4500.5]) {
    t.throws(() => new NatTraversal({ ...options, peerPort }), {
      instanceOf: RangeError,
      message: `NAT-T: peer's port is ${peerPort}: it must be a whole number from 1 to 65535`,
    });
  }
});

test("a million spoofed and oversized datagrams are counted, and nothing else happens", (t) => {
  const bench = new Bench({});
  bench.traversal.start(0);
  const { counters, keepalive } = bench.traversal;
  const bytes = new Uint8Array(66_000);
  const random = fc.sample(fc.uint8Array({ minLength: 64, maxLength: 64 }), { numRuns: 500, seed: 4500 });
  const lengths = [0, 1, 1, 2, 4, 11, 12, 31, 32, 33, 60, 1472, 1473, 9_000, 65_507, 66_000];
  let offered = 0;
  for (let i = 0; i < 1_000_000; i++) {
    if (i % 50 === 0) bytes.set(random[(i / 50) % random.length]!);
    bytes[i & 63] = i;
    const kind = i % 3;
    if (kind === 0) bytes.fill(0, 0, 4).fill(0, 28, (i & 31) > 8 ? 31 : 28);
    else if (kind === 1) bytes[0] = 0xff;
    bench.log.length = 0;
    bench.traversal.datagramReceived(bytes, 0, lengths[i % lengths.length]!, i * 7919, i & 0xffff, i);
    offered++;
  }
  const kinds = [NatTraversalCounter.IkeReceived, NatTraversalCounter.EspReceived, NatTraversalCounter.Junk];
  const counted = kinds.map((kind) => counters[kind]!);
  const keepalives = keepalive.counters[NatKeepaliveCounter.Received]!;
  t.is(counted.reduce((all, one) => all + one) + keepalives, offered);
  for (const count of [...counted, keepalives]) t.true(count > 1_000, `${counted.join()}, ${keepalives}`);
  t.deepEqual(bench.port.told(), []);
  t.is(bench.scheduler.armed, 0);
  t.is([...counters, ...keepalive.counters].filter((count) => count !== 0).length, 4, "no other counter");
});
