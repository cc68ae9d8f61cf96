import test from "ava";
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { EmulatedPico } from "../../emulator/rp2040/pico";
import { Simulation } from "../../emulator/simulation/simulation";
import { I2cResult, ResetCause } from "../../src/ports";

/**
 * Boots test/firmware/memories, built with `mcconfig -m -p pico -t build`, on an emulated Pico. LINKPULSE_PICO_MEMORIES_UF2
 * names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 *
 * The reset is the emulator's own: what this proves is what the program leaves and finds, not the chip.
 */
const { LINKPULSE_PICO_MEMORIES_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_MEMORIES_UF2 and LINKPULSE_BOOTROM are not set)";
const memoriesTest = missing ? test.skip : test;

/** A Pico with a chip on I2C 0, and the lines that it told. */
class Bench {
  readonly pico: EmulatedPico;
  private _text = "";

  constructor(chip: Ds1307Chip) {
    this.pico = new EmulatedPico(image!, bootrom!, (_uart, octet) => (this._text += String.fromCharCode(octet)));
    this.pico.putOnI2c(chip);
  }

  /** Runs until a start has told all. @returns its lines */
  start(): string[] {
    const { pico } = this;
    const end = pico.now + 5000;
    while (pico.now < end && pico.stopped === null && !this._text.includes("end\r\n")) pico.runUntil(pico.now + 10);
    const lines = this._text.trim().split("\r\n");
    this._text = "";
    return lines;
  }
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
  const tell = (starts: number, cause: ResetCause, scratch: string) => [
    "words 4",
    `cause ${cause}`,
    `scratch ${scratch}`,
    starts === 0 ? "flash cold 0" : `flash restored ${starts}`,
    "erases 1",
    // What its RAM holds at first is random.
    starts === 0 ? "DS1307 corrupt 0" : `DS1307 restored ${starts}`,
    `nobody at 0x50: ${I2cResult.AddressNak}`,
    "end",
  ];
  const bench = new Bench(chip);
  t.deepEqual(told(bench.start()).found, tell(0, ResetCause.PowerOn, "cold 0"));

  for (const starts of [1, 2]) {
    const lines = bench.start();
    t.is(bench.pico.resets, starts);
    const { found, costs } = told(lines);
    t.deepEqual(found, tell(starts, ResetCause.Watchdog, `restored ${starts}`));
    t.deepEqual(
      costs.map(({ memory, written }) => [memory, written]),
      [
        ["scratch", 12],
        ["flash", 18],
        ["DS1307", 18],
      ],
    );
    t.true(costs.every(({ us }) => us > 0 && us < 100_000));
    for (const line of lines) t.log(line);
  }

  // The supply goes, that of the DS1307 does not.
  const after = new Bench(chip);
  after.pico.keepFlash(bench.pico);
  t.deepEqual(told(after.start()).found, tell(3, ResetCause.PowerOn, "cold 0"));
});
