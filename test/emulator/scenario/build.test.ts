import test from "ava";
import { WakeSource } from "../../../src/ports";
import { parseScenario } from "../../../emulator/scenario/load";
import { scenarioText } from "../../support/scenario-text";
import type { ScenarioParts } from "../../support/scenario-text";

const parse = (parts: ScenarioParts) => parseScenario(scenarioText(parts), "s.yaml");

test("a router: host name, clock of milliseconds, power, sleep", (t) => {
  const [plan] = parse({
    r1: "hostname: Lamp post\n    ticks: -5\n    power-on: 2.5s\n    sleep: { latency: 3ms }",
  }).routers;
  t.deepEqual(plan, {
    interfaces: plan!.interfaces,
    name: "r1",
    hostname: "Lamp post",
    engine: "node",
    powerOn: { seconds: 2, nanos: 500_000_000 },
    ticks: -5,
    power: null,
    sleep: { latency: 3e6, linger: 50e6 },
    console: false,
    forwards: false,
    natT: null,
  });
});

test("an interface: spans become the device's milliseconds, addresses and ACCM its int32", (t) => {
  const [plan] = parse({
    interface:
      "{ keepalive: { interval: 2.5s, slack: 100ms }, carrier-delay: 0, address: 192.0.2.1/30, accm: 0xffffffff, wake: gpio }",
  }).routers[0]!.interfaces;
  const { interval, slack, carrierDelay, address, mask, accm, wakeSource } = plan!.config;
  t.deepEqual(
    { interval, slack, carrierDelay, address, mask, accm, wakeSource },
    {
      interval: 2500,
      slack: 100,
      carrierDelay: 0,
      address: 0xc0000201 | 0,
      mask: -4,
      accm: -1,
      wakeSource: WakeSource.Gpio,
    },
  );
});

test("an interface that asks for its address has none", (t) => {
  const { address, mask, askAddress } = parse({ interface: "{ address: ask }" }).routers[0]!.interfaces[0]!.config;
  t.deepEqual({ address, mask, askAddress }, { address: 0, mask: 0, askAddress: true });
});

test("an interface with PPP: five retries, an address without a mask, and what is PPP's alone", (t) => {
  const [plan] = parse({
    interface:
      "{ encapsulation: ppp, address: 10.0.0.1, fcs: 32, ppp: { adaptive: true, pfc: false, peer-address: 10.0.0.2, hold: 5s } }",
  }).routers[0]!.interfaces;
  const { encapsulation, retries, address, mask, fcs, ppp, host } = plan!.config;
  t.deepEqual(
    { encapsulation, retries, address, mask, fcs, ppp, host },
    {
      encapsulation: "ppp",
      retries: 5,
      address: 0x0a000001,
      mask: -1,
      fcs: 32,
      ppp: {
        adaptive: true,
        pfc: false,
        acfc: true,
        peerAddress: 0x0a000002,
        restart: 3000,
        hold: 5000,
        debug: false,
      },
      host: null,
    },
  );
});

test("an interface that probes, and one that answers pings alone", (t) => {
  const host = (text: string) => parse({ interface: `{ ${text} }` }).routers[0]!.interfaces[0]!.config.host;
  t.deepEqual(host("path-probe: { to: 10.9.0.1, interval: 5s }"), { target: 0x0a090001, interval: 5000, retries: 3 });
  t.deepEqual(host("answer-ping: true"), { target: 0, interval: 0, retries: 1 });
  t.is(host(""), null);
});

test("a router at whose console somebody types: its interfaces answer pings", (t) => {
  const { routers, timeline } = parse({ event: '{ at: 30s, router: r1, type: "show interfaces serial 0/0" }' });
  const text = "r1: show interfaces serial 0/0";
  const line = "show interfaces serial 0/0";
  t.deepEqual(timeline as object[], [{ at: { seconds: 30, nanos: 0 }, text, kind: "type", router: 0, line }]);
  t.deepEqual(
    routers.map((router) => [router.console, router.interfaces[0]!.config.host !== null]),
    [
      [true, true],
      [false, false],
    ],
  );
});

test("expectations of a path, and of why something is what it is", (t) => {
  const end = { router: 0, port: 0 };
  const at = { seconds: 20, nanos: 0 };
  const one = (expect: string) => parse({ expect: `{ interface: r1 Serial0/0, ${expect} }` }).expectations[0] as object;
  t.deepEqual(one("at: 20s, line-protocol: up, diagnostic: answered"), {
    text: "r1 Serial0/0: line protocol up (answered) at 20s",
    kind: "state",
    end,
    at,
    up: true,
    diagnostic: "answered",
  });
  t.deepEqual(one("at: 20s, path: down"), {
    text: "r1 Serial0/0: path down at 20s",
    kind: "path",
    end,
    at,
    state: "down",
    diagnostic: null,
  });
  t.deepEqual(one("path-changes: [up, down]"), {
    text: "r1 Serial0/0: path goes up, down",
    kind: "path-changes",
    end,
    changes: ["up", "down"],
  });
});

test("a wire: its ends by number, and only those faults that it names", (t) => {
  const { wires } = parse({
    wire: "modem-lines: true\n    level: pins\n    faults: { delay: 1.5ms, stuck: 0, burst: 3 }",
  });
  t.deepEqual(wires, [
    {
      name: "line",
      ends: [
        { router: 0, port: 0 },
        { router: 1, port: 0 },
      ],
      level: "pins",
      modemLines: true,
      faults: { delay: 1.5e6, stuck: 0, burst: 3 },
    },
  ]);
});

for (const [event, kind, text, rest] of [
  ["interface: r1 Serial0/0, do: no shut", "command", "r1 Serial0/0: no shut", { command: "no shut", typed: null }],
  ["interface: r2 Serial0/0, baud: 300", "baud", "r2 Serial0/0: baud 300", { baud: 300 }],
  ["interface: r1 Serial0/0, send: { octets: 9 }", "send", "r1 Serial0/0: send", { protocol: 0x800, octets: 9 }],
  ["router: r2, power: off", "power", "r2: power off", { router: 1, on: false }],
  ["router: r2, power: on", "power", "r2: power on", { router: 1, on: true }],
  [
    "wire: line, set: { cut: true }",
    "faults",
    'line: {"cut":true}',
    { wire: 0, directions: [0, 1], faults: { cut: true } },
  ],
  [
    "wire: line, from: r2 Serial0/0, set: { delay: 1s }",
    "faults",
    'line: {"delay":"1s"}',
    { wire: 0, directions: [1], faults: { delay: 1e9 } },
  ],
] as const) {
  test(`an event: ${text}`, (t) => {
    const [planned] = parse({ event: `{ at: 30s, ${event} }` }).timeline;
    const end = event.startsWith("interface") ? { end: { router: event.includes("r2") ? 1 : 0, port: 0 } } : {};
    t.deepEqual(planned as object, { at: { seconds: 30, nanos: 0 }, text, kind, ...end, ...rest });
  });
}

for (const [expectation, text, rest] of [
  ["interface: r1 Serial0/0, counter: crc, is: 3", "r1 Serial0/0: crc is 3", { least: 3, most: 3 }],
  [
    "interface: r1 Serial0/0, counter: crc, at-least: 3",
    "r1 Serial0/0: crc is at least 3",
    { least: 3, most: Infinity },
  ],
  [
    "interface: r1 Serial0/0, counter: crc, at-most: 3",
    "r1 Serial0/0: crc is at most 3",
    { least: -Infinity, most: 3 },
  ],
  [
    "interface: r1 Serial0/0, counter: crc, at-least: 2, at-most: 3",
    "r1 Serial0/0: crc is 2 to 3",
    { least: 2, most: 3 },
  ],
] as const) {
  test(`an expectation: ${text}`, (t) => {
    const [expected] = parse({ expect: `{ ${expectation} }` }).expectations;
    t.deepEqual(expected as object, { text, kind: "count", end: { router: 0, port: 0 }, counter: "crc", ...rest });
  });
}

test("an expectation of a log: its lines, without the line end behind the last", (t) => {
  const { expectations } = parse({ expect: "router: r2\n    log: |\n      one\n      two" });
  t.deepEqual(expectations, [{ text: "r2 logs these 2 lines", kind: "log", router: 1, lines: ["one", "two"] }]);
});

test("an expectation of no log at all", (t) => {
  const { expectations } = parse({ expect: '{ router: r1, log: "" }' });
  t.deepEqual(expectations, [{ text: "r1 logs nothing", kind: "log", router: 0, lines: [] }]);
});

test("expectations of the line protocol, at a time and over the whole run", (t) => {
  const end = { router: 0, port: 0 };
  t.deepEqual(parse({ expect: "{ interface: r1 Serial0/0, at: 20, line-protocol: down }" }).expectations, [
    {
      text: "r1 Serial0/0: line protocol down at 20 s",
      kind: "state",
      end,
      at: { seconds: 20, nanos: 0 },
      up: false,
      diagnostic: null,
    },
  ]);
  t.deepEqual(parse({ expect: "{ interface: r1 Serial0/0, line-protocol-changes: [down, up] }" }).expectations, [
    { text: "r1 Serial0/0: line protocol goes down, up", kind: "changes", end, changes: ["down", "up"] },
  ]);
  t.deepEqual(parse({ expect: "{ interface: r1 Serial0/0, line-protocol-changes: [] }" }).expectations, [
    { text: "r1 Serial0/0: line protocol never changes", kind: "changes", end, changes: [] },
  ]);
});
