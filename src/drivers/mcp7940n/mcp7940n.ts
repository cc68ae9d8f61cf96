import { CalendarTime, weekday } from "../../calendar";
import { TimeValidity } from "../../ports";
import type { I2cBus } from "../../ports";
import type { Scheduler } from "../../scheduler/scheduler";
import { fromBcd, hourFromBcd, toBcd } from "../rtc/bcd";
import { Prepared } from "../rtc/prepared";
import { CLOCK_TIMERS, RegisterClock } from "../rtc/register-clock";
import type { ClockChip } from "../rtc/register-clock";
import { RegisterMemory } from "../rtc/register-memory";
import { MCP7940N_ADDRESS, MCP7940N_SRAM_SIZE, Mcp7940nRegister, MTH_MASK, ST, Wkday } from "./registers";
import { Mcp7940nTrim } from "./trim";

/** How many timers the driver registers. */
export const MCP7940N_TIMERS = CLOCK_TIMERS;

export interface Mcp7940nOptions {
  bus: I2cBus;
  /** Must have `MCP7940N_TIMERS` timers free. */
  scheduler: Scheduler;
  /**
   * Whether there is a battery at VBAT; what is written when the time is set. Default: what the chip says, which after its
   * first supply is that there is none.
   */
  battery?: boolean;
}

/**
 * Microchip MCP7940N: a clock, years 2000 to 2099, with 64 octets of SRAM, and stamps of the last time that the main supply
 * went and came back.
 *
 * The time is valid while the oscillator runs (ST and OSCRUN). It is set with the oscillator stopped, so that a set that is
 * broken off leaves no time that seems valid, and neither VBATEN nor PWRFAIL is changed by that: clearing PWRFAIL would
 * clear the stamps.
 *
 * Source: DS20005010F.
 *
 * Memory: {@link RegisterClock}, {@link RegisterMemory} and some 40 octets.
 */
export class Mcp7940n implements ClockChip {
  readonly clock: RegisterClock;
  /** Its `lost` is what the time told that was read last: the oscillator was never started. */
  readonly memory: RegisterMemory;
  readonly timeRegister = Mcp7940nRegister.RTCSEC;
  // Behind the time: what is read is indexed as the chip's registers are.
  readonly stateRegister = Mcp7940nRegister.CONTROL;
  readonly stateCount = Mcp7940nRegister.SRAM - Mcp7940nRegister.CONTROL;
  readonly lastYear = 2099;
  readonly calibration: Mcp7940nTrim;
  /** When the time was read last: whether the battery is switched on. */
  battery = false;
  /** Whether the main supply was gone; {@link powerDown} and {@link powerUp} tell when. */
  powerFailed = false;
  /**
   * To the minute. The chip stores no year: it is that of the time, or the one before, so that neither lies in the future.
   * Only the first pair since PWRFAIL was clear is kept.
   */
  readonly powerDown: CalendarTime;
  readonly powerUp: CalendarTime;
  private readonly _battery: boolean | undefined;

  constructor(options: Mcp7940nOptions) {
    this.calibration = new Mcp7940nTrim();
    const clock = new RegisterClock(this, options.bus, MCP7940N_ADDRESS, options.scheduler);
    this.clock = clock;
    this.memory = new RegisterMemory(
      options.bus,
      MCP7940N_ADDRESS,
      Mcp7940nRegister.SRAM,
      MCP7940N_SRAM_SIZE,
      clock.counters,
    );
    this.powerDown = new CalendarTime();
    this.powerUp = new CalendarTime();
    this._battery = options.battery;
  }

  decode(registers: Uint8Array, time: CalendarTime): TimeValidity {
    const seconds = registers[Mcp7940nRegister.RTCSEC]!;
    const flags = registers[Mcp7940nRegister.RTCWKDAY]!;
    time.set(
      2000 + fromBcd(registers[Mcp7940nRegister.RTCYEAR]!),
      fromBcd(registers[Mcp7940nRegister.RTCMTH]! & MTH_MASK),
      fromBcd(registers[Mcp7940nRegister.RTCDATE]!),
      hourFromBcd(registers[Mcp7940nRegister.RTCHOUR]!),
      fromBcd(registers[Mcp7940nRegister.RTCMIN]!),
      fromBcd(seconds & ~ST),
    );
    this.battery = (flags & Wkday.VBATEN) !== 0;
    this.powerFailed = (flags & Wkday.PWRFAIL) !== 0;
    stampOf(registers, Mcp7940nRegister.PWRDN, time, this.powerDown);
    stampOf(registers, Mcp7940nRegister.PWRUP, time, this.powerUp);
    this.memory.lost = (seconds & ST) === 0;
    if (this.memory.lost || (flags & Wkday.OSCRUN) === 0) return TimeValidity.OscillatorStopped;
    return TimeValidity.Valid;
  }

  prepare(step: number, time: CalendarTime, registers: Uint8Array, out: Uint8Array): number {
    const flags = registers[Mcp7940nRegister.RTCWKDAY]!;
    switch (step) {
      case 0:
        out[0] = Mcp7940nRegister.RTCSEC;
        out[1] = 0;
        // Until it is read again the oscillator counts as running.
        registers[Mcp7940nRegister.RTCWKDAY] = flags | Wkday.OSCRUN;
        return 1;
      case 1: {
        // Loading is for when the oscillator has stopped (note 2, page 15).
        if ((flags & Wkday.OSCRUN) !== 0) return Prepared.NotYet;
        const battery = this._battery === undefined ? (flags & Wkday.VBATEN) !== 0 : this._battery;
        out[0] = Mcp7940nRegister.RTCMIN;
        out[1] = toBcd(time.minute);
        out[2] = toBcd(time.hour);
        out[3] = weekday(time.dayNumber) | (battery ? Wkday.VBATEN : 0) | (flags & Wkday.PWRFAIL);
        out[4] = toBcd(time.day);
        out[5] = toBcd(time.month);
        out[6] = toBcd(time.year - 2000);
        return 6;
      }
      case 2:
        out[0] = Mcp7940nRegister.RTCSEC;
        out[1] = toBcd(time.second) | ST;
        return 1;
      default:
        return Prepared.Done;
    }
  }
}

/** Makes a time of a stamp, with the latest year in which it is not after `now`. */
function stampOf(registers: Uint8Array, at: number, now: CalendarTime, stamp: CalendarTime): void {
  const month = fromBcd(registers[at + 3]! & MTH_MASK);
  stamp.set(now.year, month, fromBcd(registers[at + 2]!), hourFromBcd(registers[at + 1]!), fromBcd(registers[at]!), 0);
  const later =
    month !== now.month
      ? month > now.month
      : stamp.day !== now.day
        ? stamp.day > now.day
        : stamp.secondOfDay > now.secondOfDay;
  if (later) stamp.year = now.year - 1;
}
