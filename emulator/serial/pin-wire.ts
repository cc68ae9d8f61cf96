import { SECOND } from "../simulation/simulation";
import type { Chance } from "./chance";
import { NO_FAULTS } from "./line";
import type { LineFaults } from "./line";
import type { Level, Pin } from "./pin";
import { drive } from "./uart-transmitter";
import type { Character, CharacterSink } from "./uart-transmitter";

/**
 * One direction of a line: takes the characters of a transmitter through the faults to a receiver's pin.
 *
 * Faults strike where a character enters, at any of its bits; what is on its way already (`delay`) arrives. Characters
 * never overtake each other: a delay that shrinks, or a character that arrives twice, makes the next ones wait.
 */
export class PinWire implements CharacterSink {
  faults: Readonly<LineFaults> = NO_FAULTS;
  /** Where a logic analyser looks at the transmitter's pin. */
  transmitPin: Pin | null = null;
  private readonly _chance: Chance;
  private _target: Pin | null = null;
  /** The last character as it arrives: late, twice or not at all. */
  private readonly _carried: Character = { seconds: 0, nanos: 0, bitTime: 0, bits: 0, levels: 0 };
  /** Which of its bits are flipped. */
  private _flips = 0;
  /** How much later than it was sent, ns. */
  private _lateness = 0;
  /** Up to when the target's levels are settled, ns after the start of the last character. */
  private _settled = 0;

  constructor(chance: Chance) {
    this._chance = chance;
  }

  characterStarted(character: Character): void {
    if (this.transmitPin !== null) {
      drive(this.transmitPin, character, character.levels, 0);
      this.transmitPin.settle();
    }
    const { loss, duplication, delay } = this.faults;
    const carried = this._carried;
    const settledFor =
      (carried.seconds - character.seconds) * SECOND + (carried.nanos - character.nanos) + this._settled;
    this._lateness = Math.max(delay, settledFor);
    const nanos = character.nanos + this._lateness;
    const copies = this._chance.happens(loss) ? 0 : this._chance.happens(duplication) ? 2 : 1;
    carried.seconds = character.seconds + Math.floor(nanos / SECOND);
    carried.nanos = nanos % SECOND;
    carried.bitTime = character.bitTime;
    carried.bits = character.bits * copies;
    this._settled = carried.bits * carried.bitTime;
    carried.levels = copies === 2 ? character.levels | (character.levels << character.bits) : character.levels;
    this._flips = this._drawFlips(0);
    if (this._target === null || this._forcedLevel() !== null) return;
    drive(this._target, carried, carried.levels ^ this._flips, 0);
    this._target.settle();
  }

  characterBroken(seconds: number, nanos: number): void {
    if (this.transmitPin !== null) {
      this.transmitPin.truncate(seconds, nanos);
      this.transmitPin.change(1, seconds, nanos);
      this.transmitPin.settle();
    }
    const carried = this._carried;
    const passed = (seconds - carried.seconds) * SECOND + (nanos - carried.nanos) + this._lateness;
    const bit = Math.floor((passed + 0.5) / carried.bitTime);
    if (bit >= carried.bits) return;
    carried.bits = bit + 1;
    carried.levels |= 1 << bit;
    this._flips &= (1 << bit) - 1;
    this._settled = passed;
    this.refresh(seconds, nanos);
  }

  /** Leads to a pin, or to none; whoever was there before sees an idle line. */
  connect(target: Pin | null, seconds: number, nanos: number): void {
    const old = this._target;
    if (old !== null && old !== target) {
      old.truncate(seconds, nanos);
      old.change(1, seconds, nanos);
      old.settle();
    }
    this._target = target;
  }

  /** Brings what is to come in line with the faults as they are from now on, in the middle of a character too. */
  refresh(seconds: number, nanos: number): void {
    const target = this._target;
    if (target === null) return;
    const carried = this._carried;
    const sinceStart = (seconds - carried.seconds) * SECOND + (nanos - carried.nanos);
    if (sinceStart + this.faults.delay >= this._settled) this._lateness = this.faults.delay;
    const passed = sinceStart + this._lateness;
    this._settled = Math.max(this._settled, passed);
    // Half a nanosecond, because edges stand at whole ones.
    const bit = Math.min(carried.bits, Math.floor((passed + 0.5) / carried.bitTime));
    this._flips = (this._flips & ((2 << bit) - 1)) | this._drawFlips(bit + 1);
    const idle = -1 << carried.bits;
    const levels = (carried.levels ^ this._flips) | idle;
    const forced = this._forcedLevel();
    const at = Math.round(carried.nanos + passed);
    target.truncate(carried.seconds, at);
    target.change(forced ?? (((levels >>> bit) & 1) as Level), carried.seconds, at);
    if (forced === null) drive(target, carried, levels, bit + 1);
    target.settle();
  }

  /** The level that the wire is held at, whatever is sent; null where it follows its transmitter. */
  private _forcedLevel(): Level | null {
    return this.faults.cut ? 1 : this.faults.stuck;
  }

  private _drawFlips(firstBit: number): number {
    const { bitErrors, burst } = this.faults;
    if (bitErrors === 0) return 0;
    let flips = 0;
    for (let bit = firstBit; bit < this._carried.bits; bit++) {
      if (this._chance.flipsBit(bitErrors, burst)) flips |= 1 << bit;
    }
    return flips;
  }
}
