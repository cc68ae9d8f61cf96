import { setImmediate } from "node:timers/promises";
import test from "ava";
import { PicoBench } from "../support/pico-bench";

/**
 * What the image of pico-boot.test.ts costs the Pico's processor. Needs the ELF file beside the image.
 *
 * The emulator knows neither the cache of the flash nor the threshold of the receivers' FIFOs: each octet interrupts. Its
 * transmitters take no time.
 */
const { LINKPULSE_PICO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_UF2 and LINKPULSE_BOOTROM are not set)";
const costTest = missing ? test.skip : test;

const INTERVAL = 200;
const IPV4 = 0x0800;

/** A Pico and its peer, whose keepalives come between the Pico's. */
function started(): PicoBench {
  const bench = new PicoBench(image!, bootrom!, INTERVAL);
  bench.until(5000, () => bench.line.length > 0);
  bench.until(bench.now + INTERVAL / 2);
  bench.peer.serial.start(bench.now);
  return bench;
}

/** Whether some 3000 octets in packets of `size`, back to back at `speed` bit/s, all come through. */
function follows(speed: number, size: number): boolean {
  const bench = started();
  bench.pico.speed = speed;
  while (bench.sent < 3000) bench.peer.sendPacket(IPV4, new Array<number>(size).fill(0x55), bench.now);
  bench.until(bench.now + Math.ceil((bench.sent * 10_000) / speed));
  return bench.pico.overruns === 0;
}

/** The fastest line that is followed, bit/s, to 5 %. */
async function fastest(size: number): Promise<number> {
  let followed = 28_800;
  let lost = 230_400;
  while (lost / followed > 1.05) {
    // AVA gives up a test of which it hears nothing.
    await setImmediate();
    const speed = Math.round(Math.sqrt(followed * lost));
    if (follows(speed, size)) followed = speed;
    else lost = speed;
  }
  return followed;
}

costTest(`keepalives take less than a hundredth of the Pico's time${missing}`, (t) => {
  t.timeout(300_000);
  const bench = started();
  bench.until(bench.now + 3 * INTERVAL);
  t.true(bench.peer.serial.lineProtocolUp);

  const before = bench.pico.busy;
  bench.until(bench.now + 5 * INTERVAL);
  const exchange = (bench.pico.busy - before) / 5e6;
  t.log(`${exchange.toFixed(1)} ms for one sent, with its debug line, and one received`);
  t.log(`${(exchange / 100).toFixed(2)} % of the processor at intervals of 10 s`);
  t.true(exchange < 100);
  t.is(bench.pico.stopped, null);
});

costTest(`the Pico follows a line of 115200 bit/s${missing}`, async (t) => {
  t.timeout(300_000);
  t.true(follows(115_200, 1500));
  for (const size of [1500, 64, 18]) {
    const speed = await fastest(size);
    t.log(`packets of ${size} octets: up to ${speed} bit/s, ${(1e7 / speed).toFixed(0)} us an octet`);
  }
});

costTest(`a Pico that was sent more than it can take hears its peer again${missing}`, (t) => {
  t.timeout(300_000);
  const bench = started();
  bench.pico.speed = 460_800;
  while (bench.sent < 3000) bench.peer.sendPacket(IPV4, new Array<number>(1500).fill(0x55), bench.now);
  bench.until(bench.now + 2 * INTERVAL);
  t.true(bench.pico.overruns > 0);
  bench.pico.speed = 0;
  bench.until(bench.now + 5 * INTERVAL);
  t.regex(bench.lines().at(-1)!, /mineseen \d+\*, .* line up$/);
});
