import { EmulatedI2cBus } from "../../../emulator/i2c/emulated-i2c-bus";
import type { I2cBusOptions } from "../../../emulator/i2c/emulated-i2c-bus";
import type { I2cDevice } from "../../../emulator/i2c/i2c-device";
import { Simulation } from "../../../emulator/simulation/simulation";
import type { Actor } from "../../../emulator/simulation/simulation";
import { CalendarTime } from "../../../src/calendar";
import { TimeValidity } from "../../../src/ports";
import type { I2cBus, RealTimeClock, RealTimeClockListener } from "../../../src/ports";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { I2cPins } from "./i2c-pins";

const VALIDITIES: Record<TimeValidity, string> = {
  [TimeValidity.Unknown]: "unknown",
  [TimeValidity.Valid]: "valid",
  [TimeValidity.NeverSet]: "never set",
  [TimeValidity.OscillatorStopped]: "oscillator stopped",
  [TimeValidity.VoltageLow]: "voltage low",
  [TimeValidity.Impossible]: "impossible",
};

const FAULTS = ["", "absent", "wrong chip", "stuck", "reset"];

interface Driver {
  readonly clock: RealTimeClock & { attach(listener: RealTimeClockListener): void; readonly counters: Int32Array };
}

/** A time as `2024-02-29 12:34:56`. */
export function timeText(time: CalendarTime): string {
  const two = (value: number) => `${value}`.padStart(2, "0");
  const date = [time.year, two(time.month), two(time.day)].join("-");
  return `${date} ${[time.hour, time.minute, time.second].map(two).join(":")}`;
}

export function timeOf(text: string): CalendarTime {
  const time = new CalendarTime();
  const [year, month, day, hour, minute, second] = text.split(/[- :]/).map(Number);
  time.set(year!, month!, day!, hour!, minute!, second!);
  return time;
}

/** A driver, an emulated chip and the bus between, in virtual time; what the driver tells is noted as text. */
export class ClockBench<Chip extends I2cDevice, D extends Driver> implements Actor, RealTimeClockListener {
  readonly simulation = new Simulation();
  readonly scheduler = new Scheduler(4);
  readonly chip: Chip;
  readonly bus: EmulatedI2cBus;
  readonly driver: D;
  /** The chip's registers, on wires of their own. */
  readonly pins: I2cPins;
  get counters(): Int32Array {
    return this.driver.clock.counters;
  }
  private readonly _log: string[] = [];
  private readonly _run: number;

  constructor(
    address: number,
    makeChip: (simulation: Simulation) => Chip,
    makeDriver: (bus: I2cBus, scheduler: Scheduler) => D,
    options: I2cBusOptions = {},
  ) {
    this.chip = makeChip(this.simulation);
    this.bus = new EmulatedI2cBus(this.simulation, [this.chip], options);
    this.pins = new I2cPins(address, () => this.chip, this.simulation);
    this.driver = makeDriver(this.bus, this.scheduler);
    this.driver.clock.attach(this);
    this._run = this.simulation.register(this, 0);
  }

  /** Milliseconds, as the driver is told them. */
  get now(): number {
    return (this.simulation.seconds * 1000 + Math.floor(this.simulation.nanos / 1e6)) | 0;
  }

  /** Reads the time. @returns what was told, and the time if it is valid */
  read(): string {
    if (!this.driver.clock.read(this.now)) return "refused";
    this.run(500);
    return this.told();
  }

  /** Sets the time. @returns what was told */
  set(text: string): string {
    if (!this.driver.clock.set(timeOf(text), this.now)) return "refused";
    this.run(500);
    return this.told();
  }

  /** Lets `ms` pass. */
  run(ms: number): this {
    this._schedule();
    const nanos = this.simulation.nanos + ms * 1e6;
    void this.simulation.runUntil(this.simulation.seconds + Math.floor(nanos / 1e9), nanos % 1e9);
    return this;
  }

  /** Lets so many virtual seconds pass. */
  pass(seconds: number): this {
    this.pins.pass(seconds);
    return this;
  }

  told(): string {
    return this._log.splice(0).join(", ");
  }

  fire(): void {
    this.scheduler.run(this.now);
    this._schedule();
  }

  timeRead(validity: TimeValidity): void {
    const fault = FAULTS[this.driver.clock.fault]!;
    const time = validity === TimeValidity.Valid ? timeText(this.driver.clock.time) : VALIDITIES[validity];
    this._log.push(fault === "" ? time : `${time}: ${fault}`);
  }

  timeSet(set: boolean): void {
    const fault = FAULTS[this.driver.clock.fault]!;
    this._log.push(set ? "set" : fault === "" ? "not set" : `not set: ${fault}`);
  }

  private _schedule(): void {
    const delay = this.scheduler.delay(this.now);
    if (delay < 0) return;
    const ms = this.simulation.seconds * 1000 + Math.floor(this.simulation.nanos / 1e6) + delay;
    this.simulation.at(this._run, Math.floor(ms / 1000), (ms % 1000) * 1e6);
  }
}
