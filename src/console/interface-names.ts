import { begins } from "./arguments";

const LETTER_A = 65;

/** What {@link InterfaceNames.find} returns where it finds none, or more than one. */
export const enum Found {
  None = -1,
  Several = -2,
}

/**
 * The names of interfaces as a person types them: letter case aside, the letters cut short if one likes, with or without
 * a blank between them and the number. `s0/0`, `serial 0/0` and `Serial0/0` are the same.
 */
export class InterfaceNames {
  readonly names: readonly Uint8Array[];

  /**
   * @param names in ASCII, each of letters and a number, as in `Serial0/0`
   * @throws RangeError when one is of another form, or that of another interface
   */
  constructor(names: readonly Uint8Array[]) {
    for (let i = 0; i < names.length; i++) {
      const letters = lettersEnd(names[i]!, 0, names[i]!.length);
      if (letters === 0 || letters === names[i]!.length || names[i]!.indexOf(32) >= 0) {
        throw new RangeError(`console: the name of interface ${i} must be letters and a number: Serial0/0`);
      }
    }
    this.names = names;
    for (let i = 0; i < names.length; i++) {
      const split = this.letters(i);
      if (this.find(names[i]!, 0, split, split, names[i]!.length) === Found.Several) {
        throw new RangeError(`console: the name of interface ${i} can stand for another one too: each must have its own`);
      }
    }
  }

  get size(): number {
    return this.names.length;
  }

  /** How many letters the name begins with. */
  letters(index: number): number {
    const name = this.names[index]!;
    return lettersEnd(name, 0, name.length);
  }

  /** The interface that is typed as these letters `[start, split)` and this number `[from, end)`. */
  find(line: Uint8Array, start: number, split: number, from: number, end: number): number {
    let found: number = Found.None;
    for (let i = 0; i < this.names.length; i++) {
      const whole = this.names[i]!.length - this.letters(i) === end - from;
      if (!whole || !this.isBegun(i, line, start, split, from, end)) continue;
      if (found !== Found.None) return Found.Several;
      found = i;
    }
    return found;
  }

  /** Whether these letters, and this much of a number, may become the name. */
  isBegun(index: number, line: Uint8Array, start: number, split: number, from: number, end: number): boolean {
    const name = this.names[index]!;
    const letters = this.letters(index);
    if (split === start && from < end) return false;
    return begins(line, start, split, name, 0, letters) && begins(line, from, end, name, letters, name.length);
  }
}

/** Where the letters from `start` on end. */
export function lettersEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! >= LETTER_A) at++;
  return at;
}
