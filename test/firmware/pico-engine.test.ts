import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import test from "ava";
import { rp2040Engine } from "../../emulator/engine/rp2040";
import { nanoseconds } from "../../emulator/scenario/times";
import { linkpulseHere } from "../support/command-line";
import { ROOT } from "../support/lint";
import { tenMinutes } from "../support/ten-minutes";
import { WorldRun } from "../support/world-run";

/**
 * The image of pico-boot.test.ts as a router in a scenario, for ten minutes against one on Node: at peace, with noise, with
 * the cable cut, and at peace again.
 */
const { LINKPULSE_PICO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_UF2 and LINKPULSE_BOOTROM are not set)";
const engineTest = missing ? test.skip : test.serial;

for (const encapsulation of ["hdlc", "ppp"] as const) {
  engineTest(`the Pico image speaks ${encapsulation} with a router on Node for ten minutes${missing}`, async (t) => {
    t.timeout(1_200_000);
    const run = new WorldRun(tenMinutes(encapsulation, 115_200), {}, [rp2040Engine(image!, { bootrom })]);
    const began = performance.now();
    for (let minute = 1; minute <= 10; minute++) {
      await run.until(60 * minute);
      await setImmediate();
    }
    const ratio = nanoseconds(run.simulation) / 1e6 / (performance.now() - began);
    for (const { text, met, seen } of await run.judged()) t.true(met, `${text}: ${seen}`);
    const errors = await run.counter(1, "input-errors");
    t.true(errors! > 10, "there was noise");
    t.log(`${ratio.toFixed(1)} emulated seconds a second; ${errors} input errors at the peer`);
    await run.world.close();
  });
}

engineTest(
  `the emulation with an image that the flashing page tells to run does what is expected${missing}`,
  async (t) => {
    t.timeout(600_000);
    const page = readFileSync(`${ROOT}docs/flashing.md`, "utf8");
    const [, command] = /^npx linkpulse (emulate .*rp2040.*)$/m.exec(page)!;
    const words = command!.replace("xs_pico.uf2", image!).replace("bootrom-b1.bin", bootrom!).split(" ");
    const { status, out, err } = await linkpulseHere(words);
    t.is(status, 0, out + err);
    for (const line of out.trimEnd().split("\n").slice(-8)) t.log(line);
  },
);
