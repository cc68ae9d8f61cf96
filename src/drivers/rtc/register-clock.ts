import { CalendarTime } from "../../calendar";
import { PortFault, TimeValidity } from "../../ports";
import type { I2cBus, RealTimeClock, RealTimeClockListener } from "../../ports";
import type { Scheduler } from "../../scheduler/scheduler";
import type { CalibrationListener, CalibrationRegister } from "./calibration";
import { ChipSteps } from "./chip-steps";
import type { StepOwner } from "./chip-steps";
import { I2cCounter } from "./counters";
import { I2cRegisters } from "./i2c-registers";
import { Prepared } from "./prepared";

/** How many timers a clock registers. */
export const CLOCK_TIMERS = 1;

/** Registers of a time. */
export const TIME_COUNT = 7;
/** The most registers of a chip's state. */
const STATE_COUNT = 25;

/** What a chip's clock is made of. */
export interface ClockChip {
  /** The first of its seven registers of the time. */
  readonly timeRegister: number;
  /** Registers of its state, read after those of the time: 0 to 25. */
  readonly stateRegister: number;
  readonly stateCount: number;
  /** The latest year that it can hold. */
  readonly lastYear: number;
  /** Null: it has none. */
  readonly calibration: CalibrationRegister | null;
  /** Makes a time of the registers: those of the time, then those of the state. @returns what it is worth */
  decode(registers: Uint8Array, time: CalendarTime): TimeValidity;
  /**
   * Prepares step `step` of setting the time, from 0 on.
   * @param registers as they were before the first step, and after each step that had to wait
   * @param out what is to be written: the first register, then the octets for it and those that follow
   * @returns how many octets are to be written, or one of {@link Prepared}
   */
  prepare(step: number, time: CalendarTime, registers: Uint8Array, out: Uint8Array): number;
}

/** ms between two looks at a chip that is not ready for a step, and how long it may take. */
const LOOK = 2;
const READY_DEADLINE = 5000;

const enum Phase {
  Idle,
  ReadingTime,
  ReadingState,
  Writing,
  /** Waits for a chip that is not ready. */
  Waiting,
}

/** What the registers are read for. */
const enum Purpose {
  Read,
  /** Before the first step of setting, or the next one. */
  Prepare,
  Verify,
}

/** What is done to the chip. */
const enum Operation {
  Read,
  Set,
  Calibrate,
}

/**
 * The clock of a chip on an I2C bus. The registers of the time are read in one transaction, for which every chip holds them
 * still; what was set is read back.
 *
 * Memory: that of {@link I2cRegisters}, 70 octets, 4 * I2cCounter.Size octets of counters, one timer.
 */
export class RegisterClock implements RealTimeClock, StepOwner {
  readonly time: CalendarTime;
  /** Indexed by {@link I2cCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** As they were read last: those of the time, then those of the state. */
  readonly registers: Uint8Array;
  validity: TimeValidity = TimeValidity.Unknown;
  fault: PortFault = PortFault.None;
  /** The chip's calibration; null: it has none. */
  readonly calibration: CalibrationRegister | null;
  /** What the calibration was set to when the time was read last, steps. */
  steps = 0;
  private readonly _chip: ClockChip;
  private readonly _bus: I2cRegisters;
  private readonly _steps: ChipSteps;
  private readonly _target: CalendarTime;
  private readonly _out: Uint8Array;
  private _listener: RealTimeClockListener | null = null;
  private _calibrationListener: CalibrationListener | null = null;
  private _phase: Phase = Phase.Idle;
  private _operation: Operation = Operation.Read;
  private _purpose: Purpose = Purpose.Read;
  private _wantedSteps = 0;
  private _step = 0;
  private _due = 0;
  /** When the oscillator was told to run: what is read back is so much later. */
  private _setAt = 0;

  constructor(chip: ClockChip, bus: I2cBus, address: number, scheduler: Scheduler) {
    this.time = new CalendarTime();
    this.counters = new Int32Array(I2cCounter.Size);
    this.registers = new Uint8Array(TIME_COUNT + STATE_COUNT);
    this.calibration = chip.calibration;
    this._chip = chip;
    this._bus = new I2cRegisters(bus, address, this.counters);
    this._steps = new ChipSteps(this._bus, this, scheduler);
    this._target = new CalendarTime();
    this._out = new Uint8Array(1 + TIME_COUNT);
  }

  attach(listener: RealTimeClockListener): void {
    this._listener = listener;
  }

  /** Says whom to tell of calibration; once. */
  attachCalibration(listener: CalibrationListener): void {
    this._calibrationListener = listener;
  }

  read(now: number): boolean {
    if (this._phase !== Phase.Idle) return false;
    this._operation = Operation.Read;
    this._readAll(Purpose.Read, now);
    return true;
  }

  set(time: CalendarTime, now: number): boolean {
    if (this._phase !== Phase.Idle || !time.exists || time.year > this._chip.lastYear) return false;
    this._target.set(time.year, time.month, time.day, time.hour, time.minute, time.second);
    this._change(Operation.Set, now);
    return true;
  }

  /**
   * Begins to set the calibration, and reads it back; `calibrated` tells the end of it. The time goes on.
   * @param steps of {@link calibration}
   * @returns false while an operation is under way, or when the chip can't hold them
   */
  calibrate(steps: number, now: number): boolean {
    const calibration = this.calibration;
    if (this._phase !== Phase.Idle || calibration === null) return false;
    if (steps < calibration.least || steps > calibration.most) return false;
    this._wantedSteps = steps;
    this._change(Operation.Calibrate, now);
    return true;
  }

  stepDone(now: number): void {
    switch (this._phase) {
      case Phase.ReadingTime:
        this._phase = Phase.ReadingState;
        this._bus.read(this._chip.stateRegister, this.registers, TIME_COUNT, TIME_COUNT + this._chip.stateCount);
        this._steps.go(now);
        break;
      case Phase.ReadingState:
        this._taken(now);
        break;
      case Phase.Writing:
        this._setAt = now;
        this._step++;
        this._prepare(now);
        break;
      default:
        this._readAll(this._purpose, now);
    }
  }

  stepFailed(now: number): void {
    this.validity = TimeValidity.Unknown;
    this._end(false, this._bus.fault, now);
  }

  private _change(operation: Operation, now: number): void {
    this._operation = operation;
    this._step = 0;
    this._due = (now + READY_DEADLINE) | 0;
    this._readAll(Purpose.Prepare, now);
  }

  private _readAll(purpose: Purpose, now: number): void {
    this._purpose = purpose;
    this._phase = Phase.ReadingTime;
    this._bus.read(this._chip.timeRegister, this.registers, 0, TIME_COUNT);
    this._steps.go(now);
  }

  /** Time and state have been read. */
  private _taken(now: number): void {
    if (this._purpose === Purpose.Prepare) {
      this._prepare(now);
      return;
    }
    this.validity = this._chip.decode(this.registers, this.time);
    if (this.validity === TimeValidity.Valid && !this.time.exists) this.validity = TimeValidity.Impossible;
    if (this.calibration !== null) this.steps = this.calibration.decode(this.registers);
    if (this._operation === Operation.Read) this._end(true, PortFault.None, now);
    else if (this._operation === Operation.Calibrate) this._verified(this.steps === this._wantedSteps, now);
    else if (this.validity === TimeValidity.OscillatorStopped && ((now - this._due) | 0) < 0) this._wait(now);
    else this._verified(this._isSet(now), now);
  }

  private _prepare(now: number): void {
    const count =
      this._operation === Operation.Calibrate
        ? this.calibration!.prepare(this._step, this._wantedSteps, this.registers, this._out)
        : this._chip.prepare(this._step, this._target, this.registers, this._out);
    if (count === Prepared.Done) this._readAll(Purpose.Verify, now);
    else if (count !== Prepared.NotYet) {
      this._phase = Phase.Writing;
      this._bus.write(this._out[0]!, this._out, 1, 1 + count);
      this._steps.go(now);
    } else if (((now - this._due) | 0) < 0) this._wait(now);
    else this._end(false, PortFault.Stuck, now);
  }

  private _wait(now: number): void {
    this._phase = Phase.Waiting;
    this._steps.pause(LOOK, now);
  }

  /** Whether what was read back is what was set, and the time since. */
  private _isSet(now: number): boolean {
    const late = this.validity === TimeValidity.Valid ? this.time.secondsSince(this._target) : -1;
    return late >= 0 && late <= 2 + ((now - this._setAt) | 0) / 1000;
  }

  private _verified(verified: boolean, now: number): void {
    if (!verified) this.counters[I2cCounter.NotVerified]!++;
    this._end(verified, PortFault.None, now);
  }

  private _end(done: boolean, fault: PortFault, now: number): void {
    this._phase = Phase.Idle;
    this.fault = fault;
    if (this._operation === Operation.Calibrate) {
      if (this._calibrationListener !== null) this._calibrationListener.calibrated(done, now);
    } else if (this._listener !== null) {
      if (this._operation === Operation.Read) this._listener.timeRead(this.validity, now);
      else this._listener.timeSet(done, now);
    }
  }
}
