import test from "ava";
import type { ExecutionContext } from "ava";
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { Simulation } from "../../emulator/simulation/simulation";
import { PicoBench } from "../support/pico-bench";

/**
 * Boots firmware/router with retention on an emulated Pico whose UART0 is wired to a peer. LINKPULSE_PICO_RETENTION_UF2 names an image
 * with a DS1307 on I2C as clock and memory, and a supply that is measured:
 * `LINKPULSE_RETENTION=part LINKPULSE_MEMORY=clock LINKPULSE_CLOCK=ds1307 LINKPULSE_SUPPLY=adc mcconfig -m -p pico -t build interval=1000
 * capacitance=33000 failing=4600 minimum=4200 current=60 saveTime=40`; LINKPULSE_PICO_SCRATCH_UF2 one without any of that:
 * `LINKPULSE_RETENTION=part mcconfig -m -p pico -t build interval=1000`. LINKPULSE_BOOTROM names the RP2040's boot ROM.
 *
 * The reset, the supply and the clock are the emulator's: what this proves is what the program leaves and finds, not the chip.
 */
const {
  LINKPULSE_PICO_RETENTION_UF2: image,
  LINKPULSE_PICO_SCRATCH_UF2: scratch,
  LINKPULSE_BOOTROM: rom,
} = process.env;
const missing = (name: string) => ` (skipped: ${name} and LINKPULSE_BOOTROM are not set)`;
const without = {
  ds1307: image && rom ? "" : missing("LINKPULSE_PICO_RETENTION_UF2"),
  scratch: scratch && rom ? "" : missing("LINKPULSE_PICO_SCRATCH_UF2"),
};

const INTERVAL = 1000;
/** Longer than the watchdog's 8000. */
const STALL = 9000;
const HOUR = 3600;

/** What the converter reads at so many mV of a rail of which 9900 are its full scale. */
const reading = (millivolts: number) => Math.round((millivolts / 9900) * 4095);

/** A Pico with a peer, and a clock chip whose time goes on while the Pico is off. */
class Bench extends PicoBench {
  private readonly _simulation: Simulation | undefined;
  /** Time of the simulation when the Pico was switched on, s. */
  private readonly _began: number;

  constructor(path: string, simulation?: Simulation, chip?: Ds1307Chip) {
    super(path, rom!, INTERVAL);
    this._simulation = simulation;
    this._began = simulation?.seconds ?? 0;
    if (chip !== undefined) this.pico.putOnI2c(chip);
  }

  override until(time: number, enough = () => false): void {
    super.until(time, () => {
      const at = this.pico.now / 1000;
      void this._simulation?.runUntil(this._began + Math.floor(at), Math.floor((at % 1) * 1e9));
      return enough();
    });
  }

  pass(ms: number): this {
    this.until(this.now + ms);
    return this;
  }

  /** What a command prints, without prompts and what the debug lines say meanwhile. */
  shows(command: string): string[] {
    const from = this.lines().length;
    this.type(command);
    this.pass(300);
    return this.lines()
      .slice(from)
      .filter((line) => !line.startsWith("Router#") && !/^%LINE|HDLC myseq/.test(line));
  }

  /** The numbers of the keepalives that it has sent. */
  sequences(): number[] {
    const text = Buffer.from(this.line.map(({ octet }) => octet)).toString("latin1");
    return text.split("~").flatMap((escaped) => {
      const frame = escaped.replace(/}([^])/g, (_, octet: string) => String.fromCharCode(octet.charCodeAt(0) ^ 0x20));
      const octets = Buffer.from(frame, "latin1");
      return octets.length >= 20 && octets.readUInt16BE(2) === 0x8035 ? [octets.readUInt32BE(8)] : [];
    });
  }

  tells(t: ExecutionContext): void {
    t.is(this.pico.stopped, null);
    for (const line of this.console.trimEnd().split("\r\n")) t.log(line);
  }
}

const test1307 = without.ds1307 ? test.skip : test;
const testScratch = without.scratch ? test.skip : test;

test1307(`clock, configuration and numbers live through a loss of the supply in a DS1307${without.ds1307}`, (t) => {
  t.timeout(300_000);
  const simulation = new Simulation();
  const chip = new Ds1307Chip(simulation);
  const first = new Bench(image!, simulation, chip);
  first.pico.measure(0, reading(5000));
  first.until(5000, () => first.line.length > 0);
  t.true(first.lines().includes("Retained memory: empty"), first.console);
  first.pass(INTERVAL / 2);
  first.peer.serial.start(first.now);
  t.deepEqual(first.shows("show clock"), ["% No time: the oscillator of the clock stood still"]);
  first.type("clock set 11:59:58 1 may 2026");
  first.pass(2500);
  t.regex(first.shows("show clock")[0]!, /^12:00:0\d UTC Fri May 1 2026$/);
  for (const line of ["configure terminal", "interface serial 0/0", "keepalive 2", "end"]) first.type(line);
  t.deepEqual(first.shows("write memory"), ["Building configuration...", "[OK]"]);
  first.pass(6000);
  t.true(first.peer.serial.lineProtocolUp);

  // It falls far enough to be seen, and the processor stops.
  const busy = () => first.pico.busy / 1e6;
  const before = busy();
  first.pass(100);
  const usual = busy() - before;
  first.pico.measure(0, reading(4500));
  first.pass(100);
  const save = busy() - before - 2 * usual;
  t.log(`a save takes ${save.toFixed(1)} ms of the processor, all else ${usual.toFixed(1)} in 100`);
  t.deepEqual(first.shows("show power").slice(0, 3), [
    "Supply bad, all is saved, 4499 mV, lowest 4499 mV",
    "  Failing below 4600 mV, too low below 4200 mV",
    "  Hold-up capacitor: gives 9240 uC over 350 mV, 5400 uC are needed",
  ]);
  first.tells(t);
  const sent = first.sequences();
  t.deepEqual(sent.slice(0, 4), [1, 2, 3, 4]);

  t.log("--- an hour later");
  void simulation.runUntil(simulation.seconds + HOUR, 0);
  const second = new Bench(image!, simulation, chip);
  second.pico.keepFlash(first.pico);
  second.pico.measure(0, reading(5000));
  second.until(6000, () => second.line.length > 0);
  t.true(second.lines().includes("Retained memory: restored"), second.console);
  second.pass(INTERVAL / 2);
  second.peer.serial.start(second.now);
  const [found, starts] = second.shows("show retention");
  t.regex(found!, /^Retention: restored, saved 01:00:0\d before the start, as the supply failed$/);
  t.is(starts, "  Starts 2, reset cause power-on");
  t.regex(second.shows("show clock")[0]!, /^13:00:\d\d UTC Fri May 1 2026$/);
  t.regex(second.console, /^13:00:\d\d\.\d{3}: Serial0\/0: HDLC myseq/m);
  t.true(second.shows("show running-config").includes(" keepalive 2"));
  second.pass(6000);
  t.true(second.peer.serial.lineProtocolUp);
  const [next] = second.sequences();
  t.true(next! > sent.at(-1)! && next! <= sent.at(-1)! + 257, `${next} after ${sent.at(-1)}`);
  t.log(`HDLC numbers: up to ${sent.at(-1)}, then from ${next} on`);
  second.tells(t);
});

for (const [name, path, why, run] of [
  ["a DS1307", image, without.ds1307, test1307],
  ["scratch registers", scratch, without.scratch, testScratch],
] as const) {
  run(`a watchdog's reset leaves the numbers in ${name}, and the peer sees none twice${why}`, (t) => {
    t.timeout(300_000);
    const simulation = new Simulation();
    const bench = new Bench(path!, simulation, path === image ? new Ds1307Chip(simulation) : undefined);
    bench.pico.measure(0, reading(5000));
    bench.until(5000, () => bench.line.length > 0);
    t.true(bench.lines().includes("Retained memory: empty"), bench.console);
    bench.pass(INTERVAL / 2);
    bench.peer.serial.start(bench.now);
    bench.pass(5 * INTERVAL);
    t.true(bench.peer.serial.lineProtocolUp);
    const before = bench.sequences();

    bench.pico.stall(STALL);
    bench.pass(6 * INTERVAL);
    t.is(bench.pico.resets, 1);
    t.true(bench.lines().includes("Retained memory: restored"), bench.console);
    t.true(bench.lines().some((line) => line.startsWith("System returned to ROM by watchdog")));
    t.is(bench.shows("show retention")[0], "Retention: restored");
    const all = bench.sequences();
    t.true(all.length > before.length + 3);
    t.is(new Set(all).size, all.length, `${all.join()}: each of them once`);
    t.true(all[before.length]! > before.at(-1)!);
    t.true(bench.peer.serial.lineProtocolUp);
    t.log(`HDLC numbers: ${all.join(" ")}`);
    bench.tells(t);
  });
}
