import { setImmediate } from "node:timers/promises";
import test from "ava";
import type { ExecutionContext } from "ava";
import { PicoEthernetBench } from "../support/pico-ethernet-bench";
import type { ChipName } from "../support/pico-ethernet-bench";

/**
 * Boots firmware/ethernet, built with `mcconfig -m -p pico -t build interval=1000`, on an emulated Pico whose SPI pins lead
 * to an emulated chip. LINKPULSE_PICO_ETHERNET_UF2 names the image, LINKPULSE_PICO_W5500_UF2 one that was built with
 * LINKPULSE_CHIP=w5500, LINKPULSE_BOOTROM the RP2040's boot ROM.
 *
 * The emulator knows no cache of the flash: a board takes other times.
 */
const { LINKPULSE_BOOTROM: bootrom } = process.env;
const IMAGES: Record<ChipName, string> = {
  enc28j60: "LINKPULSE_PICO_ETHERNET_UF2",
  w5500: "LINKPULSE_PICO_W5500_UF2",
};
const INTERVAL = 1000;

const UP = "%LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to up";
const DOWN = "%LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to down";
const LINK_UP = "%LINK-3-UPDOWN: Interface Ethernet0, changed state to up";
const LINK_DOWN = "%LINK-3-UPDOWN: Interface Ethernet0, changed state to down";

function picoTest(
  name: ChipName,
  title: string,
  body: (t: ExecutionContext, bench: PicoEthernetBench) => unknown,
): void {
  const image = process.env[IMAGES[name]];
  const missing = image && bootrom ? "" : ` (skipped: ${IMAGES[name]} and LINKPULSE_BOOTROM are not set)`;
  (missing ? test.skip : test)(`${name}: ${title}${missing}`, async (t) => {
    t.timeout(600_000);
    const bench = new PicoEthernetBench(image!, bootrom!, name);
    await body(t, bench);
    t.is(bench.pico.stopped, null);
  });
}

/** Lets ms pass, and AVA hear of the test. */
async function pass(bench: PicoEthernetBench, ms: number): Promise<void> {
  for (const end = bench.now + ms; bench.now < end;) {
    bench.until(Math.min(bench.now + 500, end));
    await setImmediate();
  }
}

const debugLines = (lines: string[]) => lines.filter((line) => line.includes(": CTP receipt "));
const messages = (lines: string[]) => lines.filter((line) => line.startsWith("%"));

/** The cable, and then the SPI bus, fail and come back; each keepalive line in between is in order. */
async function fails(t: ExecutionContext, bench: PicoEthernetBench, inOrder: RegExp): Promise<void> {
  await pass(bench, 3.5 * INTERVAL);
  const first = bench.told();
  t.deepEqual(messages(first), [LINK_UP, UP]);
  t.regex(debugLines(first).at(-1)!, inOrder);

  bench.medium.set({ cut: true });
  await pass(bench, 2.5 * INTERVAL);
  t.deepEqual(bench.told(), [LINK_DOWN, DOWN]);
  bench.medium.set({ cut: false });
  await pass(bench, 4 * INTERVAL);
  const second = bench.told();
  t.deepEqual(messages(second), [LINK_UP, UP]);
  t.regex(debugLines(second).at(-1)!, inOrder);

  bench.spi.broken = true;
  await pass(bench, 2.5 * INTERVAL);
  t.deepEqual(messages(bench.told()), [LINK_DOWN, DOWN]);
  bench.spi.broken = false;
  await pass(bench, 5 * INTERVAL);
  const third = bench.told();
  t.deepEqual(messages(third), [LINK_UP, UP]);
  t.regex(debugLines(third).at(-1)!, inOrder);
  for (const line of bench.console.trimEnd().split("\r\n")) t.log(line);
}

picoTest(
  "enc28j60",
  "the keepalive comes up through embedded:io/spi, and goes down and up with cable and bus",
  (t, bench) => fails(t, bench, /own missing 0, peer missing 0, server none, line up$/),
);

picoTest("w5500", "the keepalive comes up by a loop server, and goes down and up with cable and bus", (t, bench) => {
  bench.plugServer();
  return fails(t, bench, /peer missing 0, server 0200\.0000\.005e, line up$/);
});

for (const name of ["enc28j60", "w5500"] satisfies ChipName[]) {
  picoTest(name, "the LED flashes with each keepalive that came back", async (t, bench) => {
    const flashesIn = async (intervals: number) => {
      bench.flashes.length = 0;
      await pass(bench, intervals * INTERVAL);
      return bench.flashes;
    };
    await pass(bench, 3.5 * INTERVAL);
    if (name === "w5500") {
      t.deepEqual(await flashesIn(2), [], "it does not hear itself, and nobody answers");
      bench.plugServer();
      await pass(bench, 2 * INTERVAL);
    }
    const flashes = await flashesIn(5);
    t.is(flashes.length, 5);
    for (const length of flashes) t.true(length >= 49 && length < 60, `${length} ms`);
    bench.medium.set({ cut: true });
    await pass(bench, 2.5 * INTERVAL);
    t.deepEqual(await flashesIn(3), []);
  });

  picoTest(name, "what a keepalive takes", async (t, bench) => {
    if (name === "w5500") bench.plugServer();
    await pass(bench, 3.5 * INTERVAL);
    const { spi, pico } = bench;
    const KEEPALIVES = 5;
    const used = () => [spi.transactions, spi.octets, pico.busy / 1e3];
    const during = async () => {
      const before = used();
      await pass(bench, KEEPALIVES * INTERVAL);
      return used().map((value, i) => (value - before[i]!) / KEEPALIVES);
    };
    const keepalive = await during();
    for (const line of ["configure terminal", "interface ethernet 0", "keepalive disable", "end"]) bench.type(line);
    await pass(bench, INTERVAL);
    const idle = await during();
    const [transactions, octets, microseconds] = keepalive.map((value, i) => value - idle[i]!);
    t.log(`a keepalive: ${octets!.toFixed(0)} octets of SPI in ${transactions!.toFixed(0)} transactions`);
    t.log(`and ${microseconds!.toFixed(0)} us of the processor's time, its debug line included`);
    t.log(`nothing but polls: ${idle[1]!.toFixed(0)} octets and ${idle[2]!.toFixed(0)} us in a second`);
    t.true(octets! > 120, "the frame's 60 octets go out, and an answer comes in");
    t.true(microseconds! < 100_000);
  });

  picoTest(name, "the console tells of interface and chip", async (t, bench) => {
    await pass(bench, 1.5 * INTERVAL);
    bench.told();
    bench.type("show controllers ethernet 0");
    bench.type("show interfaces ethernet 0");
    const lines = bench.told();
    for (const line of lines) t.log(line);
    const chip = name === "w5500" ? /W5500/ : /ENC28J60/;
    t.true(lines.some((line) => chip.test(line)));
    t.true(lines.some((line) => line.startsWith("Ethernet0 is up, line protocol is up")));
  });
}
