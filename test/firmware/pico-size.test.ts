import { readFileSync } from "node:fs";
import test from "ava";
import { PicoBench } from "../support/pico-bench";

/**
 * What the library takes of the Pico for HDLC and PPP, without a console to type at: test/firmware/serial against
 * test/firmware/bare, both built with `mcconfig -m -p pico -t build`. LINKPULSE_PICO_SERIAL_UF2 and LINKPULSE_PICO_BARE_UF2
 * name the images, beside which their ELF files lie, LINKPULSE_BOOTROM the RP2040's boot ROM.
 *
 * XS's own functions that only the library calls count as its own: mcconfig leaves them out where nobody does.
 */
const { LINKPULSE_PICO_SERIAL_UF2: image, LINKPULSE_PICO_BARE_UF2: bare, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing =
  image && bare && bootrom
    ? ""
    : " (skipped: LINKPULSE_PICO_SERIAL_UF2, LINKPULSE_PICO_BARE_UF2 and LINKPULSE_BOOTROM are not set)";
const sizeTest = missing ? test.skip : test;

const KB = 1024;
/** What it takes, rounded up: it is not to grow unseen. KB, octets. */
const MOST_FLASH = 133;
const MOST_RAM = 12 * KB;
const SHF_ALLOC = 2;
const SHT_NOBITS = 8;
const FLASH_END = 0x20000000;

/** Octets in flash, and of RAM that is laid out when the image is built, the heap apart. */
function sizes(uf2: string): { flash: number; ram: number } {
  const file = readFileSync(uf2.replace(/\.uf2$/, ".elf"));
  const headers = file.readUInt32LE(32);
  const size = file.readUInt16LE(46);
  let [flash, ram] = [0, 0];
  for (let at = headers; at < headers + file.readUInt16LE(48) * size; at += size) {
    if ((file.readUInt32LE(at + 8) & SHF_ALLOC) === 0) continue;
    const octets = file.readUInt32LE(at + 20);
    if (file.readUInt32LE(at + 4) !== SHT_NOBITS) flash += octets;
    if (file.readUInt32LE(at + 12) >= FLASH_END) ram += octets;
  }
  return { flash, ram };
}

sizeTest(`HDLC and PPP take so much flash, and so much RAM${missing}`, (t) => {
  t.timeout(300_000);
  const all = sizes(image!);
  const without = sizes(bare!);
  const flash = (all.flash - without.flash) / KB;
  t.log(`${(all.flash / KB).toFixed(1)} KB of flash, ${(without.flash / KB).toFixed(1)} KB without the library`);
  t.log(`${flash.toFixed(1)} KB of flash are the library's`);
  t.log(`${all.ram - without.ram} octets of RAM are laid out for it`);

  const bench = new PicoBench(image!, bootrom!, 10_000);
  const told = () => bench.lines().filter((line) => /^(HDLC|PPP): \d+ octets$/.test(line));
  bench.until(5000, () => told().length === 2);
  for (const line of told()) t.log(`${line} of the heap`);
  t.is(told().length, 2);
  for (const line of told()) t.true(Number(line.split(" ")[1]) < MOST_RAM, line);
  t.true(flash < MOST_FLASH);
});
