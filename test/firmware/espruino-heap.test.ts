import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import test from "ava";
import { board } from "../../boards/pico/board";
import { store } from "../../emulator/rp2040/espruino-storage";
import { EmulatedPico } from "../../emulator/rp2040/pico";
import { EspruinoRouter } from "../../src/platform/memory-need";
import { ROOT } from "../support/lint";

/**
 * What a router takes of Espruino's variables on an emulated Pico, and what it says where there are too few.
 * LINKPULSE_ESPRUINO_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_ESPRUINO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const library = join(ROOT, "dist/espruino/router.min.js");
const missing =
  image && bootrom && existsSync(library)
    ? ""
    : " (skipped: LINKPULSE_ESPRUINO_UF2 and LINKPULSE_BOOTROM are not set, or there is no dist/)";
const heapTest = missing ? test.skip : test;

/** How much more the number may be than what is measured, octets: it is to be lowered where the library takes less. */
const MARGIN = 4000;

/**
 * A router with a short MTU, after a reset one with a longer one, and after another one for which there is no memory. What is
 * garbage is collected before each look. Scratch register 0 counts.
 */
const PROGRAM = `
Serial2.setup(115200, { tx: D4, rx: D5 });
E.setConsole(null, { force: true });
var linkpulse = require("linkpulse");
var heap = linkpulse.systemOf("RP2040").heap;
var run = peek32(0x4005800c);
poke32(0x4005800c, run + 1);
var mtu = [64, 1500, 65000][run];
process.memory();
var free = heap.free;
var router;
try {
  router = linkpulse.startRouter({
    serial: { io: Serial1, baud: 9600, tx: D0, rx: D1 },
    mtu: mtu,
    console: new linkpulse.SerialConsole({ io: { write: function () {} } }),
    heap: heap,
  });
  process.memory();
  Serial2.println("MTU " + mtu + ": " + (free - heap.free) + " octets of " + free);
  setTimeout(function () { E.reboot(); }, 100);
} catch (error) {
  Serial2.println(error.message);
}
`;

heapTest(`a router takes what is said of it, and does not start where there is less${missing}`, async (t) => {
  t.timeout(3_600_000);
  // AVA hears of that before the board boots.
  await setImmediate();
  let console = "";
  const pico = new EmulatedPico(image!, bootrom!, (uart, octet) => {
    if (uart === 1) console += String.fromCharCode(octet);
  });
  store(pico.flash, { name: "linkpulse", octets: readFileSync(library) });
  store(pico.flash, { name: ".bootcde", octets: Buffer.from(PROGRAM, "latin1") });
  const lines = () => console.split("\r\n");
  while (pico.now < 30_000 && lines().length < 4) {
    pico.runUntil(pico.now + 100);
    await setImmediate();
  }
  for (const line of lines()) t.log(line);
  const told = lines().flatMap((line) => /^MTU (\d+): (\d+) octets of (\d+)$/.exec(line)?.slice(1) ?? []);
  const [, taken, free, , longTaken] = told.map(Number);
  for (const [mtu, measured] of [
    [64, taken!],
    [1500, longTaken!],
  ] as const) {
    const said = EspruinoRouter.Fixed + EspruinoRouter.EachOctet * mtu;
    t.true(measured <= said && said <= measured + MARGIN, `MTU ${mtu}: ${said} is said, ${measured} is taken`);
  }
  t.true(free! >= board.heap!.espruino!, `${free} octets are free`);
  const needed = EspruinoRouter.Fixed + EspruinoRouter.EachOctet * 65000;
  t.regex(
    lines()[2]!,
    new RegExp(`^Serial0/0: with an MTU of 65000 it takes ${needed} octets of memory, and \\d+ are`),
  );
});
