/** A bus and chips that do anything: no driver throws or stops, and each operation comes to an end. */
import test from "ava";
import { CalendarTime } from "../../../src/calendar";
import { Ds1307 } from "../../../src/drivers/ds1307/ds1307";
import { Ds3231, Ds3232 } from "../../../src/drivers/ds3231/ds3231";
import { Mcp7940n } from "../../../src/drivers/mcp7940n/mcp7940n";
import { Pcf8563 } from "../../../src/drivers/pcf8563/pcf8563";
import type { RegisterClock } from "../../../src/drivers/rtc/register-clock";
import { BackupMode, TrickleCharge } from "../../../src/drivers/rv3028/configuration";
import { Rv3028 } from "../../../src/drivers/rv3028/rv3028";
import { I2cResult, MemoryState } from "../../../src/ports";
import type { I2cBus, RetainedMemory } from "../../../src/ports";
import { XorShift32 } from "../../../src/random";
import { FieldType, RecordLayout } from "../../../src/retention/record";
import { RetentionStore } from "../../../src/retention/store";
import { Scheduler } from "../../../src/scheduler/scheduler";

/** Answers what the dice say, mostly that all is well, with any octets. */
class MadBus implements I2cBus {
  readonly longest = 32;
  recoveries = 0;
  private readonly _random: XorShift32;
  private readonly _madness: number;

  constructor(seed: number, madness: number) {
    this._random = new XorShift32(seed);
    this._madness = madness;
  }

  begin(_address: number, bytes: Uint8Array, _start: number, middle: number, end: number): I2cResult {
    for (let i = middle; i < end; i++) bytes[i] = this._random.next();
    return this._result();
  }

  poll(): I2cResult {
    return this._result();
  }

  recover(): I2cResult {
    this.recoveries++;
    return this._result();
  }

  private _result(): I2cResult {
    const roll = (this._random.next() >>> 0) % 100;
    return roll < this._madness ? (this._random.next() >>> 0) % (I2cResult.DataHeld + 1) : I2cResult.Done;
  }
}

interface Driver {
  clock: RegisterClock;
  memory?: RetainedMemory;
  configuration?: Rv3028["configuration"];
}

const DRIVERS: [string, (bus: I2cBus, scheduler: Scheduler) => Driver][] = [
  ["DS1307", (bus, scheduler) => new Ds1307({ bus, scheduler })],
  ["MCP7940N", (bus, scheduler) => new Mcp7940n({ bus, scheduler, battery: true })],
  ["DS3231", (bus, scheduler) => new Ds3231({ bus, scheduler })],
  ["DS3232", (bus, scheduler) => new Ds3232({ bus, scheduler })],
  ["PCF8563", (bus, scheduler) => new Pcf8563({ bus, scheduler })],
  ["RV-3028", (bus, scheduler) => new Rv3028({ bus, scheduler })],
];

const layout = new RecordLayout({ name: "n", id: 1, version: 1, fields: [{ name: "n", type: FieldType.Int32 }] });

for (const [name, make] of DRIVERS) {
  test(`${name}: every read, calibration and set is told the end of, whatever bus and chip do`, (t) => {
    for (let seed = 1; seed <= 40; seed++) {
      const scheduler = new Scheduler(4);
      const { clock, configuration } = make(new MadBus(seed, (seed * 5) % 100), scheduler);
      const time = new CalendarTime();
      let ended = 0;
      let begun = 0;
      clock.attach({ timeRead: () => ended++, timeSet: () => ended++ });
      clock.attachCalibration({ calibrated: () => ended++ });
      let now = 0x7ffffe00;
      for (let i = 0; i < 20; i++) {
        if (i % 2 === 0 ? clock.read(now) : (i % 3 === 0 && clock.calibrate(i, now)) || clock.set(time, now)) begun++;
        if (i % 3 === 0) configuration?.adjust(1, now);
        else configuration?.setBackup(BackupMode.Direct, TrickleCharge.Off, now);
        for (let steps = 0; steps < 20_000 && ended < begun; steps++) {
          const delay = scheduler.run(now);
          if (delay < 0) break;
          now = (now + Math.max(delay, 1)) | 0;
        }
        t.is(ended, begun, `seed ${seed}`);
      }
      t.is(begun, 20);
    }
  });

  test(`${name}: its memory comes to an end too, and a store on it goes on`, (t) => {
    for (let seed = 1; seed <= 20; seed++) {
      const scheduler = new Scheduler(4);
      const { memory } = make(new MadBus(seed, (seed * 5) % 100), scheduler);
      if (memory === undefined) break;
      const bytes = new Uint8Array(8);
      memory.read(0, bytes, 0, 8);
      let steps = 0;
      while (memory.poll(steps) === MemoryState.Busy) if (++steps > 20_000) t.fail(`seed ${seed}`);
      const listener = { restored: () => {}, saved: () => {} };
      const store = new RetentionStore({ memory, layout, scheduler, listener });
      store.start(0);
      for (let now = 0; now < 5000; now += Math.max(1, scheduler.run(now))) {
        store.record.set(0, now);
        store.save(now);
      }
    }
    t.pass();
  });
}
