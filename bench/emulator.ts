import { CounterSet } from "../emulator/device/contract";
import type { InterfaceConfig } from "../emulator/device/contract";
import { nodeEngine } from "../emulator/engine/engine";
import type { Scenario, WirePlan } from "../emulator/scenario/scenario";
import { instant, nanoseconds } from "../emulator/scenario/times";
import { DEFAULT_UART } from "../emulator/serial/line";
import { World } from "../emulator/world/world";
import { HdlcCounter } from "../src/keepalive/hdlc";

const INTERFACE: InterfaceConfig = {
  name: "Serial0/0",
  hardware: "UART",
  encapsulation: "hdlc",
  interval: 10000,
  retries: 3,
  upCount: 1,
  downWhenLooped: false,
  address: 0,
  mask: 0,
  askAddress: false,
  mtu: 64,
  bandwidth: 64000,
  carrierDelay: 2000,
  slack: 0,
  trace: 0,
  fifo: 0,
  framing: "octet",
  fcs: 16,
  accm: 0,
  ppp: { adaptive: false, pfc: true, acfc: true, peerAddress: 0, restart: 3000, hold: 10000, debug: false },
  host: null,
  debug: false,
  shutdown: false,
  wakeSource: 1,
  ethernet: null,
};

/** How many lines join two routers at most. */
const LINES_A_PAIR = 1000;

/** Pairs of routers joined by lines, with HDLC keepalive every 10 s at both ends; all start within the first 10 s. */
function pairsOfRouters(links: number, level: WirePlan["level"]): Scenario {
  const lines = Math.min(links, LINES_A_PAIR);
  const pairs = links / lines;
  return {
    name: `${links} links`,
    description: "",
    clock: 0,
    duration: instant(0),
    seed: 1,
    routers: Array.from({ length: 2 * pairs }, (_, router) => ({
      name: `r${router}`,
      hostname: `r${router}`,
      engine: "node",
      powerOn: instant(Math.floor((router / pairs) * 5e9)),
      ticks: 0,
      sleep: null,
      power: null,
      console: false,
      forwards: false,
      interfaces: Array.from({ length: lines }, () => ({ config: INTERFACE, uart: DEFAULT_UART, chip: null })),
      natT: null,
    })),
    wires: Array.from({ length: links }, (_, link) => ({
      name: `w${link}`,
      ends: [0, 1].map((side) => ({
        router: 2 * Math.floor(link / lines) + side,
        port: link % lines,
      })) as WirePlan["ends"],
      level,
      modemLines: false,
      faults: {},
    })),
    segments: [],
    networks: [],
    nats: [],
    hosts: [],
    timeline: [],
    expectations: [],
  };
}

function worldOf(scenario: Scenario): World {
  return new World(
    scenario,
    scenario.routers.map(() => nodeEngine),
    {},
  );
}

/** Runs slices of virtual time for about `budget` real ms; returns virtual seconds a second, the median of the slices. */
async function speed(world: World, slice: number, budget: number): Promise<number> {
  const speeds: number[] = [];
  let until = nanoseconds(world.simulation);
  const end = performance.now() + budget;
  while (performance.now() < end || speeds.length < 3) {
    until += slice * 1e9;
    const began = performance.now();
    await world.runUntil({ seconds: Math.floor(until / 1e9), nanos: 0 });
    speeds.push((slice * 1000) / (performance.now() - began));
  }
  return speeds.sort((a, b) => a - b)[speeds.length >> 1]!;
}

function line(name: string, value: string): void {
  console.log(`${name.padEnd(44)} ${value.padStart(16)}`);
}

/** What two routers count after a thousand seconds is the same on octets and on pins, and what was to be expected. */
export async function check(): Promise<void> {
  for (const level of ["octet", "pins"] as const) {
    const world = worldOf(pairsOfRouters(10, level));
    await world.runUntil({ seconds: 1006, nanos: 0 });
    for (const router of world.routers) {
      for (const { counters } of await router.report()) {
        const hdlc = counters.get(CounterSet.Hdlc)!;
        const sent = hdlc[HdlcCounter.KeepalivesSent];
        const heard = hdlc[HdlcCounter.KeepalivesReceived];
        if (sent !== 100 || heard !== 100)
          throw new Error(`${level}: ${sent} keepalives sent, ${heard} heard, not 100`);
      }
    }
  }
}

export async function run(): Promise<void> {
  console.log("Emulator: virtual seconds a second, two ends a link, HDLC keepalive every 10 s");
  const two = worldOf(pairsOfRouters(1, "octet"));
  await two.runUntil({ seconds: 20, nanos: 0 });
  line("2 routers, octet level", Math.round(await speed(two, 1_000_000, 4000)).toLocaleString("en"));
  const pins = worldOf(pairsOfRouters(1, "pins"));
  await pins.runUntil({ seconds: 20, nanos: 0 });
  line("2 routers, pins", Math.round(await speed(pins, 10_000, 4000)).toLocaleString("en"));
  const links = 100_000;
  const scenario = pairsOfRouters(links, "octet");
  globalThis.gc?.();
  const before = process.memoryUsage();
  const many = worldOf(scenario);
  await many.runUntil({ seconds: 30, nanos: 0 });
  globalThis.gc?.();
  const after = process.memoryUsage();
  const used = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  line(`${links} links (${2 * links} ends), octet level`, (await speed(many, 5, 8000)).toFixed(1));
  line("memory of a link, octets", Math.round(used / links).toLocaleString("en"));
}
