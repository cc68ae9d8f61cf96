import { CalendarTime } from "../calendar";
import type { Console } from "../console/console";
import type { RetentionCommands } from "../console/retention-commands";
import type { HdlcKeepalive } from "../keepalive/hdlc";
import type { Ppp } from "../keepalive/ppp";
import { InterfaceCounter } from "../link/counters";
import type { RealTimeClock, ResetCause, RetainedMemory, SupplyMonitor } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import type { HoldUpOptions, ShedLoad } from "./hold-up";
import { KEEP_ALIVE_TIMERS, KeepAlive } from "./keep-alive";
import type { KeepAliveListener, RetainedState } from "./keep-alive-options";
import { Restored } from "./options";
import { RetainedCounters } from "./retained-counters";
import { RetainedHdlc } from "./retained-hdlc";
import { RetainedPpp } from "./retained-ppp";
import { RetentionConsole } from "./retention-console";
import { CompactSlots, FullSlots } from "./slot-format";
import { RETENTION_TIMERS } from "./store";

/** How many timers it registers, those of a clock chip's driver left out. */
export const ROUTER_RETENTION_TIMERS = KEEP_ALIVE_TIMERS + RETENTION_TIMERS;

/** A router's line before it is started, as a program hands it over. */
export interface RetainedLine {
  readonly scheduler: Scheduler;
  readonly console: Console;
  readonly hdlc: HdlcKeepalive;
  readonly ppp: Ppp;
  /** What the line speaks at first: where the memory has room for one only, it is this one's numbers that are kept. */
  readonly encapsulation: "hdlc" | "ppp";
  /** Of the interface, indexed by {@link InterfaceCounter}. */
  readonly counters: Int32Array;
  readonly cause: ResetCause;
  readonly listener: RetainedLineListener;
}

/** Told when the line may be started. */
export interface RetainedLineListener {
  lineMayStart(now: number): void;
}

export interface RouterRetentionOptions {
  memory: RetainedMemory;
  /** A clock with a battery of its own. Default: none. */
  clock?: RealTimeClock;
  /** Default: the supply is not watched. */
  supply?: SupplyMonitor;
  /** What the hold-up capacitor must do: with a supply, and only then. */
  holdUp?: HoldUpOptions;
  /** To be taken off a failing supply, in their order. Default: none. */
  loads?: readonly ShedLoad[];
  /** From one save to the next while all is well, 1000 to 2^30 - 1 ms. Default 60000. */
  checkpoint?: number;
  /** From one look at the supply to the next, 1 to 1000 ms. Default 5, and 1000 without one. */
  interval?: number;
}

/** Tells its record from those of other programs. */
const RECORD = 5;

/** Octets of time, flags, starts and failures; of what is kept of each encapsulation, and of each counter; of a brief record. */
const OWN = 9;
const HDLC = 8;
const PPP = 7;
const COUNTER = 4;
const BRIEF = 4;

/** In the order in which there is room for them. */
const COUNTERS = /* @__PURE__ */ new Uint8Array([
  InterfaceCounter.InterfaceResets,
  InterfaceCounter.PacketsIn,
  InterfaceCounter.PacketsOut,
  InterfaceCounter.InputErrors,
  InterfaceCounter.Crc,
  InterfaceCounter.CarrierTransitions,
  InterfaceCounter.OctetsIn,
  InterfaceCounter.OctetsOut,
]);

/** What the record's version is made of. */
const enum Version {
  Hdlc = 1,
  Ppp = 2,
  /** Times the number of counters. */
  Counter = 4,
}

/**
 * The keep-alive routine of a router with one serial line: keeps of it what the memory has room for. First that are the
 * numbers of the encapsulation that it speaks, in 52 octets or more together with time and starts, and in less by
 * themselves; then those of the other one, then counters of the interface, up to eight. The version of the record says
 * which: one that was made for another choice is not read, and given up.
 *
 * Time stamps of the console follow the clock.
 *
 * Memory: that of {@link KeepAlive} and {@link RetentionConsole}, and a CalendarTime.
 */
export class RouterRetention implements KeepAliveListener {
  readonly keepAlive: KeepAlive;
  readonly commands: RetentionCommands;
  private readonly _retentionConsole: RetentionConsole;
  private readonly _line: RetainedLine;
  private readonly _time: CalendarTime;

  /** @throws RangeError when the memory has no room, the hold-up capacitor does not last, or an option is out of its range */
  constructor(line: RetainedLine, options: RouterRetentionOptions) {
    const memory = options.memory;
    const full = new FullSlots();
    const speaksHdlc = line.encapsulation === "hdlc";
    const room = ((memory.size >> 1) & ~3) - full.header;
    const brief = room < OWN + (speaksHdlc ? HDLC : PPP);
    const both = room >= OWN + HDLC + PPP;
    const states: RetainedState[] = [];
    let version = 0;
    if (speaksHdlc || both) {
      states.push(new RetainedHdlc(line.hdlc, brief));
      version += Version.Hdlc;
    }
    if (!speaksHdlc || both) {
      states.push(new RetainedPpp(line.ppp, brief));
      version += Version.Ppp;
    }
    const left = room - OWN - (both ? HDLC + PPP : speaksHdlc ? HDLC : PPP);
    const count = brief ? 0 : Math.min((left / COUNTER) | 0, COUNTERS.length);
    if (count > 0) states.push(countersOf(line, count));
    version += Version.Counter * count;
    this.keepAlive = new KeepAlive({
      memory,
      clock: options.clock,
      scheduler: line.scheduler,
      listener: this,
      supply: options.supply,
      holdUp: options.holdUp,
      loads: options.loads,
      checkpoint: options.checkpoint,
      interval: options.interval,
      states,
      brief,
      format: room < BRIEF ? new CompactSlots() : full,
      id: RECORD,
      version,
      cause: line.cause,
    });
    this._retentionConsole = new RetentionConsole(this.keepAlive, memory.size);
    this.commands = this._retentionConsole;
    this._line = line;
    this._time = new CalendarTime();
  }

  /** Begins; the line's listener is told when it may be started, within three seconds. To be called once. */
  start(now: number): void {
    this.keepAlive.start(now);
  }

  resumed(result: Restored, _away: number, now: number): void {
    const store = this.keepAlive.store;
    if (result === Restored.Refused) {
      store.discard();
      store.save(now);
    }
    this._followClock(now);
    this._line.listener.lineMayStart(now);
  }

  powerChanged(): void {}

  clockSet(set: boolean, now: number): void {
    this._retentionConsole.clockSet(set);
    this._followClock(now);
  }

  private _followClock(now: number): void {
    if (!this.keepAlive.time(this._time, now)) return;
    this._line.console.timeOfDay.set(now, 1000 * this._time.secondOfDay);
  }
}

/** @setup */
function countersOf(line: RetainedLine, count: number): RetainedCounters {
  const indices: number[] = [];
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    indices.push(COUNTERS[i]!);
    names.push(`interface counter ${COUNTERS[i]!}`);
  }
  return new RetainedCounters(line.counters, indices, names);
}
