import { MemoryState } from "../../ports";
import type { Scheduler, Task } from "../../scheduler/scheduler";
import type { I2cRegisters } from "./i2c-registers";

/** Whose operations a {@link ChipSteps} runs. */
export interface StepOwner {
  /** The operation is over. It begins another one, or waits, or is done. */
  stepDone(now: number): void;
  stepFailed(now: number): void;
}

/** ms from one look at an operation to the next. */
const SOON = 1;

/**
 * Runs a driver's operations on its chip's registers as steps of the scheduler, one after the other.
 *
 * Memory: some 30 octets, one timer.
 */
export class ChipSteps implements Task {
  private readonly _registers: I2cRegisters;
  private readonly _owner: StepOwner;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;

  /** @setup */
  constructor(registers: I2cRegisters, owner: StepOwner, scheduler: Scheduler) {
    this._registers = registers;
    this._owner = owner;
    this._scheduler = scheduler;
    this._timer = scheduler.register(this, 0, 0);
  }

  /** Has the operation that was begun carried on from `now` on. */
  go(now: number): void {
    this._scheduler.arm(this._timer, now);
  }

  /** Tells `stepDone` after `delay` ms, with nothing under way. */
  pause(delay: number, now: number): void {
    this._scheduler.arm(this._timer, (now + delay) | 0);
  }

  wake(_kind: number, now: number): void {
    const state = this._registers.poll(now);
    if (state === MemoryState.Busy) this._scheduler.arm(this._timer, (now + SOON) | 0);
    else if (state === MemoryState.Done) this._owner.stepDone(now);
    else this._owner.stepFailed(now);
  }
}
