import type { LineFaults } from "../serial/line";
import { buildChipFaults, buildSegmentFaults, buildSegments, chipAt } from "./build-ethernet";
import { buildInterface } from "./build-interface";
import type { Fail } from "./build-interface";
import { NetworkBuilder } from "./build-network";
import { buildHostEvent, buildNatEvent, buildTunnelEvent, buildTunnelExpectation, natTOf } from "./build-network-event";
import type { NetworkContext } from "./build-network-event";
import { COUNTERS, countersOf, countersOfNatT } from "./counters";
import { escaped } from "./pointer";
import { buildPower, buildPowerEvent, buildPowerExpectation, happensToPower } from "./build-power";
import type {
  EndName,
  Expectation,
  Instant,
  RouterPlan,
  Scenario,
  SegmentPlan,
  TimelineEvent,
  WirePlan,
} from "./scenario";
import type {
  Duration,
  EventFile,
  ExpectationFile,
  FaultsFile,
  RouterFile,
  ScenarioFile,
  WireFile,
} from "./scenario-file";
import { formatSpan, isAfter, LONGEST, nanoseconds, parseClock, parseDuration, parseTime } from "./times";

/** The longest delay on a line, and of a chip that wakes. */
const LONGEST_DELAY = { seconds: 86_400, nanos: 0 };

/** Turns a file's content, which has passed the schema, into a scenario. */
export function buildScenario(data: unknown, fallbackName: string, fail: Fail): Scenario {
  const file = data as ScenarioFile;
  const clock = parseClock(file.clock);
  const duration = readDuration(file.duration, "/duration", fail);
  const time = (text: Duration, pointer: string) => readTime(text, clock, duration, pointer, fail);
  const typedAt = new Set(file.timeline.filter((event) => event.type !== undefined).map((event) => event.router));
  const network = new NetworkBuilder(file, fail);
  const nats = network.nats(file.nats);
  const hosts = network.hosts(file.hosts);
  const routers = Object.entries(file.routers).map(([name, router], number) => {
    return buildRouter(name, number, router, typedAt.has(name), network, time, fail);
  });
  const end = (text: string, pointer: string) => findEnd(routers, text, pointer, fail);
  const wires = buildWires(file.wires, routers, end, fail);
  const segments = buildSegments(file.segments, routers, end, fail);
  const context = { routers, wires, segments, network, nats, hosts, time, end, fail };
  return {
    name: file.name ?? fallbackName,
    description: file.description.trim(),
    clock,
    duration,
    seed: file.seed,
    routers,
    wires,
    segments,
    networks: network.networks,
    nats,
    hosts,
    timeline: file.timeline.map((event, i) => buildEvent(event, `/timeline/${i}`, context)),
    expectations: file.expect.map((expectation, i) => buildExpectation(expectation, `/expect/${i}`, context)),
  };
}

interface Context extends NetworkContext {
  wires: WirePlan[];
  segments: SegmentPlan[];
  time: (text: Duration, pointer: string) => Instant;
  end: (text: string, pointer: string) => EndName;
}

function readDuration(text: Duration, pointer: string, fail: Fail): Instant {
  return parseDuration(text) ?? fail(pointer, `it must be at most ${LONGEST}`);
}

function readTime(text: Duration, clock: number, end: Instant, pointer: string, fail: Fail): Instant {
  const time = parseTime(text, clock);
  if (time !== undefined && !isAfter(time, end)) return time;
  const ahead = time === undefined ? "" : `${formatSpan(time)} from the start, `;
  return fail(pointer, `that is ${ahead}after the run's end at ${formatSpan(end)}`);
}

/** A span that the world counts in ns. */
function readNanoseconds(text: Duration, pointer: string, fail: Fail): number {
  const span = parseDuration(text);
  if (span !== undefined && !isAfter(span, LONGEST_DELAY)) return nanoseconds(span);
  return fail(pointer, `it must be at most ${formatSpan(LONGEST_DELAY)}`);
}

function buildRouter(
  name: string,
  number: number,
  file: RouterFile,
  console: boolean,
  network: NetworkBuilder,
  time: Context["time"],
  fail: Fail,
): RouterPlan {
  const pointer = `/routers/${name}`;
  const natT = file["nat-t"];
  const interfaces = file.interfaces ?? {};
  if (file.interfaces === undefined && natT === undefined) fail(pointer, "it must have 'interfaces' or 'nat-t'");
  if (file.forward && Object.keys(interfaces).length !== 2) {
    fail(`${pointer}/forward`, "only a router of two interfaces forwards");
  }
  if (file.forward && Object.values(interfaces).some(({ ethernet }) => ethernet !== undefined)) {
    fail(`${pointer}/forward`, "only serial interfaces forward");
  }
  return {
    name,
    hostname: file.hostname ?? name,
    engine: file.engine,
    powerOn: time(file["power-on"], `${pointer}/power-on`),
    ticks: file.ticks,
    sleep: file.sleep
      ? {
          latency: readNanoseconds(file.sleep.latency, `${pointer}/sleep/latency`, fail),
          linger: readNanoseconds(file.sleep.linger, `${pointer}/sleep/linger`, fail),
        }
      : null,
    console,
    power: file.power === undefined ? null : buildPower(file, `${pointer}/power`, fail),
    forwards: file.forward,
    interfaces: Object.entries(interfaces).map(([interfaceName, plan], port) => {
      const place = { router: number, port };
      const at = `${pointer}/interfaces/${escaped(interfaceName)}`;
      return buildInterface(interfaceName, place, plan, console, at, fail);
    }),
    natT: natT === undefined ? null : network.natT(natT, number, `${pointer}/nat-t`),
  };
}

function findEnd(routers: RouterPlan[], text: string, pointer: string, fail: Fail): EndName {
  const space = text.indexOf(" ");
  const router = findRouter(routers, text.slice(0, space), pointer, fail);
  const names = routers[router]!.interfaces.map((plan) => plan.config.name);
  const port = names.indexOf(text.slice(space + 1));
  if (port < 0) {
    return fail(pointer, `${text.slice(0, space)} has no such interface; it has ${names.join(", ") || "none"}`);
  }
  return { router, port };
}

function findRouter(routers: RouterPlan[], name: string, pointer: string, fail: Fail): number {
  const router = routers.findIndex((plan) => plan.name === name);
  if (router >= 0) return router;
  return fail(pointer, `there is no router ${name}; the routers are ${routers.map((plan) => plan.name).join(", ")}`);
}

function buildWires(
  files: Record<string, WireFile>,
  routers: RouterPlan[],
  end: Context["end"],
  fail: Fail,
): WirePlan[] {
  const taken = new Map<string, string>();
  return Object.entries(files).map(([name, file]) => {
    const ends = file.ends.map((text, i) => {
      const pointer = `/wires/${name}/ends/${i}`;
      const found = end(text, pointer);
      refuseChip(routers, found, pointer, "goes on a segment", fail);
      if (taken.has(text)) fail(pointer, `it is on wire ${taken.get(text)} already`);
      taken.set(text, name);
      return found;
    });
    return {
      name,
      ends: ends as [EndName, EndName],
      level: file.level,
      modemLines: file["modem-lines"],
      faults: buildFaults(file.faults, `/wires/${name}/faults`, fail),
    };
  });
}

/** @param what is said of an Ethernet interface that stands where only a serial one can */
function refuseChip(routers: RouterPlan[], { router, port }: EndName, pointer: string, what: string, fail: Fail): void {
  if (routers[router]!.interfaces[port]!.chip !== null) fail(pointer, `it is Ethernet, and ${what}`);
}

function buildFaults(file: FaultsFile, pointer: string, fail: Fail): Partial<LineFaults> {
  const faults: Partial<LineFaults> = {};
  if (file.cut !== undefined) faults.cut = file.cut;
  if (file.stuck !== undefined) faults.stuck = file.stuck;
  if (file.loopback !== undefined) faults.loopback = file.loopback;
  if (file["bit-errors"] !== undefined) faults.bitErrors = file["bit-errors"];
  if (file.burst !== undefined) faults.burst = file.burst;
  if (file.loss !== undefined) faults.loss = file.loss;
  if (file.duplication !== undefined) faults.duplication = file.duplication;
  if (file.delay !== undefined) faults.delay = readNanoseconds(file.delay, `${pointer}/delay`, fail);
  return faults;
}

function buildEvent(file: EventFile, pointer: string, context: Context): TimelineEvent {
  const at = context.time(file.at, `${pointer}/at`);
  if (file.interface !== undefined) {
    const end = context.end(file.interface, `${pointer}/interface`);
    if (file.do !== undefined) {
      const typed = file.typed === undefined ? null : context.time(file.typed, `${pointer}/typed`);
      if (typed !== null && isAfter(typed, at)) {
        context.fail(`${pointer}/typed`, `it must not be after the command is entered, at ${shown(file.at)}`);
      }
      return { at, text: `${file.interface}: ${file.do}`, kind: "command", end, command: file.do, typed };
    }
    if (file.send !== undefined) {
      return { at, text: `${file.interface}: send`, kind: "send", end, ...file.send };
    }
    refuseChip(context.routers, end, `${pointer}/interface`, "has no baud", context.fail);
    return { at, text: `${file.interface}: baud ${file.baud}`, kind: "baud", end, baud: file.baud! };
  }
  if (file.router !== undefined) {
    const router = findRouter(context.routers, file.router, `${pointer}/router`, context.fail);
    if (file.type !== undefined)
      return { at, text: `${file.router}: ${file.type}`, kind: "type", router, line: file.type };
    if (happensToPower(file)) return buildPowerEvent(file, router, at, context.routers, pointer, context.fail);
    if (file.power === undefined) return buildTunnelEvent(file, router, at, pointer, context);
    return { at, text: `${file.router}: power ${file.power}`, kind: "power", router, on: file.power === "on" };
  }
  if (file.nat !== undefined) return buildNatEvent(file, at, pointer, context);
  if (file.host !== undefined) {
    const find = (name: string, where: string) => findRouter(context.routers, name, where, context.fail);
    return buildHostEvent(file, at, pointer, find, context);
  }
  if (file.chip !== undefined) return buildChipEvent(file, pointer, at, context);
  if (file.segment !== undefined) return buildSegmentEvent(file, pointer, at, context);
  return buildFaultEvent(file, pointer, at, context);
}

function buildChipEvent(file: EventFile, pointer: string, at: Instant, context: Context): TimelineEvent {
  const end = context.end(file.chip!, `${pointer}/chip`);
  const { kind } = chipAt(context.routers, end, `${pointer}/chip`, context.fail);
  const incident = file.happens;
  if (incident === undefined) {
    const text = `${file.chip}: ${JSON.stringify(file.set)}`;
    return { at, text, kind: "chip", end, faults: buildChipFaults(file.set!) };
  }
  if (incident === "receiver off" && kind !== "enc28j60") {
    context.fail(`${pointer}/happens`, "it happens to an ENC28J60 only");
  }
  return { at, text: `${file.chip}: ${incident}`, kind: "incident", end, incident };
}

function buildSegmentEvent(file: EventFile, pointer: string, at: Instant, context: Context): TimelineEvent {
  const segment = context.segments.findIndex((plan) => plan.name === file.segment);
  if (segment < 0) {
    const names = context.segments.map((plan) => plan.name);
    const known = names.length > 0 ? `the segments are ${names.join(", ")}` : "the scenario has none";
    context.fail(`${pointer}/segment`, `there is no such segment; ${known}`);
  }
  const all = context.segments[segment]!.stations;
  let stations = all.map((_, station) => station);
  if (file.station !== undefined) {
    const end = context.end(file.station, `${pointer}/station`);
    const station = all.findIndex(({ router, port }) => router === end.router && port === end.port);
    if (station < 0) context.fail(`${pointer}/station`, `it is not on segment ${file.segment}`);
    stations = [station];
  }
  const text = `${file.segment}${file.station === undefined ? "" : `, ${file.station}`}: ${JSON.stringify(file.set)}`;
  return { at, text, kind: "segment", segment, stations, faults: buildSegmentFaults(file.set!) };
}

function buildFaultEvent(file: EventFile, pointer: string, at: Instant, context: Context): TimelineEvent {
  const wire = context.wires.findIndex((plan) => plan.name === file.wire);
  if (wire < 0) {
    const names = context.wires.map((plan) => plan.name);
    const known = names.length > 0 ? `the wires are ${names.join(", ")}` : "the scenario has none";
    context.fail(`${pointer}/wire`, `there is no such wire; ${known}`);
  }
  let directions: (0 | 1)[] = [0, 1];
  if (file.from !== undefined) {
    const from = context.end(file.from, `${pointer}/from`);
    const side = context.wires[wire]!.ends.findIndex((end) => end.router === from.router && end.port === from.port);
    if (side < 0) context.fail(`${pointer}/from`, `it is not on wire ${file.wire}`);
    directions = [side as 0 | 1];
  }
  const faults = buildFaults(file.set!, `${pointer}/set`, context.fail);
  const text = `${file.wire}: ${JSON.stringify(file.set)}`;
  return { at, text, kind: "faults", wire, directions, faults };
}

function buildExpectation(file: ExpectationFile, pointer: string, context: Context): Expectation {
  if (file.router !== undefined) {
    const router = findRouter(context.routers, file.router, `${pointer}/router`, context.fail);
    if (file.retention !== undefined || file.clock !== undefined) {
      return buildPowerExpectation(file, router, pointer, context);
    }
    if (file.log === undefined) return buildRouterExpectation(file, router, pointer, context);
    const log = file.log.trimEnd();
    const lines = log === "" ? [] : log.split("\n");
    const amount = lines.length === 0 ? "nothing" : lines.length === 1 ? "this line" : `these ${lines.length} lines`;
    return { text: `${file.router} logs ${amount}`, kind: "log", router, lines };
  }
  const name = file.interface!;
  const end = context.end(name, `${pointer}/interface`);
  const diagnostic = file.diagnostic ?? null;
  const reason = diagnostic === null ? "" : ` (${diagnostic})`;
  if (file["line-protocol"] !== undefined) {
    const at = context.time(file.at!, `${pointer}/at`);
    const up = file["line-protocol"] === "up";
    const text = `${name}: line protocol ${file["line-protocol"]}${reason} at ${shown(file.at!)}`;
    return { text, kind: "state", end, at, up, diagnostic };
  }
  if (file.path !== undefined) {
    const at = context.time(file.at!, `${pointer}/at`);
    const text = `${name}: path ${file.path}${reason} at ${shown(file.at!)}`;
    return { text, kind: "path", end, at, state: file.path, diagnostic };
  }
  if (file.keepalive !== undefined) {
    chipAt(context.routers, end, `${pointer}/interface`, context.fail);
    const at = context.time(file.at!, `${pointer}/at`);
    const text = `${name}: keepalive ${file.keepalive}${reason} at ${shown(file.at!)}`;
    return { text, kind: "keepalive", end, at, state: file.keepalive, diagnostic };
  }
  if (file["line-protocol-changes"] !== undefined) {
    const changes = file["line-protocol-changes"];
    const text = `${name}: line protocol ${changes.length === 0 ? "never changes" : `goes ${changes.join(", ")}`}`;
    return { text, kind: "changes", end, changes };
  }
  if (file["path-changes"] !== undefined) {
    const changes = file["path-changes"];
    const text = `${name}: path ${changes.length === 0 ? "never changes" : `goes ${changes.join(", ")}`}`;
    return { text, kind: "path-changes", end, changes };
  }
  if (file.replays !== undefined) {
    const { encapsulation, framing, fcs, ethernet } = context.routers[end.router]!.interfaces[end.port]!.config;
    if (encapsulation !== "hdlc" || framing !== "octet" || fcs !== 16 || ethernet !== null) {
      context.fail(`${pointer}/interface`, "replays are looked for with HDLC, octet framing and FCS-16 only");
    }
    const text = `${name}: ${file.replays === 0 ? "no" : file.replays} keepalives with a number that had come before`;
    return { text, kind: "replays", end, count: file.replays };
  }
  return buildCount(file, name, end, pointer, context);
}

/** An expectation of a router's tunnel. */
function buildRouterExpectation(file: ExpectationFile, router: number, pointer: string, context: Context): Expectation {
  natTOf(context.routers, router, `${pointer}/router`, context.fail);
  if (file.counter !== undefined) {
    const end = { router, port: context.routers[router]!.interfaces.length };
    return buildCount(file, file.router!, end, pointer, context);
  }
  const at = file.at === undefined ? null : context.time(file.at, `${pointer}/at`);
  return buildTunnelExpectation(file, router, at, file.at === undefined ? "" : shown(file.at));
}

function buildCount(file: ExpectationFile, name: string, end: EndName, pointer: string, context: Context): Expectation {
  const { fail, routers } = context;
  const counter = file.counter!;
  if (!Object.hasOwn(COUNTERS, counter)) {
    fail(`${pointer}/counter`, `there is no such counter; the counters are ${Object.keys(COUNTERS).join(", ")}`);
  }
  const { console, interfaces } = routers[end.router]!;
  const plan = interfaces[end.port];
  const kept = plan === undefined ? countersOfNatT() : countersOf(plan.config, console);
  if (!kept.includes(counter)) {
    const what = plan === undefined ? "nat-t" : "this interface";
    fail(`${pointer}/counter`, `${what} counts no such thing; it counts ${kept.join(", ")}`);
  }
  const { is, "at-least": atLeast, "at-most": atMost } = file;
  if ((is === undefined) === (atLeast === undefined && atMost === undefined)) {
    fail(pointer, "it must have either 'is', or 'at-least' or 'at-most' or both");
  }
  const least = is ?? atLeast ?? -Infinity;
  const most = is ?? atMost ?? Infinity;
  if (least > most) fail(`${pointer}/at-least`, `it must be at most what 'at-most' says, ${most}`);
  const range =
    least === most
      ? `${least}`
      : most === Infinity
        ? `at least ${least}`
        : least === -Infinity
          ? `at most ${most}`
          : `${least} to ${most}`;
  return { text: `${name}: ${counter} is ${range}`, kind: "count", end, counter, least, most };
}

/** A time as its author wrote it, a bare number with its unit. */
function shown(text: Duration): string {
  return typeof text === "number" ? `${text} s` : text;
}
