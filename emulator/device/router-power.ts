import { CalendarTime, SECONDS_OF_DAY } from "../../src/calendar";
import type { Console } from "../../src/console/console";
import { DS1307_TIMERS, Ds1307 } from "../../src/drivers/ds1307/ds1307";
import { Ds3232 } from "../../src/drivers/ds3231/ds3231";
import type { I2cBus, SupplyMonitor } from "../../src/ports";
import type { HoldUpOptions } from "../../src/retention/hold-up";
import { KEEP_ALIVE_TIMERS, KeepAlive } from "../../src/retention/keep-alive";
import type { KeepAliveListener, RetainedState } from "../../src/retention/keep-alive-options";
import { Restored } from "../../src/retention/options";
import { RetainedConfig } from "../../src/retention/retained-config";
import { RetainedHdlc } from "../../src/retention/retained-hdlc";
import { RetainedPpp } from "../../src/retention/retained-ppp";
import { RetentionConsole } from "../../src/retention/retention-console";
import { RETENTION_TIMERS } from "../../src/retention/store";
import type { Scheduler } from "../../src/scheduler/scheduler";
import { ascii } from "../../src/text";
import { RouterEvent } from "./contract";
import type { RouterOutputs } from "./contract";
import type { RouterInterface } from "./router-interface";

/** A router that knows of its supply: its clock chip, and what it is told of its hold-up capacitor. */
export interface PowerConfig {
  clock: "ds1307" | "ds3232";
  holdUp: HoldUpOptions;
  /** From one save to the next, ms. */
  checkpoint: number;
  /** Whether a router whose memory was lost starts no interface until somebody types `no shutdown`. */
  codeLock: boolean;
}

/** What of a board is no port of an interface. */
export interface Board {
  readonly bus: I2cBus;
  readonly supply: SupplyMonitor;
}

/** The most octets of a transaction on its bus. */
export const I2C_LONGEST = 32;

/** Told when the interfaces may be started. */
export interface RouterPowerListener {
  startAsStored(now: number): void;
}

export const POWER_TIMERS = KEEP_ALIVE_TIMERS + 2 * RETENTION_TIMERS + DS1307_TIMERS;

/** How much of a DS3232's memory is the routine's; the rest holds the configuration. */
const ROUTINE = 96;

const LOCKED = ascii("%RETENTION-3-LOCKED: the memory has lost its supply, no interface is started");

/** The keep-alive routine of a router, with its clock chip and its console. */
export class RouterPower implements KeepAliveListener {
  readonly keepAlive: KeepAlive;
  readonly commands: RetentionConsole;
  /** Where `write memory` saves to; null where the memory is too small. */
  readonly config: RetainedConfig | null;
  private readonly _console: Console;
  private readonly _outputs: RouterOutputs;
  private readonly _listener: RouterPowerListener;
  private readonly _codeLock: boolean;
  private readonly _time: CalendarTime;

  /** @param first the interface whose numbers are kept */
  constructor(
    plan: PowerConfig,
    board: Board,
    first: RouterInterface,
    scheduler: Scheduler,
    console: Console,
    outputs: RouterOutputs,
    listener: RouterPowerListener,
  ) {
    const options = { bus: board.bus, scheduler: scheduler };
    const chip = plan.clock === "ds1307" ? new Ds1307(options) : new Ds3232(options);
    const big = plan.clock !== "ds1307";
    const states: RetainedState[] = [];
    if (first.hdlc !== null) states.push(new RetainedHdlc(first.hdlc));
    if (first.ppp !== null && (big || first.hdlc === null)) states.push(new RetainedPpp(first.ppp));
    this.keepAlive = new KeepAlive({
      memory: chip.memory,
      clock: chip.clock,
      scheduler: scheduler,
      listener: this,
      supply: board.supply,
      holdUp: plan.holdUp,
      states: states,
      checkpoint: plan.checkpoint,
      size: big ? ROUTINE : undefined,
    });
    this.commands = new RetentionConsole(this.keepAlive, chip.memory.size);
    this.config = big ? new RetainedConfig({ memory: chip.memory, scheduler: scheduler, at: ROUTINE }) : null;
    this._console = console;
    this._outputs = outputs;
    this._listener = listener;
    this._codeLock = plan.codeLock;
    this._time = new CalendarTime();
  }

  start(now: number): void {
    this.keepAlive.start(now);
  }

  /** Tells the emulator what the router thinks that the time is. */
  tellClock(now: number): void {
    const time = this._time;
    const valid = this.keepAlive.time(time, now);
    this._outputs.event(0, RouterEvent.Clock, SECONDS_OF_DAY * time.dayNumber + time.secondOfDay, valid ? 1 : 0);
  }

  resumed(result: Restored, away: number, now: number): void {
    this._outputs.event(0, RouterEvent.Resumed, result, away);
    if (this.config !== null) this.config.start(now);
    if (!this._codeLock || result === Restored.Restored || result === Restored.FellBack) {
      this._listener.startAsStored(now);
      return;
    }
    this._console.stamp(now);
    this._console.line.text(LOCKED);
    this._console.print();
  }

  powerChanged(): void {}

  clockSet(set: boolean): void {
    this.commands.clockSet(set);
  }
}
