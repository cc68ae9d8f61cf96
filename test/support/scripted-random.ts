import type { Random } from "../../src/ports";

/** Draws the numbers it was given, then fails: so a test sees each draw. */
export class ScriptedRandom implements Random {
  readonly numbers: number[];

  constructor(...numbers: number[]) {
    this.numbers = numbers;
  }

  next(): number {
    const number = this.numbers.shift();
    if (number === undefined) throw new Error("a random number was drawn that the test did not expect");
    return number;
  }
}
