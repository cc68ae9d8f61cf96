import { weekday } from "../../calendar";
import type { CalendarTime } from "../../calendar";
import { integerOption } from "../../options";
import { TimeValidity } from "../../ports";
import type { I2cBus } from "../../ports";
import type { Scheduler } from "../../scheduler/scheduler";
import { fromBcd, toBcd } from "../rtc/bcd";
import { Prepared } from "../rtc/prepared";
import { CLOCK_TIMERS, RegisterClock, TIME_COUNT } from "../rtc/register-clock";
import type { ClockChip } from "../rtc/register-clock";
import { Rv3028Configuration } from "./configuration";
import { Rv3028Eeprom } from "./eeprom";
import {
  RV3028_ADDRESS,
  RV3028_EEPROM_SIZE,
  Rv3028Register,
  SETTING,
  Status,
  TimeOffset,
  TWELVE_HOURS,
} from "./registers";

/** How many timers the driver registers. */
export const RV3028_TIMERS = CLOCK_TIMERS + 1;

const PM = 0x20;

/** Where those of the state are in the registers that are read: 0Eh to 20h, behind the seven of the time. */
const enum State {
  Status = 7,
  Control1,
  Control2,
  Ram2 = 25,
  Count = 19,
}

export interface Rv3028Options {
  bus: I2cBus;
  /** Must have `RV3028_TIMERS` timers free. */
  scheduler: Scheduler;
  /** How often an octet of the EEPROM may be written, from the application manual's table; 0: it does not say. Default 0. */
  endurance?: number;
}

/**
 * Micro Crystal RV-3028-C7: a clock, years 2000 to 2099, with 43 octets of EEPROM, and a switchover to a backup supply that
 * is off from the factory: {@link configuration} switches it on, and holds the calibration.
 *
 * PORF tells that the supply was gone. The second octet of user RAM is marked while the time is being set, so that a set
 * that is broken off leaves no time that seems valid; the first is free. The calendar is used, not the UNIX counter, which
 * is left alone. Alarms, other flags and the 12-hour mode stay as they are.
 *
 * Memory: {@link RegisterClock}, {@link Rv3028Eeprom}, {@link Rv3028Configuration}.
 */
export class Rv3028 implements ClockChip {
  readonly clock: RegisterClock;
  readonly memory: Rv3028Eeprom;
  readonly configuration: Rv3028Configuration;
  readonly timeRegister = Rv3028Register.SECONDS;
  readonly stateRegister = Rv3028Register.STATUS;
  readonly stateCount = State.Count;
  readonly lastYear = 2099;
  /** It is not among the registers that are read with the time: {@link configuration} has it. */
  readonly calibration = null;
  /** Whether the chip ran on its backup supply since that flag was cleared; when the time was read last. */
  switchedOver = false;

  constructor(options: Rv3028Options) {
    const clock = new RegisterClock(this, options.bus, RV3028_ADDRESS, options.scheduler);
    const endurance = integerOption("RV-3028: endurance", options.endurance, 0, 0, 10_000_000, " writes");
    this.clock = clock;
    this.memory = new Rv3028Eeprom(options.bus, 0, RV3028_EEPROM_SIZE, endurance, clock.counters);
    this.configuration = new Rv3028Configuration(options.bus, options.scheduler, clock.counters);
  }

  decode(registers: Uint8Array, time: CalendarTime): TimeValidity {
    const hours = registers[TimeOffset.Hours]!;
    const status = registers[State.Status]!;
    let hour = fromBcd(hours & 0x3f);
    if ((registers[State.Control2]! & TWELVE_HOURS) !== 0) {
      hour = fromBcd(hours & 0x1f);
      hour = hour < 1 || hour > 12 ? -1 : (hour % 12) + ((hours & PM) !== 0 ? 12 : 0);
    }
    time.set(
      2000 + fromBcd(registers[TimeOffset.Year]!),
      fromBcd(registers[TimeOffset.Month]! & 0x1f),
      fromBcd(registers[TimeOffset.Date]! & 0x3f),
      hour,
      fromBcd(registers[TimeOffset.Minutes]! & 0x7f),
      fromBcd(registers[TimeOffset.Seconds]! & 0x7f),
    );
    this.switchedOver = (status & Status.BSF) !== 0;
    if ((status & Status.PORF) !== 0) return TimeValidity.NeverSet;
    return registers[State.Ram2] === SETTING ? TimeValidity.NeverSet : TimeValidity.Valid;
  }

  prepare(step: number, time: CalendarTime, registers: Uint8Array, out: Uint8Array): number {
    switch (step) {
      case 0:
      case 3:
        out[0] = Rv3028Register.RAM_2;
        out[1] = step === 0 ? SETTING : 0;
        return 1;
      case 1:
        out[0] = Rv3028Register.SECONDS;
        out[1] = toBcd(time.second);
        out[2] = toBcd(time.minute);
        out[3] = toBcd(time.hour);
        if ((registers[State.Control2]! & TWELVE_HOURS) !== 0) {
          const hour = time.hour % 12;
          out[3] = toBcd(hour === 0 ? 12 : hour) | (time.hour >= 12 ? PM : 0);
        }
        out[4] = weekday(time.dayNumber) % 7;
        out[5] = toBcd(time.day);
        out[6] = toBcd(time.month);
        out[7] = toBcd(time.year - 2000);
        return TIME_COUNT;
      case 2:
        // Flags that are written as 1 stay as they are.
        out[0] = Rv3028Register.STATUS;
        out[1] = 0xff & ~Status.PORF;
        return 1;
      default:
        return Prepared.Done;
    }
  }
}
