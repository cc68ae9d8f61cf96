/** The device's end of a tunnel, called as a world calls it. */
import test from "ava";
import { Command, CounterSet, RouterEvent } from "../../../emulator/device/contract";
import type { NatTConfig } from "../../../emulator/device/contract";
import { Router } from "../../../emulator/device/router";
import { TUNNEL_MESSAGE, writeTunnelMessage } from "../../../emulator/device/tunnel-message";
import { NatKeepaliveCounter } from "../../../src/keepalive/nat-keepalive";
import { NatTraversalCounter } from "../../../src/link/nat-traversal";
import { RecordedOutputs } from "../../support/recorded-outputs";
import { interfaceConfig, routerConfig } from "../../support/router-config";
import { ip } from "../../support/slarp";

const OWN = ip("192.168.0.2");
const PEER = ip("198.51.100.1");
const SPI = 0x1000;
const TO_PEER = "to c6336401:4500";

function tunnel(interval: number): NatTConfig {
  return {
    address: OWN,
    peerAddress: PEER,
    spi: SPI,
    interval,
    margin: 10_000,
    slack: 0,
    natTimeout: 0,
    forced: false,
  };
}

class Bench {
  readonly outputs = new RecordedOutputs();
  readonly router: Router;

  constructor(interval = 20_000) {
    this.router = new Router(routerConfig({ natT: tunnel(interval) }), this.outputs, 0);
  }

  /** What was sent since it was asked last. */
  sent(): string[] {
    return this.outputs.datagrams.splice(0);
  }

  /** The peer answers message `id` from `address`. */
  answers(id: number, now: number, address = ip("203.0.113.1"), spi = SPI): number {
    const bytes = new Uint8Array(TUNNEL_MESSAGE);
    writeTunnelMessage(bytes, true, spi, id, address, 4500);
    return this.router.datagramReceived(0, bytes, 0, bytes.length, PEER, 4500, now);
  }

  /** Events, without their port. */
  events(): number[][] {
    return this.outputs.events.splice(0).map(([, ...event]) => event);
  }
}

function isIke(text: string): boolean {
  return text.startsWith("0 00000000") && text.endsWith(TO_PEER);
}

test("it begins with a message, and sends keepalives once the answer tells of a NAT", (t) => {
  const bench = new Bench();
  t.is(bench.router.start(0), 2000, "when the message is sent again");
  t.true(isIke(bench.sent()[0]!));
  t.is(bench.router.datagramSent(0, true, 1), 1999);
  t.is(bench.answers(1, 40), 19_960);
  t.deepEqual(bench.events(), [[RouterEvent.PeerAnswered, 1, 1]]);
  bench.router.run(20_000);
  t.deepEqual(bench.sent(), [`0 ff ${TO_PEER}`]);
});

test("an answer from the address that it has says that there is no NAT", (t) => {
  const bench = new Bench();
  bench.router.start(0);
  bench.router.datagramSent(0, true, 1);
  t.is(bench.answers(1, 40, OWN), -1, "nothing more to do");
  t.deepEqual(bench.events(), [[RouterEvent.PeerAnswered, 0, 1]]);
});

test("answers to another message, of another SPI, or that come twice change nothing", (t) => {
  const bench = new Bench();
  bench.router.start(0);
  bench.router.datagramSent(0, true, 1);
  bench.answers(2, 30);
  bench.answers(1, 30, OWN, SPI + 1);
  t.deepEqual(bench.events(), []);
  bench.answers(1, 40);
  bench.answers(1, 41, OWN);
  t.deepEqual(bench.events(), [[RouterEvent.PeerAnswered, 1, 1]]);
});

test("a message is sent again while it is not answered", (t) => {
  const bench = new Bench();
  let delay = bench.router.start(0);
  let now = 0;
  const times: number[] = [];
  while (now < 130_000) {
    if (bench.sent().some(isIke)) {
      times.push(now);
      delay = bench.router.datagramSent(0, true, now);
    }
    now += delay;
    delay = bench.router.run(now);
  }
  t.deepEqual(times, [0, 2000, 6000, 14_000, 30_000, 62_000, 94_000, 126_000]);
});

test("after a gap it has its peer probed, and goes on when that answers", (t) => {
  const bench = new Bench();
  bench.router.start(0);
  bench.router.datagramSent(0, true, 0);
  bench.answers(1, 40);
  bench.sent();
  bench.events();
  bench.router.run(90_000);
  t.deepEqual(bench.events(), [[RouterEvent.ProbeWanted, 90_000, 0]]);
  const [probe, ...more] = bench.sent();
  t.true(isIke(probe!));
  t.deepEqual(more, []);
  bench.router.datagramSent(0, true, 90_000);
  bench.answers(2, 90_040);
  t.deepEqual(bench.events(), [[RouterEvent.PeerAnswered, 1, 0]]);
  bench.router.run(110_000);
  t.deepEqual(bench.sent(), [`0 ff ${TO_PEER}`]);
});

test("with an interval of 0 none is sent", (t) => {
  const bench = new Bench(0);
  bench.router.start(0);
  bench.router.datagramSent(0, true, 0);
  t.is(bench.answers(1, 40), -1);
});

test("it sends ESP with numbers of its own, and tells those that arrive", (t) => {
  const bench = new Bench();
  bench.router.start(0);
  bench.router.datagramSent(0, true, 0);
  bench.sent();
  bench.router.command(0, Command.SendEsp, 10);
  bench.router.datagramSent(0, true, 10);
  bench.router.command(0, Command.SendEsp, 11);
  t.deepEqual(
    bench.sent().map((text) => text.slice(0, 18)),
    ["0 0000100000000001", "0 0000100000000002"],
  );
  const esp = Uint8Array.of(0, 0, 0x10, 0, 0, 0, 0, 9, 1, 2, 3, 4);
  bench.router.datagramReceived(0, esp, 0, esp.length, PEER, 4500, 12);
  t.deepEqual(bench.events(), [[RouterEvent.EspReceived, 9, 0]]);
});

test("a report hands out its counters, at the port behind the interfaces", (t) => {
  const outputs = new RecordedOutputs();
  const natT = tunnel(20_000);
  const router = new Router(routerConfig({ interfaces: [interfaceConfig()], natT }), outputs, 0);
  router.start(0);
  router.command(1, Command.Report, 1);
  t.deepEqual(
    outputs.counterSets.filter(([port]) => port === 1).map(([, ...set]) => set),
    [
      [CounterSet.Scheduler, outputs.counterSets[0]![2]],
      [CounterSet.NatKeepalive, NatKeepaliveCounter.Size],
      [CounterSet.NatTraversal, NatTraversalCounter.Size],
    ],
  );
  router.command(0, Command.Report, 2);
  t.deepEqual(outputs.counterSets.at(-1)![0], 0);
});
