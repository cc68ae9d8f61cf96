import { mkdirSync, writeFileSync } from "node:fs";
import test from "ava";
import fc from "fast-check";
import { loadScenario, parseScenario } from "../../../emulator/scenario/load";
import { FileError } from "../../../emulator/input-file";
import { mistake, scenarioText } from "../../support/scenario-text";
import { temporaryFile } from "../../support/temporary-file";

test("what is right is accepted, whatever its line ends and byte order mark", (t) => {
  for (const text of [scenarioText(), scenarioText().replaceAll("\n", "\r\n"), `\ufeff${scenarioText()}`]) {
    t.is(mistake(text), "it is accepted");
  }
});

test("aliases that multiply are refused before they do", (t) => {
  const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`);
  const text = `a0: &a0 [x]\n${levels.join("\n")}\n${scenarioText()}`;
  t.is(mistake(text), "s.yaml:1:1: there are more than 5000000 values, repeated ones counted");
});

test("anchors and aliases serve to write an interface once", (t) => {
  const text = scenarioText({ interface: "&slow { keepalive: { interval: 30s } }" }).replace(
    "{ Serial0/0: {} }",
    "{ Serial0/0: *slow }",
  );
  const { routers } = parseScenario(text, "s.yaml");
  t.deepEqual(
    routers.map((router) => router.interfaces[0]!.config.interval),
    [30_000, 30_000],
  );
});

test("a mistake in what an alias stands for is told where the alias stands", (t) => {
  const text = scenarioText({ interface: "&x { mtu: 1500 }", wire: "faults: *x" });
  t.true(mistake(text).startsWith("s.yaml:11:5: wires > line > faults: there is no 'mtu': it must be one of cut, "));
});

test("the same text can be read again: defaults of one reading don't get into the next", (t) => {
  const [one, two] = [parseScenario(scenarioText(), "a.yaml"), parseScenario(scenarioText(), "a.yaml")];
  t.deepEqual(one, two);
  t.not(one.routers[0]!.interfaces[0]!.config, two.routers[0]!.interfaces[0]!.config);
});

test("twenty thousand routers are read in seconds", (t) => {
  const routers = Array.from({ length: 20_000 }, (_, i) => `  r${i}: { interfaces: { Serial0/0: {} } }`);
  const began = performance.now();
  const scenario = parseScenario(`duration: 1s\nrouters:\n${routers.join("\n")}\nwires: {}\n`, "s.yaml");
  t.is(scenario.routers.length, 20_000);
  t.true(performance.now() - began < 30_000);
});

test("files that are not there, can't be read or are folders", (t) => {
  const path = temporaryFile(t, "s.yaml");
  t.throws(() => loadScenario(path), {
    instanceOf: FileError,
    message: `${path}: can't be read (no such file or directory)`,
  });
  mkdirSync(path);
  t.throws(() => loadScenario(path), {
    instanceOf: FileError,
    message: `${path}: can't be read (it is a directory)`,
  });
});

test("a file is called by its name unless it has another", (t) => {
  const path = temporaryFile(t, "cable.yml");
  writeFileSync(path, scenarioText());
  t.is(loadScenario(path).name, "cable");
  writeFileSync(path, scenarioText({ more: "name: The cable" }));
  t.is(loadScenario(path).name, "The cable");
});

/** Whether a text is a scenario, or has a mistake that is told in one line. */
function isToldOf(text: string): boolean {
  const message = mistake(text);
  return message === "it is accepted" || /^s\.yaml:\d+:\d+: [^\p{Cc}]+$/u.test(message);
}

test("fuzz: whatever stands in a file, it is a scenario or has one line of mistake", (t) => {
  const pieces = [
    ..."{}[]:,-&*!|>'\"%@`#?\n\n  \t",
    "---\n",
    "...\n",
    "<<: ",
    "&a ",
    "*a",
    "!!int ",
    "~",
    "null",
    "1e999",
    ".nan",
    "0x10",
    "10s",
    "routers",
    "wires: {}\n",
    "duration: 1m\n",
    "r1 Serial0/0",
    "Serial0/0: {}",
    "  r1: { interfaces: { Serial0/0: {} } }\n",
    "timeline:\n  - ",
    "expect: []\n",
    "\u0000",
    "\u2028",
    "\ud800",
  ];
  const noise = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(noise, (text) => t.true(isToldOf(text))),
    { numRuns: 1500 },
  );
});

test("fuzz: a scenario with pieces cut out, moved or put in", (t) => {
  const text = scenarioText({
    r1: "sleep: { latency: 1ms }",
    interface: "{ keepalive: { interval: 10s, retries: 3 }, address: 10.0.0.1/8, uart: { baud: 9600 } }",
    wire: "faults: { delay: 1ms, loss: 0.5 }",
    event: "{ at: 10s, interface: r1 Serial0/0, do: shut, typed: 9s }",
    expect: "{ interface: r1 Serial0/0, counter: crc, at-least: 1 }",
  });
  const place = fc.nat(text.length);
  const values = fc.constantFrom(
    "",
    "null",
    "-1",
    "1e99",
    "[]",
    "{}",
    "x",
    '"',
    ": ",
    "\n",
    "  ",
    "true",
    "99d",
    "*a",
    "&a ",
  );
  fc.assert(
    fc.property(place, place, place, values, (a, b, c, value) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const cut = text.slice(0, from) + value + text.slice(Math.min(to, from + 20));
      return t.true(isToldOf(cut.slice(0, c) + value + cut.slice(c)));
    }),
    { numRuns: 1500 },
  );
});

test("fuzz: any value anywhere", (t) => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.double(),
    fc.constantFrom("10s", "99999999999d", "1e999", "r1 Serial0/0", "12:00:00"),
  );
  const keys = fc.constantFrom("duration", "clock", "seed", "name", "timeline", "expect", "routers", "wires");
  fc.assert(
    fc.property(keys, value, (key, any) => {
      const lines = scenarioText()
        .split("\n")
        .filter((line) => !line.startsWith(`${key}:`));
      return t.true(isToldOf(`${lines.join("\n")}\n${key}: ${JSON.stringify(any) ?? "~"}\n`));
    }),
    { numRuns: 800 },
  );
});
