import test from "ava";
import { PicoBench } from "../support/pico-bench";

/**
 * Boots test/firmware/faults, built with `mcconfig -m -p pico -t build`, on an emulated Pico whose watchdog resets it.
 * LINKPULSE_PICO_FAULTS_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 *
 * The reset is the emulator's own: what this proves is what the program leaves and finds, not the chip.
 */
const { LINKPULSE_PICO_FAULTS_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_FAULTS_UF2 and LINKPULSE_BOOTROM are not set)";
const faultTest = missing ? test.skip : test;

const INTERVAL = 200;
const TIMEOUT = 1000;
const RETURNED = "System returned to ROM by ";

faultTest(`the watchdog catches a task that stalls, and each start tells how the last one ended${missing}`, (t) => {
  t.timeout(300_000);
  const bench = new PicoBench(image!, bootrom!, INTERVAL);
  const told = () => bench.lines().filter((line) => line.startsWith(RETURNED));

  bench.until(5000, () => told().length === 1);
  t.regex(told()[0]!, /by power-on$/);
  bench.until(bench.now + 10 * INTERVAL, () => bench.pico.resets === 1);
  const stalled = bench.now;
  t.is(bench.pico.resets, 1);
  bench.until(stalled + 2000, () => told().length === 2);
  t.regex(told()[1]!, /by watchdog: timer \d+ did not return$/);

  // The exception that follows resets it too, without waiting for the watchdog.
  bench.until(bench.now + TIMEOUT, () => bench.pico.resets === 2);
  t.is(bench.pico.resets, 2);
  bench.until(bench.now + 2000, () => told().length === 3);
  t.regex(told()[2]!, /by software reset: exception RangeErr in timer \d+$/);

  // Fed by what the scheduler does, and by itself with nothing to do.
  bench.until(bench.now + 5 * TIMEOUT);
  for (const line of ["", "configure terminal", "interface serial 0/0", "shutdown", "end"]) bench.type(line);
  bench.until(bench.now + 5 * TIMEOUT);
  bench.type("show version");
  t.is(told().length, 4);
  t.is(told()[3], told()[2]);
  t.is(bench.pico.resets, 2);
  t.is(bench.pico.stopped, null);
  for (const line of bench.lines()) t.log(line);
});
