import test from "ava";
import { HostCounter } from "../../../emulator/network/host";
import { Subnet } from "../../../emulator/network/subnet";
import { Simulation } from "../../../emulator/simulation/simulation";
import type { Task } from "../../../src/scheduler/scheduler";
import { runUntil, Talker } from "../../support/network";

function bench(clock = 0) {
  const simulation = new Simulation();
  const subnet = new Subnet(simulation);
  const host = new Talker(simulation, subnet, "192.0.2.1", 4500, { clock });
  const other = new Talker(simulation, subnet, "192.0.2.2", 4500);
  return { simulation, host, other };
}

/** Notes when it is woken, and wants to be again after a period. */
function periodic(host: Talker, period: number): number[] {
  const times: number[] = [];
  const task: Task = {
    wake: (_kind, now) => {
      times.push(now);
      host.scheduler.arm(timer, (now + period) | 0);
    },
  };
  const timer = host.scheduler.register(task, 0, 0);
  host.scheduler.arm(timer, (host.loop.now() + period) | 0);
  host.loop.update();
  return times;
}

test("timers of a host ring to the millisecond of its clock", (t) => {
  const { simulation, host } = bench();
  runUntil(simulation, 0.4);
  const times = periodic(host, 10);
  runUntil(simulation, 9.9);
  t.deepEqual(times, []);
  runUntil(simulation, 40);
  t.deepEqual(times, [10, 20, 30, 40]);
});

test("a clock that starts just below its wrap goes on over it", (t) => {
  const { simulation, host, other } = bench(0x7ffffff0);
  const times = periodic(host, 10);
  runUntil(simulation, 30);
  t.deepEqual(times, [0x7ffffffa, -0x80000000 + 4, -0x80000000 + 14]);
  other.say([1], "192.0.2.1:4500");
  runUntil(simulation, 31);
  t.deepEqual(host.heard(), [`${-0x80000000 + 14} 192.0.2.2:4500 01`]);
});

test("a host that sleeps hears nothing, and does what was due when it wakes", (t) => {
  const { simulation, host, other } = bench();
  const times = periodic(host, 10);
  runUntil(simulation, 15);
  host.sleep(100);
  other.say([1], "192.0.2.1:4500");
  runUntil(simulation, 114);
  t.deepEqual(times, [10]);
  t.deepEqual(host.heard(), []);
  t.is(host.counters[HostCounter.Slept], 1);
  runUntil(simulation, 125);
  t.deepEqual(times, [10, 115, 125]);
});

test("a socket gets a free port if it asks for none, and one that is open is refused", (t) => {
  const { host } = bench();
  t.is(host.open().localPort, 49152);
  t.is(host.open().localPort, 49153);
  t.throws(() => host.open(4500), { message: "the host's port 4500 is open already" });
  host.socket.close();
  host.socket.close();
  t.is(host.open(4500).localPort, 4500);
});

test("a closed socket takes nothing, tells nothing, and hears nothing", (t) => {
  const { simulation, host, other } = bench();
  t.true(host.say([1], "192.0.2.2:4500"));
  host.socket.close();
  t.false(host.say([1], "192.0.2.2:4500"));
  other.say([1], "192.0.2.1:4500");
  runUntil(simulation, 10);
  t.deepEqual(host.notes.told(), []);
  t.is(host.counters[HostCounter.PortUnreachable], 1);
});

test("a datagram longer than a frame is not taken", (t) => {
  const { host } = bench();
  t.false(host.socket.send(new Uint8Array(1473), 0, 1473, 1, 1));
  t.true(host.socket.send(new Uint8Array(1473), 1, 1473, 1, 1));
});
