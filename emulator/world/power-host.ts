import { i2cSaveTime } from "../../src/retention/hold-up";
import type { SupplyMonitor } from "../../src/ports";
import { Ds1307Chip } from "../chips/ds1307/chip";
import { Ds3231Chip } from "../chips/ds3231/chip";
import { I2C_LONGEST } from "../device/router-power";
import type { Board, PowerConfig } from "../device/router-power";
import { EmulatedI2cBus } from "../i2c/emulated-i2c-bus";
import { Battery, CR2032, NINE_VOLT, Supercapacitor } from "../power/battery";
import type { Source } from "../power/battery";
import { MainSupply } from "../power/main-supply";
import type { SupplyPoint } from "../power/main-supply";
import { Rail } from "../power/rail";
import type { PowerEvent, PowerPlan } from "../scenario/power-plan";
import type { Actor, Simulation } from "../simulation/simulation";
import { SECOND } from "../simulation/simulation";

/** Whose supply it is. */
export interface PoweredRouter {
  powerOn(): Promise<void>;
  powerOff(): Promise<void>;
}

const enum Event {
  /** The rail has become too low for the program. */
  Death,
  /** It has become good enough for it. */
  Boot,
  /** Time for batteries to be looked at. */
  Drain,
}

/** s from one look at the batteries to the next. */
const DRAIN = 60;
/** What a clock chip draws from its battery: a DS1307 500 nA at most (data sheet, rev. 3/15, page 3). Amperes. */
const CLOCK_CURRENT = 500e-9;
/** What a regulator makes of the rail for the chip, volts. */
const CHIP_SUPPLY = 5;
/** A supercapacitor behind a diode on that, volts: a DS1307 is not read above 0.8 times its supply. */
const SUPERCAPACITOR = 3.3;
/** Above the failing voltage, as the routine's hysteresis. */
const START = 0.1;
/** In front of the hold-up capacitor, and behind a keeper: volts. */
const DROP = 0.3;

const BATTERIES = {
  none: () => null,
  cr2032: () => new Battery(CR2032),
  supercapacitor: () => new Supercapacitor({ full: SUPERCAPACITOR }),
};

/** The most octets that a save of the routine writes, and the clock of the bus. */
const OCTETS_OF_SAVE = 64;
const BUS_HZ = 100_000;

/** What a router is told of its supply. */
export function powerConfig({ clock, holdUp, checkpoint, codeLock }: PowerPlan): PowerConfig {
  const saveTime = i2cSaveTime(OCTETS_OF_SAVE, BUS_HZ, 0);
  return { clock, checkpoint, codeLock, holdUp: { ...holdUp, saveTime } };
}

/**
 * The supply of a router: mains or a car's battery, a keeper that may stand in for it, the hold-up capacitor, and a clock
 * chip with a battery of its own. Switches the router on and off as its rail rises and falls.
 */
export class PowerHost implements Actor, Board, SupplyMonitor {
  readonly bus: EmulatedI2cBus;
  readonly chip: Ds1307Chip | Ds3231Chip;
  readonly supply: SupplyMonitor = this;
  private readonly _simulation: Simulation;
  private readonly _plan: PowerPlan;
  private readonly _router: PoweredRouter;
  private readonly _main: MainSupply;
  private readonly _rail: Rail;
  private readonly _event: number;
  private _battery: Source | null;
  private _keeper: Battery | null = null;
  private _on = false;
  /** When batteries were looked at last, s. */
  private _drained = 0;
  /** Whether the main supply is away. */
  private _absent = false;

  constructor(simulation: Simulation, plan: PowerPlan, router: PoweredRouter) {
    this._simulation = simulation;
    this._plan = plan;
    this._router = router;
    this._main = new MainSupply(simulation, 0);
    this._rail = new Rail(this._main, { capacitance: plan.holdUp.capacitance / 1e6, drop: DROP });
    this._battery = BATTERIES[plan.battery]();
    const battery = this._batteryVoltage;
    this.chip =
      plan.clock === "ds1307"
        ? new Ds1307Chip(simulation, { battery })
        : new Ds3231Chip(simulation, { battery, sram: true });
    this.chip.power(0, battery);
    // What reads it waits for the end of a transaction, as runtimes do.
    this.bus = new EmulatedI2cBus(simulation, [this.chip], { hz: BUS_HZ, longest: I2C_LONGEST, blocking: true });
    this._event = simulation.register(this, Event.Death);
    simulation.register(this, Event.Boot);
    simulation.register(this, Event.Drain);
    simulation.at(this._event + Event.Drain, DRAIN, 0);
  }

  millivolts(): number {
    return Math.floor(this._rail.voltage() * 1000);
  }

  /** The main supply comes, or goes. */
  power(on: boolean): void {
    this._absent = !on;
    this._course([[on ? 0 : this._plan.fall, this._level]]);
  }

  /**
   * The main supply sags and comes back; the battery of the clock chip is taken out, or a fresh one put in; or a fresh 9 V
   * block is put on the terminals of the main supply, or taken off.
   */
  happens(event: PowerEvent): void {
    this._drain();
    const present = event.kind !== "brown-out" && event.present;
    if (event.kind === "brown-out") {
      const low = Math.max(event.to, this._keeperVoltage);
      const { fall, hold, rise } = event;
      this._course([[fall, low], [fall + hold, low], [fall + hold + rise, this._level]]); // prettier-ignore
    } else if (event.kind === "battery") {
      this._battery = present ? BATTERIES[this._plan.battery]() : null;
      this._feedChip();
    } else {
      this._keeper = present ? new Battery(NINE_VOLT) : null;
      if (this._absent) this._course([[0, this._level]]);
    }
  }

  /** The router's program has come to its end, or begun: by what the rail says, or the scenario. */
  switched(on: boolean): void {
    this._drain();
    this._on = on;
    this._rail.current = on ? this._plan.holdUp.current / 1000 : 0;
    if (!on) this.bus.abandon();
    this._feedChip();
    this._schedule();
  }

  fire(kind: number): void | Promise<void> {
    if (kind === Event.Drain) {
      this._drain();
      this._feedChip();
      if (this._absent && this._keeper !== null) this._course([[0, this._level]]);
      this._simulation.after(this._event + Event.Drain, DRAIN * SECOND);
      return;
    }
    return kind === Event.Boot ? this._router.powerOn() : this._router.powerOff();
  }

  /** Where the main supply is at rest. */
  private get _level(): number {
    return this._absent ? this._keeperVoltage : this._plan.supply;
  }

  private get _keeperVoltage(): number {
    return this._keeper === null ? 0 : Math.max(0, this._keeper.voltage(this._rail.current) - DROP);
  }

  private get _batteryVoltage(): number {
    return this._battery === null ? 0 : this._battery.voltage(CLOCK_CURRENT);
  }

  private _course(points: readonly SupplyPoint[]): void {
    this._rail.script(points);
    this._schedule();
  }

  /** When the rail makes the router begin or end. */
  private _schedule(): void {
    const { failing, minimum } = this._plan.holdUp;
    const start = failing / 1000 + START;
    const time = this._on ? this._rail.timeBelow(minimum / 1000) : this._main.timeAbove(start + DROP);
    this._simulation.cancel(this._event + (this._on ? Event.Boot : Event.Death));
    const event = this._event + (this._on ? Event.Death : Event.Boot);
    if (time < 0) this._simulation.cancel(event);
    else this._simulation.after(event, Math.ceil(time));
  }

  private _drain(): void {
    const seconds = this._simulation.seconds - this._drained;
    this._drained = this._simulation.seconds;
    if (this._on) {
      if (this._battery instanceof Supercapacitor) this._battery = BATTERIES.supercapacitor();
      if (this._absent) this._keeper?.drain(this._rail.current, seconds);
    }
    this._battery?.drain(this._on ? 0 : CLOCK_CURRENT, seconds);
  }

  private _feedChip(): void {
    this.chip.power(this._on ? CHIP_SUPPLY : 0, this._batteryVoltage);
  }
}
