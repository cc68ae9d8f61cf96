import { CalendarTime } from "../../src/calendar";
import { DS1307_TIMERS, Ds1307 } from "../../src/drivers/ds1307/ds1307";
import { HdlcKeepalive } from "../../src/keepalive/hdlc";
import type { KeepaliveListener, Transmitter } from "../../src/keepalive/machine";
import type { SupplyMonitor } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import type { HoldUpOptions, ShedLoad } from "../../src/retention/hold-up";
import { KEEP_ALIVE_TIMERS, KeepAlive } from "../../src/retention/keep-alive";
import { PowerState } from "../../src/retention/keep-alive-options";
import type { KeepAliveListener } from "../../src/retention/keep-alive-options";
import type { Restored } from "../../src/retention/options";
import { RetainedHdlc } from "../../src/retention/retained-hdlc";
import { RETENTION_TIMERS } from "../../src/retention/store";
import { Scheduler } from "../../src/scheduler/scheduler";
import type { Task } from "../../src/scheduler/scheduler";
import { SlarpField } from "../../src/wire/chdlc";
import { readInt32 } from "../../src/wire/octets";
import { Ds1307Chip } from "../chips/ds1307/chip";
import { EmulatedI2cBus } from "../i2c/emulated-i2c-bus";
import { Simulation } from "../simulation/simulation";
import type { Actor } from "../simulation/simulation";
import { MainSupply } from "./main-supply";
import type { SupplyPoint } from "./main-supply";
import { Rail } from "./rail";

export interface DeviceLoad {
  name: string;
  /** mA, as declared and as drawn. */
  current: number;
  /** ms that it may take to be shed, and takes. */
  time: number;
  takes: number;
}

export interface PoweredDeviceOptions {
  /** What the program is told of its hold-up capacitor. */
  holdUp: HoldUpOptions;
  loads: readonly DeviceLoad[];
  /** From one look at the supply to the next, ms. */
  interval: number;
  /** Keepalive interval of its line, ms. */
  keepalive: number;
  /** Clock of the I2C bus. */
  hertz: number;
  /** What the capacitor really has, µF. */
  capacitance: number;
  /** What is drawn, loads included, mA. */
  current: number;
  /** By how much too high the voltage is measured, mV. */
  error: number;
  seed: number;
}

/** Volts before the diode, and behind it. */
const SUPPLY = 5.3;
const DROP = 0.3;

const enum Event {
  /** The program's scheduler. */
  Run,
  /** The rail is too low for the program to go on. */
  Death,
  /** The first load draws nothing any more; the others follow. */
  Shed,
}

/**
 * A device with a DS1307, an HDLC line and a keep-alive routine, on a main supply with a hold-up capacitor, in virtual time.
 * Its program is late for its timers by up to the latency that it was configured with, and ends when the rail falls below
 * its minimum; its clock chip goes on from its battery.
 */
export class PoweredDevice implements Actor, KeepAliveListener, SupplyMonitor, KeepaliveListener, Transmitter, Task {
  readonly simulation = new Simulation();
  readonly supply: MainSupply;
  readonly rail: Rail;
  readonly chip: Ds1307Chip;
  readonly bus: EmulatedI2cBus;
  /** The program that runs, or the last that did. */
  keepAlive!: KeepAlive;
  alive = false;
  /** What was told of its start, null before. */
  resumedWith: { result: Restored; away: number } | null = null;
  /** Keepalives whose number the peer had seen before. */
  replays = 0;
  sent = 0;
  /** Virtual seconds at which the last program had saved all, and at which it ended; and the ms between. */
  heldAt = 0;
  diedAt = 0;
  spare = 0;
  readonly buffer = new Uint8Array(64);
  readonly offset = 0;
  readonly capacity = 64;
  private readonly _options: PoweredDeviceOptions;
  private readonly _random: XorShift32;
  private readonly _latency: number;
  private readonly _run: number;
  private readonly _death: number;
  private readonly _shed: number[];
  private _scheduler!: Scheduler;
  private _driver!: Ds1307;
  private _hdlc!: HdlcKeepalive;
  private _poll = 0;
  private _last: number | null = null;
  private _clockSet = false;
  private _saved = 0;

  constructor(options: PoweredDeviceOptions) {
    const { simulation } = this;
    this._options = options;
    this._random = new XorShift32(options.seed);
    this._latency = options.holdUp.latency ?? 5;
    this.supply = new MainSupply(simulation, SUPPLY);
    this.rail = new Rail(this.supply, {
      capacitance: options.capacitance / 1e6,
      resistance: (options.holdUp.resistance ?? 0) / 1000,
      drop: DROP,
    });
    this.chip = new Ds1307Chip(simulation, { seed: 1 + (options.seed & 0xffff) });
    this.bus = new EmulatedI2cBus(simulation, [this.chip], { hz: options.hertz });
    this._run = simulation.register(this, Event.Run);
    this._death = simulation.register(this, Event.Death);
    this._shed = options.loads.map((_, i) => simulation.register(this, Event.Shed + i));
  }

  /** ms, as the program is told them. */
  get now(): number {
    return (this.simulation.seconds * 1000 + Math.floor(this.simulation.nanos / 1e6)) | 0;
  }

  /** Switches the device on, with its supply as it should be. */
  boot(): void {
    const { interval, keepalive, holdUp, current } = this._options;
    this.rail.script([[0, SUPPLY]]);
    this.rail.settle();
    this.rail.current = current / 1000;
    this.chip.power(SUPPLY - DROP);
    this.alive = true;
    this.resumedWith = null;
    const scheduler = new Scheduler(KEEP_ALIVE_TIMERS + RETENTION_TIMERS + DS1307_TIMERS + 1);
    this._scheduler = scheduler;
    this._driver = new Ds1307({ bus: this.bus, scheduler });
    // From its own seed, as on a board without entropy.
    this._hdlc = new HdlcKeepalive({ interval: keepalive, retries: 255, random: new XorShift32(7) });
    this._hdlc.attach(this, this);
    this._poll = scheduler.register(this, 0, 0);
    this.keepAlive = new KeepAlive({
      memory: this._driver.memory,
      clock: this._driver.clock,
      scheduler,
      listener: this,
      supply: this,
      holdUp,
      interval,
      states: [new RetainedHdlc(this._hdlc)],
      loads: this._options.loads.map((load, i) => this._load(load, i)),
      settle: 50,
      checkpoint: 1000,
    });
    this.keepAlive.start(this.now);
    this._schedule();
  }

  /** The supply takes this course from now on. */
  script(points: readonly SupplyPoint[]): void {
    this.rail.script(points);
    this._planDeath();
  }

  /** Lets `ms` pass. */
  pass(ms: number): void {
    const nanos = this.simulation.nanos + ms * 1e6;
    void this.simulation.runUntil(this.simulation.seconds + Math.floor(nanos / 1e9), Math.floor(nanos % 1e9));
  }

  fire(kind: number): void {
    if (!this.alive) return;
    if (kind === Event.Death) this._die();
    else if (kind >= Event.Shed) this._draw(-this._options.loads[kind - Event.Shed]!.current);
    else {
      this._scheduler.run(this.now);
      this._schedule();
    }
  }

  // --- what the program is told

  millivolts(): number {
    return Math.floor(this.rail.voltage() * 1000) + this._options.error;
  }

  resumed(result: Restored, away: number, now: number): void {
    this.resumedWith = { result, away };
    this._hdlc.start(now);
    this._scheduler.arm(this._poll, this._hdlc.due);
    if (this._clockSet) return;
    const time = new CalendarTime();
    time.set(2026, 2, 28, 23, 59, 50);
    this._clockSet = this.keepAlive.setClock(time, now);
  }

  powerChanged(state: PowerState): void {
    if (state !== PowerState.Held) return;
    this.heldAt = this.simulation.seconds;
    this._saved = this._milliseconds;
  }

  clockSet(): void {}

  wake(_kind: number, now: number): void {
    this._hdlc.poll(now);
    if (this._hdlc.active) this._scheduler.arm(this._poll, this._hdlc.due);
  }

  // --- the line: all that is sent arrives, and nothing is ever answered

  commit(): boolean {
    const sequence = readInt32(this.buffer, SlarpField.A);
    if (this._last !== null && ((sequence - this._last) | 0) <= 0) this.replays++;
    this._last = sequence;
    this.sent++;
    return true;
  }

  verdictChanged(): void {}
  resetRequested(): void {}
  intervalElapsed(): void {}
  payloadsPass(): void {}

  private _load({ name, current, time, takes }: DeviceLoad, index: number): ShedLoad {
    return {
      name,
      current,
      time,
      shed: () => this.simulation.after(this._shed[index]!, takes * 1e6),
      restore: () => {
        if (this.simulation.isScheduled(this._shed[index]!)) this.simulation.cancel(this._shed[index]!);
        else this._draw(current);
      },
    };
  }

  private _draw(milliamperes: number): void {
    this.rail.current = Math.max(0, this.rail.current + milliamperes / 1000);
    this._planDeath();
  }

  private _planDeath(): void {
    const time = this.rail.timeBelow(this._options.holdUp.minimum / 1000);
    if (time < 0) this.simulation.cancel(this._death);
    else this.simulation.after(this._death, Math.ceil(time));
  }

  private _die(): void {
    this.alive = false;
    this.diedAt = this.simulation.seconds;
    this.spare = this._milliseconds - this._saved;
    this.bus.abandon();
    for (const event of [this._run, this._death, ...this._shed]) this.simulation.cancel(event);
    this.chip.power(0);
    this.bus.holdData(0);
  }

  /** With its fraction. */
  private get _milliseconds(): number {
    return this.simulation.seconds * 1000 + this.simulation.nanos / 1e6;
  }

  private _schedule(): void {
    const delay = this._scheduler.delay(this.now);
    if (delay < 0) return;
    const random = this._random.next() >>> 0;
    const late = random % 4 === 0 ? this._latency : random % 4 === 1 ? (random >>> 8) % (this._latency + 1) : 0;
    const ms = this.simulation.seconds * 1000 + Math.floor(this.simulation.nanos / 1e6) + delay + late;
    this.simulation.at(this._run, Math.floor(ms / 1000), (ms % 1000) * 1e6);
  }
}
