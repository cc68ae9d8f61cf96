import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import test from "ava";
import { rp2040Engine } from "../../emulator/engine/rp2040";
import { nanoseconds } from "../../emulator/scenario/times";
import { linkpulseHere } from "../support/command-line";
import { ROOT } from "../support/lint";
import { WorldRun } from "../support/world-run";

/**
 * The image of pico-boot.test.ts as a router in a scenario, for ten minutes against one on Node: at peace, with noise, with
 * the cable cut, and at peace again.
 */
const { LINKPULSE_PICO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_UF2 and LINKPULSE_BOOTROM are not set)";
const engineTest = missing ? test.skip : test.serial;

const scenario = (encapsulation: string, addresses: [string, string]) => `
duration: 10m
seed: 5
routers:
  board:
    interfaces:
      Serial0/0: { encapsulation: ${encapsulation}, address: ${addresses[0]}, keepalive: { interval: 1s } }
  peer:
    interfaces:
      Serial0/0: { encapsulation: ${encapsulation}, address: ${addresses[1]}, keepalive: { interval: 1s } }
wires:
  line: { ends: [board Serial0/0, peer Serial0/0] }
timeline:
  - { at: 3m, wire: line, set: { bit-errors: 0.001 } }
  - { at: 5m, wire: line, set: { bit-errors: 0 } }
  - { at: 6m, wire: line, set: { cut: true } }
  - { at: 7m, wire: line, set: { cut: false } }
expect:
  - { interface: board Serial0/0, at: 170s, line-protocol: up }
  - { interface: peer Serial0/0, at: 170s, line-protocol: up }
  - { interface: board Serial0/0, at: 350s, line-protocol: up }
  - { interface: peer Serial0/0, at: 350s, line-protocol: up }
  - { interface: board Serial0/0, at: 400s, line-protocol: down }
  - { interface: peer Serial0/0, at: 400s, line-protocol: down }
  - { interface: board Serial0/0, at: 450s, line-protocol: up }
  - { interface: peer Serial0/0, at: 450s, line-protocol: up }
  - { interface: board Serial0/0, at: 599s, line-protocol: up }
  - { interface: peer Serial0/0, at: 599s, line-protocol: up }
`;

for (const [encapsulation, addresses] of [
  ["hdlc", ["10.0.0.1/24", "10.0.0.2/24"]],
  ["ppp", ["10.0.0.1", "10.0.0.2"]],
] satisfies [string, [string, string]][]) {
  engineTest(`the Pico image speaks ${encapsulation} with a router on Node for ten minutes${missing}`, async (t) => {
    t.timeout(1_200_000);
    const run = new WorldRun(scenario(encapsulation, addresses), {}, [rp2040Engine(image!, bootrom)]);
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
