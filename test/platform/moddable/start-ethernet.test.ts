import test from "ava";
import { Enc28j60Chip } from "../../../emulator/chips/enc28j60/chip";
import { withErrata } from "../../../emulator/chips/enc28j60/errata";
import { W5500Chip } from "../../../emulator/chips/w5500/chip";
import { FaultyMedium } from "../../../emulator/ethernet/faulty-medium";
import { Hub } from "../../../emulator/ethernet/hub";
import { Simulation } from "../../../emulator/simulation/simulation";
import type { EthernetLink } from "../../../src/platform/ethernet-link";
import { Enc28j60 } from "../../../src/drivers/enc28j60/enc28j60";
import { W5500 } from "../../../src/drivers/w5500/w5500";
import { FakeWatchdog } from "../../support/fake-watchdog";
import { FakeDigital, newHost } from "../../support/moddable/host";
import { FakeSpi } from "../../support/moddable/fake-spi";
import { importLinkpulse, registerModdableModules } from "../../support/moddable/modules";

registerModdableModules();

const PINS = { port: 0, clock: 18, out: 19, in: 16, select: 17, hz: 10_000_000 };
const ADDRESS = Uint8Array.of(2, 0, 0, 0, 0, 1);

/** A Moddable board with a chip at its SPI, on a hub behind faults. */
async function board(name: "enc28j60" | "w5500", interruptWired = true) {
  const { startEthernet, KeepaliveLed } = await importLinkpulse();
  const host = newHost();
  const simulation = new Simulation();
  const medium = new FaultyMedium(simulation, new Hub(simulation, name === "w5500" ? 100 : 10));
  let interrupts = 0;
  let told = 0;
  let level: 0 | 1 = 1;
  const interrupt = (low: boolean) => {
    if (low) interrupts++;
    level = low ? 0 : 1;
  };
  /** The board is told of edges once they have happened: to the chip, what the board does takes no time. */
  const drivePin = () => {
    const pin = host.pins.get(21);
    if (interrupts > told) pin?.drive(1);
    if (interrupts > told) pin?.drive(0);
    told = interrupts;
    pin?.drive(level);
  };
  if (name === "w5500") {
    const chip = new W5500Chip(simulation, { linkTime: 0 });
    chip.plug(medium);
    chip.onInterrupt = interrupt;
    FakeSpi.device = chip;
  } else {
    const chip = new Enc28j60Chip(simulation, { errata: withErrata() });
    chip.plug(medium, "half");
    chip.onInterrupt = (level) => interrupt(level === 0);
    FakeSpi.device = chip;
  }
  const lines: string[] = [];
  const watchdog = new FakeWatchdog();
  const led = new KeepaliveLed({ io: FakeDigital, pin: 25 });
  const ledTimers = new Set(host.timers);
  const link: EthernetLink = startEthernet({
    listener: led,
    driver: (bus, scheduler) =>
      name === "w5500"
        ? new W5500({ bus, scheduler, address: ADDRESS, pollInterval: 1000 })
        : new Enc28j60({ bus, scheduler, address: ADDRESS, hearsItself: true, pollInterval: 1000 }),
    spi: { io: FakeSpi, ...PINS },
    interrupt: interruptWired ? { io: FakeDigital, pin: 21 } : undefined,
    keepalive: { interval: 5000 },
    console: { write: (bytes, start, end) => lines.push(Buffer.from(bytes.subarray(start, end)).toString().trimEnd()) },
    debug: true,
    heap: { used: 20_000, free: 30_000 },
    watchdog,
  });
  led.line = link;

  return {
    link,
    watchdog,
    host,
    medium,
    /** Lets ms pass, on the board and outside. */
    pass(ms: number): void {
      for (let end = host.ticks + ms; host.ticks < end;) {
        host.runUntil(host.ticks + 1);
        void simulation.runUntil(Math.floor(host.ticks / 1000), (host.ticks % 1000) * 1e6);
        drivePin();
      }
    },
    /** What was printed since, without time stamps. */
    told: () => lines.splice(0).map((line) => line.replace(/^[\d:.]+: /, "")),
    interrupts: () => interrupts,
    /** How many timers of the link are set. */
    timersSet: () => [...host.timers].filter((timer) => timer.scheduled && !ledTimers.has(timer)).length,
    /** In how many of so many ms the LED is lit. */
    lit(ms: number): number {
      let lit = 0;
      for (let i = 0; i < ms; i++) {
        this.pass(1);
        lit += host.pins.get(25)!.level;
      }
      return lit;
    },
  };
}

test.serial("an ENC28J60 comes up, hears itself, and goes down and up with its cable", async (t) => {
  const bench = await board("enc28j60");
  bench.pass(12_000);
  t.true(bench.link.lineProtocolUp);
  const told = bench.told();
  t.regex(told[0]!, /^linkpulse, version /);
  t.deepEqual(told.slice(1, 5), [
    "System returned to ROM by power-on",
    "Watchdog: resets after 8000 ms without progress",
    "Heap: 20000 octets used, 30000 octets free",
    "%LINK-3-UPDOWN: Interface Ethernet0, changed state to up",
  ]);
  t.deepEqual(bench.watchdog.told.slice(0, 2), ["start 8000", "feed"]);
  t.true(told.includes("%LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to up"));
  t.regex(told.at(-1)!, /^Ethernet0: CTP receipt \d+, own missing 0, peer missing 0, server none, line up$/);
  bench.medium.set({ cut: true });
  bench.pass(3000);
  t.false(bench.link.lineProtocolUp);
  t.deepEqual(bench.told().slice(0, 2), [
    "%LINK-3-UPDOWN: Interface Ethernet0, changed state to down",
    "%LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to down",
  ]);
  bench.medium.set({ cut: false });
  bench.pass(3000);
  t.true(bench.link.lineProtocolUp);
});

test.serial("a W5500 comes up and asks for a loop server", async (t) => {
  const bench = await board("w5500");
  bench.pass(12_000);
  t.true(bench.link.lineProtocolUp);
  t.regex(bench.told().at(-1)!, /^Ethernet0: CTP receipt \d+, own missing \d, peer missing \d, server none, line up$/);
});

test.serial("the interrupt pin says what the poll would say later", async (t) => {
  const reaction = async (wired: boolean) => {
    const bench = await board("enc28j60", wired);
    bench.pass(12_500);
    bench.medium.set({ cut: true });
    let ms = 0;
    for (; bench.link.lineProtocolUp && ms < 5000; ms++) bench.pass(1);

    t.true(bench.interrupts() > 0);
    return ms;
  };
  t.true((await reaction(true)) < 10);
  t.true((await reaction(false)) > 100);
});

test.serial("a closed link gives everything back", async (t) => {
  const bench = await board("enc28j60");
  bench.pass(100);
  t.is(bench.timersSet(), 1);
  bench.link.close();
  t.true(FakeSpi.last.closed);
  t.true(bench.host.pins.get(21)!.closed);
  t.is(bench.timersSet(), 0);
});

test.serial("the LED flashes with keepalives that came back, not with those that only left", async (t) => {
  const hearing = await board("enc28j60");
  hearing.pass(12_000);
  t.is(hearing.lit(10_000), 100);
  hearing.medium.set({ cut: true });
  hearing.pass(3000);
  t.is(hearing.lit(10_000), 0);
  const unheard = await board("w5500");
  unheard.pass(12_000);
  t.is(unheard.lit(10_000), 0);
  t.true(unheard.link.lineProtocolUp);
});
