import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import test from "ava";
import { board } from "../../boards/pico/board";
import { parseSettings } from "../../emulator/firmware/config";
import { espruinoScript } from "../../emulator/firmware/espruino";
import { store } from "../../emulator/rp2040/espruino-storage";
import { EmulatedPico } from "../../emulator/rp2040/pico";
import { ROOT } from "../support/lint";
import { PicoEthernetBench } from "../support/pico-ethernet-bench";

/**
 * Espruino for the Pico with firmware/router/espruino or firmware/ethernet/espruino in its Storage, on an emulated Pico whose watchdog resets it.
 * Its console is on a UART: what is printed at the start would be lost on USB, which is not there yet.
 * LINKPULSE_ESPRUINO_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 *
 * The reset is the emulator's own: what this proves is what the program leaves and finds, not the chip.
 */
const { LINKPULSE_ESPRUINO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const libraryOf = (script: string) => join(ROOT, `dist/espruino/${script}.min.js`);
const library = libraryOf("router");
const missing =
  image && bootrom && existsSync(library)
    ? ""
    : " (skipped: LINKPULSE_ESPRUINO_UF2 and LINKPULSE_BOOTROM are not set, or there is no dist/)";
const faultTest = missing ? test.skip : test;

const RETURNED = "System returned to ROM by ";

/**
 * What goes wrong in each run of the program, which counts them in a scratch register that nobody else has: a task that does
 * not return, one that throws, something outside of the scheduler that throws, and variables that run out.
 */
const FAULTS = [
  "while (true);",
  `throw new TypeError("third interval");`,
  `setTimeout(function () { throw new Error("nobody's"); }, 0);`,
  "setTimeout(function () { var all = []; while (all.length < 2000) all.push(new Uint8Array(1000)); }, 0);",
];

const RUNS = `
Serial2.setup(115200, { tx: D4, rx: D5 });
var run = peek32(0x40058018);
poke32(0x40058018, run + 1);
var intervals = 0;
var faulty = {
  keepaliveInterval: function () {
    if (++intervals !== 3) return;
${FAULTS.map((fault, at) => `    if (run === ${at}) ${fault}`).join("\n")}
  },
};
`;

function faultyProgram(program: "router" | "ethernet"): string {
  const main = readFileSync(join(ROOT, `firmware/${program}/espruino/main.js`), "utf8");
  const settings = parseSettings(`${program}: { interval: 500ms }`, "config.yaml", [program], board, "espruino");
  const script = espruinoScript(main, board, settings);
  return script
    .replaceAll("global[BOARD.console]", "Serial2")
    .replace("var system", `${RUNS}var system`)
    .replace("debug: true,", "listener: faulty,\n  watchdogTimeout: 1500,");
}

faultTest(
  `each start of Espruino tells how the last one ended, and its watchdog catches a task that stalls${missing}`,
  async (t) => {
    t.timeout(3_600_000);
    // AVA hears of that before the board boots.
    await setImmediate();
    let console = "";
    const pico = new EmulatedPico(image!, bootrom!, (uart, octet) => {
      if (uart === 1) console += String.fromCharCode(octet);
    });
    store(pico.flash, { name: "linkpulse", octets: readFileSync(library) });
    store(pico.flash, { name: ".bootcde", octets: Buffer.from(faultyProgram("router"), "latin1") });
    const lines = () => console.split("\r\n").map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d\d\d: /, ""));
    /** How each start says that the one before ended. */
    const told = () => lines().filter((line) => line.startsWith(RETURNED));
    for (let starts = 1; starts <= FAULTS.length + 1; starts++) {
      const end = pico.now + 20_000;
      while (pico.now < end && told().length < starts) {
        pico.runUntil(pico.now + 100);
        await setImmediate();
      }
    }
    for (const line of lines()) t.log(line);
    t.log(`${pico.resets} resets, ${(pico.now / 1000).toFixed(1)} s`);
    const [first, ...others] = told();
    t.is(first, `${RETURNED}power-on`);
    t.deepEqual(
      others.map((line) => line.replace(/\d+/, "N")),
      [
        "watchdog: timer N did not return",
        "software reset: exception TypeErro in timer N",
        "software reset: exception Error",
        "software reset: exception MEMORY",
      ].map((text) => RETURNED + text),
    );
  },
);

faultTest(
  `an Ethernet keepalive on Espruino tells how its last start ended, and is reset when it stalls${missing}`,
  async (t) => {
    t.timeout(3_600_000);
    await setImmediate();
    const bench = new PicoEthernetBench(image!, bootrom!, "w5500");
    store(bench.pico.flash, { name: "linkpulse", octets: readFileSync(libraryOf("w5500")) });
    store(bench.pico.flash, { name: ".bootcde", octets: Buffer.from(faultyProgram("ethernet"), "latin1") });
    const told: string[] = [];
    while (bench.now < 60_000 && told.filter((line) => line.startsWith(RETURNED)).length < 3) {
      bench.until(bench.now + 100);
      told.push(...bench.told());
      await setImmediate();
    }
    for (const line of told) t.log(line);
    t.deepEqual(
      told.filter((line) => line.startsWith(RETURNED)).map((line) => line.replace(/\d+/, "N")),
      ["power-on", "watchdog: timer N did not return", "software reset: exception TypeErro in timer N"].map(
        (text) => RETURNED + text,
      ),
    );
    t.true(told.includes("Watchdog: resets after 1500 ms without progress"));
    t.true(told.some((line) => /^Heap: \d+ octets used, \d+ octets free$/.test(line)));
    t.is(bench.pico.resets, 2);
  },
);
