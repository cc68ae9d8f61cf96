/** The RAM of a DS1307 under the retention store: the port never goes beyond its end, and cuts are of the real bus. */
import test from "ava";
import { Ds1307Chip } from "../../../emulator/chips/ds1307/chip";
import { EmulatedI2cBus } from "../../../emulator/i2c/emulated-i2c-bus";
import { Simulation } from "../../../emulator/simulation/simulation";
import { Ds1307, DS1307_TIMERS } from "../../../src/drivers/ds1307/ds1307";
import { MemoryState, PortFault, Tearing } from "../../../src/ports";
import type { Restored } from "../../../src/retention/options";
import type { RetentionListener } from "../../../src/retention/options";
import { FieldType, RecordLayout } from "../../../src/retention/record";
import { RETENTION_TIMERS, RetentionStore } from "../../../src/retention/store";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { I2cPins } from "../../support/rtc/i2c-pins";

const LAYOUT = new RecordLayout({
  name: "all that fits",
  id: 1,
  version: 1,
  fields: [{ name: "octets", type: FieldType.Octets, size: 18 }],
});

/** One power-up of a board with a DS1307: driver, store and clock, until everything has come to rest. */
class Board implements RetentionListener {
  readonly store: RetentionStore;
  readonly told: string[] = [];
  private readonly _scheduler = new Scheduler(DS1307_TIMERS + RETENTION_TIMERS);
  private readonly _driver: Ds1307;

  constructor(
    private readonly _simulation: Simulation,
    bus: EmulatedI2cBus,
  ) {
    this._driver = new Ds1307({ bus, scheduler: this._scheduler });
    const { memory } = this._driver;
    this.store = new RetentionStore({ memory, layout: LAYOUT, scheduler: this._scheduler, listener: this });
  }

  start(): this {
    this.store.start(this._now);
    return this._run();
  }

  save(octet: number): this {
    this.store.record.bytes.fill(octet);
    this.store.save(this._now);
    return this._run();
  }

  restored(result: Restored): void {
    this.told.push(["not yet", "cold", "restored", "fell back", "corrupt", "refused"][result]!);
  }

  saved(saved: boolean): void {
    this.told.push(saved ? "saved" : "not saved");
  }

  private get _now(): number {
    return this._simulation.seconds * 1000 + Math.floor(this._simulation.nanos / 1e6);
  }

  private _run(): this {
    for (let i = 0; i < 200; i++) {
      const delay = this._scheduler.run(this._now);
      if (delay < 0) break;
      const ms = this._now + delay;
      void this._simulation.runUntil(Math.floor(ms / 1000), (ms % 1000) * 1e6);
    }
    return this;
  }
}

function board(blocking = false) {
  const simulation = new Simulation();
  const chip = new Ds1307Chip(simulation);
  const bus = new EmulatedI2cBus(simulation, [chip], { blocking });
  const pins = new I2cPins(0x68, () => chip, simulation);
  return { simulation, chip, bus, pins, up: () => new Board(simulation, bus) };
}

for (const blocking of [false, true]) {
  test(`a record through a loss of the main supply (${blocking ? "a bus that waits" : "a bus that does not"})`, (t) => {
    const { chip, pins, up } = board(blocking);
    t.deepEqual(up().start().save(0x5a).told, ["corrupt", "saved"], "what the RAM holds at first means nothing");
    chip.power(0);
    pins.pass(3600);
    chip.power(5);
    const after = up().start();
    t.deepEqual([after.told, after.store.record.bytes[17]], [["restored"], 0x5a]);
  });
}

test("a halted oscillator tells that the RAM lost its supply", (t) => {
  const { simulation, bus } = board();
  const scheduler = new Scheduler(1);
  const driver = new Ds1307({ bus, scheduler });
  driver.clock.read(0);
  for (let ms = 0; ms < 20; ms++) {
    scheduler.run(ms);
    void simulation.runUntil(0, (ms + 1) * 1e6);
  }
  t.true(driver.memory.lost);
});

test("the last octet of the RAM, and never one beyond it: the burst would go on with the clock", (t) => {
  const { simulation, bus, pins } = board(true);
  pins.write(0x00, "30 20 10 02 03 04 24");
  const { memory } = new Ds1307({ bus, scheduler: new Scheduler(1) });
  t.deepEqual([memory.size, memory.tearing, memory.endurance], [56, Tearing.Latched, 0]);
  const run = () => {
    for (let i = 0; i < 10; i++) if (memory.poll(i) !== MemoryState.Busy) return;
    t.fail();
  };
  const bytes = new Uint8Array(64).fill(0x99);
  memory.write(40, bytes, 0, 64);
  run();
  t.is(pins.read(0x00, 8), "30 20 10 02 03 04 24 03");
  t.is(pins.read(0x3f, 1), "99");
  memory.read(55, bytes, 0, 10);
  bytes.fill(0);
  run();
  t.deepEqual([...bytes.subarray(0, 3)], [0x99, 0, 0]);
  t.is(simulation.seconds, 0);
});

test("one operation at a time", (t) => {
  const { bus } = board(true);
  const { memory } = new Ds1307({ bus, scheduler: new Scheduler(1) });
  const bytes = new Uint8Array(4);
  t.true(memory.read(0, bytes, 0, 4));
  t.false(memory.read(0, bytes, 0, 4));
  t.is(memory.poll(0), MemoryState.Done);
  t.true(memory.read(0, bytes, 0, 4));
});

test("VCC falls at every octet of a save: the record before or the one under way, on the real bus", (t) => {
  let cuts = 0;
  for (let octet = 0; ; octet++) {
    const { simulation, chip, bus, pins, up } = board(true);
    up().start().save(0x11).save(0x22);
    let left = octet;
    const write = chip.write.bind(chip);
    chip.write = (value) => {
      if (left-- === 0) chip.power(3.5);
      return write(value);
    };
    const cut = new Board(simulation, bus).start().save(0x33);
    const reached = left < 0;
    left = -1;
    chip.power(0);
    pins.pass(10);
    chip.power(5);
    const after = up().start();
    const found = [...new Set(after.store.record.bytes)];
    t.is(found.length, 1, `octet ${octet}: a mixture`);
    t.true(cut.told.at(-1) === "saved" ? found[0] === 0x33 : [0x22, 0x33].includes(found[0]!), `octet ${octet}`);
    t.deepEqual(after.save(0x44).told.at(-1), "saved");
    t.is(up().start().store.record.bytes[0], 0x44);
    if (!reached) break;
    cuts++;
  }
  t.is(cuts, 40);
});

test("a brown-out in the middle of a burst is survived, and the save succeeds when it is over", (t) => {
  for (let octet = 5; octet < 40; octet += 3) {
    const { simulation, chip, bus, up } = board();
    up().start().save(0x11);
    let left = octet;
    const write = chip.write.bind(chip);
    const start = chip.start.bind(chip);
    chip.write = (value) => {
      if (left-- === 0) chip.power(3.5);
      return write(value);
    };
    chip.start = (address) => {
      // The supply is back two milliseconds later, before the next attempt.
      if (left < 0) chip.power(5);
      return start(address);
    };
    const after = new Board(simulation, bus).start().save(0x33);
    t.is(after.told.at(-1), "saved");
    t.is(up().start().store.record.bytes[0], 0x33);
  }
});

test("a memory that does not answer is asked again, and tells that it is absent", (t) => {
  const { chip, bus } = board(true);
  chip.power(0);
  const { memory } = new Ds1307({ bus, scheduler: new Scheduler(1) });
  memory.read(0, new Uint8Array(4), 0, 4);
  t.is(memory.poll(0), MemoryState.Failed);
  t.is(memory.fault, PortFault.Absent);
});
