import test from "ava";
import { EmulatedI2cBus } from "../../../emulator/i2c/emulated-i2c-bus";
import type { I2cBusOptions } from "../../../emulator/i2c/emulated-i2c-bus";
import type { I2cDevice } from "../../../emulator/i2c/i2c-device";
import type { Level, LogicAnalyser } from "../../../emulator/serial/pin";
import { Simulation } from "../../../emulator/simulation/simulation";
import { I2cResult } from "../../../src/ports";
import { hex, octets, resultName } from "../../support/rtc/i2c-pins";

/** Notes what it hears, acknowledges so many octets, and sends rising ones. */
class Notebook implements I2cDevice {
  readonly log: string[] = [];
  stretch = 0;
  acknowledges = Infinity;
  next = 0x10;
  private _hears = false;

  constructor(private readonly _address: number) {}

  start(address: number, reading: boolean): boolean {
    this._hears = address === this._address;
    if (this._hears) this.log.push(reading ? "start to read" : "start to write");
    return this._hears;
  }

  write(octet: number): boolean {
    if (!this._hears) return false;
    this.log.push(octet.toString(16));
    return this.acknowledges-- > 0;
  }

  read(): number {
    return this.next++;
  }

  stop(): void {
    if (this._hears) this.log.push("stop");
    this._hears = false;
  }
}

/** Notes both levels at every change, as `us SCL SDA`. */
class Analyser implements LogicAnalyser {
  readonly names: string[] = [];
  readonly changes: string[] = [];
  private readonly _levels: Level[] = [];

  addChannel(name: string, level: Level): number {
    this.names.push(name);
    return this._levels.push(level) - 1;
  }

  levelChanged(channel: number, level: Level, seconds: number, nanos: number): void {
    this._levels[channel] = level;
    this.changes.push(`${seconds * 1e6 + nanos / 1e3} ${this._levels.join("")}`);
  }

  /** What a chip makes of it: S, P, and the bits between, nine to an octet. */
  get decoded(): string {
    let text = "";
    let before = "11";
    for (const line of this.changes) {
      const levels = line.split(" ")[1]!;
      if (before === "11" && levels === "10") text += "S";
      if (before === "10" && levels === "11") text += "P";
      if (before[0] === "0" && levels[0] === "1") text += levels[1]!;
      before = levels;
    }
    const octet = (bits: string) => ` ${parseInt(bits.slice(0, 8), 2).toString(16)}${bits[8] === "0" ? "a" : "n"}`;
    // SCL also rises for a stop and for a repeated start.
    return text.replace(/[01]{9}/g, octet).replace(/[01](?=[SP])/g, "");
  }
}

class Bench {
  readonly simulation = new Simulation();
  readonly chip = new Notebook(0x50);
  readonly other = new Notebook(0x51);
  readonly bus: EmulatedI2cBus;
  readonly analyser = new Analyser();
  bytes = new Uint8Array(0);

  constructor(options: I2cBusOptions = {}) {
    this.bus = new EmulatedI2cBus(this.simulation, [this.chip, this.other], options);
    this.bus.observe("r1.i2c", this.analyser);
  }

  begin(address: number, text: string, reads: number): string {
    const written = octets(text);
    this.bytes = Uint8Array.of(...written, ...Array<number>(reads).fill(0));
    return resultName(this.bus.begin(address, this.bytes, 0, written.length, this.bytes.length));
  }

  /** Lets so many microseconds pass. */
  pass(micros: number): string {
    void this.simulation.runUntil(this.simulation.seconds, this.simulation.nanos + micros * 1000);
    return resultName(this.bus.poll());
  }
}

test("a transaction takes its time: nine bits an octet, starts and stop", (t) => {
  const bench = new Bench();
  t.is(bench.begin(0x50, "05 06", 0), "pending");
  t.is(bench.begin(0x50, "07", 0), "busy");
  t.is(bench.pass(280), "pending");
  t.deepEqual(bench.chip.log, ["start to write", "5", "6"], "octets come one by one");
  t.is(bench.pass(30), "done");
  t.deepEqual(bench.chip.log.at(-1), "stop");
  t.deepEqual([bench.bus.transactions, bench.bus.octets], [1, 3]);
});

test("written and read: a repeated start between, in place; the last octet is not acknowledged", (t) => {
  const bench = new Bench();
  bench.begin(0x50, "08", 3);
  t.is(bench.pass(1000), "done");
  t.is(hex(bench.bytes), "08 10 11 12");
  t.deepEqual(bench.chip.log, ["start to write", "8", "start to read", "stop"]);
  t.is(bench.analyser.decoded, "S a0a 8aS a1a 10a 11a 12nP");
});

test("reading alone", (t) => {
  const bench = new Bench();
  bench.begin(0x50, "", 2);
  t.is(bench.pass(1000), "done");
  t.is(hex(bench.bytes), "10 11");
  t.is(bench.analyser.decoded, "S a1a 10a 11nP");
});

test("levels: SDA changes while SCL is low, but for start and stop", (t) => {
  const bench = new Bench();
  bench.begin(0x50, "ff 00 5a", 4);
  bench.pass(2000);
  t.deepEqual(bench.analyser.names, ["r1.i2c.SCL", "r1.i2c.SDA"]);
  t.deepEqual(bench.analyser.changes.slice(0, 4), ["0 10", "5 00", "7.5 01", "10 11"]);
  let before = "11";
  let whileHigh = 0;
  for (const line of bench.analyser.changes) {
    const levels = line.split(" ")[1]!;
    if (before[0] === "1" && levels[0] === "1") whileHigh++;
    before = levels;
  }
  t.is(whileHigh, 3, "start, repeated start, stop");
  t.is(before, "11", "the bus is idle again");
});

test("an address that nobody has, and an octet that is not acknowledged, end with a stop", (t) => {
  const bench = new Bench();
  bench.begin(0x22, "01 02", 0);
  t.is(bench.pass(1000), "address NAK");
  bench.chip.acknowledges = 1;
  bench.begin(0x50, "01 02 03", 0);
  t.is(bench.pass(1000), "data NAK");
  t.deepEqual(bench.chip.log, ["start to write", "1", "2", "stop"]);
  t.is(bench.analyser.decoded, "S 44nPS a0a 1a 2nP");
});

test("a chip that stretches the clock makes it longer; beyond the limit the transaction ends", (t) => {
  const bench = new Bench({ stretchLimit: 1_000_000 });
  bench.chip.stretch = 500_000;
  bench.begin(0x50, "01", 0);
  t.is(bench.pass(1000), "pending");
  t.is(bench.pass(300), "done");
  t.is(bench.analyser.decoded, "S a0a 1aP");
  bench.chip.stretch = 1_500_000;
  bench.begin(0x50, "01", 0);
  t.is(bench.pass(2000), "clock held");
});

test("arbitration: who sends the first 0 where the other sends a 1 goes on", (t) => {
  const bench = new Bench();
  bench.bus.rival = [0xa0, 0x01, 0x44];
  bench.begin(0x50, "01 55 66", 0);
  t.is(bench.pass(1000), "arbitration lost");
  t.deepEqual(bench.chip.log, ["start to write", "1", "44", "stop"], "the other master's octets");
  bench.bus.rival = [0xa2, 0x77];
  bench.begin(0x50, "09", 0);
  t.is(bench.pass(1000), "done", "an address with an earlier 0 wins");
  t.deepEqual(bench.other.log, []);
});

test("a chip that holds SDA: nothing begins until clocks free it", (t) => {
  const bench = new Bench();
  bench.bus.holdData(7);
  t.is(bench.begin(0x50, "01", 0), "data held");
  t.is(resultName(bench.bus.recover()), "done");
  bench.pass(1000);
  t.is(
    bench.analyser.changes.filter((line, i, all) => i > 0 && line.endsWith("11") && all[i - 1]!.endsWith("01")).length,
    1,
  );
  bench.begin(0x50, "01", 0);
  t.is(bench.pass(1000), "done");
});

test("nine clocks are all that is tried", (t) => {
  const bench = new Bench();
  bench.bus.holdData(12);
  t.is(resultName(bench.bus.recover()), "data held");
  t.is(resultName(bench.bus.recover()), "done");
});

test("a master that is reset in the middle of a zero that it reads leaves the bus held", (t) => {
  const bench = new Bench();
  bench.chip.next = 0x00;
  bench.begin(0x50, "", 1);
  bench.pass(5 + 90 + 32);
  bench.bus.abandon();
  t.is(bench.begin(0x50, "01", 0), "data held");
  t.is(resultName(bench.bus.recover()), "done");
  bench.chip.next = 0xff;
  bench.begin(0x50, "", 1);
  bench.pass(5 + 90 + 32);
  bench.bus.abandon();
  t.is(bench.begin(0x50, "01", 0), "pending", "a one leaves it free");
});

test("a blocking bus is done when begin returns, and draws what comes next behind", (t) => {
  const bench = new Bench({ blocking: true });
  t.is(bench.begin(0x50, "08", 2), "done");
  t.is(hex(bench.bytes), "08 10 11");
  t.is(bench.begin(0x50, "09", 0), "done");
  bench.pass(2000);
  t.is(bench.analyser.decoded, "S a0a 8aS a1a 10a 11nPS a0a 9aP");
});

test("a transaction that is empty or too long is a programmer's mistake", (t) => {
  const bench = new Bench({ longest: 8 });
  const begin = (length: number) => () => bench.bus.begin(0x50, new Uint8Array(20), 0, length, length);
  t.throws(begin(9), { instanceOf: RangeError, message: "I2C: a transaction of 9 octets: it must have 1 to 8" });
  t.throws(begin(0), { message: "I2C: a transaction of 0 octets: it must have 1 to 8" });
  t.is(begin(8)(), I2cResult.Pending);
});
