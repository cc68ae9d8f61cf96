import type { RouterEvent } from "../device/contract";
import { countIn, COUNTERS } from "../scenario/counters";
import type { Scenario } from "../scenario/scenario";
import { formatClock } from "../scenario/times";
import type { Simulation } from "../simulation/simulation";
import type { Judgement } from "../world/judge";
import type { WorldObserver } from "../world/observer";
import type { Report } from "../world/router-host";
import { diagnosticName, pathStateName, RESUMPTIONS } from "../world/run-record";

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
  8: (a, b) => ({ event: "resumed", result: RESUMPTIONS[a], "saved-before": b < 0 ? null : b }),
  9: (a, b) => ({ event: "clock", seconds: b === 1 ? a : null }),
};

/** Writes what is known at the end as a JSON object a line: all counters of each interface, then each expectation. */
export function jsonResults(
  scenario: Scenario,
  reports: readonly Report[][],
  judgements: readonly Judgement[],
  write: (line: string) => void,
): void {
  reports.forEach((router, i) =>
    router.forEach((report, port) => {
      const values = Object.keys(COUNTERS).map((name) => [name, countIn(report.counters, name)]);
      const { name, interfaces } = scenario.routers[i]!;
      const counters = Object.fromEntries(values) as Record<string, number>;
      write(JSON.stringify({ router: name, interface: interfaces[port]!.config.name, event: "counters", counters }));
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
  const port = (router: number, number: number) => scenario.routers[router]!.interfaces[number]!.config.name;
  const octets = (event: string) => (router: number, number: number, bytes: Uint8Array, start: number, end: number) => {
    const hex = Buffer.from(bytes.subarray(start, end)).toString("hex");
    put({ router: name(router), interface: port(router, number), event, hex });
  };
  return {
    powerChanged: (router, on) => put({ router: name(router), event: "power", state: on ? "on" : "off" }),
    consoleLine: (router, text) => put({ router: name(router), event: "console", text }),
    routerEvent: (router, number, event, a, b) => {
      put({ router: name(router), interface: port(router, number), ...DETAILS[event](a, b) });
    },
    octetsSent: octets("sent"),
    octetsReceived: octets("received"),
    timelineEvent: (text) => put({ event: "timeline", text }),
  };
}
