/** Requirements are those of RFC 4787; where one is a recommendation the NAT may do without, the test says both. */
import test from "ava";
import type { Dependence } from "../../../emulator/network/nat-behaviour";
import { DEPENDENCES, LINUX } from "../../../emulator/network/nat-behaviour";
import { NatCounter } from "../../../emulator/network/nat-table";
import { Talker } from "../../support/network";
import { dotted, NAT_ADDRESS, NatBench } from "../../support/nat-bench";
import { ip } from "../../support/slarp";

const OUT = `${NAT_ADDRESS}:4500`;

test("what leaves has the address of the NAT, and what comes back finds its way in", (t) => {
  const bench = new NatBench();
  t.is(bench.seen(bench.in1, bench.out1), OUT);
  t.true(bench.reaches(bench.out1, OUT, bench.in1));
  t.is(bench.count(NatCounter.Outbound), 1);
  t.is(bench.count(NatCounter.Inbound), 1);
  t.is(bench.nat.mappings, 1);
});

test("what comes to no mapping goes nowhere, and so does what leaves for nowhere", (t) => {
  const bench = new NatBench();
  t.false(bench.reaches(bench.out1, OUT, bench.in1));
  t.is(bench.count(NatCounter.NoMapping), 1);
  bench.say(bench.out1, "192.168.0.2:4500");
  t.is(bench.nat.mappings, 0);
});

test("REQ-1: endpoint-independent mapping is the same for all destinations", (t) => {
  const bench = new NatBench({ preservesPorts: false });
  const other = new Talker(bench.simulation, bench.outside, "198.51.100.3", 4501);
  const seen = [bench.out1, bench.out2, other].map((to) => bench.seen(bench.in1, to));
  t.is(new Set(seen).size, 1);
  t.is(bench.nat.mappings, 1);
});

/** As how many different endpoints two addresses, and two ports of one of them, see one inside socket. */
function mappingsSeen(mapping: Dependence): { addresses: number; ports: number } {
  const bench = new NatBench({ mapping });
  const second = bench.out1.open(4501);
  const heard: string[] = [];
  second.attach({
    datagramSent: () => {},
    datagramReceived: (_bytes, _start, _end, address, port) => heard.push(`${dotted(address)}:${port}`),
  });
  const first = bench.seen(bench.in1, bench.out1);
  const other = bench.seen(bench.in1, bench.out2);
  bench.say(bench.in1, "198.51.100.1:4501");
  return { addresses: new Set([first, other]).size, ports: new Set([first, ...heard]).size };
}

test("section 4.1: mapping that depends on the address, or on address and port, is another for another destination", (t) => {
  t.deepEqual(mappingsSeen("endpoint-independent"), { addresses: 1, ports: 1 });
  t.deepEqual(mappingsSeen("address-dependent"), { addresses: 2, ports: 1 });
  t.deepEqual(mappingsSeen("address-and-port-dependent"), { addresses: 2, ports: 2 });
});

test("REQ-2: with paired pooling an inside address has one outside address, with arbitrary pooling any", (t) => {
  const addresses = ["203.0.113.1", "203.0.113.2", "203.0.113.3"];
  const hostsSeen = (pooling: "paired" | "arbitrary") => {
    const bench = new NatBench({ pooling, mapping: "address-and-port-dependent" }, { addresses });
    const talkers = Array.from({ length: 10 }, (_, i) => {
      return new Talker(bench.simulation, bench.outside, `198.51.100.${i + 10}`, 4500);
    });
    return [bench.in1, bench.in2].map((from) => new Set(talkers.map((to) => bench.seen(from, to)!.split(":")[0])));
  };
  t.deepEqual(hostsSeen("paired"), [new Set(["203.0.113.1"]), new Set(["203.0.113.2"])]);
  t.true(hostsSeen("arbitrary").every((seen) => seen.size > 1));
});

test("REQ-3: two inside hosts with the same port get different ports outside, and each its own answers", (t) => {
  const bench = new NatBench();
  const first = bench.seen(bench.in1, bench.out1)!;
  const second = bench.seen(bench.in2, bench.out1)!;
  t.is(first, OUT);
  t.not(second, first);
  t.is(bench.count(NatCounter.PortsChanged), 1);
  t.true(bench.reaches(bench.out1, second, bench.in2));
  t.true(bench.reaches(bench.out1, first, bench.in1));
  t.deepEqual(bench.in2.heard(), []);
});

/** As which ports the outside sees many inside sockets of one port number. */
function portsSeen(preservesPorts: boolean, port: number, hosts: number): number[] {
  const bench = new NatBench({ preservesPorts });
  return Array.from({ length: hosts }, (_, i) => {
    const from = new Talker(bench.simulation, bench.inside, `192.168.1.${i + 1}`, port);
    return Number(bench.seen(from, bench.out1)!.split(":")[1]);
  });
}

test("REQ-3 a: a well-known port stays one, and the others stay above 1023", (t) => {
  for (const preserves of [true, false]) {
    t.true(portsSeen(preserves, 500, 20).every((port) => port > 0 && port < 1024));
    t.true(portsSeen(preserves, 1024, 20).every((port) => port >= 1024));
    t.true(portsSeen(preserves, 65535, 20).every((port) => port >= 1024));
  }
});

test("REQ-4: an even port stays even, an odd one odd", (t) => {
  for (const preserves of [true, false]) {
    t.true(portsSeen(preserves, 4500, 20).every((port) => port % 2 === 0));
    t.true(portsSeen(preserves, 4501, 20).every((port) => port % 2 === 1));
  }
});

test("section 4.2.1: ports are preserved while they are free, or not at all", (t) => {
  t.deepEqual(portsSeen(true, 4500, 3), [4500, 4502, 4504]);
  const free = portsSeen(false, 4500, 3);
  t.is(new Set(free).size, 3);
  t.false(free.includes(4500));
});

test("REQ-5: a mapping lives for its timeout, whatever it is, and no longer", (t) => {
  for (const timeout of [2000, 30_000, 120_000, 300_000, 3_600_000]) {
    const lives = (idle: number) => {
      const bench = new NatBench({ timeouts: { oneWay: timeout, replied: timeout } });
      bench.say(bench.in1, "198.51.100.1:4500");
      bench.at(idle);
      return bench.reaches(bench.out1, OUT, bench.in1);
    };
    t.true(lives(timeout - 1), `${timeout} ms`);
    t.false(lives(timeout), `${timeout} ms`);
  }
});

test("REQ-5 c: the default timeout is five minutes", (t) => {
  const bench = new NatBench();
  bench.say(bench.in1, "198.51.100.1:4500");
  t.is(bench.at(299_999).nat.mappings, 1);
  t.is(bench.at(300_000).nat.mappings, 0);
  t.is(bench.count(NatCounter.Expired), 1);
});

const TEN_SECONDS = { oneWay: 10_000, replied: 10_000 };

test("REQ-6: what goes out refreshes a mapping", (t) => {
  for (const refresh of ["outbound", "both"] as const) {
    const bench = new NatBench({ refresh, timeouts: TEN_SECONDS });
    for (let time = 0; time <= 63_000; time += 9000) bench.at(time).say(bench.in1, "198.51.100.1:4500");
    t.true(bench.at(72_000).reaches(bench.out1, OUT, bench.in1), refresh);
    t.is(bench.count(NatCounter.Created), 1);
  }
});

test("REQ-6 a: what comes in refreshes a mapping if refresh goes both ways, else not", (t) => {
  const livesOnInbound = (refresh: "outbound" | "both") => {
    const bench = new NatBench({ refresh, timeouts: TEN_SECONDS });
    bench.say(bench.in1, "198.51.100.1:4500");
    for (let time = 9000; time <= 63_000; time += 9000) bench.at(time).say(bench.out1, OUT);
    return bench.at(72_000).reaches(bench.out1, OUT, bench.in1);
  };
  t.true(livesOnInbound("both"));
  t.false(livesOnInbound("outbound"));
});

/** Who gets in once the inside host has sent to out1:4500: another port of out1, and another address. */
function letIn(filtering: Dependence): { samePort: boolean; otherPort: boolean; otherAddress: boolean } {
  const bench = new NatBench({ filtering });
  bench.say(bench.in1, "198.51.100.1:4500");
  const otherAddress = bench.reaches(bench.out2, OUT, bench.in1);
  bench.out1.open(4501).send(Uint8Array.of(1), 0, 1, ip(NAT_ADDRESS), 4500);
  bench.at(0);
  const otherPort = bench.in1.heard().length > 0;
  return { samePort: bench.reaches(bench.out1, OUT, bench.in1), otherPort, otherAddress };
}

test("REQ-8: filtering lets in everybody, or the address that was sent to, or that address and port", (t) => {
  t.deepEqual(letIn("endpoint-independent"), { samePort: true, otherPort: true, otherAddress: true });
  t.deepEqual(letIn("address-dependent"), { samePort: true, otherPort: true, otherAddress: false });
  t.deepEqual(letIn("address-and-port-dependent"), { samePort: true, otherPort: false, otherAddress: false });
});

test("REQ-8: what is filtered is counted and refreshes nothing", (t) => {
  const bench = new NatBench({ filtering: "address-and-port-dependent", timeouts: TEN_SECONDS });
  bench.say(bench.in1, "198.51.100.1:4500");
  bench.at(9000).say(bench.out2, OUT);
  t.is(bench.count(NatCounter.Filtered), 1);
  t.is(bench.at(10_000).nat.mappings, 0);
});

test("section 5: each of those whom the filter lets in has a time of its own", (t) => {
  const bench = new NatBench({ filtering: "address-dependent", timeouts: TEN_SECONDS });
  bench.say(bench.in1, "198.51.100.1:4500");
  bench.at(6000).say(bench.in1, "198.51.100.2:4500");
  bench.at(12_000);
  t.false(bench.reaches(bench.out1, OUT, bench.in1));
  t.true(bench.reaches(bench.out2, OUT, bench.in1));
});

test("REQ-9: inside hosts reach each other by outside addresses if the NAT hairpins, else not", (t) => {
  for (const hairpinning of [true, false]) {
    const bench = new NatBench({ hairpinning });
    bench.say(bench.in1, "198.51.100.1:4500");
    t.is(bench.reaches(bench.in2, OUT, bench.in1), hairpinning);
    t.is(bench.count(NatCounter.Hairpinned), hairpinning ? 1 : 0);
    t.is(bench.count(NatCounter.HairpinsDropped), hairpinning ? 0 : 1);
  }
});

test("REQ-9 a: a hairpinned datagram has the sender's outside address and port, and filters apply to it", (t) => {
  const bench = new NatBench({ filtering: "address-and-port-dependent" });
  bench.say(bench.in1, "198.51.100.1:4500");
  t.false(bench.reaches(bench.in2, OUT, bench.in1));
  bench.say(bench.in1, `${NAT_ADDRESS}:4502`);
  t.true(bench.reaches(bench.in2, OUT, bench.in1));
  bench.say(bench.in2, OUT);
  t.deepEqual(bench.in1.heard(), [`0 ${NAT_ADDRESS}:4502 ff`]);
});

test("REQ-11: a NAT without port preservation treats a flow the same whoever came before", (t) => {
  const portsOf = (others: number) => {
    const bench = new NatBench({ preservesPorts: false });
    for (let i = 0; i < others; i++) {
      bench.seen(new Talker(bench.simulation, bench.inside, `192.168.1.${i + 1}`, 4500), bench.out1);
    }
    return new Set([bench.seen(bench.in1, bench.out1), bench.seen(bench.in1, bench.out2)]).size;
  };
  t.is(portsOf(0), 1);
  t.is(portsOf(20), 1);
});

test("Linux: a flow that was answered and is 2 s old lives longer, one that is younger or was not does not", (t) => {
  const timeouts = { oneWay: 6000, replied: 10_000 };
  /** For how long the last datagram out, at 3 s, or the reply to the first one if there is none, keeps the way open. */
  const lives = (replies: boolean, goesOn: boolean, idle: number) => {
    const bench = new NatBench({ ...LINUX, timeouts });
    bench.say(bench.in1, "198.51.100.1:4500");
    if (replies) bench.at(50).say(bench.out1, OUT);
    if (goesOn) bench.at(3000).say(bench.in1, "198.51.100.1:4500");
    return bench.at((goesOn ? 3000 : replies ? 50 : 0) + idle).reaches(bench.out1, OUT, bench.in1);
  };
  t.true(lives(true, true, 9999));
  t.false(lives(true, true, 10_000));
  t.true(lives(true, false, 5999));
  t.false(lives(true, false, 6000));
  t.true(lives(false, true, 5999));
  t.false(lives(false, true, 6000));
});

test("a NAT that reboots forgets all, is away for a while, and may give other ports then", (t) => {
  const bench = new NatBench();
  bench.seen(bench.in2, bench.out1);
  const before = bench.seen(bench.in1, bench.out1)!;
  bench.nat.reboot(5000);
  t.is(bench.nat.mappings, 0);
  t.is(bench.at(4999).seen(bench.in1, bench.out1), undefined);
  t.is(bench.count(NatCounter.WhileDown), 1);
  bench.at(5000);
  t.false(bench.reaches(bench.out1, before, bench.in1));
  const after = bench.seen(bench.in1, bench.out1)!;
  t.deepEqual([before, after], [`${NAT_ADDRESS}:4502`, OUT]);
  t.true(bench.reaches(bench.out1, after, bench.in1));
});

test("a NAT that gets another outside address is seen by it, and the old one leads nowhere", (t) => {
  const bench = new NatBench();
  bench.seen(bench.in1, bench.out1);
  bench.nat.setAddresses([ip("203.0.113.77")]);
  t.false(bench.reaches(bench.out1, OUT, bench.in1));
  t.is(bench.seen(bench.in1, bench.out1), "203.0.113.77:4500");
  t.true(bench.reaches(bench.out1, "203.0.113.77:4500", bench.in1));
});

test("a full table refuses another mapping, until one of them is over", (t) => {
  const bench = new NatBench({ capacity: 1, timeouts: TEN_SECONDS });
  bench.seen(bench.in1, bench.out1);
  t.is(bench.seen(bench.in2, bench.out1), undefined);
  t.is(bench.count(NatCounter.Refused), 1);
  t.true(bench.reaches(bench.out1, OUT, bench.in1));
  t.is(bench.at(20_000).seen(bench.in2, bench.out1), OUT);
  t.is(bench.nat.mappings, 1);
});

test("a full table that evicts forgets the mapping that was used longest ago", (t) => {
  const bench = new NatBench({ capacity: 2, whenFull: "evict oldest" });
  const third = new Talker(bench.simulation, bench.inside, "192.168.0.4", 4500);
  bench.say(bench.in1, "198.51.100.1:4500");
  const second = bench.at(1000).seen(bench.in2, bench.out1)!;
  bench.at(2000).say(bench.in1, "198.51.100.1:4500");
  bench.at(3000).say(third, "198.51.100.1:4500");
  t.is(bench.count(NatCounter.Evicted), 1);
  t.false(bench.reaches(bench.out1, second, bench.in2));
  t.true(bench.reaches(bench.out1, OUT, bench.in1));
  t.is(bench.nat.mappings, 2);
});

test("a table that somebody inside floods with sources never grows beyond its capacity", (t) => {
  for (const whenFull of ["refuse", "evict oldest"] as const) {
    const bench = new NatBench({ capacity: 100, whenFull, mapping: "address-and-port-dependent" });
    bench.say(bench.in1, "198.51.100.1:4500");
    for (let i = 0; i < 5000; i++) bench.in2.port.transmit({ ...FLOOD, sourcePort: 1024 + i });
    bench.at(1);
    t.is(bench.nat.mappings, 100);
    t.is(bench.reaches(bench.out1, OUT, bench.in1), whenFull === "refuse");
  }
});

const FLOOD = {
  source: ip("192.168.0.3"),
  destination: ip("198.51.100.2"),
  destinationPort: 4500,
  payload: Uint8Array.of(1),
  hops: 64,
};

test("when all ports are taken the next mapping is refused", (t) => {
  const bench = new NatBench({ capacity: 100_000 });
  for (let i = 0; i < 512; i++) {
    bench.in2.port.transmit({ ...FLOOD, source: ip("10.0.0.0") + i, sourcePort: 501 });
  }
  bench.at(1);
  t.is(bench.nat.mappings, 512);
  bench.in2.port.transmit({ ...FLOOD, source: ip("10.0.2.1"), sourcePort: 501 });
  bench.at(2);
  t.is(bench.nat.mappings, 512);
  t.is(bench.count(NatCounter.Refused), 1);
});

test("a datagram that has passed too many routers goes no further", (t) => {
  const bench = new NatBench();
  bench.in1.port.transmit({ ...FLOOD, source: bench.in1.address, sourcePort: 4500, hops: 1 });
  bench.at(1);
  t.is(bench.count(NatCounter.TooManyHops), 1);
  t.is(bench.nat.mappings, 0);
});

test("every kind of mapping works with every kind of filtering", (t) => {
  for (const mapping of DEPENDENCES) {
    for (const filtering of DEPENDENCES) {
      const bench = new NatBench({ mapping, filtering });
      const seen = bench.seen(bench.in1, bench.out1)!;
      t.true(bench.reaches(bench.out1, seen, bench.in1), `${mapping}, ${filtering}`);
    }
  }
});
