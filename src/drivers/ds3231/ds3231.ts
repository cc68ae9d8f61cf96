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
import { Ds3231Aging } from "./aging";
import { CENTURY, Control, DS3231_ADDRESS, DS3232_SRAM_SIZE, Ds3231Register, State, Status } from "./registers";

/** How many timers the driver registers. */
export const DS3231_TIMERS = CLOCK_TIMERS;

export interface Ds3231Options {
  bus: I2cBus;
  /** Must have `DS3231_TIMERS` timers free. */
  scheduler: Scheduler;
}

/**
 * Maxim DS3231: a temperature-compensated clock, years 2000 to 2099, with century bit 0; the chip itself goes on to 2100.
 *
 * The time is valid while OSF and EOSC are clear. EOSC is set while the time is being set: a supply that goes meanwhile
 * stops the oscillator, and one that does not leaves EOSC, so that no half of a time seems valid. Alarms, their flags and
 * the other control bits stay as they are.
 *
 * Source: DS3231 data sheet, rev. 10.
 *
 * Memory: {@link RegisterClock} and some 20 octets.
 */
export class Ds3231 implements ClockChip {
  readonly clock: RegisterClock;
  readonly timeRegister = Ds3231Register.SECONDS;
  readonly stateRegister = Ds3231Register.CONTROL;
  readonly stateCount = State.Count;
  readonly lastYear = 2099;
  readonly calibration: Ds3231Aging;
  /** Quarters of a degree Celsius, when the time was read last. */
  temperature = 0;
  /** Whether the oscillator stood still, when the time was read last. */
  stopped = false;

  constructor(options: Ds3231Options) {
    this.calibration = new Ds3231Aging();
    this.clock = new RegisterClock(this, options.bus, DS3231_ADDRESS, options.scheduler);
  }

  decode(registers: Uint8Array, time: CalendarTime): TimeValidity {
    const month = registers[Ds3231Register.MONTH]!;
    time.set(
      ((month & CENTURY) !== 0 ? 2100 : 2000) + fromBcd(registers[Ds3231Register.YEAR]!),
      fromBcd(month & ~CENTURY),
      fromBcd(registers[Ds3231Register.DATE]!),
      hourFromBcd(registers[Ds3231Register.HOURS]!),
      fromBcd(registers[Ds3231Register.MINUTES]!),
      fromBcd(registers[Ds3231Register.SECONDS]!),
    );
    this.temperature = ((registers[State.Temperature]! << 24) >> 22) | (registers[State.TemperatureLow]! >> 6);
    this.stopped = ((registers[State.Status]! & Status.OSF) | (registers[State.Control]! & Control.EOSC)) !== 0;
    return this.stopped ? TimeValidity.OscillatorStopped : TimeValidity.Valid;
  }

  prepare(step: number, time: CalendarTime, registers: Uint8Array, out: Uint8Array): number {
    const control = registers[State.Control]! & ~Control.CONV;
    switch (step) {
      case 0:
        out[0] = Ds3231Register.CONTROL;
        out[1] = control | Control.EOSC;
        return 1;
      case 1:
        out[0] = Ds3231Register.SECONDS;
        out[1] = toBcd(time.second);
        out[2] = toBcd(time.minute);
        out[3] = toBcd(time.hour);
        out[4] = weekday(time.dayNumber);
        out[5] = toBcd(time.day);
        out[6] = toBcd(time.month);
        out[7] = toBcd(time.year - 2000);
        return TIME_COUNT;
      case 2:
        out[0] = Ds3231Register.CONTROL;
        out[1] = control & ~Control.EOSC;
        // A flag that is written as 1 stays as it is.
        out[2] = (registers[State.Status]! & ~Status.OSF) | Status.A1F | Status.A2F;
        return 2;
      default:
        return Prepared.Done;
    }
  }
}

/**
 * Maxim DS3232: a {@link Ds3231} with 236 octets of battery-backed SRAM, behind which the address goes on with the clock.
 *
 * Memory: {@link Ds3231} and {@link RegisterMemory}.
 */
export class Ds3232 extends Ds3231 {
  /** Its `lost` is what the time told that was read last: the oscillator stood still. */
  readonly memory: RegisterMemory;

  constructor(options: Ds3231Options) {
    super(options);
    const counters = this.clock.counters;
    this.memory = new RegisterMemory(options.bus, DS3231_ADDRESS, Ds3231Register.SRAM, DS3232_SRAM_SIZE, counters);
  }

  override decode(registers: Uint8Array, time: CalendarTime): TimeValidity {
    const validity = super.decode(registers, time);
    this.memory.lost = this.stopped;
    return validity;
  }
}
