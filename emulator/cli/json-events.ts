import type { RouterEvent } from "../device/contract";
import { countIn, COUNTERS } from "../scenario/counters";
import type { RouterPlan, Scenario } from "../scenario/scenario";
import { formatClock } from "../scenario/times";
import type { Simulation } from "../simulation/simulation";
import type { Judgement } from "../world/judge";
import type { RadioReport } from "../world/nat-t-host";
import type { HostEvent, WorldObserver } from "../world/observer";
import type { Report } from "../world/router-host";
import { diagnosticName, endpointName, pathStateName } from "../world/run-record";
import { RESTORED_NAMES } from "../retention/restored-names";

const LINK_STATES = ["administratively down", "down", "up"];

/** What a router event says as JSON; the names of its fields depend on the event. */
const DETAILS: Record<RouterEvent, (a: number, b: number) => object> = {
  0: (a, b) => ({ event: "line-protocol", state: a === 1 ? "up" : "down", diagnostic: diagnosticName(b) }),
  1: (a) => ({ event: "link", state: LINK_STATES[a] }),
  2: (a) => ({ event: "reset", missed: a }),
  3: (a, b) => ({ event: "packet", protocol: a, octets: b }),
  4: (a, b) => ({ event: "send-refused", protocol: a, octets: b }),
  5: () => ({ event: "send-ready" }),
  6: (a, b) => ({ event: "path", state: pathStateName(a), diagnostic: diagnosticName(b) }),
  7: (a, b) => ({ event: "keepalive", state: pathStateName(a), diagnostic: diagnosticName(b) }),
  8: (a) => ({ event: "peer-answered", nat: a === 1 }),
  9: (a) => ({ event: "esp-received", sequence: a }),
  10: (a) => ({ event: "probe-wanted", gap: a }),
  11: (a, b) => ({ event: "resumed", result: RESTORED_NAMES[a], "saved-before": b < 0 ? null : b }),
  12: (a, b) => ({ event: "clock", seconds: b === 1 ? a : null }),
};

/** What a host tells of a router as JSON. */
const HOST_DETAILS: Record<HostEvent, (a: number, b: number) => object> = {
  0: (a, b) => ({ event: "mapping", mapping: endpointName(a, b) }),
  1: (a, b) => ({ event: "esp-sent", sequence: a, known: b === 1 }),
  2: (a) => ({ event: "esp-received", sequence: a }),
};

/** Writes what is known at the end as a JSON object a line: all counters of each port, then each expectation. */
export function jsonResults(
  scenario: Scenario,
  reports: readonly Report[][],
  judgements: readonly Judgement[],
  write: (line: string) => void,
): void {
  reports.forEach((router, i) =>
    router.forEach((report, port) => {
      const values = Object.keys(COUNTERS).map((name) => [name, countIn(report.counters, name)]);
      const plan = scenario.routers[i]!;
      const counters = Object.fromEntries(values) as Record<string, number>;
      const radio = report.radio === null ? undefined : radioOf(report.radio);
      write(JSON.stringify({ router: plan.name, ...portOf(plan, port), event: "counters", counters, radio }));
    }),
  );
  for (const { text, met, seen } of judgements) write(JSON.stringify({ event: "expectation", text, met, seen }));
}

/** Writes everything that happens as a JSON object a line. `at` is seconds from the start, as a string of nine decimals. */
export function jsonEvents(
  scenario: Scenario,
  simulation: () => Simulation,
  write: (line: string) => void,
): WorldObserver {
  const put = (fields: object) => {
    const { seconds, nanos } = simulation();
    const clock = formatClock(scenario.clock + seconds * 1000 + Math.floor(nanos / 1e6));
    write(JSON.stringify({ at: `${seconds}.${String(nanos).padStart(9, "0")}`, clock, ...fields }));
  };
  const name = (router: number) => scenario.routers[router]!.name;
  const port = (router: number, number: number) => portOf(scenario.routers[router]!, number);
  const octets = (event: string) => (router: number, number: number, bytes: Uint8Array, start: number, end: number) => {
    const hex = Buffer.from(bytes.subarray(start, end)).toString("hex");
    put({ router: name(router), ...port(router, number), event, hex });
  };
  return {
    powerChanged: (router, on) => put({ router: name(router), event: "power", state: on ? "on" : "off" }),
    consoleLine: (router, text) => put({ router: name(router), event: "console", text }),
    routerEvent: (router, number, event, a, b) => {
      put({ router: name(router), ...port(router, number), ...DETAILS[event](a, b) });
    },
    hostEvent: (host, router, event, a, b) => {
      put({ host: scenario.hosts[host]!.name, router: name(router), ...HOST_DETAILS[event](a, b) });
    },
    datagramCarried: (network, datagram) => {
      const from = endpointName(datagram.source, datagram.sourcePort);
      const to = endpointName(datagram.destination, datagram.destinationPort);
      const hex = Buffer.from(datagram.payload).toString("hex");
      put({ network: scenario.networks[network]!, event: "datagram", from, to, hex });
    },
    octetsSent: octets("sent"),
    octetsReceived: octets("received"),
    timelineEvent: (text) => put({ event: "timeline", text }),
  };
}

/** A port by name: an interface, or behind these the router's end of a tunnel. */
function portOf({ interfaces }: RouterPlan, port: number): object {
  const plan = interfaces[port];
  return plan === undefined ? { port: "nat-t" } : { interface: plan.config.name };
}

function radioOf({ account, power }: RadioReport): object {
  return { wakeUps: account.wakeUps, beacons: account.beacons, energy: account.energy(power) };
}
