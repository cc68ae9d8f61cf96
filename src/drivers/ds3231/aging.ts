import type { CalibrationRegister } from "../rtc/calibration";
import { Prepared } from "../rtc/prepared";
import { Control, Ds3231Register, State, Status } from "./registers";

/**
 * The aging offset of the DS3231 and DS3232: each step switches a capacitor at the crystal, "typically" 0.1 parts per million
 * at 25 °C, and something else at other temperatures. It counts from a conversion of the temperature on, which is begun when
 * it has been written, and takes 200 ms at the most. In the register itself positive values make the clock slower.
 *
 * Source: DS3231 data sheet, rev. 10, Aging Offset (10h).
 */
export class Ds3231Aging implements CalibrationRegister {
  readonly step = 100_000;
  readonly least = -127;
  readonly most = 128;

  decode(registers: Uint8Array): number {
    return 0 - ((registers[State.Aging]! << 24) >> 24);
  }

  prepare(step: number, steps: number, registers: Uint8Array, out: Uint8Array): number {
    switch (step) {
      case 0:
        // One that has begun takes the old value.
        if ((registers[State.Control]! & Control.CONV) !== 0) return Prepared.NotYet;
        if ((registers[State.Status]! & Status.BSY) !== 0) return Prepared.NotYet;
        out[0] = Ds3231Register.AGING;
        out[1] = (0 - steps) & 0xff;
        return 1;
      case 1:
        out[0] = Ds3231Register.CONTROL;
        out[1] = registers[State.Control]! | Control.CONV;
        return 1;
      default:
        return Prepared.Done;
    }
  }
}
