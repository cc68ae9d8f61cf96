import { setImmediate } from "node:timers/promises";
import test from "ava";
import { rp2040Engine } from "../../emulator/engine/rp2040";
import { nanoseconds } from "../../emulator/scenario/times";
import { WorldRun } from "../support/world-run";

/**
 * The images of pico-spi.test.ts as stations of a scenario, on a hub with a loop server on Node: at peace, with the hub's cable
 * cut, with the SPI bus cut, and at peace again.
 */
const { LINKPULSE_BOOTROM: bootrom } = process.env;
const IMAGES = { enc28j60: "LINKPULSE_PICO_ETHERNET_UF2", w5500: "LINKPULSE_PICO_W5500_UF2" };

const scenario = (chip: string) => `
duration: 150s
seed: 3
routers:
  board:
    interfaces:
      Ethernet0:
        ethernet: { chip: ${chip}, address: "02:00:00:00:00:01"${chip === "enc28j60" ? ", hears-itself: true" : ""} }
        keepalive: { interval: 1s }
        debug: true
  server:
    interfaces:
      Ethernet0: { ethernet: { chip: ${chip} }, keepalive: { interval: 0, assist: true } }
segments:
  lan: { medium: hub, stations: [board Ethernet0, server Ethernet0] }
timeline:
  - { at: 40s, segment: lan, station: board Ethernet0, set: { cut: true } }
  - { at: 60s, segment: lan, station: board Ethernet0, set: { cut: false } }
  - { at: 90s, chip: board Ethernet0, set: { bus-cut: true } }
  - { at: 110s, chip: board Ethernet0, set: { bus-cut: false } }
expect:
  - { interface: board Ethernet0, line-protocol-changes: [up, down, up, down, up] }
  - { interface: board Ethernet0, at: 38s, line-protocol: up }
  - { interface: board Ethernet0, at: 55s, line-protocol: down }
  - { interface: board Ethernet0, at: 85s, line-protocol: up }
  - { interface: board Ethernet0, at: 105s, line-protocol: down }
  - { interface: board Ethernet0, at: 149s, line-protocol: up }
  - { interface: board Ethernet0, counter: packets-out, at-least: 100 }
  - { interface: board Ethernet0, counter: loop-answers-received, at-least: 20 }
  - { interface: server Ethernet0, counter: loopback-forwarded, at-least: 20 }
`;

for (const chip of ["enc28j60", "w5500"] as const) {
  const image = process.env[IMAGES[chip]];
  const missing = image && bootrom ? "" : ` (skipped: ${IMAGES[chip]} and LINKPULSE_BOOTROM are not set)`;
  (missing ? test.skip : test.serial)(`the image for an ${chip} is a station of a scenario${missing}`, async (t) => {
    t.timeout(1_200_000);
    const run = new WorldRun(scenario(chip), {}, [rp2040Engine(image!, { bootrom })]);
    const began = performance.now();
    for (let at = 10; at <= 150; at += 10) {
      await run.until(at);
      await setImmediate();
    }
    const ratio = nanoseconds(run.simulation) / 1e6 / (performance.now() - began);
    for (const { text, met, seen } of await run.judged()) t.true(met, `${text}: ${seen}`);
    t.log(`${ratio.toFixed(1)} emulated seconds a second`);
    const lines = run.record.lines[0]!;
    for (const line of [...lines.filter((each) => each.includes("%")), lines.at(-1)!]) t.log(line);
    await run.world.close();
  });
}
