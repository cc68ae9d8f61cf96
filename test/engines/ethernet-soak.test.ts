import test from "ava";
import { EthernetSoak, EthernetSoakResult } from "../../emulator/device/ethernet-soak";
import { ethernetSoakProgram } from "../../emulator/engine/device-program";
import type { Collected } from "../support/collections";
import { soakOnNode } from "../support/soak";
import { runOnEspruino, testOnEspruino } from "../support/espruino";
import { checkSlots, findBallast } from "../support/xs-slots";
import type { SlotCheck } from "../support/xs-slots";

/**
 * Keepalives every second of virtual time, the look at the chip each second among them: what they take of the bus and of
 * the processor, and that they allocate nothing.
 */
const CHIPS = ["enc28j60", "w5500"];
const ON_NODE = 100_000;
const ON_XS = 20_000;
const ON_ESPRUINO = 400;
/** Until everything has been called, faults included. */
const WARM = 250;
/** Octets of garbage that go unseen on XS. */
const MARGIN = 64 * 1024;

interface Outcome extends Collected {
  changes: number;
  octetsPerKeepalive: number;
  microsecondsPerKeepalive: number;
}

const onNode = (...args: string[]) => soakOnNode<Outcome>("ethernet-on-node", ...args);

/** Makes `run`, whose reply is the soak's results and then the microseconds of a keepalive. */
function setup(chip: string, leak = ""): string {
  return `${ethernetSoakProgram()}
const soak = new linkpulse.EthernetSoak(${chip === "w5500"}), reply32 = new Int32Array(${EthernetSoakResult.Size + 1});
let kept = null;
const transfer = soak._chip.transfer;
soak._chip.transfer = function (bytes, start, end) { ${leak}; transfer.call(this, bytes, start, end); };
soak.run(${WARM});
globalThis.run = () => {
  const began = performance.now();
  soak.run(${WARM + ON_XS});
  reply32[${EthernetSoakResult.Size}] = ((performance.now() - began) * 1000) / ${ON_XS};
  reply32.set(soak.results);
  return reply32.buffer;
};`;
}

const isClean = ({ slots, collected, grown }: SlotCheck) => slots === 0 && !collected && grown === 0;

for (const chip of CHIPS) {
  test.serial(`${chip} on Node: ${ON_NODE} keepalives without a garbage collection`, async (t) => {
    const { kinds, changes, octetsPerKeepalive, microsecondsPerKeepalive } = await onNode(chip, `${ON_NODE}`);
    t.log(`${kinds.length} collections, the line protocol changed ${changes} times`);
    t.log(`a keepalive: ${octetsPerKeepalive.toFixed(0)} octets of SPI, ${microsecondsPerKeepalive.toFixed(1)} us`);
    t.deepEqual(kinds, []);
    t.true(changes > 1000);
    t.true(octetsPerKeepalive > 120 && octetsPerKeepalive < 500);
  });

  test.serial(`${chip} on XS: ${ON_XS} keepalives leave the slot count where it was`, async (t) => {
    const ballast = await findBallast(setup(chip), MARGIN);
    const check = await checkSlots(setup(chip), ballast);
    const results = Array.from(new Int32Array(Uint8Array.from(check.reply).buffer));
    const microseconds = results.pop()!;
    const octets = results[EthernetSoakResult.Octets]! / results[EthernetSoakResult.Answered]!;
    t.log(`XS: +${check.slots} slots, ${check.collected ? "a" : "no"} collection, heaps +${check.grown} octets`);
    t.log(`a keepalive: ${octets.toFixed(0)} octets of SPI, ${microseconds} us, the chip's model included`);
    t.true(isClean(check));
    const soak = new EthernetSoak(chip === "w5500");
    soak.run(WARM + ON_XS);
    t.deepEqual(results, Array.from(soak.results), "Node and XS came to the same results");
  });

  test.serial(`${chip}: the checks fail with an object of garbage at each transaction`, async (t) => {
    t.true((await onNode(chip, `${ON_NODE}`, "leak")).kinds.length > 0);
    t.false(isClean(await checkSlots(setup(chip, "kept = { start }"), await findBallast(setup(chip), MARGIN))));
  });

  testOnEspruino(
    `${chip} on Espruino: ${ON_ESPRUINO} keepalives leave the variables in use as they were`,
    async (t) => {
      const script = `
var soak = new linkpulse.EthernetSoak(${chip === "w5500"}), before = 0, after = 0, freed = 0;
soak.run(${WARM});
process.memory();
before = process.memory(false).usage;
soak.run(${WARM + ON_ESPRUINO});
after = process.memory(false).usage;
freed = process.memory().gc;
result([before, after, freed]);
result(soak.results);`;
      const output = await runOnEspruino(t, script, `var RangeError = Error;\n${ethernetSoakProgram()}`);
      const [[before, after, freed], results] = output as [number[], number[]];
      t.log(`Espruino: process.memory(false).usage ${before} before, ${after} after, ${freed} freed by a collection`);
      t.is(after, before);
      t.is(freed, 0);
      const soak = new EthernetSoak(chip === "w5500");
      soak.run(WARM + ON_ESPRUINO);
      t.deepEqual(results, Array.from(soak.results), "Node and Espruino came to the same results");
    },
  );
}
