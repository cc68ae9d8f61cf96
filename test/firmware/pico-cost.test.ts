import { setImmediate } from "node:timers/promises";
import test from "ava";
import { PicoBench } from "../support/pico-bench";

/**
 * What the image of pico-boot.test.ts costs the Pico's processor. Needs the ELF file beside the image.
 *
 * The emulator does not know the cache of the flash, and its transmitters take no time.
 */
const { LINKPULSE_PICO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_UF2 and LINKPULSE_BOOTROM are not set)";
const costTest = missing ? test.skip : test;

const INTERVAL = 200;
const IPV4 = 0x0800;

type Encapsulation = "hdlc" | "ppp";

/** A Pico and its peer, whose keepalives come between the Pico's, with the line protocol up. */
function started(encapsulation: Encapsulation = "hdlc"): PicoBench {
  const bench = new PicoBench(image!, bootrom!, INTERVAL, encapsulation);
  bench.until(5000, () => bench.line.length > 0);
  bench.until(bench.now + INTERVAL / 2);
  bench.peer.serial.start(bench.now);
  if (encapsulation === "ppp") {
    for (const line of ["configure terminal", "interface Serial0/0", "encapsulation ppp", "end"]) bench.type(line);
  }
  // HDLC is up before it has had an answer; then a flood that keeps the first back would have the line reset.
  const answered = () => encapsulation === "ppp" || /mineseen [1-9]/.test(bench.console);
  bench.until(bench.now + 10 * INTERVAL, () => bench.peer.serial.lineProtocolUp && answered());
  bench.until(bench.now + INTERVAL / 2);
  return bench;
}

/** Sends packets of `size` octets, some 3000 octets in all; returns how many octets they are on the line. */
function flood(bench: PicoBench, size: number): number {
  const before = bench.sent;
  const packet = new Array<number>(size).fill(0x55);
  while (bench.sent - before < 3000 && bench.peer.sendPacket(IPV4, packet, bench.now));
  return bench.sent - before;
}

/** Whether some 3000 octets in packets of `size`, back to back at `speed` bit/s, all come through. */
function follows(speed: number, size: number, encapsulation?: Encapsulation): boolean {
  const bench = started(encapsulation);
  bench.pico.speed = speed;
  const sent = flood(bench, size);
  bench.until(bench.now + Math.ceil((sent * 10_000) / speed));
  return bench.pico.overruns === 0;
}

/** The fastest line that is followed, bit/s, to 5 %. */
async function fastest(size: number, encapsulation?: Encapsulation): Promise<number> {
  let followed = 28_800;
  let lost = 3_000_000;
  while (lost / followed > 1.05) {
    // AVA gives up a test of which it hears nothing.
    await setImmediate();
    const speed = Math.round(Math.sqrt(followed * lost));
    if (follows(speed, size, encapsulation)) followed = speed;
    else lost = speed;
  }
  return followed;
}

for (const encapsulation of ["hdlc", "ppp"] satisfies Encapsulation[]) {
  costTest(
    `keepalives of ${encapsulation} every 10 s take less than a thousandth of the Pico's time${missing}`,
    (t) => {
      t.timeout(300_000);
      const bench = started(encapsulation);
      const exchange = () => {
        const before = bench.pico.busy;
        bench.until(bench.now + 10 * INTERVAL);
        return (bench.pico.busy - before) / 10e6;
      };
      const told = exchange();
      bench.type("undebug all");
      bench.until(bench.now + INTERVAL);
      const untold = exchange();
      for (const [time, what] of [
        [told, "with a debug line each"],
        [untold, "without debugging"],
      ] satisfies [number, string][]) {
        t.log(`${time.toFixed(1)} ms for both ends' keepalives of an interval, ${what}`);
        t.log(`${(time / 100).toFixed(3)} % of the processor at intervals of 10 s`);
      }
      t.true(untold < 10);
      t.true(untold < told);
      t.true(bench.peer.serial.lineProtocolUp);
      t.is(bench.pico.stopped, null);
    },
  );

  costTest(`the Pico follows ${encapsulation} at 115200 bit/s${missing}`, async (t) => {
    t.timeout(600_000);
    t.true(follows(115_200, 1500, encapsulation));
    for (const size of [1500, 64, 18]) {
      const speed = await fastest(size, encapsulation);
      t.log(`packets of ${size} octets: up to ${speed} bit/s, ${(1e7 / speed).toFixed(0)} us an octet`);
    }
  });
}

costTest(`a Pico that was sent more than it can take hears its peer again${missing}`, (t) => {
  t.timeout(300_000);
  const bench = started();
  bench.pico.speed = 3_000_000;
  flood(bench, 1500);
  bench.until(bench.now + 2 * INTERVAL);
  t.true(bench.pico.overruns > 0);
  bench.pico.speed = 0;
  bench.until(bench.now + 5 * INTERVAL);
  t.regex(bench.lines().at(-1)!, /mineseen \d+\*, .* line up$/);
});
