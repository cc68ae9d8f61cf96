import { weekday } from "../../calendar";
import type { CalendarTime } from "../../calendar";
import { TimeValidity } from "../../ports";
import type { I2cBus } from "../../ports";
import type { Scheduler } from "../../scheduler/scheduler";
import { fromBcd, hourFromBcd, toBcd } from "../rtc/bcd";
import { Prepared } from "../rtc/prepared";
import { CLOCK_TIMERS, RegisterClock, TIME_COUNT } from "../rtc/register-clock";
import type { ClockChip } from "../rtc/register-clock";
import { RegisterMemory } from "../rtc/register-memory";
import { CH, DS1307_ADDRESS, DS1307_RAM_SIZE, Ds1307Register } from "./registers";

/** How many timers the driver registers. */
export const DS1307_TIMERS = CLOCK_TIMERS;

export interface Ds1307Options {
  bus: I2cBus;
  /** Must have `DS1307_TIMERS` timers free. */
  scheduler: Scheduler;
}

/**
 * Maxim DS1307: a clock, years 2000 to 2099, with 56 octets of battery-backed RAM.
 *
 * The time is valid while the oscillator runs (CH is clear); at the first supply it is halted. The chip tells nothing of a
 * battery that was too low. The time is written with the oscillator halted, so that a set that is broken off leaves none
 * that seems valid; the control register stays as it is.
 *
 * Source: DS1307 data sheet, rev. 3/15.
 *
 * Memory: {@link RegisterClock} and {@link RegisterMemory}.
 */
export class Ds1307 implements ClockChip {
  readonly clock: RegisterClock;
  /** Its `lost` is what the time told that was read last: a halted oscillator. */
  readonly memory: RegisterMemory;
  readonly timeRegister = Ds1307Register.SECONDS;
  readonly stateRegister = Ds1307Register.CONTROL;
  readonly stateCount = 0;
  readonly lastYear = 2099;
  readonly calibration = null;

  constructor(options: Ds1307Options) {
    const clock = new RegisterClock(this, options.bus, DS1307_ADDRESS, options.scheduler);
    this.clock = clock;
    this.memory = new RegisterMemory(options.bus, DS1307_ADDRESS, Ds1307Register.RAM, DS1307_RAM_SIZE, clock.counters);
  }

  decode(registers: Uint8Array, time: CalendarTime): TimeValidity {
    const seconds = registers[Ds1307Register.SECONDS]!;
    time.set(
      2000 + fromBcd(registers[Ds1307Register.YEAR]!),
      fromBcd(registers[Ds1307Register.MONTH]!),
      fromBcd(registers[Ds1307Register.DATE]!),
      hourFromBcd(registers[Ds1307Register.HOURS]!),
      fromBcd(registers[Ds1307Register.MINUTES]!),
      fromBcd(seconds & ~CH),
    );
    this.memory.lost = (seconds & CH) !== 0;
    return this.memory.lost ? TimeValidity.OscillatorStopped : TimeValidity.Valid;
  }

  prepare(step: number, time: CalendarTime, _registers: Uint8Array, out: Uint8Array): number {
    if (step > 1) return Prepared.Done;
    out[0] = Ds1307Register.SECONDS;
    // The divider chain begins anew with the second write.
    out[1] = toBcd(time.second) | (step === 0 ? CH : 0);
    if (step === 1) return 1;
    out[2] = toBcd(time.minute);
    out[3] = toBcd(time.hour);
    out[4] = weekday(time.dayNumber);
    out[5] = toBcd(time.day);
    out[6] = toBcd(time.month);
    out[7] = toBcd(time.year - 2000);
    return TIME_COUNT;
  }
}
