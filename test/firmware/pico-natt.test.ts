import { setImmediate } from "node:timers/promises";
import test from "ava";
import { EmulatedPico } from "../../emulator/rp2040/pico";

/**
 * Boots firmware/natt, built with `mcconfig -m -p pico/pico_w -t build ssid=lab peer=192.0.2.1`, on an emulated Pico W, which
 * has no Wi-Fi chip: nothing answers where it and the LED should be. LINKPULSE_PICO_NATT_UF2 names the image,
 * LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_PICO_NATT_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_NATT_UF2 and LINKPULSE_BOOTROM are not set)";
const nattTest = missing ? test.skip : test;

nattTest(`the Pico W's image starts, and tries a network that it can't reach again and again${missing}`, async (t) => {
  t.timeout(600_000);
  let console = "";
  const pico = new EmulatedPico(image!, bootrom!, (uart, octet) => {
    if (uart === 1) console += String.fromCharCode(octet);
  });
  while (pico.now < 8000 && pico.stopped === null) {
    pico.runUntil(pico.now + 100);
    await setImmediate();
  }
  const lines = console.split("\r\n").map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{3}: /, ""));
  for (const line of lines) t.log(line);
  t.is(pico.stopped, null);
  t.is(pico.resets, 0);
  t.regex(lines[0]!, /^linkpulse, version /);
  const tries = lines.filter((line) => line === 'Wi-Fi: joining "lab"').length;
  t.true(tries >= 2, `${tries} tries`);
  t.true(lines.some((line) => /^Wi-Fi: could not join "lab": .*; again in 2 sec$/.test(line)));
});
