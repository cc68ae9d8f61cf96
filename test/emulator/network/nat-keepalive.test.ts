/** The NAT keepalive machine as a device runs it, behind every kind of NAT. */
import test from "ava";
import { ESP32_LIGHT_SLEEP } from "../../../emulator/network/energy";
import { Nat } from "../../../emulator/network/nat";
import type { NatBehaviour } from "../../../emulator/network/nat-behaviour";
import { DEPENDENCES, LINUX } from "../../../emulator/network/nat-behaviour";
import { NatCounter } from "../../../emulator/network/nat-table";
import { PathCounter } from "../../../emulator/network/path";
import type { SubnetPort } from "../../../emulator/network/subnet";
import { Subnet } from "../../../emulator/network/subnet";
import { TunnelClient, TunnelServer } from "../../../emulator/network/tunnel-ends";
import { WifiStation } from "../../../emulator/network/wifi-station";
import { Simulation } from "../../../emulator/simulation/simulation";
import { NatKeepaliveCounter } from "../../../src/keepalive/nat-keepalive";
import { NatTraversalCounter } from "../../../src/link/nat-traversal";
import { XorShift32 } from "../../../src/random";
import { runUntil, Talker } from "../../support/network";
import { NatTunnel } from "../../support/nat-tunnel";
import { ip } from "../../support/slarp";

const TIMEOUTS = [2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600];
const HOUR = 3_600_000;

const KINDS = DEPENDENCES.flatMap((mapping) =>
  DEPENDENCES.flatMap((filtering) =>
    (["outbound", "both"] as const).map((refresh) => ({ mapping, filtering, refresh })),
  ),
);

function nameOf({ mapping, filtering, refresh }: Pick<NatBehaviour, "mapping" | "filtering" | "refresh">): string {
  return `${mapping} mapping, ${filtering} filtering, refresh ${refresh}`;
}

/** How many intervals are looked at. */
const INTERVALS = 20;

for (const kind of KINDS) {
  test(`${nameOf(kind)}: an interval below the timeout keeps the mapping, one above it loses it`, (t) => {
    for (const seconds of TIMEOUTS) {
      const timeout = seconds * 1000;
      const behaviour = { ...kind, timeouts: { oneWay: timeout, replied: timeout } };
      const kept = new NatTunnel(behaviour, { interval: timeout - 100 }).start();
      kept.at(INTERVALS * timeout);
      t.is(kept.count(NatCounter.Created), 1, `${seconds} s`);
      t.true(kept.reaches(), `${seconds} s`);
      const interval = Math.min(timeout + 100, HOUR);
      const lost = new NatTunnel(behaviour, { interval }).start();
      lost.at(INTERVALS * interval + 15);
      t.is(lost.count(NatCounter.Created), INTERVALS, `${seconds} s`);
      // What is sent now comes to the NAT after the timeout, and before the next keepalive.
      lost.at(INTERVALS * interval + timeout + 20);
      if (interval > timeout) t.false(lost.reaches(), `${seconds} s`);
    }
  });
}

test("without keepalive the mapping is gone after its timeout", (t) => {
  const tunnel = new NatTunnel({ timeouts: { oneWay: 30_000, replied: 30_000 } }, {});
  tunnel.client.findsNat = false;
  tunnel.start().at(29_000);
  t.true(tunnel.reaches());
  tunnel.at(70_000);
  t.false(tunnel.reaches());
  t.is(tunnel.keepalives(NatKeepaliveCounter.Sent), 0);
});

test("clocks that wrap change nothing", (t) => {
  const tunnel = new NatTunnel({ timeouts: { oneWay: 30_000, replied: 30_000 } }, {}, {}, 0x7fffffff - 100_000);
  tunnel.start().at(1_000_000);
  t.is(tunnel.count(NatCounter.Created), 1);
  t.is(tunnel.keepalives(NatKeepaliveCounter.Sent), 50);
  t.true(tunnel.reaches());
});

test("behind a carrier's NAT and one at home, the shorter timeout is what counts", (t) => {
  const keeps = (home: number, carrier: number) => {
    const simulation = new Simulation();
    const [internet, middle, inside] = [new Subnet(simulation), new Subnet(simulation), new Subnet(simulation)];
    const timeouts = (timeout: number) => ({ timeouts: { oneWay: timeout, replied: timeout } });
    new Nat(simulation, {
      inside: middle,
      outside: internet,
      addresses: [ip("203.0.113.1")],
      behaviour: timeouts(carrier),
    });
    new Nat(simulation, { inside, outside: middle, addresses: [ip("100.64.0.2")], behaviour: timeouts(home) });
    const client = new TunnelClient(simulation, inside, ip("192.168.0.2"), {}, {});
    const server = new TunnelServer(simulation, internet, ip("198.51.100.1"), {}, {});
    client.start(ip("198.51.100.1"));
    runUntil(simulation, 999_000);
    server.sendPacket();
    runUntil(simulation, 999_010);
    return client.packets === 1;
  };
  t.true(keeps(25_000, 21_000));
  t.true(keeps(21_000, 25_000));
  t.false(keeps(25_000, 15_000));
  t.false(keeps(15_000, 25_000));
});

test("an interval of a fifth of the timeout rides out a Wi-Fi that loses a tenth, duplicates and reorders", (t) => {
  const path = { loss: 0.1, duplication: 0.05, reordering: 0.1, jitter: 30 };
  const behaviour = { timeouts: { oneWay: 50_000, replied: 50_000 }, refresh: "outbound" } as const;
  const tunnel = new NatTunnel(behaviour, { interval: 10_000 }, path);
  tunnel.start().at(1000);
  while (tunnel.client.messages === 0) tunnel.start().at(tunnel.now + 1000);
  tunnel.at(tunnel.now + 24 * HOUR);
  t.is(tunnel.count(NatCounter.Created), 1);
  t.is(tunnel.keepalives(NatKeepaliveCounter.Sent), 1 + 8640, "what is lost on the way has left");
  const lost = (tunnel.client.host.port as SubnetPort).up.counters[PathCounter.Lost]!;
  t.true(lost > 700 && lost < 1100, `${lost}`);
});

test("a table that evicts the oldest keeps the mapping that is refreshed more often than others come", (t) => {
  const lives = (interval: number) => {
    const tunnel = new NatTunnel({ capacity: 50, whenFull: "evict oldest" }, { interval });
    const neighbour = new Talker(tunnel.simulation, tunnel.inside, "192.168.0.3", 1024);
    const datagram = { ...FROM_NEIGHBOUR, source: neighbour.address };
    tunnel.start();
    for (let i = 0; i < 600; i++) {
      neighbour.port.transmit({ ...datagram, sourcePort: 2000 + i });
      tunnel.at(i * 100);
    }
    return tunnel.reaches();
  };
  t.true(lives(2000));
  t.false(lives(20_000));
});

const FROM_NEIGHBOUR = {
  destination: ip("198.51.100.1"),
  destinationPort: 9,
  payload: Uint8Array.of(1),
  hops: 64,
};

test("a device that slept for too long asks for a probe, and its peer learns where it is", (t) => {
  const tunnel = new NatTunnel({ preservesPorts: false, timeouts: { oneWay: 60_000, replied: 60_000 } }, {});
  tunnel.start().at(100_000);
  tunnel.client.host.sleep(300_000);
  tunnel.at(395_000);
  t.false(tunnel.reaches(), "the mapping is gone");
  tunnel.at(401_000);
  t.is(tunnel.keepalives(NatKeepaliveCounter.ProbesWanted), 1);
  t.is(tunnel.count(NatCounter.Created), 2);
  t.true(tunnel.reaches());
});

/** A week in which the NAT loses its table now and then; returns for how long at most the client could not be reached. */
function week(behaviour: Partial<NatBehaviour>, messages: number): { reboots: number; longestSilence: number } {
  const tunnel = new NatTunnel({ timeouts: { oneWay: 60_000, replied: 60_000 }, ...behaviour }, {});
  const random = new XorShift32(11);
  tunnel.start();
  let reachedAt = 0;
  let longestSilence = 0;
  let nextReboot = 6 * HOUR;
  let nextMessage = messages;
  for (let time = 5000; time < 7 * 24 * HOUR; time += 10_000) {
    tunnel.at(time);
    if (time >= nextReboot) {
      tunnel.nat.reboot(30_000);
      nextReboot += ((random.next() >>> 0) % (24 * HOUR)) + 6 * HOUR;
    }
    if (time >= nextMessage) {
      tunnel.client.sendMessage();
      nextMessage += messages;
    }
    if (tunnel.reaches()) reachedAt = tunnel.now;
    else longestSilence = Math.max(longestSilence, tunnel.now - reachedAt);
  }
  return { reboots: tunnel.count(NatCounter.Reboots), longestSilence };
}

test("a week with reboots of the NAT: where it preserves ports, the next keepalive opens the way again", (t) => {
  const { reboots, longestSilence } = week({ refresh: "outbound" }, Infinity);
  t.true(reboots > 8, `${reboots}`);
  // Down for 30 s, and up to 20 s until the next keepalive; looked at every 10 s.
  t.true(longestSilence >= 30_000 && longestSilence <= 60_000, `${longestSilence}`);
});

test("a week with reboots of the NAT: where ports change, the way opens when the peer learns of it", (t) => {
  const { longestSilence } = week({ preservesPorts: false, refresh: "outbound" }, 600_000);
  t.true(longestSilence > 60_000 && longestSilence <= 640_000, `${longestSilence}`);
});

test("Linux: a tunnel that falls silent within 2 s of its first message has the shorter timeout", (t) => {
  const keeps = (packetAt: number) => {
    const tunnel = new NatTunnel(LINUX, { interval: 100_000 });
    tunnel.start().at(packetAt);
    tunnel.client.sendPacket();
    tunnel.at(50_000);
    return tunnel.reaches();
  };
  t.false(keeps(1500));
  t.true(keeps(2500));
});

test("Linux after a reboot: keepalives are not answered, so that the flow has the shorter timeout until something is", (t) => {
  const tunnel = new NatTunnel(LINUX, { interval: 100_000 });
  tunnel.start().at(3000);
  tunnel.client.sendPacket();
  tunnel.at(900_000);
  t.true(tunnel.reaches());
  t.is(tunnel.count(NatCounter.Created), 1);
  tunnel.nat.reboot();
  tunnel.at(2_000_000 - 5000);
  t.false(tunnel.reaches());
  tunnel.client.sendMessage();
  tunnel.at(2_003_000);
  tunnel.client.sendPacket();
  const created = tunnel.count(NatCounter.Created);
  tunnel.at(3_000_000);
  t.true(tunnel.reaches());
  t.is(tunnel.count(NatCounter.Created), created);
});

test("through a Wi-Fi in power save the way stays open, and what comes waits for a beacon", (t) => {
  const simulation = new Simulation();
  const outside = new Subnet(simulation);
  const inside = new Subnet(simulation);
  const timeouts = { oneWay: 30_000, replied: 30_000 };
  const nat = new Nat(simulation, { inside, outside, addresses: [ip("203.0.113.1")], behaviour: { timeouts } });
  const wifi = new WifiStation(simulation, inside, { power: ESP32_LIGHT_SLEEP, dtim: 3, beaconLoss: 0.1 });
  const client = new TunnelClient(simulation, wifi, ip("192.168.0.2"), {}, {});
  const server = new TunnelServer(simulation, outside, ip("198.51.100.1"), {}, {});
  client.start(server.host.address);
  const delays: number[] = [];
  for (let i = 1; i <= 200; i++) {
    runUntil(simulation, i * 33_000);
    server.sendPacket();
    let delay = 0;
    for (; client.packets < i && delay < 5000; delay++) runUntil(simulation, i * 33_000 + delay);
    delays.push(delay);
  }
  t.is(nat.counters[NatCounter.Created], 1);
  t.is(client.packets, 200);
  t.true(delays.every((delay) => delay < 5 * 308));
  t.true(
    delays.some((delay) => delay > 308),
    "a beacon was missed",
  );
  t.true(delays.some((delay) => delay < 50));
});

test("what strangers send through a NAT that lets everybody in is counted, and changes nothing", (t) => {
  const tunnel = new NatTunnel({}, {});
  tunnel.start().at(1000);
  const stranger = new Talker(tunnel.simulation, tunnel.outside, "198.51.100.66", 4500);
  const random = new XorShift32(3);
  const spoofed = { ...FROM_NEIGHBOUR, destination: ip("203.0.113.1"), destinationPort: 4500 };
  for (let i = 0; i < 20_000; i++) {
    const payload = i % 2 === 0 ? Uint8Array.of(0xff) : new Uint8Array(i % 12);
    stranger.port.transmit({ ...spoofed, source: random.next(), sourcePort: 1 + (i % 65535), payload });
    tunnel.at(1000 + i);
  }
  tunnel.at(21_100);
  t.is(tunnel.keepalives(NatKeepaliveCounter.Received), 10_000);
  t.is(tunnel.client.traversal.counters[NatTraversalCounter.Junk], 10_000);
  t.is(tunnel.keepalives(NatKeepaliveCounter.Sent), 2, "at the start, and 20 s later");
  t.true(tunnel.reaches());
  t.is(tunnel.client.messages, 1);
});
