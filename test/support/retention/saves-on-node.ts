/**
 * `node saves-on-node.js <saves> [leak]`: saves a record in the RAM of a DS1307, reads its time and sets it, once all is
 * warm, and prints as JSON how many garbage collections there were. With `leak` it makes an object of garbage with each
 * save.
 */
import { GCProfiler } from "node:v8";
import { CalendarTime } from "../../../src/calendar";
import { Ds1307, DS1307_TIMERS } from "../../../src/drivers/ds1307/ds1307";
import { I2cResult } from "../../../src/ports";
import type { I2cBus, RealTimeClockListener } from "../../../src/ports";
import type { RetentionListener } from "../../../src/retention/options";
import { StoreCounter } from "../../../src/retention/counters";
import { FieldType, RecordLayout } from "../../../src/retention/record";
import { RETENTION_TIMERS, RetentionStore } from "../../../src/retention/store";
import { Scheduler } from "../../../src/scheduler/scheduler";

/** Registers of a chip that is always there, in fixed memory; each transaction takes a millisecond. */
class FixedChip implements I2cBus {
  readonly longest = 32;
  private readonly _registers = new Uint8Array(64);

  begin(_address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    let register = bytes[start]!;
    for (let i = start + 1; i < end; i++, register++) {
      if (i < middle) this._registers[register] = bytes[i]!;
      else bytes[i] = this._registers[register]!;
    }
    return I2cResult.Pending;
  }

  poll(): I2cResult {
    return I2cResult.Done;
  }

  recover(): I2cResult {
    return I2cResult.Done;
  }
}

class Listener implements RetentionListener, RealTimeClockListener {
  set = 0;
  garbage: object | null = null;
  private readonly _leaks: boolean;

  constructor(leaks: boolean) {
    this._leaks = leaks;
  }

  restored(): void {}
  saved(_saved: boolean, now: number): void {
    if (this._leaks) this.garbage = { now };
  }
  timeRead(): void {}
  timeSet(set: boolean): void {
    if (set) this.set++;
  }
}

const layout = new RecordLayout({
  name: "soak",
  id: 1,
  version: 1,
  fields: [
    { name: "number", type: FieldType.Int32 },
    { name: "text", type: FieldType.Octets, size: 14 },
  ],
});
const [saves = "1000", leak] = process.argv.slice(2);
const scheduler = new Scheduler(DS1307_TIMERS + RETENTION_TIMERS);
const driver = new Ds1307({ bus: new FixedChip(), scheduler });
const listener = new Listener(leak === "leak");
const store = new RetentionStore({ memory: driver.memory, layout, scheduler, listener });
const time = new CalendarTime();
driver.clock.attach(listener);
store.start(0);
let now = 0;

function run(count: number): void {
  for (let i = 0; i < count; i++) {
    if (!store.busy) {
      store.record.set(0, i);
      store.save(now);
    }
    time.second = (i >> 6) % 60;
    if ((i & 63) === 0) driver.clock.set(time, now);
    else if ((i & 7) === 0) driver.clock.read(now);
    for (let ms = 0; ms < 16; ms++) {
      scheduler.run(now);
      now = (now + 1) | 0;
    }
  }
}

run(20_000);
const profiler = new GCProfiler();
profiler.start();
const before = store.counters[StoreCounter.Saves]!;
run(Number(saves));
const { statistics } = profiler.stop();
const outcome = {
  collections: statistics.length,
  saved: store.counters[StoreCounter.Saves]! - before,
  set: listener.set,
};
process.stdout.write(JSON.stringify(outcome));
