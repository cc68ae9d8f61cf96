import test from "ava";
import { InterfaceCounter } from "../../../src/link/counters";
import { newHost, FakeSerial } from "../../support/moddable/host";
import { importLinkpulse, registerModdableModules } from "../../support/moddable/modules";
import { Peer } from "../../support/peer";

registerModdableModules();

async function alarm() {
  const { ModdableAlarm } = await importLinkpulse();
  const host = newHost();
  const alarm = new ModdableAlarm();
  const woken: number[] = [];
  const listener = { wake: () => void woken.push(host.ticks) };
  alarm.attach(listener);
  return { host, alarm, woken, listener };
}

test.serial("the alarm wakes once, at its time", async (t) => {
  const { host, alarm: a, woken } = await alarm();
  a.set(100);
  host.runUntil(0x7fffffff);
  t.deepEqual(woken, [100]);
});

test.serial("the alarm is set again from inside its call, as often as wanted", async (t) => {
  const { host, alarm: a, woken, listener } = await alarm();
  listener.wake = () => {
    woken.push(host.ticks);
    if (woken.length < 5) a.set(10);
  };
  a.set(0);
  host.runUntil(1000);
  t.deepEqual(woken, [0, 10, 20, 30, 40]);
});

test.serial("an alarm that was moved or taken back does not ring at its old time", async (t) => {
  const { host, alarm: a, woken } = await alarm();
  a.set(100);
  host.runUntil(50);
  a.set(100);
  host.runUntil(149);
  t.deepEqual(woken, []);
  host.runUntil(150);
  a.set(10);
  a.set(-1);
  host.runUntil(10000);
  t.deepEqual(woken, [150]);
});

test.serial("an alarm that was never set does not wake, and a closed one is gone", async (t) => {
  const { host, alarm: a, woken } = await alarm();
  host.runUntil(10000);
  t.is(host.timerCalls, 0);
  a.close();
  t.is(host.timers.size, 0);
  t.deepEqual(woken, []);
});

test.serial("octets that wait behind a late alarm are handed on before anything is judged", async (t) => {
  const { startHdlc } = await importLinkpulse();
  const host = newHost();
  const link = startHdlc({
    serial: { io: FakeSerial, port: 0, transmit: 0, receive: 1, baud: 115200 },
    keepalive: { interval: 10000, retries: 2 },
  });
  const uart = host.ports.get(0)!;
  const peer = new Peer((octets) => uart.arrive(octets), 10000);
  peer.serial.start(0);
  host.runUntil(10001);
  // The device stalls; what both sent at 10 s crosses on the wire, and the peer sends again at 20 s.
  peer.receive(uart.leave(), 10001);
  peer.run(10001);
  peer.run(20001);
  host.ticks = 20500;
  host.runUntil(20600);
  t.is(link.serial.protocol.mySeq, 2);
  t.is(link.serial.protocol.mineSeen, 1, "the acknowledgement that waited was seen");
  t.is(link.serial.counters[InterfaceCounter.InterfaceResets], 0, "and no keepalive was missed");
  link.close();
});
