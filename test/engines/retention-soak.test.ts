/**
 * Saves in every kind of retained memory, with its driver, its bus and the clock of its chip, and lives of a router that
 * looks after its supply: that nothing of it allocates.
 */
import test from "ava";
import type { ExecutionContext } from "ava";
import { KeepAliveResult, KeepAliveSoak } from "../../emulator/device/keep-alive-soak";
import { RetentionResult, RetentionSoak } from "../../emulator/device/retention-soak";
import { SoakChip } from "../../emulator/device/soak-chip";
import type { SoakMemoryName } from "../../emulator/device/soak-memories";
import { retentionProgram } from "../../emulator/engine/device-program";
import type { Collected } from "../support/collections";
import { soakOnNode } from "../support/soak";
import { runOnEspruino, testOnEspruino } from "../support/espruino";
import { checkSlots, findBallast } from "../support/xs-slots";
import type { SlotCheck } from "../support/xs-slots";

/** How many saves on each engine: one in the RV-3028's EEPROM is hundreds of transactions. */
const MEMORIES: readonly [name: SoakMemoryName, onNode: number, onXs: number, onEspruino: number][] = [
  ["ds1307", 100_000, 20_000, 400],
  ["ds3231", 100_000, 20_000, 400],
  ["ds3232", 100_000, 20_000, 400],
  ["mcp7940n", 100_000, 20_000, 400],
  ["pcf8563", 100_000, 20_000, 400],
  ["rv3028", 20_000, 1000, 30],
  ["rp2040-scratch", 100_000, 20_000, 400],
  ["rp2350-scratch", 100_000, 20_000, 400],
  ["esp32-rtc", 100_000, 20_000, 400],
  ["flash", 100_000, 5000, 200],
];
const HAVE_CLOCK = ["ds1307", "ds3231", "ds3232", "mcp7940n", "pcf8563", "rv3028"];
const LIVES_ON_NODE = 150;
const LIVES_ON_XS = 10;
const WARM_LIVES = 4;
/** Failures of the supply in one life, until everything has been called, and then. */
const WARM_FAILURES = 21;
const FAILURES_ON_ESPRUINO = 8;
/** Octets of garbage that go unseen on XS with the memory for which the ballast is found; with others a few thousand less. */
const MARGIN = 64 * 1024;
let ballast = 0;

test.before(async () => {
  ballast = await findBallast(onXs(`RetentionSoak("ds3232", true, null)`, 100, 100), MARGIN);
});

interface Outcome extends Collected {
  results: number[];
}

const onNode = (...args: string[]) => soakOnNode<Outcome>("retention/saves-on-node", ...args);

const isClean = ({ slots, collected, grown }: SlotCheck) => slots === 0 && !collected && grown === 0;

const described = ({ slots, collected, grown }: SlotCheck) => {
  return `${slots < 0 ? "" : "+"}${slots} slots, ${collected ? "a" : "no"} collection, heaps +${grown} octets`;
};

/** Makes `run` on XS, which goes on with a soak from `warm` to `end`, and returns its results. */
function onXs(made: string, warm: number, end: number, leak = "", before = ""): string {
  return `${retentionProgram()}
${before}
globalThis.soak = new linkpulse.${made};
let kept = null;
${leak}
soak.run(${warm});
globalThis.run = () => { soak.run(${end}); return soak.results.buffer; };`;
}

async function cleanOnXs(t: ExecutionContext, made: string, warm: number, end: number, before = "") {
  const setup = onXs(made, warm, end, "", before);
  const check = await checkSlots(setup, made.startsWith("Retention") ? ballast : await findBallast(setup, MARGIN));
  t.log(`XS: ${described(check)}`);
  t.true(isClean(check));
  return Array.from(new Int32Array(Uint8Array.from(check.reply).buffer));
}

/** Runs a soak on Espruino; asserts that the variables in use are as they were, and returns the results. */
async function flatOnEspruino(
  t: ExecutionContext,
  made: string,
  method: string,
  warm: number,
  end: number,
  first = "",
): Promise<number[]> {
  const script = `
${first}
var soak = new linkpulse.${made}, before = 0, after = 0, freed = 0;
soak.${method}(${warm});
process.memory();
before = process.memory(false).usage;
soak.${method}(${end});
after = process.memory(false).usage;
freed = process.memory().gc;
result([before, after, freed]);
result(soak.results);`;
  const output = await runOnEspruino(t, script, `var RangeError = Error;\n${retentionProgram()}`);
  const [[before, after, freed], results] = output as [number[], number[]];
  t.log(`Espruino: process.memory(false).usage ${before} before, ${after} after, ${freed} freed by a collection`);
  t.is(after, before);
  t.is(freed, 0);
  return results;
}

function sawEverything(t: ExecutionContext, name: SoakMemoryName, results: readonly number[], saves: number): void {
  t.true(results[RetentionResult.Saved]! >= saves);
  if (!HAVE_CLOCK.includes(name)) return;
  t.true(results[RetentionResult.TimesRead]! > saves / 20);
  t.true(results[RetentionResult.TimesSet]! > saves / 50);
}

for (const [name, savesOnNode, savesOnXs, savesOnEspruino] of MEMORIES) {
  test.serial(`${name} on Node: ${savesOnNode} saves without a garbage collection`, async (t) => {
    const { kinds, results } = await onNode(name, `${savesOnNode}`);
    t.deepEqual(kinds, []);
    sawEverything(t, name, results, savesOnNode);
  });

  test.serial(`${name} on XS: ${savesOnXs} saves leave the slot count where it was`, async (t) => {
    const warm = savesOnXs / 10;
    const results = await cleanOnXs(t, `RetentionSoak("${name}", true, null)`, warm, warm + savesOnXs);
    sawEverything(t, name, results, savesOnXs);
    const soak = new RetentionSoak(name, true, null);
    soak.run(warm + savesOnXs);
    t.deepEqual(results, Array.from(soak.results), "Node and XS came to the same results");
  });

  testOnEspruino(`${name} on Espruino: ${savesOnEspruino} saves leave the variables in use as they were`, async (t) => {
    const made = `RetentionSoak("${name}", true, null)`;
    const results = await flatOnEspruino(t, made, "run", savesOnEspruino, 2 * savesOnEspruino);
    const soak = new RetentionSoak(name, true, null);
    soak.run(2 * savesOnEspruino);
    t.deepEqual(results, Array.from(soak.results), "Node and Espruino came to the same results");
  });
}

/** A DS1307 behind the I2C of a runtime, on which nothing fails: an exception is an object. */
const MODDABLE = `
const chip = new linkpulse.SoakChip(0), both = new Uint8Array(64);
class I2C {
  constructor(options) { this.address = options.address; }
  write(out) { chip.begin(this.address, out, 0, out.length, out.length); }
  writeRead(out, into) {
    both.set(out);
    chip.begin(this.address, both, 0, out.length, out.length + into.length);
    for (let i = 0; i < into.length; i++) into[i] = both[out.length + i];
  }
  close() {}
}
const options = { io: I2C, digital: null, addresses: [0x68], port: 0, data: 4, clock: 5, hz: 100000 };
const bus = new linkpulse.ModdableI2cBus(options);`;
const ESPRUINO = `
var chip = new linkpulse.SoakChip(0), both = new Uint8Array(64), written = 0;
var io = {
  setup: function () {},
  writeTo: function (to, data) {
    both.set(data);
    written = data.length;
    if (to.stop) chip.begin(to.address, both, 0, written, written);
  },
  readFrom: function (address, count) {
    chip.begin(address, both, 0, written, written + count);
    return new Uint8Array(both.buffer, written, count);
  },
};
var bus = new linkpulse.EspruinoI2cBus({ io: io, sda: null, scl: null, bitrate: 100000 });`;
const ON_BUS = `RetentionSoak("ds1307", true, bus)`;

test.serial("Moddable's I2C bus on XS: saves, and its clock, leave the slot count where it was", async (t) => {
  const results = await cleanOnXs(t, ON_BUS, 1000, 21_000, MODDABLE);
  sawEverything(t, "ds1307", results, 21_000);
  const soak = new RetentionSoak("ds1307", true, new SoakChip(0));
  soak.run(21_000);
  t.deepEqual(results, Array.from(soak.results), "the same as without the bus between");
});

testOnEspruino(
  "Espruino's I2C bus on Espruino: saves, and its clock, leave the variables in use as they were",
  async (t) => {
    const results = await flatOnEspruino(t, ON_BUS, "run", 300, 600, ESPRUINO);
    sawEverything(t, "ds1307", results, 600);
    const soak = new RetentionSoak("ds1307", true, new SoakChip(0));
    soak.run(600);
    t.deepEqual(results, Array.from(soak.results), "the same as without the bus between");
  },
);

function livesSawEverything(t: ExecutionContext, results: readonly number[], lives: number): void {
  t.true(results[KeepAliveResult.Restored]! >= lives - 2);
  t.true(results[KeepAliveResult.Failures]! >= 25 * lives);
  t.true(results[KeepAliveResult.Looks]! > 5000 * lives);
}

for (const link of ["hdlc", "ppp"]) {
  const made = (lives: number) => `KeepAliveSoak(${lives}, ${link === "ppp"})`;

  test.serial(`${link} on Node: ${LIVES_ON_NODE} lives and their supplies without a garbage collection`, async (t) => {
    const { kinds, results } = await onNode(link, `${LIVES_ON_NODE}`);
    t.deepEqual(kinds, []);
    livesSawEverything(t, results, LIVES_ON_NODE);
  });

  test.serial(`${link} on XS: ${LIVES_ON_XS} lives and their supplies leave the slot count where it was`, async (t) => {
    const lives = WARM_LIVES + LIVES_ON_XS;
    const results = await cleanOnXs(t, made(lives), WARM_LIVES, lives);
    t.log(
      `${results[KeepAliveResult.Restored]} restored, ${results[KeepAliveResult.Failures]} failures of the supply, ` +
        `${results[KeepAliveResult.Looks]} looks at it, ${results[KeepAliveResult.Octets]} octets on the bus`,
    );
    livesSawEverything(t, results, lives);
    const soak = new KeepAliveSoak(lives, link === "ppp");
    soak.run(lives);
    t.deepEqual(results, Array.from(soak.results), "Node and XS came to the same results");
  });

  testOnEspruino(
    `${link} on Espruino: ${FAILURES_ON_ESPRUINO} failures of a supply leave the variables as they were`,
    async (t) => {
      const end = WARM_FAILURES + FAILURES_ON_ESPRUINO;
      const results = await flatOnEspruino(t, made(1), "runFailures", WARM_FAILURES, end);
      const soak = new KeepAliveSoak(1, link === "ppp");
      soak.runFailures(end);
      t.deepEqual(results, Array.from(soak.results), "Node and Espruino came to the same results");
    },
  );
}

test.serial("the checks fail with an object of garbage at each save, and at each look at the supply", async (t) => {
  t.true((await onNode("esp32-rtc", "100000", "leak")).kinds.length > 0);
  t.true((await onNode("hdlc", "60", "leak")).kinds.length > 0);
  const each = (method: string) => `
const told = soak.${method};
soak.${method} = function (x, now) { kept = { now }; return told.call(this, x, now); };`;
  const save = onXs(`RetentionSoak("esp32-rtc", true, null)`, 100, 5000, each("saved"));
  t.false(isClean(await checkSlots(save, 0)));
  const look = onXs("KeepAliveSoak(2, false)", 1, 2, each("millivolts"));
  t.false(isClean(await checkSlots(look, 0)));
});
