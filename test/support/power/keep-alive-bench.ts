import { CutMemory } from "../../../emulator/retention/cut-memory";
import { CalendarTime } from "../../../src/calendar";
import { Tearing } from "../../../src/ports";
import type { RetainedMemory, SupplyMonitor } from "../../../src/ports";
import type { ShedLoad } from "../../../src/retention/hold-up";
import { KEEP_ALIVE_TIMERS, KeepAlive } from "../../../src/retention/keep-alive";
import type { PowerState } from "../../../src/retention/keep-alive-options";
import type {
  KeepAliveCounter,
  KeepAliveListener,
  KeepAliveOptions,
  RetainedState,
} from "../../../src/retention/keep-alive-options";
import type { Restored } from "../../../src/retention/options";
import { FieldType } from "../../../src/retention/record";
import type { RetainedRecord } from "../../../src/retention/record";
import { RETENTION_TIMERS } from "../../../src/retention/store";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { timeText } from "../rtc/clock-bench";
import { FakeClock } from "./fake-clock";

const RESULTS = ["not yet", "cold", "restored", "fell back", "corrupt", "refused"];
const STATES = ["starting", "reserving", "on", "failing", "held"];

/** 1000 µF less 20 %, from 4.5 V less 50 mV to 4 V: 360 µC; 10 ms at 10 mA and 2 x 5 ms at 10 mA: 200. */
export const HOLD_UP = { capacitance: 1000, failing: 4500, minimum: 4000, current: 10, saveTime: 5 };

/** A number of which ten are reserved in advance. */
export class Ticket implements RetainedState {
  readonly fields = [{ name: "ticket", type: FieldType.Int32 }];
  next = 0;
  excused = 0;

  keep(record: RetainedRecord, at: number): void {
    record.set(at, this.next + 10);
  }

  runsOut(record: RetainedRecord, at: number): boolean {
    return record.get(at) - this.next < 5;
  }

  resume(record: RetainedRecord, at: number, older: boolean): void {
    this.next = record.get(at) + (older ? 10 : 0);
  }

  excuse(): void {
    this.excused++;
  }
}

/** A routine with a memory, a clock and a supply, in virtual ms; what it tells is noted as `<ms> <text>`. */
export class KeepAliveBench implements KeepAliveListener, SupplyMonitor {
  readonly scheduler = new Scheduler(KEEP_ALIVE_TIMERS + RETENTION_TIMERS + 1);
  readonly clock: FakeClock;
  readonly ticket = new Ticket();
  readonly keepAlive: KeepAlive;
  now: number;
  /** mV */
  rail = 5000;
  /** Told the end of a setting of the clock. */
  setting: (set: boolean) => void = () => {};
  private readonly _log: string[] = [];

  /** @param contents of the memory, or the memory itself; @param now ms at which the device is switched on */
  constructor(contents: Uint8Array | RetainedMemory, now = 0, options: Partial<KeepAliveOptions> = {}) {
    this.now = now;
    this.clock = new FakeClock(this.scheduler, 800_000_000);
    this.keepAlive = new KeepAlive({
      memory: contents instanceof Uint8Array ? new CutMemory(contents, Tearing.Octet) : contents,
      clock: this.clock,
      scheduler: this.scheduler,
      listener: this,
      supply: this,
      holdUp: HOLD_UP,
      states: [this.ticket],
      ...options,
    });
  }

  load(name: string): ShedLoad {
    return {
      name,
      current: 1,
      time: 0,
      shed: () => this._note(`sheds ${name}`),
      restore: () => this._note(`restores ${name}`),
    };
  }

  start(): this {
    this.keepAlive.start(this.now);
    return this.pass(50);
  }

  /** Lets `ms` pass. */
  pass(ms: number): this {
    const end = this.now + ms;
    let delay = this.scheduler.run(this.now);
    while (delay >= 0 && this.now + delay <= end) {
      this.now += delay;
      delay = this.scheduler.run(this.now);
    }
    this.now = end;
    return this;
  }

  count(counter: KeepAliveCounter): number {
    return this.keepAlive.counters[counter]!;
  }

  /** The time, or `no time`. */
  time(): string {
    const time = new CalendarTime();
    return this.keepAlive.time(time, this.now) ? timeText(time) : "no time";
  }

  /** What was told since the last call. */
  told(): string[] {
    return this._log.splice(0);
  }

  millivolts(): number {
    return this.rail;
  }

  resumed(result: Restored, away: number): void {
    this._note(`${RESULTS[result]}, away ${away}`);
  }

  powerChanged(state: PowerState): void {
    this._note(STATES[state]!);
  }

  clockSet(set: boolean): void {
    this.setting(set);
    this._note(set ? "set" : "not set");
  }

  private _note(what: string): void {
    this._log.push(`${this.now} ${what}`);
  }
}
