import test from "ava";
import { HostCounter } from "../../../emulator/network/host";
import type { PathOptions } from "../../../emulator/network/path";
import { PathCounter } from "../../../emulator/network/path";
import { Subnet, SubnetCounter } from "../../../emulator/network/subnet";
import type { SubnetPort } from "../../../emulator/network/subnet";
import { Simulation } from "../../../emulator/simulation/simulation";
import { runUntil, Talker } from "../../support/network";

const A = "192.0.2.1";
const B = "192.0.2.2";

function pair(path: Partial<PathOptions> = {}, seed = 1) {
  const simulation = new Simulation();
  const subnet = new Subnet(simulation, seed);
  const a = new Talker(simulation, subnet, A, 1000, { path });
  const b = new Talker(simulation, subnet, B, 2000);
  return { simulation, subnet, a, b };
}

/** Says `count` numbers, one every `gap` ms; returns what arrived, in order. */
function stream(
  path: Partial<PathOptions>,
  count: number,
  gap: number,
  seed = 1,
): { numbers: number[]; times: number[] } {
  const { simulation, a, b } = pair(path, seed);
  for (let i = 0; i < count; i++) {
    a.say([i >> 8, i & 255], `${B}:2000`);
    runUntil(simulation, (i + 1) * gap);
  }
  runUntil(simulation, count * gap + 10_000);
  const notes = b.heard();
  return {
    numbers: notes.map((note) => parseInt(note.split(" ")[2]!, 16)),
    times: notes.map((note) => Number(note.split(" ")[0])),
  };
}

test("a datagram arrives after the latency, with who sent it", (t) => {
  const { simulation, a, b } = pair({ latency: 20 });
  t.true(a.say([1, 2], `${B}:2000`));
  t.false(a.say([3], `${B}:2000`), "one at a time");
  runUntil(simulation, 19.9);
  t.deepEqual(a.notes.told(), ["0 sent"]);
  t.deepEqual(b.heard(), []);
  runUntil(simulation, 20);
  t.deepEqual(b.heard(), [`20 ${A}:1000 0102`]);
  b.say([9], `${A}:1000`);
  runUntil(simulation, 40);
  t.deepEqual(a.heard(), [`40 ${B}:2000 09`]);
});

test("jitter spreads the times and keeps the order", (t) => {
  const { numbers, times } = stream({ latency: 10, jitter: 50 }, 300, 7);
  t.deepEqual(
    numbers,
    Array.from({ length: 300 }, (_, i) => i),
  );
  const delays = times.map((time, i) => time - i * 7);
  t.true(Math.min(...delays) >= 10 && Math.max(...delays) <= 60);
  t.true(Math.max(...delays) - Math.min(...delays) > 30);
});

test("datagrams get lost, come twice and out of order as often as the path says", (t) => {
  const lossy = stream({ loss: 0.25 }, 2000, 1).numbers;
  t.true(lossy.length > 1400 && lossy.length < 1600, `${lossy.length} of 2000`);
  const doubled = stream({ duplication: 0.25 }, 2000, 1).numbers;
  t.true(doubled.length > 2400 && doubled.length < 2600, `${doubled.length} of 2000`);
  t.is(new Set(doubled).size, 2000);
  const mixed = stream({ reordering: 0.1, heldBack: 5 }, 2000, 1).numbers;
  t.is(mixed.length, 2000);
  const late = mixed.filter((number, i) => i > 0 && number < mixed[i - 1]!).length;
  t.true(late > 120 && late < 250, `${late} of 2000`);
});

test("a run repeats for its seed, and differs for another", (t) => {
  const path = { latency: 5, jitter: 20, loss: 0.1, duplication: 0.1, reordering: 0.1 };
  t.deepEqual(stream(path, 300, 3, 7), stream(path, 300, 3, 7));
  t.notDeepEqual(stream(path, 300, 3, 7), stream(path, 300, 3, 8));
});

test("what nobody takes is counted: no such address, no such port, a path that loses all", (t) => {
  const { simulation, subnet, a, b } = pair({ loss: 0 });
  a.say([1], "203.0.113.9:2000");
  runUntil(simulation, 1);
  t.is(subnet.counters[SubnetCounter.NoRoute], 1);
  a.say([1], `${B}:2001`);
  runUntil(simulation, 2);
  t.is(b.counters[HostCounter.PortUnreachable], 1);
  const port = a.port as SubnetPort;
  port.up.options.loss = 1;
  a.say([1], `${B}:2000`);
  runUntil(simulation, 3);
  t.is(port.up.counters[PathCounter.Lost], 1);
  t.deepEqual(a.notes.told(), ["0 sent", "1 sent", "2 sent"]);
});

test("a host without its link sends nothing, and knows it", (t) => {
  const { simulation, a, b } = pair();
  const port = a.port as SubnetPort;
  port.linkUp = false;
  t.false(a.say([1], `${B}:2000`));
  b.say([1], `${A}:1000`);
  runUntil(simulation, 1);
  t.deepEqual(a.notes.told(), []);
  port.linkUp = true;
  t.true(a.say([1], `${B}:2000`));
  runUntil(simulation, 2);
  t.deepEqual(b.heard(), [`1 ${A}:1000 01`]);
});

test("a datagram to nobody on the subnet goes to the gateway, and not back to it", (t) => {
  const { simulation, subnet, a } = pair();
  const taken: number[] = [];
  const gateway = subnet.plug({ datagramArrives: ({ destination }) => void taken.push(destination) }, []);
  subnet.setGateway(gateway);
  a.say([1], "203.0.113.9:2000");
  runUntil(simulation, 1);
  t.deepEqual(taken, [0xcb007109 | 0]);
  const stray = { source: 1, sourcePort: 1, destination: 2, destinationPort: 2, payload: new Uint8Array(1), hops: 9 };
  gateway.transmit(stray);
  runUntil(simulation, 2);
  t.is(subnet.counters[SubnetCounter.NoRoute], 1);
});

test("an address has one station, and may move to another", (t) => {
  const { simulation, subnet, a, b } = pair();
  t.throws(() => new Talker(simulation, subnet, A, 1), { message: "the address 192.0.2.1 is taken on this subnet" });
  subnet.setAddresses(b.port as SubnetPort, []);
  a.say([1], `${B}:2000`);
  runUntil(simulation, 1);
  t.deepEqual(b.heard(), []);
});
