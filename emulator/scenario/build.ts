import { WakeSource } from "../../src/ports";
import type { LineFaults } from "../serial/line";
import { ADDRESS_FORM, parseAddress } from "./address";
import { COUNTERS } from "./counters";
import type {
  EndName,
  Expectation,
  Instant,
  InterfaceCommand,
  InterfacePlan,
  RouterPlan,
  Scenario,
  TimelineEvent,
  WirePlan,
} from "./scenario";
import { milliseconds, nanoseconds, parseClock, parseDuration, parseTime } from "./times";

/** Reports what the schema can't see. `pointer` is a JSON pointer into the file. */
export type Fail = (pointer: string, message: string) => never;

type Duration = string | number;

/** The file's content after the schema's check, with its defaults. */
interface ScenarioFile {
  name?: string;
  description: string;
  clock: string;
  duration: Duration;
  seed: number;
  routers: Record<string, RouterFile>;
  wires: Record<string, WireFile>;
  timeline: EventFile[];
  expect: ExpectationFile[];
}

interface RouterFile {
  hostname?: string;
  engine: string;
  "power-on": Duration;
  ticks: number;
  sleep?: { latency: Duration; linger: Duration };
  interfaces: Record<string, InterfaceFile>;
}

interface InterfaceFile {
  keepalive: { interval: Duration; retries: number; "up-count": number; slack: Duration };
  "down-when-looped": boolean;
  address?: string;
  mtu: number;
  bandwidth: number;
  "carrier-delay": Duration;
  hardware: string;
  debug: boolean;
  shutdown: boolean;
  trace: number;
  framing: "octet" | "bit";
  fcs: 0 | 16 | 32;
  accm: number;
  wake: keyof typeof WAKE_SOURCES;
  uart: {
    baud: number;
    drift: number;
    "data-bits": 5 | 6 | 7 | 8;
    parity: "none" | "even" | "odd";
    "stop-bits": 1 | 2;
    fifo: number;
  };
}

interface WireFile {
  ends: [string, string];
  level: "octet" | "pins";
  "modem-lines": boolean;
  faults: FaultsFile;
}

interface FaultsFile {
  cut?: boolean;
  stuck?: 0 | 1 | null;
  loopback?: boolean;
  "bit-errors"?: number;
  burst?: number;
  loss?: number;
  duplication?: number;
  delay?: Duration;
}

interface EventFile {
  at: Duration;
  interface?: string;
  do?: InterfaceCommand;
  typed?: Duration;
  send?: { protocol: number; octets: number };
  baud?: number;
  router?: string;
  power?: "on" | "off";
  wire?: string;
  from?: string;
  set?: FaultsFile;
}

interface ExpectationFile {
  router?: string;
  log?: string;
  interface?: string;
  at?: Duration;
  "line-protocol"?: "up" | "down";
  "line-protocol-changes"?: ("up" | "down")[];
  counter?: string;
  is?: number;
  "at-least"?: number;
  "at-most"?: number;
}

const WAKE_SOURCES = {
  none: WakeSource.None,
  "start-bit": WakeSource.StartBit,
  gpio: WakeSource.Gpio,
  awake: WakeSource.AlwaysAwake,
};

/** Turns a file's content, which has passed the schema, into a scenario. */
export function buildScenario(data: unknown, fallbackName: string, fail: Fail): Scenario {
  const file = data as ScenarioFile;
  const clock = parseClock(file.clock);
  const time = (text: Duration): Instant => parseTime(text, clock);
  const routers = Object.entries(file.routers).map(([name, router]) => buildRouter(name, router, time, fail));
  const end = (text: string, pointer: string) => findEnd(routers, text, pointer, fail);
  const wires = buildWires(file.wires, end, fail);
  return {
    name: file.name ?? fallbackName,
    description: file.description.trim(),
    clock,
    duration: parseDuration(file.duration)!,
    seed: file.seed,
    routers,
    wires,
    timeline: file.timeline.map((event, i) => {
      return buildEvent(event, `/timeline/${i}`, { routers, wires, time, end, fail });
    }),
    expectations: file.expect.map((expectation, i) => {
      return buildExpectation(expectation, `/expect/${i}`, { routers, wires, time, end, fail });
    }),
  };
}

interface Context {
  routers: RouterPlan[];
  wires: WirePlan[];
  time: (text: Duration) => Instant;
  end: (text: string, pointer: string) => EndName;
  fail: Fail;
}

function buildRouter(name: string, file: RouterFile, time: Context["time"], fail: Fail): RouterPlan {
  return {
    name,
    hostname: file.hostname ?? name,
    engine: file.engine,
    powerOn: time(file["power-on"]),
    ticks: file.ticks,
    sleep: file.sleep
      ? {
          latency: nanoseconds(parseDuration(file.sleep.latency)!),
          linger: nanoseconds(parseDuration(file.sleep.linger)!),
        }
      : null,
    interfaces: Object.entries(file.interfaces).map(([interfaceName, plan]) => {
      const pointer = `/routers/${name}/interfaces/${interfaceName.replaceAll("/", "~1")}`;
      return buildInterface(interfaceName, plan, pointer, fail);
    }),
  };
}

function buildInterface(name: string, file: InterfaceFile, pointer: string, fail: Fail): InterfacePlan {
  const span = (text: Duration) => milliseconds(parseDuration(text)!);
  const ask = file.address === "ask";
  const own = file.address === undefined || ask ? { address: 0, mask: 0 } : parseAddress(file.address);
  if (own === undefined) return fail(`${pointer}/address`, `address is ${file.address}: ${ADDRESS_FORM}`);
  return {
    config: {
      name,
      hardware: file.hardware,
      interval: span(file.keepalive.interval),
      retries: file.keepalive.retries,
      upCount: file.keepalive["up-count"],
      downWhenLooped: file["down-when-looped"],
      ...own,
      askAddress: ask,
      mtu: file.mtu,
      bandwidth: file.bandwidth,
      carrierDelay: span(file["carrier-delay"]),
      slack: span(file.keepalive.slack),
      trace: file.trace,
      fifo: file.uart.fifo,
      framing: file.framing,
      fcs: file.fcs,
      accm: file.accm | 0,
      debug: file.debug,
      shutdown: file.shutdown,
      wakeSource: WAKE_SOURCES[file.wake],
    },
    uart: {
      baud: file.uart.baud,
      drift: file.uart.drift,
      dataBits: file.uart["data-bits"],
      parity: file.uart.parity,
      stopBits: file.uart["stop-bits"],
    },
  };
}

function findEnd(routers: RouterPlan[], text: string, pointer: string, fail: Fail): EndName {
  const space = text.indexOf(" ");
  const router = findRouter(routers, text.slice(0, space), pointer, fail);
  const names = routers[router]!.interfaces.map((plan) => plan.config.name);
  const port = names.indexOf(text.slice(space + 1));
  if (port < 0) {
    return fail(
      pointer,
      `${text.slice(0, space)} has no interface ${text.slice(space + 1)}; it has ${names.join(", ")}`,
    );
  }
  return { router, port };
}

function findRouter(routers: RouterPlan[], name: string, pointer: string, fail: Fail): number {
  const router = routers.findIndex((plan) => plan.name === name);
  if (router >= 0) return router;
  return fail(pointer, `there is no router ${name}; there is ${routers.map((plan) => plan.name).join(", ")}`);
}

function buildWires(files: Record<string, WireFile>, end: Context["end"], fail: Fail): WirePlan[] {
  const taken = new Map<string, string>();
  return Object.entries(files).map(([name, file]) => {
    const ends = file.ends.map((text, i) => {
      const pointer = `/wires/${name}/ends/${i}`;
      const found = end(text, pointer);
      if (taken.has(text)) fail(pointer, `${text} is on wire ${taken.get(text)} already`);
      taken.set(text, name);
      return found;
    });
    return {
      name,
      ends: ends as [EndName, EndName],
      level: file.level,
      modemLines: file["modem-lines"],
      faults: buildFaults(file.faults),
    };
  });
}

function buildFaults(file: FaultsFile): Partial<LineFaults> {
  const faults: Partial<LineFaults> = {};
  if (file.cut !== undefined) faults.cut = file.cut;
  if (file.stuck !== undefined) faults.stuck = file.stuck;
  if (file.loopback !== undefined) faults.loopback = file.loopback;
  if (file["bit-errors"] !== undefined) faults.bitErrors = file["bit-errors"];
  if (file.burst !== undefined) faults.burst = file.burst;
  if (file.loss !== undefined) faults.loss = file.loss;
  if (file.duplication !== undefined) faults.duplication = file.duplication;
  if (file.delay !== undefined) faults.delay = nanoseconds(parseDuration(file.delay)!);
  return faults;
}

function buildEvent(file: EventFile, pointer: string, context: Context): TimelineEvent {
  const at = context.time(file.at);
  if (file.interface !== undefined) {
    const end = context.end(file.interface, `${pointer}/interface`);
    if (file.do !== undefined) {
      const typed = file.typed === undefined ? null : context.time(file.typed);
      return { at, text: `${file.interface}: ${file.do}`, kind: "command", end, command: file.do, typed };
    }
    if (file.send !== undefined) {
      return { at, text: `${file.interface}: send`, kind: "send", end, ...file.send };
    }
    return { at, text: `${file.interface}: baud ${file.baud}`, kind: "baud", end, baud: file.baud! };
  }
  if (file.router !== undefined) {
    const router = findRouter(context.routers, file.router, `${pointer}/router`, context.fail);
    return { at, text: `${file.router}: power ${file.power}`, kind: "power", router, on: file.power === "on" };
  }
  return buildFaultEvent(file, pointer, at, context);
}

function buildFaultEvent(file: EventFile, pointer: string, at: Instant, context: Context): TimelineEvent {
  const wire = context.wires.findIndex((plan) => plan.name === file.wire);
  if (wire < 0) {
    const names = context.wires.map((plan) => plan.name).join(", ") || "none";
    context.fail(`${pointer}/wire`, `there is no wire ${file.wire}; there is ${names}`);
  }
  let directions: (0 | 1)[] = [0, 1];
  if (file.from !== undefined) {
    const from = context.end(file.from, `${pointer}/from`);
    const side = context.wires[wire]!.ends.findIndex((end) => end.router === from.router && end.port === from.port);
    if (side < 0) context.fail(`${pointer}/from`, `${file.from} is not on wire ${file.wire}`);
    directions = [side as 0 | 1];
  }
  const text = `${file.wire}: ${JSON.stringify(file.set)}`;
  return { at, text, kind: "faults", wire, directions, faults: buildFaults(file.set!) };
}

function buildExpectation(file: ExpectationFile, pointer: string, context: Context): Expectation {
  if (file.router !== undefined) {
    const router = findRouter(context.routers, file.router, `${pointer}/router`, context.fail);
    const lines = file.log!.trimEnd().split("\n");
    return { text: `${file.router} logs these ${lines.length} lines`, kind: "log", router, lines };
  }
  const name = file.interface!;
  const end = context.end(name, `${pointer}/interface`);
  if (file["line-protocol"] !== undefined) {
    const at = context.time(file.at!);
    const up = file["line-protocol"] === "up";
    return { text: `${name}: line protocol ${file["line-protocol"]} at ${file.at}`, kind: "state", end, at, up };
  }
  if (file["line-protocol-changes"] !== undefined) {
    const changes = file["line-protocol-changes"];
    const text = `${name}: line protocol ${changes.length === 0 ? "never changes" : `goes ${changes.join(", ")}`}`;
    return { text, kind: "changes", end, changes };
  }
  return buildCount(file, name, end, pointer, context.fail);
}

function buildCount(file: ExpectationFile, name: string, end: EndName, pointer: string, fail: Fail): Expectation {
  const counter = file.counter!;
  if (COUNTERS[counter] === undefined) {
    fail(`${pointer}/counter`, `there is no counter ${counter}; there is ${Object.keys(COUNTERS).join(", ")}`);
  }
  const least = file.is ?? file["at-least"] ?? 0;
  const most = file.is ?? file["at-most"] ?? Infinity;
  if (file.is === undefined && file["at-least"] === undefined && file["at-most"] === undefined) {
    fail(pointer, `'is', 'at-least' or 'at-most' is missing`);
  }
  const range = least === most ? `is ${least}` : most === Infinity ? `is at least ${least}` : `is ${least} to ${most}`;
  return { text: `${name}: ${counter} ${range}`, kind: "count", end, counter, least, most };
}
