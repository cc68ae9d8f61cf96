import test from "ava";
import { Command, CounterSet, RouterEvent } from "../../../emulator/device/contract";
import type { InterfaceConfig } from "../../../emulator/device/contract";
import { Router } from "../../../emulator/device/router";
import { HdlcCounter } from "../../../src/keepalive/hdlc";
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

/** A router whose clock of milliseconds says `now`. */
function boot(now: number, ...interfaces: Partial<InterfaceConfig>[]): Bench {
  const outputs = new RecordedOutputs();
  const config = routerConfig({ timeOfDay: CLOCK, interfaces: interfaces.map(interfaceConfig) });
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
