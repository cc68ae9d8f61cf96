import test from "ava";
import { readCounters, COUNTING_COMMANDS, toldCounters } from "../../../emulator/rp2040/console-counters";
import { countIn } from "../../../emulator/scenario/counters";
import { WorldRun } from "../../support/world-run";

const TYPED = COUNTING_COMMANDS.map((line, i) => `  - { at: ${61.1 + i / 10}s, router: board, type: ${line} }\n`).join(
  "",
);

const SERIAL = (encapsulation: string, more = "") => `
duration: 62s
routers:
  board: { interfaces: { Serial0/0: { encapsulation: ${encapsulation}, address: 10.0.0.1/24${more} } } }
  peer: { interfaces: { Serial0/0: { encapsulation: ${encapsulation}, address: 10.0.0.2/24, answer-ping: true } } }
wires: { line: { ends: [board Serial0/0, peer Serial0/0] } }
timeline:
  - { at: 15s, wire: line, set: { bit-errors: 0.002 } }
  - { at: 45s, wire: line, set: { bit-errors: 0 } }
${TYPED}`;

const ETHERNET = (chip: string) => `
duration: 62s
routers:
  board: { interfaces: { Ethernet0: { ethernet: { chip: ${chip} }, keepalive: { interval: 5s, assist: true } } } }
  server: { interfaces: { Ethernet0: { ethernet: { chip: ${chip} }, keepalive: { interval: 5s, assist: true } } } }
segments: { lan: { medium: hub, stations: [board Ethernet0, server Ethernet0] } }
timeline:
  - { at: 20s, segment: lan, set: { damage: 0.3, collisions: 0.2 } }
  - { at: 40s, segment: lan, set: { damage: 0, collisions: 0 } }
${TYPED}`;

for (const [title, scenario] of Object.entries({
  HDLC: SERIAL("hdlc"),
  PPP: SERIAL("ppp"),
  "a path probe": SERIAL("ppp", ", path-probe: { to: 10.0.0.2 }"),
  "an ENC28J60": ETHERNET("enc28j60"),
  "a W5500": ETHERNET("w5500"),
})) {
  test(`the console tells of ${title} what the device counts`, async (t) => {
    const run = await new WorldRun(scenario).until();
    const { config } = run.scenario.routers[0]!.interfaces[0]!;
    const told = readCounters(run.record.lines[0]!.join("\r\n") + "\r\n", config);
    const [report] = (await run.reports())[0]!;
    // The driver of a W5500 looks at it between the command and the report.
    const names = toldCounters(config).filter((name) => !name.startsWith("w5500-spi"));
    t.true(names.length >= 20);
    for (const name of names) t.is(countIn(told, name), countIn(report!.counters, name), name);
    t.true(names.filter((name) => countIn(told, name)! > 0).length >= 5);
  });
}

test("what the console does not tell is not among the names", async (t) => {
  const run = new WorldRun(SERIAL("hdlc"));
  const names = toldCounters(run.scenario.routers[0]!.interfaces[0]!.config);
  t.true(names.includes("keepalives-sent"));
  t.false(names.includes("wake-ups"));
  t.false(names.includes("cdp-received"));
  t.false(names.includes("path-requests-sent"));
});
