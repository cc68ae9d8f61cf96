import { integerOption } from "../options";
import { RESET_WORDS, ResetCause } from "../ports";
import type { Watchdog } from "../ports";
import type { Scheduler, Task } from "./scheduler";

/** How the program ended before this start. */
export const enum CrashKind {
  /** Not by itself, or nothing is known of it. */
  None,
  /** Something did not return: the watchdog reset the processor, or the runtime failed in it. */
  Stall,
  /** An exception that nobody caught. */
  Exception,
}

export interface SupervisorOptions {
  watchdog: Watchdog;
  /** Must have {@link SUPERVISOR_TIMERS} timers free. */
  scheduler: Scheduler;
  /** How long nothing may return before the processor is reset, 100 to the watchdog's longest, ms. Default 8000. */
  timeout?: number;
}

/** How many timers a supervisor registers. */
export const SUPERVISOR_TIMERS = 1;

/** {@link Supervisor.crashTimer}: it was in no timer, but where a port told what had arrived. */
export const NO_TIMER = -1;

const DEFAULT_TIMEOUT = 8000;
const SHORTEST_TIMEOUT = 100;

/**
 * The first word: a tag, which no word has by chance after the supply came back, the {@link CrashKind} that the next reset
 * would mean, and one more than the timer that is served, 0 for none. The others: octets of an exception's text.
 */
const TAG = 0x4c500000;
const TAG_MASK = 0xffff0000 | 0;
const KIND_SHIFT = 8;
const MOST = 0xff;

/** Octets of an exception's text that are kept. */
const TEXT = 4 * (RESET_WORDS - 1);

/**
 * Feeds a watchdog as long as the scheduler gets on: after each run that served a timer, and it has a timer of its own for
 * when there is nothing else to do. A run that does not end, an event loop that hangs, and one that is kept so busy by ports
 * that no timer is served, are not fed for.
 *
 * In the words that the watchdog keeps it leaves which timer is being served, so that nothing has to be done when it stalls,
 * and the beginning of the text of an exception that a task threw, which ends the program with a reset.
 *
 * Memory: 8 octets, one timer. A run costs one call of the watchdog for each timer served, and two more.
 */
export class Supervisor implements Task {
  /** Why the processor started. */
  readonly cause: ResetCause;
  readonly crash: CrashKind;
  /** The timer that was being served, 254 for any beyond, or {@link NO_TIMER}. */
  readonly crashTimer: number;
  /** The beginning of the exception's text, up to its first colon; ASCII. */
  readonly crashText: Uint8Array;
  /** ms */
  readonly timeout: number;
  private readonly _watchdog: Watchdog;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;

  /** @throws RangeError when the time-out is out of range, or the scheduler is full */
  constructor(options: SupervisorOptions) {
    const watchdog = options.watchdog;
    this.timeout = integerOption(
      "supervisor: time-out",
      options.timeout,
      Math.min(DEFAULT_TIMEOUT, watchdog.longest),
      SHORTEST_TIMEOUT,
      watchdog.longest,
      " ms",
    );
    this._watchdog = watchdog;
    this._scheduler = options.scheduler;
    this._timer = options.scheduler.register(this, 0, 0);
    const first = watchdog.word(0);
    this.cause = watchdog.cause;
    this.crash = crashOf(first, this.cause);
    this.crashTimer = (first & MOST) - 1;
    this.crashText = this.crash === CrashKind.Exception ? textOf(watchdog) : new Uint8Array(0);
  }

  /** Starts the watchdog. @setup */
  start(now: number): void {
    this._leave(CrashKind.Stall, 0);
    this._watchdog.start(this.timeout);
    this._scheduler.arm(this._timer, (now + (this.timeout >> 1)) | 0);
    this._scheduler.watch(this);
  }

  /** Its own timer needs no work: that it was served is enough. */
  wake(): void {}

  /** A timer is about to be served. */
  serving(timer: number): void {
    this._leave(CrashKind.Stall, timer + 1);
  }

  /** A run is over that served one timer or more. */
  served(now: number): void {
    this._leave(CrashKind.Stall, 0);
    this._watchdog.feed();
    this._scheduler.arm(this._timer, (now + (this.timeout >> 1)) | 0);
  }

  /* eslint-disable linkpulse/no-allocation -- The program ends with it. */
  /** Something threw, a task or what the runtime called: leaves its text, and resets the processor. */
  failed(error: unknown): void {
    const text = String(error);
    const colon = text.indexOf(":");
    const length = colon < 0 ? text.length : colon;
    for (let word = 1; word < RESET_WORDS; word++) {
      let value = 0;
      for (let at = 4 * (word - 1); at < 4 * word; at++) {
        value = (value << 8) | (at < length ? text.charCodeAt(at) & 0x7f : 0);
      }
      this._watchdog.setWord(word, value);
    }
    this._leave(CrashKind.Exception, this._watchdog.word(0) & MOST);
    this._watchdog.reset();
  }
  /* eslint-enable linkpulse/no-allocation */

  private _leave(kind: CrashKind, timer: number): void {
    this._watchdog.setWord(0, TAG | (kind << KIND_SHIFT) | (timer < MOST ? timer : MOST));
  }
}

/** What the word that the last run left means, after a reset for this cause. @setup */
function crashOf(word: number, cause: ResetCause): CrashKind {
  if ((word & TAG_MASK) !== TAG) return CrashKind.None;
  const kind = ((word >> KIND_SHIFT) & MOST) as CrashKind;
  if (kind === CrashKind.Exception && (cause === ResetCause.Software || cause === ResetCause.Watchdog)) return kind;
  // A program that was reset while it ran left the word of a stall.
  if (kind !== CrashKind.Stall) return CrashKind.None;
  return cause === ResetCause.Watchdog || cause === ResetCause.Panic ? kind : CrashKind.None;
}

/** @setup */
function textOf(watchdog: Watchdog): Uint8Array {
  const text = new Uint8Array(TEXT);
  let length = 0;
  for (let i = 0; i < TEXT; i++) {
    const octet = (watchdog.word(1 + (i >> 2)) >> (24 - 8 * (i & 3))) & MOST;
    if (octet === 0) break;
    text[length++] = octet;
  }
  return text.slice(0, length);
}
