import test from "ava";
import { RouterEvent } from "../../../emulator/device/contract";
import type { WorldObserver } from "../../../emulator/world/observer";
import { PinLog } from "../../support/line-bench";
import { scenarioText } from "../../support/scenario-text";
import { WorldRun } from "../../support/world-run";

const LEVELS = ["octet", "pins"] as const;

function counters(run: WorldRun, name: string): Promise<(number | undefined)[]> {
  return Promise.all([run.counter(0, name), run.counter(1, name)]);
}

test("a command is typed before it is entered", async (t) => {
  const told: string[] = [];
  const stamp = () => `${run.simulation.seconds}.${Math.round(run.simulation.nanos / 1e8)}`;
  const observer: WorldObserver = {
    consoleLine: (router, line) => void told.push(`${stamp()} console ${router}: ${line}`),
    timelineEvent: (text) => void told.push(`${stamp()} event ${text}`),
  };
  const event = "{ at: 7.5s, typed: 3s, interface: r1 Serial0/0, do: shut }";
  const run: WorldRun = new WorldRun(scenarioText({ r1: "hostname: Lamp", event }), observer);
  await run.until(9);
  t.deepEqual(told, [
    "3.0 console 0: Lamp (config-if)#shut",
    "7.5 event r1 Serial0/0: shut",
    "7.5 console 0: 00:00:07.500: %LINK-5-CHANGED: Interface Serial0/0, changed state to administratively down",
    "8.5 console 0: 00:00:08.500: %LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to down",
  ]);
});

test("what is typed for each command", async (t) => {
  const commands = ["shut", "no shut", "show interfaces", "clear counters", "debug", "no debug"];
  const events = commands.map((command, i) => `  - { at: ${i}.5s, interface: r1 Serial0/0, do: ${command} }`);
  const run = await new WorldRun(scenarioText({ more: `timeline:\n${events.join("\n")}` })).until(9);
  t.deepEqual(
    run.record.lines[0]!.filter((line) => line.startsWith("r1")),
    [
      "r1 (config-if)#shut",
      "r1 (config-if)#no shut",
      "r1#show interfaces serial 0/0",
      "r1#clear counters serial 0/0",
      "r1#debug serial interface",
      "r1#undebug all",
    ],
  );
});

test("a device's alarm goes off when its own clock ticks, not the world's", async (t) => {
  const run = await new WorldRun(scenarioText({ r1: "power-on: 1.0004s" })).until(15);
  t.true(run.octets.some((line) => line.startsWith("11.000400000 r1 Serial0/0 sent")));
  t.true(run.octets.some((line) => line.startsWith("10.000000000 r2 Serial0/0 sent")));
});

test("a device's clock of milliseconds wraps without anybody noticing", async (t) => {
  const plain = await new WorldRun(scenarioText({ r1: "power-on: 1s" })).until();
  const wrapping = await new WorldRun(scenarioText({ r1: "power-on: 1s\n    ticks: 2147458647" })).until();
  t.deepEqual(wrapping.record.lines, plain.record.lines);
  const times = ({ octets }: WorldRun) => octets.map((line) => line.slice(0, line.lastIndexOf(" ")));
  t.deepEqual(times(wrapping), times(plain));
});

for (const level of LEVELS) {
  test(`${level}: a cut from one end only`, async (t) => {
    const event = "{ at: 5s, wire: line, from: r2 Serial0/0, set: { cut: true } }";
    const run = await new WorldRun(scenarioText({ wire: `level: ${level}`, event })).until(35);
    t.deepEqual(await counters(run, "keepalives-received"), [0, 3]);
  });

  test(`${level}: a cut that is mended`, async (t) => {
    const more = `timeline:
  - { at: 15s, wire: line, set: { cut: true } }
  - { at: 35s, wire: line, set: { cut: false } }`;
    const run = await new WorldRun(scenarioText({ wire: `level: ${level}`, more })).until(45);
    t.deepEqual(await counters(run, "keepalives-received"), [2, 2]);
  });

  test(`${level}: a fault that a wire has from the start ends by the timeline`, async (t) => {
    const event = "{ at: 15s, wire: line, set: { loss: 0 } }";
    const run = await new WorldRun(scenarioText({ wire: `level: ${level}\n    faults: { loss: 1 }`, event })).until(25);
    t.deepEqual(await counters(run, "keepalives-received"), [1, 1]);
  });

  test(`${level}: a delay`, async (t) => {
    const run = await new WorldRun(scenarioText({ wire: `level: ${level}\n    faults: { delay: 3s }` })).until(12.9);
    t.deepEqual(await counters(run, "line-octets-in"), [0, 0]);
    await run.until(13.1);
    t.deepEqual(await counters(run, "line-octets-in"), [26, 26]);
  });

  test(`${level}: a loop from one end: it hears itself, the other nobody`, async (t) => {
    const event = "{ at: 5s, wire: line, from: r1 Serial0/0, set: { loopback: true } }";
    const run = await new WorldRun(scenarioText({ wire: `level: ${level}`, event })).until(15);
    t.deepEqual(await counters(run, "keepalives-received"), [1, 0]);
  });

  test(`${level}: one end at another speed hears framing errors`, async (t) => {
    const event = "{ at: 5s, interface: r1 Serial0/0, baud: 4800 }";
    const run = await new WorldRun(scenarioText({ wire: `level: ${level}`, event })).until(15);
    const [slow, fast] = await counters(run, "frame");
    t.true(slow! > 0 && fast! > 0);
    t.deepEqual(await counters(run, "keepalives-received"), [0, 0]);
  });

  test(`${level}: clocks that drift apart by 1 % understand each other, by 8 % they don't`, async (t) => {
    const drifted = (ppm: number) => {
      return new WorldRun(scenarioText({ interface: `{ uart: { drift: ${ppm} } }`, wire: `level: ${level}` })).until(
        25,
      );
    };
    t.deepEqual(await counters(await drifted(10_000), "keepalives-received"), [2, 2]);
    t.deepEqual(await counters(await drifted(-80_000), "keepalives-received"), [0, 0]);
  });

  test(`${level}: the same seed repeats a run to the octet, another gives another`, async (t) => {
    const text = scenarioText({
      duration: "30m",
      wire: `level: ${level}\n    faults: { bit-errors: 0.002, burst: 3, loss: 0.001, duplication: 0.001 }`,
    });
    const play = async (seed: number) => {
      const run = new WorldRun(`${text}seed: ${seed}\n`);
      await run.until();
      return [...run.octets, ...run.record.lines.flat()];
    };
    const first = await play(1);
    t.true(first.length > 300);
    t.deepEqual(await play(1), first);
    t.notDeepEqual(await play(2), first);
  });
}

test("without noise the seed changes nothing that is on the line", async (t) => {
  const text = scenarioText({ r1: "power-on: 1s" });
  const play = async (seed: number) => (await new WorldRun(`${text}seed: ${seed}\n`).until()).octets;
  t.deepEqual(await play(2), await play(1));
});

test("a packet goes through, and one that is longer than the MTU is refused", async (t) => {
  const events: unknown[] = [];
  const observer: WorldObserver = {
    routerEvent: (router, port, event, a, b) => void events.push([router, port, event, a, b]),
  };
  const more = `timeline:
  - { at: 1s, interface: r1 Serial0/0, send: { octets: 100, protocol: 0x86dd } }
  - { at: 2s, interface: r1 Serial0/0, send: { octets: 101 } }`;
  await new WorldRun(scenarioText({ interface: "{ mtu: 100 }", more }), observer).until(5);
  t.deepEqual(events, [
    [1, 0, RouterEvent.Packet, 0x86dd, 100],
    [0, 0, RouterEvent.SendRefused, 0x0800, 101],
  ]);
});

test("two interfaces of a router are two lines", async (t) => {
  const text = `
duration: 1m
routers:
  hub: { interfaces: { Serial0/0: {}, Serial0/1: { keepalive: { interval: 5s } } } }
  a: { interfaces: { Serial0/0: {} } }
  b: { interfaces: { Serial3/7: { keepalive: { interval: 5s } } } }
wires:
  first: { ends: [a Serial0/0, hub Serial0/0] }
  second: { ends: [hub Serial0/1, b Serial3/7], faults: { cut: true } }
`;
  const run = await new WorldRun(text).until();
  const reports = await run.reports();
  t.deepEqual(
    reports.map((router) => router.length),
    [2, 1, 1],
  );
  t.deepEqual(
    run.record.changes.map(({ at, router, port }) => [at.seconds, router, port]),
    [
      [20, 0, 1],
      [20, 2, 0],
    ],
  );
});

test("a logic analyser sees the pins of lines that are on pins, and of no others", async (t) => {
  const text = `
duration: 15s
routers:
  a: { interfaces: { Serial0/0: {}, Serial0/1: {} } }
  b: { interfaces: { Serial0/0: {}, Serial0/1: {} } }
wires:
  seen: { ends: [a Serial0/0, b Serial0/0], level: pins, modem-lines: true }
  unseen: { ends: [a Serial0/1, b Serial0/1] }
`;
  const run = new WorldRun(text);
  const log = new PinLog();
  run.world.observePins(log);
  await run.until();
  const pins = (router: string, names: string[]) => names.map((name) => `${router}.Serial0/0.${name}`);
  const names = ["TX", "RX", "DTR", "RTS", "DCD", "DSR", "CTS"];
  t.deepEqual([...log.channels].sort(), [...pins("a", names), ...pins("b", names)].sort());
  t.deepEqual(log.edges("a.Serial0/0.DTR"), [0]);
  t.deepEqual(log.edges("b.Serial0/0.DCD"), [0]);
  // The keepalive at 10 s: its flag, 0x7E, keeps the line low for a bit, high for six, low for one.
  const bit = 1e6 / 9600;
  const [start, rise, fall] = log.edges("a.Serial0/0.TX").map((at) => Math.abs(at) - 10e6);
  t.is(start, 0);
  t.true(Math.abs(rise! - 2 * bit) < 0.01 && Math.abs(fall! - 8 * bit) < 0.01, `${rise} ${fall}`);
});

test("at the far end of time everything is as it was at its beginning", async (t) => {
  const early = await new WorldRun(scenarioText({ duration: "100s", r1: "power-on: 40s" })).until();
  const far = scenarioText({ duration: "24000d", r1: "power-on: 2073599940s" }).replace(
    "  r2:",
    "  r2:\n    power-on: 2073599900s",
  );
  const late = await new WorldRun(far).until();
  t.true(late.octets.length > 20);
  t.deepEqual(
    late.octets.map((line) => line.replace(/^\d+/, (seconds) => `${Number(seconds) - 2_073_599_900}`)),
    early.octets,
  );
});

test("a long run lets others have a turn now and then, and says so", async (t) => {
  let slices = 0;
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const run = new WorldRun(scenarioText({ duration: "12d", interface: "{ debug: false }" }));
  await run.world.runUntil({ seconds: 12 * 86_400, nanos: 0 }, () => slices++);
  clearInterval(timer);
  t.true(slices >= 2);
  t.true(turns >= 1);
});
