import { CalendarTime, daysInMonth, weekday } from "../calendar";
import { Action } from "../console/command-table";
import type { Console } from "../console/console";
import type { LineWriter } from "../console/line-writer";
import type { Report } from "../console/report";
import type { RetentionCommands } from "../console/retention-commands";
import { PowerGood } from "../ports";
import { ascii } from "../text";
import { StoreCounter } from "./counters";
import type { KeepAlive } from "./keep-alive";
import { KeepAliveCounter } from "./keep-alive-options";
import type { Restored } from "./options";

const COLON = 58;
const BLANK = 32;

const UTC = ascii(" UTC ");
/** From Monday on, and from January on. */
const WEEKDAYS = ascii("Mon|Tue|Wed|Thu|Fri|Sat|Sun");
const MONTHS = ascii("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec");
const NO_CLOCK = ascii("% This router has no clock");
/** By `TimeValidity`. */
const NO_TIME = ascii(
  "% No time: the clock does not answer|% No time: the clock is being set|% No time: the clock was never set|" +
    "% No time: the oscillator of the clock stood still|% No time: the battery of the clock was low|" +
    "% No time: the clock holds none",
);
const NO_SUCH_DAY = ascii("% clock set: there is no such day");
const NOT_NOW = ascii("% clock set: not while the supply fails, or the clock is being set");
const NOT_SET = ascii("% clock set: the clock did not take the time");

/** By `PowerState`. */
const STATES = ascii("starting|starting|good|failing|bad, all is saved");
const NOT_WATCHED = ascii("% Nothing watches the supply of this router");
const SUPPLY = ascii("Supply ");
const MEASURED = ascii(", % mV");
const LOWEST = ascii(", lowest % mV");
const THRESHOLDS = ascii("  Failing below % mV, too low below % mV");
const HOLD_UP = ascii("  Hold-up capacitor: gives % uC over % mV, % uC are needed");
const SAVING = ascii("  All is to be saved in % ms; the longest took % ms, % took longer than that");
const FAILURES = ascii("  Failures: %, % of them saved, % over in time; % since the memory was blank");

/** By `Restored`. */
const RESULTS = ascii("the memory does not answer|cold|restored|fell back|corrupt|refused");
const RETENTION = ascii("Retention: ");
const SAVED_AGO = ascii(", saved ");
const BEFORE = ascii(" before the start");
const ORDERLY = ascii(", as the supply failed");
const STARTS = ascii("  Starts %, reset cause ");
/** By `ResetCause`. */
const CAUSES = ascii("unknown|power-on|brown-out|pin|watchdog|software|deep sleep");
const RECORD = ascii("  Record % octets, memory % octets");
const REFUSED = ascii(", schema % refused");
const SAVES = ascii("  Saves: %, % unchanged, % not saved, % repairs, % checkpoints");
const ERRORS = ascii("  Errors: % of the memory, % read back, % of the clock");
const FOUND = ascii("  Found at the start: % damaged slots, % saves broken off, % migrated");

/** How many lines each report has. */
const enum Lines {
  Clock = 1,
  Power = 5,
  Retention = 6,
}

/**
 * `show clock`, `show power`, `show retention` and `clock set`. Whoever listens to the routine hands `clockSet` on.
 *
 * Memory: a CalendarTime and 20 octets.
 */
export class RetentionConsole implements RetentionCommands, Report {
  private readonly _keepAlive: KeepAlive;
  private readonly _memory: number;
  private readonly _time: CalendarTime;
  private _console: Console | null = null;
  private _action: Action = Action.ShowClock;
  private _step = 0;

  /** @param memory size of the routine's memory, octets */
  constructor(keepAlive: KeepAlive, memory: number) {
    this._keepAlive = keepAlive;
    this._memory = memory;
    this._time = new CalendarTime();
  }

  get result(): Restored {
    return this._keepAlive.result;
  }

  attach(console: Console): void {
    this._console = console;
  }

  report(action: Action): Report {
    this._action = action;
    this._step = 0;
    return this;
  }

  next(line: LineWriter, now: number): boolean {
    const step = this._step++;
    switch (this._action) {
      case Action.ShowPower:
        this._power(line, step);
        return this._keepAlive.holdUp !== null && step + 1 < Lines.Power;
      case Action.ShowRetention:
        this._retention(line, step);
        return step + 1 < Lines.Retention;
      default:
        this._clock(line, now);
        return step + 1 < Lines.Clock;
    }
  }

  setClock(time: number, day: number, month: number, year: number, now: number): void {
    const keepAlive = this._keepAlive;
    const target = this._time;
    target.set(year, month, day, (time / 3600) | 0, ((time / 60) | 0) % 60, time % 60);
    if (keepAlive.clock === null) this._complain(NO_CLOCK);
    else if (day > daysInMonth(year, month)) this._complain(NO_SUCH_DAY);
    else if (!keepAlive.setClock(target, now)) this._complain(NOT_NOW);
  }

  /** As the routine tells its listener. */
  clockSet(set: boolean): void {
    if (!set) this._complain(NOT_SET);
  }

  private _complain(text: Uint8Array): void {
    if (this._console === null) return;
    this._console.line.text(text);
    this._console.print();
  }

  private _clock(line: LineWriter, now: number): void {
    const keepAlive = this._keepAlive;
    const time = this._time;
    if (keepAlive.clock === null) line.text(NO_CLOCK);
    else if (keepAlive.time(time, now)) writeTime(line, time);
    else line.item(NO_TIME, keepAlive.clock.validity);
  }

  private _power(line: LineWriter, step: number): void {
    const keepAlive = this._keepAlive;
    const holdUp = keepAlive.holdUp;
    const supply = keepAlive.supply;
    if (holdUp === null || supply === null) {
      line.text(NOT_WATCHED);
      return;
    }
    const counters = keepAlive.counters;
    const lowest = counters[KeepAliveCounter.LowestVoltage]!;
    switch (step) {
      case 0: {
        const voltage = supply.millivolts();
        line.text(SUPPLY);
        line.item(STATES, keepAlive.state);
        if (voltage !== PowerGood.Yes) line.counts(MEASURED, voltage);
        if (lowest !== PowerGood.Yes) line.counts(LOWEST, lowest);
        return;
      }
      case 1:
        line.counts(THRESHOLDS, holdUp.failing, holdUp.minimum);
        return;
      case 2:
        line.counts(HOLD_UP, holdUp.available, holdUp.window, holdUp.needed);
        return;
      case 3:
        line.counts(
          SAVING,
          holdUp.time,
          counters[KeepAliveCounter.LongestSave]!,
          counters[KeepAliveCounter.OverBudget]!,
        );
        return;
      default:
        line.counts(
          FAILURES,
          counters[KeepAliveCounter.Failures]!,
          counters[KeepAliveCounter.Saved]!,
          counters[KeepAliveCounter.Returns]!,
          keepAlive.failures,
        );
    }
  }

  private _retention(line: LineWriter, step: number): void {
    const keepAlive = this._keepAlive;
    const store = keepAlive.store;
    const counters = store.counters;
    switch (step) {
      case 0:
        line.text(RETENTION);
        line.item(RESULTS, keepAlive.result);
        if (keepAlive.away >= 0) {
          line.text(SAVED_AGO);
          line.span(keepAlive.away);
          line.text(BEFORE);
        }
        if (keepAlive.orderly) line.text(ORDERLY);
        return;
      case 1:
        line.counts(STARTS, keepAlive.starts);
        line.item(CAUSES, store.cause);
        return;
      case 2:
        line.counts(RECORD, store.record.bytes.length, this._memory);
        if (store.refused !== 0) line.counts(REFUSED, store.refused);
        return;
      case 3:
        line.counts(
          SAVES,
          counters[StoreCounter.Saves]!,
          counters[StoreCounter.Unchanged]!,
          counters[StoreCounter.NotSaved]!,
          counters[StoreCounter.Repairs]!,
          keepAlive.counters[KeepAliveCounter.Checkpoints],
        );
        return;
      case 4:
        line.counts(
          ERRORS,
          counters[StoreCounter.MemoryErrors]!,
          counters[StoreCounter.ReadBackErrors]!,
          keepAlive.counters[KeepAliveCounter.ClockErrors],
        );
        return;
      default:
        line.counts(
          FOUND,
          counters[StoreCounter.DamagedSlots]!,
          counters[StoreCounter.BrokenOff]!,
          counters[StoreCounter.Migrated]!,
        );
    }
  }
}

/** As IOS does: `17:21:04 UTC Mon Mar 1 1993`. */
function writeTime(line: LineWriter, time: CalendarTime): void {
  line.decimal(time.hour, 2);
  line.octet(COLON);
  line.decimal(time.minute, 2);
  line.octet(COLON);
  line.decimal(time.second, 2);
  line.text(UTC);
  line.item(WEEKDAYS, weekday(time.dayNumber) - 1);
  line.octet(BLANK);
  line.item(MONTHS, time.month - 1);
  line.octet(BLANK);
  line.decimal(time.day, 1);
  line.octet(BLANK);
  line.decimal(time.year, 1);
}
