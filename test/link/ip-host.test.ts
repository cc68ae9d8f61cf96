import test from "ava";
import fc from "fast-check";
import { Verdict } from "../../src/keepalive/machine";
import { PathCounter, PathProbe } from "../../src/keepalive/path-probe";
import { InterfaceCounter } from "../../src/link/counters";
import { IpCounter, IpHost } from "../../src/link/ip-host";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { A, B, Hosts } from "../support/hosts";
import { echoReply, echoRequest, icmpError, packet } from "../support/icmp";
import { Pair } from "../support/pair";
import { ip } from "../support/slarp";

const IPV4 = 0x0800;
const TARGET = "198.51.100.7";

const DATA = Uint8Array.of(1, 2, 3, 4, 5);
const REQUEST = echoRequest(0x1234, 7, DATA);

/** A pair that is up, and what became of a packet that arrived at `a`. */
class Bench extends Hosts {
  /** A packet that came from `b`, with other octets around it in its buffer. */
  arrives(bytes: Uint8Array, protocol = IPV4): this {
    const buffer = new Uint8Array(bytes.length + 16).fill(0xee);
    buffer.set(bytes, 9);
    this.a.packetReceived(protocol, buffer, 9, 9 + bytes.length, this.pair.a.clock);
    this.pair.for(10);
    return this;
  }

  /** What `a` sent to `b` since the last call. */
  get sent(): Uint8Array[] {
    return this.pair.b.packets.splice(0).map(([, bytes]) => bytes);
  }

  /** How many packets went on behind the host since the last call. */
  get passed(): number {
    return this.pair.a.packets.splice(0).length;
  }

  /** The counters that are not 0, by number. */
  get counted(): [IpCounter, number][] {
    return [...this.a.counters].map((count, i): [IpCounter, number] => [i, count]).filter(([, count]) => count !== 0);
  }
}

const started = () => new Bench().start().until(15_000) as Bench;

/** Requests of `b` to `a`, sent as packets of its interface. */
function pings(bench: Hosts, payload: Uint8Array): boolean {
  const bytes = packet({ source: B, destination: A, payload });
  return bench.pair.b.itf.send(IPV4, bytes, 0, bytes.length, bench.pair.b.clock);
}

// --- echo requests that are answered

test("an echo request to our address is answered with its data and type of service", (t) => {
  const bench = started();
  const request = {
    source: B,
    destination: A,
    payload: REQUEST,
    typeOfService: 0xb8,
    identification: 9,
    timeToLive: 1,
  };
  bench.arrives(packet(request));
  const payload = echoReply(0x1234, 7, DATA);
  t.deepEqual(bench.sent, [packet({ source: A, destination: B, payload, typeOfService: 0xb8, identification: 1 })]);
  t.is(bench.passed, 0);
  t.deepEqual(bench.counted, [
    [IpCounter.EchoRequests, 1],
    [IpCounter.RepliesSent, 1],
  ]);
});

test("an echo request from beyond the peer is answered to there", (t) => {
  const bench = started().arrives(packet({ source: TARGET, destination: A, payload: REQUEST }));
  t.deepEqual(bench.sent, [
    packet({ source: A, destination: TARGET, payload: echoReply(0x1234, 7, DATA), identification: 1 }),
  ]);
});

test("requests of any length up to the MTU; the identification counts packets", (t) => {
  const bench = started();
  for (let length = 0; length <= 100; length++) {
    const data = Uint8Array.from({ length }, (_, i) => i * 7);
    bench.arrives(packet({ source: B, destination: A, payload: echoRequest(1, length, data) }));
    const payload = echoReply(1, length, data);
    t.deepEqual(bench.sent, [packet({ source: A, destination: B, payload, identification: length + 1 })]);
  }
});

test("any request: the reply is the request with the addresses exchanged", (t) => {
  const bench = started();
  const number = fc.integer({ min: 0, max: 0xffff });
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(number, number, octet, octet, fc.uint8Array({ maxLength: 100 }), (...all) => {
      const [identifier, sequence, typeOfService, timeToLive, data] = all;
      const payload = echoRequest(identifier, sequence, data);
      bench.arrives(packet({ source: B, destination: A, payload, typeOfService, timeToLive }));
      const [reply, ...others] = bench.sent;
      const identification = new DataView(reply!.buffer, reply!.byteOffset).getUint16(4);
      const answer = echoReply(identifier, sequence, data);
      t.deepEqual(reply, packet({ source: A, destination: B, payload: answer, typeOfService, identification }));
      t.deepEqual(others, []);
    }),
  );
});

test("padding of the link behind a request is not returned", (t) => {
  const request = packet({ source: B, destination: A, payload: REQUEST });
  const bench = started().arrives(Uint8Array.of(...request, 0, 0, 0));
  t.deepEqual(
    bench.sent.map((bytes) => bytes.length),
    [request.length],
  );
});

test("a request that may not be fragmented is whole", (t) => {
  const bench = started().arrives(packet({ source: B, destination: A, payload: REQUEST, flagsOffset: 0x4000 }));
  t.is(bench.sent.length, 1);
});

// --- packets that are not answered: what is counted, and whether they go on

const request = { source: B, destination: A, payload: REQUEST };
const echoed = (counter: IpCounter): [IpCounter, number][] => [
  [IpCounter.EchoRequests, 1],
  [counter, 1],
];

function damaged(at: number, bytes = packet(request)): Uint8Array {
  bytes[at]! ^= 0x10;
  return bytes;
}

const UNANSWERED: [what: string, bytes: Uint8Array, counted: [IpCounter, number][], passed: number][] = [
  ["no octet at all", new Uint8Array(0), [[IpCounter.BadHeaders, 1]], 0],
  ["19 octets", packet(request).slice(0, 19), [[IpCounter.BadHeaders, 1]], 0],
  ["version 5", damaged(0), [[IpCounter.BadHeaders, 1]], 0],
  ["a packet cut off", packet(request).slice(0, -1), [[IpCounter.BadLengths, 1]], 0],
  ["a wrong header checksum", damaged(8), [[IpCounter.BadChecksums, 1]], 0],
  ["another address", packet({ ...request, destination: "10.0.0.3" }), [[IpCounter.NotOurs, 1]], 1],
  ["limited broadcast", packet({ ...request, destination: "255.255.255.255" }), [[IpCounter.NotOurs, 1]], 1],
  ["the subnet's broadcast", packet({ ...request, destination: "10.0.0.255" }), [[IpCounter.NotOurs, 1]], 1],
  ["all hosts, multicast", packet({ ...request, destination: "224.0.0.1" }), [[IpCounter.NotOurs, 1]], 1],
  ["no address", packet({ ...request, destination: "0.0.0.0" }), [[IpCounter.NotOurs, 1]], 1],
  ["the first fragment", packet({ ...request, flagsOffset: 0x2000 }), [[IpCounter.Fragments, 1]], 1],
  ["a later fragment", packet({ ...request, flagsOffset: 0x0002 }), [[IpCounter.Fragments, 1]], 1],
  ["a fragment of UDP", packet({ ...request, protocol: 17, flagsOffset: 0x2000 }), [], 1],
  ["UDP", packet({ ...request, protocol: 17 }), [], 1],
  ["no ICMP in the packet", packet({ ...request, payload: new Uint8Array(0) }), [[IpCounter.BadMessages, 1]], 0],
  ["7 octets of ICMP", packet({ ...request, payload: REQUEST.slice(0, 7) }), [[IpCounter.BadMessages, 1]], 0],
  ["a wrong ICMP checksum", damaged(30), [[IpCounter.BadMessages, 1]], 0],
  ["a source of 0", packet({ ...request, source: "0.0.0.0" }), echoed(IpCounter.BadSources), 0],
  ["a multicast source", packet({ ...request, source: "224.0.0.9" }), echoed(IpCounter.BadSources), 0],
  ["a broadcast source", packet({ ...request, source: "255.255.255.255" }), echoed(IpCounter.BadSources), 0],
  ["a loopback source", packet({ ...request, source: "127.0.0.1" }), echoed(IpCounter.BadSources), 0],
  ["our own address as source: a loop", packet({ ...request, source: A }), echoed(IpCounter.BadSources), 0],
  ["options", packet({ ...request, options: Uint8Array.of(7, 3, 4, 0) }), echoed(IpCounter.WithOptions), 0],
  ["a reply to somebody else", packet({ ...request, payload: echoReply(0x1234, 7, DATA) }), [], 1],
  ["an error for somebody else", packet({ ...request, payload: icmpError(3, 1, packet(request)) }), [], 1],
  ["a timestamp request", packet({ ...request, payload: icmpError(13, 0, packet(request)) }), [], 1],
];

for (const [what, bytes, counted, passed] of UNANSWERED) {
  test(`not answered: ${what}`, (t) => {
    const bench = started().arrives(bytes);
    t.deepEqual(bench.sent, []);
    t.deepEqual(bench.counted, counted);
    t.is(bench.passed, passed);
    bench.arrives(packet(request));
    t.is(bench.sent.length, 1, "the next good one is");
  });
}

test("another protocol than IPv4 goes on, whatever it holds", (t) => {
  const bench = started().arrives(packet(request), 0x86dd);
  t.deepEqual([bench.sent.length, bench.counted.length, bench.passed], [0, 0, 1]);
});

test("while we have no address nothing is ours", (t) => {
  const bench = new Bench({}, { a: { keepalive: { address: 0, mask: 0 } } }).start().until(15_000) as Bench;
  bench.arrives(packet(request)).arrives(packet({ ...request, destination: "0.0.0.0" }));
  t.deepEqual(bench.counted, [[IpCounter.NotOurs, 2]]);
  t.deepEqual([bench.sent.length, bench.passed], [0, 2]);
});

test("an address that is changed is answered for at once, and the old one no more", (t) => {
  const bench = started();
  bench.pair.a.machine.setAddress(ip("10.0.0.9"), ip("255.255.255.0"), false);
  bench.arrives(packet({ ...request, destination: "10.0.0.9" })).arrives(packet(request));
  t.is(bench.sent.length, 1);
  t.deepEqual(bench.counted, [
    [IpCounter.NotOurs, 1],
    [IpCounter.EchoRequests, 1],
    [IpCounter.RepliesSent, 1],
  ]);
});

// --- replies that can't be sent

test("a request longer than the MTU can't be answered", (t) => {
  const bench = started();
  bench.arrives(packet({ ...request, payload: echoRequest(1, 1, new Uint8Array(101)) }));
  t.deepEqual(bench.counted, echoed(IpCounter.RepliesNotSent));
  t.is(bench.sent.length, 0);
});

test("a reply for which there is no room is not sent later either", (t) => {
  const bench = started();
  bench.pair.a.port.room = 16;
  t.true(pings(bench, REQUEST));
  t.true(pings(bench, REQUEST));
  bench.until(15_500);
  t.deepEqual(bench.counted, [
    [IpCounter.EchoRequests, 2],
    [IpCounter.RepliesSent, 1],
    [IpCounter.RepliesNotSent, 1],
  ]);
  t.is(bench.sent.length, 1);
});

// --- what stands behind the host

test("everything that an interface tells goes on, once", (t) => {
  const events = (pair: Pair) => {
    const { a, b } = pair;
    pair.until(12_000);
    b.itf.shut(b.clock);
    pair.until(60_000);
    a.itf.shut(a.clock);
    a.itf.noShut(a.clock);
    b.itf.noShut(b.clock);
    pair.until(90_000);
    a.port.room = 16;
    for (let i = 0; i < 2; i++) a.itf.send(IPV4, new Uint8Array(60), 0, 60, a.clock);
    pair.until(90_500);
    return [a.log, a.lines, b.log, b.lines];
  };
  const plain = events(new Pair({ a: { mtu: 128 }, b: { mtu: 128 } }).start());
  t.deepEqual(events(new Hosts().start().pair), plain);
  for (const what of ["line protocol down", "line protocol up", "link down", "link up", "reset", "send ready"]) {
    t.true(
      plain[0]!.some((line) => line.includes(what)),
      what,
    );
  }
});

test("a host at the end of the chain", (t) => {
  const scheduler = new Scheduler(4);
  const host = new IpHost({ scheduler, probe: new PathProbe({ random: new XorShift32(1) }) });
  const pair = new Pair({ a: { scheduler, between: () => host, keepalive: { address: ip(A) } } });
  host.attach(pair.a.itf);
  pair.start();
  host.start(0);
  pair.a.itf.shut(1);
  pair.a.itf.noShut(2);
  pair.until(100);
  t.deepEqual(pair.a.log, []);
  host.packetReceived(IPV4, packet({ ...request, destination: B }), 0, 33, 100);
  t.is(host.counters[IpCounter.NotOurs], 1);
});

// --- the path probe

test("two hosts probe each other: one request an interval, each answered, for a day", (t) => {
  const day = 24 * 3_600_000;
  const hosts = new Hosts({ target: ip(B) }, { a: { clock: 2 ** 31 - 3_600_000 } });
  hosts.b.setProbe(ip(A), 10_000, 3, 0);
  hosts.start().until(day - 1);
  for (const host of [hosts.a, hosts.b]) {
    const { counters, trips } = host.probe;
    t.deepEqual([counters[PathCounter.RequestsSent], counters[PathCounter.RepliesReceived]], [8640, 8640]);
    t.deepEqual([trips.losses, trips.least, trips.greatest, trips.jitter], [0, 10, 10, 0]);
    t.is(host.counters[IpCounter.RepliesSent], 8640);
  }
  t.deepEqual(hosts.path, ["10 up: answered"]);
});

test("a link that is alive says nothing of the path: it goes down, and up, while the line protocol stays up", (t) => {
  const hosts = new Hosts({ target: ip("10.0.0.99") });
  hosts.pair.b.machine.setAddress(ip("10.0.0.99"), -256, false);
  hosts.start().until(25_000);
  hosts.pair.b.machine.setAddress(ip(B), -256, false);
  hosts.until(95_000);
  hosts.pair.b.machine.setAddress(ip("10.0.0.99"), -256, false);
  hosts.until(120_000);
  t.deepEqual(hosts.path, ["10 up: answered", "60000 down: missed", "100010 up: answered"]);
  t.deepEqual(hosts.pair.a.log, []);
  t.is(hosts.pair.a.machine.verdict, Verdict.Up);
});

test("a router on the way says that the target can't be reached", (t) => {
  const hosts = new Hosts({ target: ip(TARGET), retries: 2 }).start();
  const { a, b } = hosts.pair;
  for (let round = 0; round < 4; round++) {
    hosts.until(10_000 * round + 7);
    const failed = b.packets.splice(0)[0]![1];
    const bytes = packet({ source: B, destination: A, payload: icmpError(round < 2 ? 3 : 11, 1, failed) });
    t.true(b.itf.send(IPV4, bytes, 0, bytes.length, b.clock));
  }
  hosts.until(39_000);
  t.deepEqual(hosts.path, ["12 unknown: unreachable", "20000 down: unreachable", "20012 down: time exceeded"]);
  t.deepEqual(a.packets, [], "none of them went on");
  t.is(hosts.a.probe.counters[PathCounter.Unreachable], 2);
  t.is(hosts.a.probe.counters[PathCounter.TimeExceeded], 2);
});

test("replies that are not the probe's go on", (t) => {
  const bench = new Bench({ target: ip(B) }).start().until(15_000) as Bench;
  const identifier = bench.a.probe.identifier;
  bench.arrives(packet({ ...request, payload: echoReply(identifier ^ 1, 1) }));
  t.is(bench.passed, 1);
  bench.arrives(packet({ ...request, payload: echoReply(identifier, 1) }));
  t.is(bench.passed, 0);
});

test("the probe runs while the line protocol is up, and nothing wakes the chip for it while it is not", (t) => {
  const hosts = new Hosts({ target: ip(B) }).start().until(12_000);
  const { a, b } = hosts.pair;
  a.itf.shut(a.clock);
  t.is(a.scheduler.armed, 0);
  hosts.until(25_000);
  a.itf.noShut(a.clock);
  hosts.until(26_000);
  t.deepEqual(hosts.path, ["10 up: answered", "12000 unknown: none", "25010 up: answered"]);
  t.is(hosts.a.probe.counters[PathCounter.RequestsSent], 3);
  b.itf.shut(b.clock);
  hosts.until(200_000);
  // The third miss of both falls together.
  t.deepEqual(hosts.path.slice(3), ["65000 down: missed", "65000 unknown: none"]);
  t.deepEqual(a.log.slice(-1), ["65000 line protocol down"]);
  t.is(hosts.a.probe.counters[PathCounter.NotSent], 0);
});

test("no target, no timer; a target that is set while the line is up is probed at once", (t) => {
  const hosts = new Hosts().start().until(12_000);
  const { a } = hosts.pair;
  t.is(a.scheduler.armed, 1);
  hosts.a.setProbe(ip(B), 2_000, 3, a.clock);
  hosts.until(15_000);
  t.deepEqual(hosts.path, ["12010 up: answered"]);
  t.is(hosts.a.probe.counters[PathCounter.RequestsSent], 2);
  hosts.a.setProbe(0, 2_000, 3, a.clock);
  t.is(a.scheduler.armed, 1);
  t.deepEqual(hosts.path.slice(1), ["15000 unknown: none"]);
});

test("a target that is set before the line is up waits for it", (t) => {
  const hosts = new Hosts();
  hosts.a.setProbe(ip(B), 2_000, 3, 0);
  t.is(hosts.pair.a.scheduler.armed, 0);
  hosts.start().until(1_000);
  t.deepEqual(hosts.path, ["10 up: answered"]);
});

test("while a packet of the application leaves, a request waits, and no drop is hidden", (t) => {
  const hosts = new Hosts({ target: ip(B) }).start().until(9_500);
  const { a } = hosts.pair;
  a.port.room = 16;
  hosts.until(9_950);
  t.true(a.itf.send(IPV4, new Uint8Array(100), 0, 100, a.clock));
  const { counters } = hosts.a.probe;
  hosts.until(10_030);
  t.deepEqual([counters[PathCounter.RequestsSent], counters[PathCounter.NotSent]], [1, 1]);
  t.is(a.itf.counters[InterfaceCounter.OutputDrops], 1);
  hosts.until(11_000);
  t.deepEqual([counters[PathCounter.RequestsSent], counters[PathCounter.RepliesReceived]], [2, 2]);
});

test("without an address of our own no request is sent, and none is missed", (t) => {
  const hosts = new Hosts({ target: ip(B) }, { a: { keepalive: { address: 0 } } }).start().until(60_000);
  const { a } = hosts.pair;
  t.is(hosts.a.probe.counters[PathCounter.RequestsSent], 0);
  t.is(a.itf.counters[InterfaceCounter.OutputDrops], 0);
  a.machine.setAddress(ip(A), -256, false);
  hosts.until(60_200);
  t.deepEqual(hosts.path, ["60110 up: answered"]);
});

// --- options

test("an MTU that a request does not fit is refused by name", (t) => {
  const message =
    "Serial0/0: MTU for a path probe with 101 octets of data is 128: it must be a whole number from 129 to 65000 octets";
  t.throws(() => new Hosts({ dataLength: 101 }), { instanceOf: RangeError, message });
  t.notThrows(() => new Hosts({ dataLength: 100 }));
});

test("a request as long as the MTU is answered", (t) => {
  const hosts = new Hosts({ target: ip(B), dataLength: 100 }).start().until(500);
  t.deepEqual(hosts.path, ["10 up: answered"]);
});

test("a host without a free timer is refused", (t) => {
  const scheduler = new Scheduler(1);
  scheduler.register({ wake: () => {} }, 0, 0);
  t.throws(() => new IpHost({ scheduler, probe: new PathProbe({ random: new XorShift32(1) }) }), {
    instanceOf: RangeError,
  });
});
