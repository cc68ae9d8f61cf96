import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import test from "ava";
import { board } from "../../boards/pico/board";
import { rp2040Engine } from "../../emulator/engine/rp2040";
import { parseSettings } from "../../emulator/firmware/config";
import { espruinoScript } from "../../emulator/firmware/espruino";
import { nanoseconds } from "../../emulator/scenario/times";
import { linkpulseHere } from "../support/command-line";
import { ROOT } from "../support/lint";
import { PicoBench } from "../support/pico-bench";
import { tenMinutes } from "../support/ten-minutes";
import { WorldRun } from "../support/world-run";

/**
 * Espruino for the Pico with firmware/router/espruino in its Storage, as a router in a scenario, for ten minutes against one
 * on Node at 9600 bit/s. LINKPULSE_ESPRUINO_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_ESPRUINO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const library = join(ROOT, "dist/espruino/router.min.js");
const missing =
  image && bootrom && existsSync(library)
    ? ""
    : " (skipped: LINKPULSE_ESPRUINO_UF2 and LINKPULSE_BOOTROM are not set, or there is no dist/)";
const engineTest = missing ? test.skip : test.serial;

const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
test.after.always(() => rmSync(folder, { recursive: true }));

/** The firmware's program on a Pico, as `linkpulse build` makes it. */
function firmware(config = "{}"): string {
  const main = readFileSync(join(ROOT, "firmware/router/espruino/main.js"), "latin1");
  return espruinoScript(main, board, parseSettings(config, "config.yaml", ["router"], board, "espruino"));
}

/** The same, which tells besides how many of Espruino's variables are in use, and how many were before it began. */
function tellingProgram(): string {
  const path = join(folder, "main.js");
  const usage = "process.memory(false).usage";
  const telling = `USB.write("usage " + ${usage} + " bare " + bare + "\\r\\n");`;
  writeFileSync(path, `var bare = ${usage};\n${firmware()}\nsetInterval(function () { ${telling} }, 20000);\n`);
  return path;
}

const range = (values: number[]) => `${Math.min(...values)} to ${Math.max(...values)}`;

for (const encapsulation of ["hdlc", "ppp"] as const) {
  engineTest(`Espruino speaks ${encapsulation} with a router on Node for ten minutes${missing}`, async (t) => {
    t.timeout(3_600_000);
    // AVA hears of that before the board boots.
    await setImmediate();
    const storage = [`linkpulse:${library}`, `.bootcde:${tellingProgram()}`];
    const run = new WorldRun(tenMinutes(encapsulation, 9600), {}, [rp2040Engine(image!, { bootrom, storage })]);
    let began = performance.now();
    await run.until(0.001);
    t.log(`booted in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    began = performance.now();
    for (let at = 10; at <= 600; at += 10) {
      await run.until(at);
      await setImmediate();
    }
    const ratio = nanoseconds(run.simulation) / 1e6 / (performance.now() - began);
    for (const { text, met, seen } of await run.judged()) t.true(met, `${text}: ${seen}`);
    const errors = await run.counter(1, "input-errors");
    t.true(errors! > 10, "there was noise");

    // A console line may stand behind another's prompt.
    const told = run.record.lines[0]!.flatMap((line) => /usage (\d+) bare (\d+)/.exec(line) ?? []);
    const usage = told.filter((_, i) => i % 3 === 1).map(Number);
    t.true(usage.length >= 20, `${usage.length} readings`);
    const [first, last] = [usage.slice(0, 9), usage.slice(-6)];
    t.true(Math.max(...last) <= Math.max(...first) + 10, `${range(last)} variables at the end, ${range(first)} before`);
    t.log(`${ratio.toFixed(1)} emulated seconds a second; ${errors} input errors at the peer`);
    t.log(`${range(usage)} of Espruino's variables in use, ${told[2]} before the program began`);
    const taken = (Math.max(...usage) - Number(told[2])) * VARIABLE;
    t.log(`${taken} octets of RAM are the program's and the library's`);
    await run.world.close();
  });
}

/** Octets of a variable. */
const VARIABLE = 14;
const INTERVAL = 10_000;
/** How often the processor is looked at, ms: in most such spans there is no keepalive. */
const SPAN = 500;

for (const encapsulation of ["hdlc", "ppp"] as const) {
  engineTest(`what ${encapsulation} keepalives take of the processor with Espruino${missing}`, async (t) => {
    t.timeout(3_600_000);
    await setImmediate();
    const program = firmware(`router: { encapsulation: ${encapsulation} }`);
    const stored = [
      { name: "linkpulse", octets: readFileSync(library) },
      { name: ".bootcde", octets: Buffer.from(program, "latin1") },
    ];
    const bench = new PicoBench(image!, bootrom!, INTERVAL, encapsulation, stored);
    bench.until(40_000, () => bench.line.length > 0);
    bench.peer.serial.start(bench.now);
    bench.until(bench.now + 2 * INTERVAL, () => bench.peer.serial.lineProtocolUp);
    t.true(bench.peer.serial.lineProtocolUp);
    const spans: number[] = [];
    for (let i = 0; i < (2 * INTERVAL) / SPAN; i++) {
      const before = bench.pico.awake;
      bench.until(bench.now + SPAN);
      spans.push((bench.pico.awake - before) / 1e6);
      await setImmediate();
    }
    const idle = Math.min(...spans);
    const taken = spans.reduce((sum, span) => sum + span - idle, 0) / 2;
    t.log(`${(taken * 1000).toFixed(0)} us for both ends' keepalives of an interval`);
    t.log(`${((taken / INTERVAL) * 100).toFixed(2)} % of the processor at intervals of 10 s`);
    t.log(`${((idle / SPAN) * 100).toFixed(2)} % without any`);
    t.log(`${stored.map(({ name, octets }) => `${name} ${octets.length}`).join(", ")} octets of flash`);
    t.true(taken < INTERVAL / 10);
    t.true(bench.peer.serial.lineProtocolUp);
  });
}

engineTest(
  `the emulation with Espruino that the flashing page tells to run does what is expected${missing}`,
  async (t) => {
    t.timeout(3_600_000);
    await setImmediate();
    const page = readFileSync(`${ROOT}docs/flashing.md`, "utf8");
    const [, building, emulating] =
      /^npx linkpulse (build .*espruino)\nnpx linkpulse (emulate .*rp2040:espruino.*\\\n.*)$/m.exec(page)!;
    const built = await linkpulseHere([...building!.split(" "), "--out", folder]);
    t.is(built.status, 0, built.err);
    const text = emulating!
      .replace(/\\\n */, "")
      .replace("build/firmware", folder)
      .replace("espruino.uf2", image!)
      .replace("bootrom-b1.bin", bootrom!);
    const { status, out, err } = await linkpulseHere(text.split(" "));
    t.is(status, 0, out + err);
    for (const line of out.trimEnd().split("\n").slice(-8)) t.log(line);
  },
);
