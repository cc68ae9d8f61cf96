import { BasePeripheral } from "rp2040js";
import type { RP2040 } from "rp2040js";
import type { ChipClock } from "./chip-clock";

/**
 * The watchdog of the RP2040 (datasheet, 4.7): a counter that resets the chip, why the last reset came, and eight scratch
 * registers that outlive it.
 *
 * Left out: what PSM's WDSEL leaves running, the pauses for debuggers, which never pause here, and the tick that the timer
 * has from here. A second core.
 */
const enum Register {
  Ctrl = 0x00,
  Load = 0x04,
  Reason = 0x08,
  Scratch0 = 0x0c,
  Scratch7 = 0x28,
  Tick = 0x2c,
}

const CTRL_TRIGGER = 2 ** 31;
const CTRL_ENABLE = 1 << 30;
const CTRL_PAUSES = 7 << 24;
const TIME = 0xffffff;

const TICK_RUNNING = 1 << 10;
const TICK_ENABLE = 1 << 9;
const TICK_CYCLES = 0x1ff;

/** clk_ref, by which ticks are counted: the crystal's, Hz. */
const REFERENCE = 12e6;
/** It counts down twice a tick (erratum RP2040-E1). */
const COUNTS_A_TICK = 2;

/** Bits of REASON. */
export const enum ResetReason {
  /** Power, or the RUN pin. */
  None = 0,
  Timer = 1,
  Force = 2,
}

/** What outlives a reset of the chip. */
export interface Kept {
  reason: ResetReason;
  readonly scratch: Uint32Array;
}

export class Watchdog extends BasePeripheral {
  private readonly _clock: ChipClock;
  private readonly _kept: Kept;
  private readonly _onReset: () => void;
  private readonly _alarm: { schedule(nanos: number): void; cancel(): void };
  private _control = CTRL_PAUSES;
  private _tick = TICK_ENABLE;
  /** What was left to count at `_since`, ns of virtual time. */
  private _count = 0;
  private _since = 0;

  /** @param onReset the chip is to be reset; `kept` is for the next one */
  constructor(chip: RP2040, clock: ChipClock, kept: Kept, onReset: () => void) {
    super(chip, "WATCHDOG");
    this._clock = clock;
    this._kept = kept;
    this._onReset = onReset;
    this._alarm = clock.createAlarm(() => this._reset(ResetReason.Timer));
  }

  override readUint32(offset: number): number {
    if (offset >= Register.Scratch0 && offset <= Register.Scratch7) {
      return this._kept.scratch[(offset - Register.Scratch0) >> 2]!;
    }
    switch (offset) {
      case Register.Ctrl:
        return (this._control | this._left()) >>> 0;
      case Register.Reason:
        return this._kept.reason;
      case Register.Tick:
        return this._tick | (this._tick & TICK_ENABLE ? TICK_RUNNING : 0);
      default:
        return 0;
    }
  }

  override writeUint32(offset: number, value: number): void {
    if (offset >= Register.Scratch0 && offset <= Register.Scratch7) {
      this._kept.scratch[(offset - Register.Scratch0) >> 2] = value;
      return;
    }
    this._count = this._left();
    this._since = this._clock.nanos;
    if (offset === Register.Ctrl) {
      this._control = value & (CTRL_ENABLE | CTRL_PAUSES);
      if ((value >>> 0) & CTRL_TRIGGER) {
        this._reset(ResetReason.Force);
        return;
      }
    } else if (offset === Register.Load) this._count = value & TIME;
    else if (offset === Register.Tick) this._tick = value & (TICK_ENABLE | TICK_CYCLES);
    this._alarm.cancel();
    if (this._counts) this._alarm.schedule(this._count * this._countTime);
  }

  private get _counts(): boolean {
    return (this._control & CTRL_ENABLE) !== 0 && (this._tick & TICK_ENABLE) !== 0 && (this._tick & TICK_CYCLES) !== 0;
  }

  /** ns */
  private get _countTime(): number {
    return ((this._tick & TICK_CYCLES) * 1e9) / REFERENCE / COUNTS_A_TICK;
  }

  private _left(): number {
    if (!this._counts) return this._count;
    return Math.max(0, this._count - Math.floor((this._clock.nanos - this._since) / this._countTime));
  }

  private _reset(reason: ResetReason): void {
    this._alarm.cancel();
    this._kept.reason = reason;
    this._onReset();
  }
}
