import { weekday } from "../../calendar";
import type { CalendarTime } from "../../calendar";
import { TimeValidity } from "../../ports";
import type { I2cBus } from "../../ports";
import type { Scheduler } from "../../scheduler/scheduler";
import { fromBcd, toBcd } from "../rtc/bcd";
import { Prepared } from "../rtc/prepared";
import { CLOCK_TIMERS, RegisterClock, TIME_COUNT } from "../rtc/register-clock";
import type { ClockChip } from "../rtc/register-clock";
import { CENTURY, CONTROL_MASK, PCF8563_ADDRESS, Pcf8563Register, STOP, TimeOffset, VL } from "./registers";

/** How many timers the driver registers. */
export const PCF8563_TIMERS = CLOCK_TIMERS;

export interface Pcf8563Options {
  bus: I2cBus;
  /** Must have `PCF8563_TIMERS` timers free. */
  scheduler: Scheduler;
}

/**
 * NXP PCF8563: a clock, years 2000 to 2099, with century bit 0; it has no memory to keep anything in.
 *
 * VL tells that the supply was too low. The time is set while STOP holds the clock, so that a set that is broken off leaves
 * none that seems valid. Alarm, timer and their flags are not touched. Bits that a register does not have read as anything,
 * and are left out.
 *
 * Source: PCF8563 data sheet, rev. 10.
 *
 * Memory: that of {@link RegisterClock}.
 */
export class Pcf8563 implements ClockChip {
  readonly clock: RegisterClock;
  readonly timeRegister = Pcf8563Register.VL_SECONDS;
  readonly stateRegister = Pcf8563Register.CONTROL_STATUS_1;
  readonly stateCount = 1;
  readonly lastYear = 2099;
  readonly calibration = null;

  constructor(options: Pcf8563Options) {
    this.clock = new RegisterClock(this, options.bus, PCF8563_ADDRESS, options.scheduler);
  }

  decode(registers: Uint8Array, time: CalendarTime): TimeValidity {
    const months = registers[TimeOffset.Months]!;
    time.set(
      ((months & CENTURY) !== 0 ? 2100 : 2000) + fromBcd(registers[TimeOffset.Years]!),
      fromBcd(months & 0x1f),
      fromBcd(registers[TimeOffset.Days]! & 0x3f),
      fromBcd(registers[TimeOffset.Hours]! & 0x3f),
      fromBcd(registers[TimeOffset.Minutes]! & 0x7f),
      fromBcd(registers[TimeOffset.Seconds]! & ~VL),
    );
    if ((registers[TimeOffset.Seconds]! & VL) !== 0) return TimeValidity.VoltageLow;
    return (registers[TIME_COUNT]! & STOP) !== 0 ? TimeValidity.OscillatorStopped : TimeValidity.Valid;
  }

  prepare(step: number, time: CalendarTime, registers: Uint8Array, out: Uint8Array): number {
    const control = registers[TIME_COUNT]! & CONTROL_MASK;
    switch (step) {
      case 0:
        out[0] = Pcf8563Register.CONTROL_STATUS_1;
        out[1] = control | STOP;
        return 1;
      case 1:
        out[0] = Pcf8563Register.VL_SECONDS;
        out[1] = toBcd(time.second);
        out[2] = toBcd(time.minute);
        out[3] = toBcd(time.hour);
        out[4] = toBcd(time.day);
        // The chip counts 0 to 6; Sunday is 0.
        out[5] = weekday(time.dayNumber) % 7;
        out[6] = toBcd(time.month);
        out[7] = toBcd(time.year - 2000);
        return TIME_COUNT;
      case 2:
        out[0] = Pcf8563Register.CONTROL_STATUS_1;
        out[1] = control & ~STOP;
        return 1;
      default:
        return Prepared.Done;
    }
  }
}
