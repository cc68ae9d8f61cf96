import test from "ava";
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { EmulatedPico } from "../../emulator/rp2040/pico";
import { Simulation } from "../../emulator/simulation/simulation";
import { I2cResult } from "../../src/ports";

/**
 * Boots test/firmware/memories, built with `mcconfig -m -p pico -t build`, on an emulated Pico. LINKPULSE_PICO_MEMORIES_UF2
 * names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 *
 * The reset is the emulator's own: what this proves is what the program leaves and finds, not the chip.
 */
const { LINKPULSE_PICO_MEMORIES_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_MEMORIES_UF2 and LINKPULSE_BOOTROM are not set)";
const memoriesTest = missing ? test.skip : test;

/** A Pico with a chip on I2C 0, run until it has told all. */
function boot(chip: Ds1307Chip, reset: (pico: EmulatedPico) => void): { pico: EmulatedPico; lines: string[] } {
  let text = "";
  const pico = new EmulatedPico(image!, bootrom!, (_uart, octet) => (text += String.fromCharCode(octet)));
  pico.putOnI2c(chip);
  reset(pico);
  while (pico.now < 5000 && pico.stopped === null && !text.includes("end\r\n")) pico.runUntil(pico.now + 10);
  return { pico, lines: text.trim().split("\r\n") };
}

const COST = /^(\w+): (\d+) us a save, ([\d.]+) octets written$/;

/** What was found, and what saves take: a cold start writes its first record twice. */
function told(lines: string[]) {
  const costs = lines.flatMap((line) => {
    const match = COST.exec(line);
    return match === null ? [] : [{ memory: match[1], us: Number(match[2]), written: Number(match[3]) }];
  });
  return { costs, found: lines.filter((line) => !COST.test(line)) };
}

memoriesTest(`a record outlives the watchdog in scratch, the supply in flash and a DS1307${missing}`, (t) => {
  t.timeout(120_000);
  const chip = new Ds1307Chip(new Simulation());
  const tell = (starts: number, scratch: string) => [
    "words 4",
    `scratch ${scratch}`,
    starts === 0 ? "flash cold 0" : `flash restored ${starts}`,
    "erases 1",
    // What its RAM holds at first is random.
    starts === 0 ? "DS1307 corrupt 0" : `DS1307 restored ${starts}`,
    `nobody at 0x50: ${I2cResult.AddressNak}`,
    "end",
  ];
  const first = boot(chip, () => {});
  t.deepEqual(told(first.lines).found, tell(0, "cold 0"));

  // The watchdog, twice.
  let { pico } = first;
  for (const starts of [1, 2]) {
    const again = boot(chip, (next) => {
      next.keepFlash(pico);
      next.keepScratch(pico);
    });
    const { found, costs } = told(again.lines);
    t.deepEqual(found, tell(starts, `restored ${starts}`));
    t.deepEqual(
      costs.map(({ memory, written }) => [memory, written]),
      [
        ["scratch", 12],
        ["flash", 18],
        ["DS1307", 18],
      ],
    );
    t.true(costs.every(({ us }) => us > 0 && us < 100_000));
    pico = again.pico;
    for (const line of again.lines) t.log(line);
  }

  // The supply.
  const last = boot(chip, (next) => next.keepFlash(pico));
  t.deepEqual(told(last.lines).found, tell(3, "cold 0"));
});
