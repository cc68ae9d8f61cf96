import test from "ava";
import { Command, CounterSet, RouterEvent } from "../../../emulator/device/contract";
import type { InterfaceConfig, RouterConfig } from "../../../emulator/device/contract";
import { Router } from "../../../emulator/device/router";
import { HdlcCounter } from "../../../src/keepalive/hdlc";
import { Diagnostic, Verdict } from "../../../src/keepalive/machine";
import { InterfaceCounter } from "../../../src/link/counters";
import { ModemLine } from "../../../src/ports";
import { SchedulerCounter } from "../../../src/scheduler/scheduler";
import { RecordedOutputs } from "../../support/recorded-outputs";
import { interfaceConfig, routerConfig } from "../../support/router-config";

/** 17:21:04.929 */
const CLOCK = 62_464_929;

interface Bench {
  router: Router;
  outputs: RecordedOutputs;
}

const PING_ONLY = { target: 0, interval: 0, retries: 1 };

/** A router whose clock of milliseconds says `now`. */
function boot(now: number, ...interfaces: Partial<InterfaceConfig>[]): Bench {
  return bootWith({}, now, ...interfaces);
}

function bootWith(changes: Partial<RouterConfig>, now: number, ...interfaces: Partial<InterfaceConfig>[]): Bench {
  const outputs = new RecordedOutputs();
  const config = routerConfig({ timeOfDay: CLOCK, interfaces: interfaces.map(interfaceConfig), ...changes });
  return { router: new Router(config, outputs, now), outputs };
}

test("it says after each call when it wants to run, and nothing happens before", (t) => {
  const { router, outputs } = boot(1000, {});
  t.is(router.start(1000), 10_000);
  t.deepEqual(outputs.lines, [[0, ModemLine.DTR | ModemLine.RTS]]);
  t.is(router.run(10_999), 1);
  t.deepEqual(outputs.bursts, [[], []]);
  t.is(router.run(11_000), 10_000);
  t.deepEqual(outputs.bursts, [[26], []]);
  t.deepEqual(outputs.console, ["17:21:14.929: Serial0/0: HDLC myseq 0, mineseen 0, yourseen 0, line up\r\n"]);
});

test("an interface that its configuration keeps shut waits for no shut", (t) => {
  const { router, outputs } = boot(0, { shutdown: true });
  t.is(router.start(0), -1);
  t.deepEqual(outputs.lines, []);
  t.is(router.command(0, Command.NoShut, 5000), 1000);
  t.deepEqual(outputs.lines, [[0, ModemLine.DTR | ModemLine.RTS]]);
  router.run(15_000);
  t.is(outputs.bursts[0]!.length, 1);
});

test("the earliest of several interfaces decides when it runs", (t) => {
  const { router, outputs } = boot(0, { interval: 7000 }, { name: "Serial0/1", interval: 3000 });
  t.is(router.start(0), 3000);
  t.is(router.run(3000), 3000);
  t.is(router.run(6000), 1000);
  t.is(router.run(7000), 2000);
  t.deepEqual(outputs.bursts, [[26], [26, 26]]);
});

test("debug lines come and go by command", (t) => {
  const { router, outputs } = boot(0, { debug: false });
  router.start(0);
  router.run(10_000);
  t.deepEqual(outputs.console, []);
  router.command(0, Command.DebugOn, 11_000);
  router.run(20_000);
  t.is(outputs.console.length, 1);
  router.command(0, Command.DebugOff, 21_000);
  router.run(25_000);
  t.is(outputs.console.length, 1);
});

test("a report hands out every counter, and the trace of an interface that keeps one", (t) => {
  const { router, outputs } = boot(0, { trace: 4 }, {});
  router.start(0);
  router.command(0, Command.Report, 1);
  router.command(1, Command.Report, 1);
  const sets = [
    [CounterSet.Scheduler, SchedulerCounter.Size],
    [CounterSet.Interface, InterfaceCounter.Size],
    [CounterSet.Hdlc, HdlcCounter.Size],
  ] as const;
  t.deepEqual(
    outputs.counterSets,
    [0, 1].flatMap((port) => sets.map(([set, length]) => [port, set, length] as [number, CounterSet, number])),
  );
  t.is(outputs.traces.length, 1);
  const [port, octets] = outputs.traces[0]!;
  t.is(port, 0);
  t.true(octets > 0 && octets <= 32 && octets % 8 === 0);
});

test("counters are cleared by command", (t) => {
  const { router } = boot(0, {});
  router.start(0);
  router.run(10_000);
  t.is(router.interfaceAt(0).serial.counters[InterfaceCounter.PacketsOut], 1);
  router.command(0, Command.ClearCounters, 10_001);
  t.is(router.interfaceAt(0).serial.counters[InterfaceCounter.PacketsOut], 0);
});

test("show interfaces prints what hardware it is", (t) => {
  const { router, outputs } = boot(0, { address: 0x0a000001, mask: 0xff000000 | 0 });
  router.start(0);
  router.command(0, Command.ShowInterface, 1);
  t.deepEqual(outputs.console.slice(0, 3), [
    "Serial0/0 is up, line protocol is up (connected)\r\n",
    "Hardware is test bench\r\n",
    "Internet address is 10.0.0.1/8\r\n",
  ]);
});

test("a transmitter that holds 16 octets is given no more, and the rest as they leave", (t) => {
  const { router, outputs } = boot(0, { fifo: 16 });
  router.start(0);
  router.run(10_000);
  t.deepEqual(outputs.bursts[0], [16]);
  router.octetsSent(0, 4, 10_004);
  t.deepEqual(outputs.bursts[0], [16, 4]);
  router.octetsSent(0, 16, 10_020);
  t.deepEqual(outputs.bursts[0], [16, 4, 6]);
});

test("a packet that does not fit is refused, and room is told of", (t) => {
  const { router, outputs } = boot(0, { fifo: 16, mtu: 100 });
  router.start(0);
  const packet = new Uint8Array(200);
  router.send(0, 0x0800, packet, 0, 101, 1);
  router.send(0, 0x0800, packet, 0, 100, 2);
  router.send(0, 0x86dd, packet, 0, 50, 3);
  t.deepEqual(outputs.events, [
    [0, RouterEvent.SendRefused, 0x0800, 101],
    [0, RouterEvent.SendRefused, 0x86dd, 50],
  ]);
  for (let sent = 0; sent < 108; sent += 16) router.octetsSent(0, 16, 10 + sent);
  t.deepEqual(outputs.events.slice(2), [[0, RouterEvent.SendReady, 0, 0]]);
});

test("shut and the loss of the carrier are told", (t) => {
  const { router, outputs } = boot(0, { debug: false });
  router.start(0);
  router.modemLinesChanged(0, 0, 1000);
  router.run(3000);
  router.modemLinesChanged(0, ModemLine.DCD, 4000);
  router.command(0, Command.Shut, 5000);
  t.deepEqual(
    outputs.events.filter(([, event]) => event === RouterEvent.Link),
    [
      [0, RouterEvent.Link, 1, 0],
      [0, RouterEvent.Link, 2, 0],
      [0, RouterEvent.Link, 0, 0],
    ],
  );
  t.deepEqual(
    outputs.events.filter(([, event]) => event === RouterEvent.LineProtocol).map(([, , up]) => up),
    [0, 1, 0],
  );
});

for (const framing of ["octet", "bit"] as const) {
  for (const fcs of [0, 16, 32] as const) {
    test(`${framing} framing with FCS ${fcs}: two routers understand each other`, (t) => {
      const one = boot(0, { framing, fcs, accm: -1 });
      const other = boot(77, { framing, fcs, accm: -1 });
      one.router.start(0);
      other.router.start(77);
      const packet = Uint8Array.from({ length: 256 }, (_, i) => i);
      one.router.send(0, 0x0800, packet, 0, 256, 5);
      one.router.run(10_000);
      const line = Uint8Array.from(one.outputs.octets[0]!);
      other.router.receive(0, line, 0, line.length, 10_100);
      t.deepEqual(other.outputs.events, [[0, RouterEvent.Packet, 0x0800, 256]]);
      t.is(other.router.interfaceAt(0).hdlc!.counters[HdlcCounter.KeepalivesReceived], 1);
      t.is(other.router.interfaceAt(0).serial.counters[InterfaceCounter.InputErrors], 0);
    });
  }
}

test("framing errors and octets lost while waking are counted", (t) => {
  const { router } = boot(0, {});
  router.start(0);
  router.framingErrors(0, 3, 1);
  router.lostWhileWaking(0, 5, 2);
  t.is(router.interfaceAt(0).serial.counters[InterfaceCounter.Frame], 3);
  t.is(router.interfaceAt(0).serial.counters[InterfaceCounter.LostWhileWaking], 5);
});

/** Carries what two routers send to each other, in no time, until neither says more. */
function converse(one: Bench, other: Bench, now: number): void {
  for (let more = true; more;) {
    more = false;
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const line = Uint8Array.from(from.outputs.octets[0]!.splice(0));
      if (line.length === 0) continue;
      more = true;
      to.router.receive(0, line, 0, line.length, now);
    }
  }
}

function pppPair(...changes: Partial<InterfaceConfig>[]): [Bench, Bench] {
  const [one = {}, other = {}] = changes;
  const benches: [Bench, Bench] = [
    boot(0, { encapsulation: "ppp", retries: 5, address: 0x0a000001, ...one }),
    // Another seed, as for each router of a world: the same magic number would be a loop.
    bootWith({ seed: 2 }, 0, { encapsulation: "ppp", retries: 5, address: 0x0a000002, ...other }),
  ];
  for (const { router } of benches) router.start(0);
  return benches;
}

test("two routers with PPP come up, and tell it with the diagnostic", (t) => {
  const [one, other] = pppPair();
  t.deepEqual(one.outputs.events, []);
  converse(one, other, 10);
  const up = [0, RouterEvent.LineProtocol, 1, Diagnostic.Answered];
  t.deepEqual([one.outputs.events, other.outputs.events], [[up], [up]]);
  one.router.command(0, Command.Shut, 20);
  converse(one, other, 20);
  t.deepEqual(other.outputs.events.at(-1), [0, RouterEvent.LineProtocol, 0, Diagnostic.ClosedByPeer]);
});

test("a report hands out what PPP counts, and its host", (t) => {
  const { router, outputs } = boot(0, { encapsulation: "ppp", host: PING_ONLY });
  router.command(0, Command.Report, 1);
  t.deepEqual(
    outputs.counterSets.map(([, set]) => set),
    [
      CounterSet.Scheduler,
      CounterSet.Interface,
      CounterSet.Ppp,
      CounterSet.Echo,
      CounterSet.Lcp,
      CounterSet.LcpControl,
      CounterSet.IpcpControl,
      CounterSet.Ip,
      CounterSet.Path,
    ],
  );
});

test("the path probe's verdict is told", (t) => {
  const [one, other] = pppPair({ host: { target: 0x0a000002, interval: 1000, retries: 2 } }, { host: PING_ONLY });
  converse(one, other, 10);
  one.router.run(10);
  converse(one, other, 20);
  t.deepEqual(one.outputs.events.at(-1), [0, RouterEvent.Path, Verdict.Up, Diagnostic.Answered]);
  for (let now = 1010; now <= 4010; now += 1000) one.router.run(now);
  t.deepEqual(one.outputs.events.at(-1), [0, RouterEvent.Path, Verdict.Down, Diagnostic.Missed]);
});

test("what is typed at a router without a console does nothing, at one with it is a command", (t) => {
  const line = Buffer.from("conf t\rinterface serial 0/0\rencapsulation ppp\r");
  const deaf = boot(0, {});
  deaf.router.start(0);
  deaf.router.typed(line, 0, line.length, 5);
  t.deepEqual(deaf.outputs.console, []);
  const { router, outputs } = bootWith({ console: true, hostname: "Lamp" }, 0, {});
  router.start(0);
  router.typed(line, 0, line.length, 5);
  t.true(outputs.console.join("").startsWith("Lamp#conf t\r\n"));
  t.is(router.interfaceAt(0).serial.protocol, router.interfaceAt(0).ppp!);
});

test("debug ppp packet is on where the configuration says so", (t) => {
  const { router, outputs } = boot(0, { encapsulation: "ppp", ppp: { ...interfaceConfig().ppp, debug: true } });
  router.start(0);
  t.is(outputs.console.length, 1);
  t.regex(outputs.console[0]!, /^17:21:04\.929: Se0\/0 LCP: O CONFREQ \[\w+\] id 1 len 20\r\n$/);
});
