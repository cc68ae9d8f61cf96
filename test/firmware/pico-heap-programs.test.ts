import test from "ava";
import { XsNeed, XsRouter } from "../../src/platform/memory-need";
import { PicoBench } from "../support/pico-bench";

/**
 * What programs other than the router take of XS's heap, and what they say where there is too little:
 * test/firmware/heap-programs, built with `mcconfig -m -p pico -t build`. LINKPULSE_PICO_PROGRAMS_UF2 names the image,
 * LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_PICO_PROGRAMS_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_PROGRAMS_UF2 and LINKPULSE_BOOTROM are not set)";
const heapTest = missing ? test.skip : test;

/** How much more a number may be than what is measured, octets: it is to be lowered where the library takes less. */
const MARGIN = 3000;

heapTest(`programs take what is said of them, and do not start where there is less${missing}`, (t) => {
  t.timeout(600_000);
  const bench = new PicoBench(image!, bootrom!, 10_000);
  const lines = () => bench.lines().filter((line) => / octets of /.test(line));
  bench.until(40_000, () => lines().at(-1)?.startsWith("NAT-T: ") === true);
  for (const line of lines()) t.log(line);
  const lineOf = (name: string) => lines().find((line) => line.startsWith(`${name}: `)) ?? "";
  const takenBy = (name: string) => Number(/(\d+) octets of \d+$/.exec(lineOf(name))?.[1]);

  const router = takenBy("router");
  for (const [name, said, besides] of [
    ["retention", XsNeed.Retention, router],
    ["enc28j60", XsNeed.Ethernet, 0],
    ["w5500", XsNeed.Ethernet, 0],
    ["enc28j60 with commands", XsNeed.EthernetRouter, 0],
    ["w5500 with commands", XsNeed.EthernetRouter, 0],
    ["natt", XsNeed.Natt, 0],
    ["router, enc28j60", XsNeed.EthernetPart, router],
    ["router, w5500", XsNeed.EthernetPart, router],
    ["router, natt", XsNeed.NattPart, router],
    ["retention, w5500, natt", XsNeed.EthernetPart + XsNeed.NattPart, takenBy("retention")],
  ] as const) {
    const taken = takenBy(name) - besides;
    t.true(taken <= said && said <= taken + MARGIN, `${name}: ${said} is said, ${taken} is taken`);
  }
  t.is(lineOf("Ethernet0"), `Ethernet0: it takes ${XsNeed.Ethernet} octets of memory, and 1000 are free`);
  const tight = XsRouter.Fixed + 64 * XsRouter.EachOctet + XsNeed.EthernetPart + XsNeed.NattPart;
  t.true(
    lineOf("Serial0/0").startsWith(`Serial0/0: with an MTU of 64 it takes ${tight} octets of memory, and 1000 are`),
  );
  t.is(lineOf("NAT-T"), `NAT-T: it takes ${XsNeed.Natt} octets of memory, and 1000 are free`);
});
