import test from "ava";
import { errataOf } from "../../emulator/chips/enc28j60/errata";
import { Cable } from "../../emulator/ethernet/cable";
import { FaultyMedium } from "../../emulator/ethernet/faulty-medium";
import { Hub } from "../../emulator/ethernet/hub";
import { Switch } from "../../emulator/ethernet/switch";
import { Simulation } from "../../emulator/simulation/simulation";
import { LoopbackCounter } from "../../src/keepalive/ethernet-loopback-counters";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import { EthernetCounter } from "../../src/link/ethernet-counters";
import { EthernetInterface } from "../../src/link/ethernet-interface";
import { TraceEvent } from "../../src/link/trace";
import { SelfTest } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { EthernetStation } from "../support/ethernet-station";
import type { StationOptions } from "../support/ethernet-station";

/** A station behind faults on a hub. */
function onHub(options: StationOptions = {}) {
  const simulation = new Simulation();
  const hub = new Hub(simulation);
  const faults = new FaultyMedium(simulation, hub);
  const station = new EthernetStation(simulation, faults, 1, { hearsItself: true, ...options }).start();
  return { simulation, hub, faults, station };
}

/** A station behind faults, and a loop server, on a switch. */
function onSwitch(options: StationOptions = {}) {
  const simulation = new Simulation();
  const medium = new Switch(simulation);
  const faults = new FaultyMedium(simulation, medium);
  const station = new EthernetStation(simulation, faults, 1, options).start();
  const server = new EthernetStation(simulation, medium, 2, { keepalive: { assist: true, interval: 0 } }).start();
  return { simulation, faults, station, server };
}

const until = (simulation: Simulation, seconds: number) => void simulation.runUntil(seconds, 500_000_000);

test("a chip that hears itself: up by its own frames, down with the cable, up again with it", (t) => {
  const { simulation, faults, station } = onHub();
  until(simulation, 15);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.told(), ["line up, unknown: none at 0 s"]);
  t.is(station.itf.protocol.counters[LoopbackCounter.OwnReceived], 2);
  faults.set({ cut: true });
  until(simulation, 20);
  t.is(station.state, "line down, down: link down");
  faults.set({ cut: false });
  until(simulation, 25);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.told(), ["line down, down: link down at 15 s", "line up, unknown: none at 20 s"]);
  t.is(station.itf.counters[EthernetCounter.CarrierTransitions], 3);
});

test("a transmitter that fails: down after the retries, up again when a frame leaves", (t) => {
  const { simulation, faults, station } = onHub();
  until(simulation, 15);
  station.told();
  faults.set({ collisions: 1 });
  until(simulation, 39);
  t.true(station.itf.lineProtocolUp);
  until(simulation, 55);
  t.is(station.state, "line down, down: transmit failed");
  faults.set({ collisions: 0 });
  until(simulation, 65);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.told(), ["line down, down: transmit failed at 50 s", "line up, unknown: none at 60 s"]);
  t.is(station.itf.counters[EthernetCounter.OutputErrors], 4);
});

test("an SPI bus that breaks: down with a fault of the chip, up again with it", (t) => {
  const { simulation, station } = onHub();
  until(simulation, 15);
  station.told();
  station.bus.cut = 1;
  until(simulation, 17);
  t.is(station.state, "line down, down: chip fault");
  station.bus.cut = null;
  until(simulation, 30);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.told(), ["line down, down: chip fault at 15 s", "line up, unknown: none at 17 s"]);
});

test("a receiver that fails: a chip on a switch misses its loop server, and is down after the retries", (t) => {
  const { simulation, faults, station, server } = onSwitch();
  until(simulation, 15);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.itf.protocol.server, server.address);
  station.told();
  faults.set({ lossTo: 1 });
  until(simulation, 49);
  t.true(station.itf.lineProtocolUp);
  until(simulation, 55);
  t.is(station.state, "line down, down: missed");
  faults.set({ lossTo: 0 });
  until(simulation, 65);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.told(), ["line down, down: missed at 50 s", "line up, up: answered at 60 s"]);
  t.true(server.itf.protocol.counters[LoopbackCounter.Forwarded]! > 3);
  t.is(server.state, "line up, unknown: none");
});

test("a receiver that fails and a chip that hears itself on a hub: a loop server decides", (t) => {
  const { simulation, hub, station } = onHub();
  const server = new EthernetStation(simulation, hub, 2, { keepalive: { assist: true, interval: 0 } }).start();
  until(simulation, 15);
  t.is(server.itf.protocol.counters[LoopbackCounter.Forwarded], 0);
  // The chip is in half duplex, with the way from its own transmitter to its receiver gone.
  station.chip.phy.write(0x10, 0x0100);
  until(simulation, 65);
  t.is(station.state, "line up, up: answered");
  t.true(server.itf.protocol.counters[LoopbackCounter.Forwarded]! > 2);
});

test("a W5500 asks a loop server: up, down with the receiver, the bus, the cable, each with its diagnostic", (t) => {
  const { simulation, faults, station } = onSwitch({ w5500: true });
  until(simulation, 15);
  t.is(station.state, "line up, up: answered");
  t.is(station.itf.protocol.counters[LoopbackCounter.OwnReceived], 0);
  faults.set({ lossTo: 1 });
  until(simulation, 65);
  t.is(station.state, "line down, down: missed");
  faults.set({ lossTo: 0 });
  until(simulation, 75);
  t.is(station.state, "line up, up: answered");
  station.bus.cut = 1;
  until(simulation, 80);
  t.is(station.state, "line down, down: chip fault");
  station.bus.cut = null;
  until(simulation, 100);
  t.is(station.state, "line up, up: answered");
  faults.set({ cut: true });
  until(simulation, 105);
  t.is(station.state, "line down, down: link down");
  faults.set({ cut: false });
  until(simulation, 125);
  t.is(station.state, "line up, up: answered");
});

test("on a switch without loop server the verdict stays unknown, and the line up", (t) => {
  const simulation = new Simulation();
  const station = new EthernetStation(simulation, new Switch(simulation), 1, { duplex: "full" }).start();
  until(simulation, 300);
  t.is(station.state, "line up, unknown: no loop server");
  t.deepEqual(station.told(), ["line up, unknown: none at 0 s"]);
});

test("phy: the chip is off the wire for an instant each interval; a failure is a hint, and the cable's loss is not", (t) => {
  const { simulation, faults, station } = onSwitch({ duplex: "full", keepalive: { mode: "phy" } });
  until(simulation, 15);
  t.is(station.state, "line up, up: answered");
  const { counters } = station.itf.protocol;
  t.is(counters[LoopbackCounter.SelfTestsPassed], 2);
  t.is(station.itf.counters[EthernetCounter.PacketsOut], 0);
  t.deepEqual(station.told(), ["line up, unknown: none at 0 s"]);
  station.links.splice(0);
  until(simulation, 105);
  t.deepEqual(station.links, [], "the end of a self-test is no change of the link");
  faults.set({ cut: true });
  until(simulation, 110);
  t.is(station.state, "line down, down: link down");
  faults.set({ cut: false });
  until(simulation, 130);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.links, ["down", "up"]);
});

test("phy: frames that the self-test keeps from leaving are taken after it", (t) => {
  const { simulation, station, server } = onSwitch({ duplex: "full", keepalive: { mode: "phy" } });
  const frame = new Uint8Array(60).fill(7);
  frame.set(server.address, 0);
  simulation.runUntil(10, 12_000_000);
  t.is(station.driver.selfTest, SelfTest.Running);
  station.told();
  t.false(station.send(frame));
  until(simulation, 11);
  t.deepEqual(station.told(), ["send ready"]);
  t.true(station.send(frame));
  until(simulation, 12);
  t.is(server.frames.length, 1);
});

test("phy: a self-test waits for the frame that is leaving, and begins with its end", (t) => {
  const { simulation, station, server } = onSwitch({ duplex: "full", keepalive: { mode: "phy" } });
  const frame = new Uint8Array(1514).fill(7);
  frame.set(server.address, 0);
  simulation.runUntil(9, 999_400_000);
  t.true(station.send(frame));
  simulation.runUntil(10, 100_000_000);
  t.is(server.frames.length, 1);
  t.is(station.itf.protocol.counters[LoopbackCounter.SelfTestsPassed], 2);
});

test("phy: a chip that can't test itself refuses it", (t) => {
  t.throws(() => onSwitch({ w5500: true, keepalive: { mode: "phy" } }), {
    message: 'loopback: mode is "phy", and the chip can\'t test itself: it must be "self", "peer" or "auto"',
  });
});

test("a loop in the network is told, and gone when it is", (t) => {
  const { simulation, faults, station } = onSwitch();
  until(simulation, 15);
  faults.set({ loop: true });
  until(simulation, 25);
  t.is(station.state, "line up, up: looped back");
  faults.set({ loop: false });
  until(simulation, 65);
  t.is(station.state, "line up, up: answered");
});

test("with all errata of the chip six hours pass without a wrong verdict", (t) => {
  const { simulation, station } = onHub({ errata: errataOf(6), keepalive: { interval: 60_000 } });
  until(simulation, 6 * 3600);
  t.true(station.itf.lineProtocolUp);
  t.deepEqual(station.told(), ["line up, unknown: none at 0 s"]);
  const { counters } = station.itf.protocol;
  t.is(counters[LoopbackCounter.OwnSent]! + counters[LoopbackCounter.TransmitFailures]!, 360 + 1);
  t.true(counters[LoopbackCounter.OwnReceived]! > 200);
});

test("frames pass both ways beside keepalives; what does not fit is dropped and counted", (t) => {
  const simulation = new Simulation();
  const cable = new Cable(simulation);
  const a = new EthernetStation(simulation, cable, 1, { duplex: "full" }).start();
  const b = new EthernetStation(simulation, cable, 2, { duplex: "full" }).start();
  until(simulation, 1);
  const frame = Uint8Array.from({ length: 200 }, (_, i) => i);
  frame.set(b.address, 0);
  frame.set(a.address, 6);
  frame.set([8, 0], 12);
  a.told();
  t.true(a.send(frame));
  t.false(a.send(frame));
  until(simulation, 2);
  t.deepEqual(a.told(), ["send ready"]);
  t.deepEqual(b.frames, [frame]);
  t.false(a.send(new Uint8Array(1515)));
  t.false(a.send(new Uint8Array(13)));
  t.is(a.itf.counters[EthernetCounter.OutputDrops], 3);
  t.is(a.itf.counters[EthernetCounter.PacketsOut], 3);
  t.is(a.itf.counters[EthernetCounter.OctetsOut], 320);
  t.is(b.itf.counters[EthernetCounter.PacketsIn], 2);
  a.itf.clearCounters();
  t.true(a.itf.counters.every((count) => count === 0));
});

test("the trace keeps what happened, as on a serial interface", (t) => {
  const { simulation, faults, station } = onHub({ trace: 64 });
  simulation.runUntil(0, 500_000_000);
  faults.set({ cut: true });
  until(simulation, 2);
  station.itf.shut(station.now);
  station.itf.noShut(station.now);
  station.schedule();
  const trace = station.itf.trace!;
  const dump = new Uint8Array(trace.length);
  trace.dump(dump, 0);
  const events: string[] = [];
  for (let at = 0; at < dump.length; at += 8) events.push(dump.subarray(at + 4, at + 8).join(" "));
  const [none, up, down] = [Verdict.Unknown, Verdict.Up, Verdict.Down];
  t.deepEqual(events, [
    `${TraceEvent.Administrative} 1 0 0`,
    `${TraceEvent.Verdict} ${down} 0 ${Diagnostic.LinkDown}`,
    `${TraceEvent.Carrier} 1 0 0`,
    `${TraceEvent.Verdict} ${none} 0 ${Diagnostic.None}`,
    `${TraceEvent.Interval} ${none} 0 0`,
    `${TraceEvent.FrameSent} 0 0 60`,
    `${TraceEvent.FrameReceived} 0 0 60`,
    `${TraceEvent.Verdict} ${up} 0 ${Diagnostic.Answered}`,
    `${TraceEvent.Carrier} 0 0 0`,
    `${TraceEvent.Verdict} ${down} 0 ${Diagnostic.LinkDown}`,
    `${TraceEvent.Administrative} 0 0 0`,
    `${TraceEvent.Verdict} ${none} 0 ${Diagnostic.None}`,
    `${TraceEvent.Administrative} 1 0 0`,
    `${TraceEvent.Verdict} ${down} 0 ${Diagnostic.LinkDown}`,
  ]);
  t.is(station.itf.memory, onHub().station.itf.memory + 64 * 8);
});

test("a payload's type and place are told; its frame's header stands before it", (t) => {
  const { simulation, station, server } = onSwitch();
  until(simulation, 5);
  const frame = Uint8Array.of(...server.address, ...station.address, 0x86, 0xdd, ...new Array<number>(46).fill(9));
  t.true(station.send(frame));
  until(simulation, 6);
  t.deepEqual(server.frames, [frame]);
  t.deepEqual(server.types, [0x86dd]);
});

test("shut: nothing is sent, received or told; no shut begins anew", (t) => {
  const { simulation, station } = onHub();
  until(simulation, 15);
  station.told();
  station.itf.shut(station.now);
  station.schedule();
  const sent = station.itf.counters[EthernetCounter.PacketsOut];
  until(simulation, 60);
  t.is(station.itf.counters[EthernetCounter.PacketsOut], sent);
  t.is(station.state, "line down, unknown: none");
  t.false(station.send(new Uint8Array(60)));
  station.itf.noShut(station.now);
  station.schedule();
  until(simulation, 70);
  t.is(station.state, "line up, up: answered");
  t.deepEqual(station.told(), ["line down, unknown: none at 15 s", "line up, unknown: none at 60 s"]);
});

test("wrong options are refused with what would be right", (t) => {
  const { station } = onHub();
  const make = (options: object) => () =>
    new EthernetInterface({
      name: "Ethernet0",
      port: station.driver,
      scheduler: new Scheduler(1),
      listener: station,
      keepalive: { random: new XorShift32(1) },
      ...options,
    });
  t.throws(make({ bandwidth: 0 }), {
    message: "Ethernet0: bandwidth is 0: it must be a whole number from 1 to 1000000000 bit/s",
  });
  t.throws(make({ trace: 8193 }), {
    message: "Ethernet0: trace is 8193: it must be a whole number from 0 to 8192 records",
  });
  t.throws(make({ slack: -1 }), {
    message: "Ethernet0: slack is -1: it must be a whole number from 0 to 1073741823 ms",
  });
});
