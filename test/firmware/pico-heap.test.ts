import test from "ava";
import { board } from "../../boards/pico/board";
import { XsRouter } from "../../src/platform/memory-need";
import { PicoBench } from "../support/pico-bench";

/**
 * What a router takes of XS's heap, and what it says where there is too little: test/firmware/heap, built with `mcconfig -m
 * -p pico -t build`. LINKPULSE_PICO_HEAP_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_PICO_HEAP_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_HEAP_UF2 and LINKPULSE_BOOTROM are not set)";
const heapTest = missing ? test.skip : test;

/** How much more the number may be than what is measured, octets: it is to be lowered where the library takes less. */
const MARGIN = 3000;

heapTest(`a router takes what is said of it, and does not start where there is less${missing}`, (t) => {
  t.timeout(300_000);
  const bench = new PicoBench(image!, bootrom!, 10_000);
  const told = () => bench.lines().flatMap((line) => /^MTU (\d+): (\d+) octets of (\d+)$/.exec(line)?.slice(1) ?? []);
  const refusal = () => bench.lines().find((line) => line.startsWith("Serial0/0: "));
  bench.until(20_000, () => refusal() !== undefined);
  for (const line of bench.lines()) t.log(line);
  const [mtu, taken, free, longMtu, longTaken] = told().map(Number);
  t.is(mtu, 64);
  for (const [octets, measured] of [
    [mtu!, taken!],
    [longMtu!, longTaken!],
  ] as const) {
    const said = XsRouter.Fixed + XsRouter.EachOctet * octets;
    t.true(measured <= said && said <= measured + MARGIN, `MTU ${octets}: ${said} is said, ${measured} is taken`);
  }
  const needed = XsRouter.Fixed + XsRouter.EachOctet * 65000;
  const [, left] = /, and (\d+) are free: /.exec(refusal()!)!;
  const longest = Math.floor((Number(left) - XsRouter.Fixed) / XsRouter.EachOctet);
  t.is(
    refusal(),
    `Serial0/0: with an MTU of 65000 it takes ${needed} octets of memory, and ${left} are free: ` +
      `the longest MTU that fits is ${longest}`,
  );
  t.true(free! >= board.heap!.moddable!, `${free} octets are free`);
});
