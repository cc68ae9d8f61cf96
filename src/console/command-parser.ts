import { lettersEnd } from "../text";
import { ArgumentReader, begins } from "./arguments";
import { Kind, Mode, NONE } from "./command-tree";
import type { CommandTree } from "./command-tree";
import { Found } from "./interface-names";
import type { InterfaceNames } from "./interface-names";

/** What became of a line. */
export const enum Outcome {
  /** It is a command, or what has been read of it may become one. */
  Command,
  /** Nothing stands in it, or a comment. */
  Empty,
  Incomplete,
  /** A token that may stand for several. */
  Ambiguous,
  /** A token that nothing here stands for. */
  Invalid,
}

const BLANK = 32;
const COMMENT = 33;

/** The most arguments of a command. */
const MOST_VALUES = 4;

/**
 * Finds the command in a typed line. Words may be cut short as long as only one fits, letter case aside; a word that is
 * spelled out is never ambiguous.
 *
 * Memory: 16 octets, and an {@link ArgumentReader}.
 */
export class CommandParser {
  readonly tree: CommandTree;
  readonly names: InterfaceNames;
  /** The action of the node where the command ends. */
  action = NONE;
  /** The command's arguments in order; int32. */
  readonly values: Int32Array;
  count = 0;
  /** Where the token begins that is the last, or that nothing stands for. */
  at = 0;
  private readonly _reader: ArgumentReader;
  private _mode: Mode = Mode.Away;
  /** The last node that the line went through, or NONE. */
  private _node = NONE;
  /** Whether `no` came before. */
  private _negated = false;
  /** Letters of an interface's name whose number is still to come: where they stand. Empty where there are none. */
  private _letters = 0;
  private _lettersEnd = 0;

  constructor(tree: CommandTree, names: InterfaceNames) {
    this.tree = tree;
    this.names = names;
    this.values = new Int32Array(MOST_VALUES);
    this._reader = new ArgumentReader();
  }

  /** Reads octets `[0, length)` as a command of `mode`. */
  parse(line: Uint8Array, length: number, mode: Mode): Outcome {
    let first = 0;
    while (first < length && line[first] === BLANK) first++;
    if (first === length || line[first] === COMMENT) return Outcome.Empty;
    const outcome = this.walk(line, length, mode);
    if (outcome !== Outcome.Command) return outcome;
    return this.mayEnd() ? Outcome.Command : Outcome.Incomplete;
  }

  /** Goes through the tokens of `[0, end)` as the beginning of a command. */
  walk(line: Uint8Array, end: number, mode: Mode): Outcome {
    this._mode = mode;
    this._node = NONE;
    this._negated = false;
    this._letters = 0;
    this._lettersEnd = 0;
    this.count = 0;
    let at = 0;
    for (;;) {
      while (at < end && line[at] === BLANK) at++;
      if (at >= end) return Outcome.Command;
      this.at = at;
      while (at < end && line[at] !== BLANK) at++;
      const outcome = this.wantsNumber ? this._number(line, this.at, at) : this._token(line, this.at, at);
      if (outcome !== Outcome.Command) return outcome;
    }
  }

  /** After {@link walk}: whether the command may end there. Then `action` is what it does. */
  mayEnd(): boolean {
    if (this._node === NONE || this.wantsNumber) return false;
    this.action = this._negated ? this.tree.noAction(this._node) : this.tree.action(this._node);
    return this.action !== NONE;
  }

  /** After {@link walk}: whether the number of an interface's name comes next. */
  get wantsNumber(): boolean {
    return this._lettersEnd > this._letters;
  }

  /** After {@link walk}: the first node that can stand next, or NONE. */
  first(): number {
    if (this.wantsNumber) return this._node;
    const anew = this._node === NONE || this.tree.kind(this._node) === Kind.No;
    return this._visible(anew ? 0 : this.tree.child(this._node));
  }

  /** The one after `node`, or NONE. */
  next(node: number): number {
    return this.wantsNumber ? NONE : this._visible(this.tree.next(node));
  }

  /** Whether octets `[start, end)` begin the word of a node. */
  isWordBegun(node: number, line: Uint8Array, start: number, end: number): boolean {
    const kind = this.tree.kind(node);
    if (kind !== Kind.Word && kind !== Kind.No) return false;
    return begins(line, start, end, this.tree.text, this.tree.word(node), this.tree.wordEnd(node));
  }

  /** Whether octets `[start, end)`, after what {@link walk} went through, may become an interface's name. */
  isNameBegun(index: number, line: Uint8Array, start: number, end: number): boolean {
    if (this.wantsNumber) return this.names.isBegun(index, line, this._letters, this._lettersEnd, start, end);
    const split = lettersEnd(line, start, end);
    return this.names.isBegun(index, line, start, split, split, end);
  }

  /** The first from `node` on that the mode has, and that can stand behind `no` where one came before; or NONE. */
  private _visible(node: number): number {
    const tree = this.tree;
    while (node !== NONE) {
      const inMode = tree.depth(node) > 0 || (tree.modes(node) & this._mode) !== 0;
      if (inMode && (!this._negated || tree.hasNo(node))) return node;
      node = tree.next(node);
    }
    return NONE;
  }

  private _token(line: Uint8Array, start: number, end: number): Outcome {
    const tree = this.tree;
    let found = NONE;
    let several = false;
    for (let node = this.first(); node !== NONE; node = this.next(node)) {
      if (!this.isWordBegun(node, line, start, end)) continue;
      const spelledOut = tree.wordEnd(node) - tree.word(node) === end - start;
      several = found !== NONE && !spelledOut;
      found = node;
      if (spelledOut) break;
    }
    if (several) return Outcome.Ambiguous;
    if (found === NONE) return this._argument(line, start, end);
    this._node = found;
    if (tree.kind(found) === Kind.No) this._negated = true;
    return Outcome.Command;
  }

  private _argument(line: Uint8Array, start: number, end: number): Outcome {
    for (let node = this.first(); node !== NONE; node = this.next(node)) {
      const kind = this.tree.kind(node);
      if (kind === Kind.Interface) {
        this._node = node;
        return this._name(line, start, end);
      }
      if (!this._reads(node, kind, line, start, end)) continue;
      this._node = node;
      return this._value(this._reader.value);
    }
    return Outcome.Invalid;
  }

  private _reads(node: number, kind: Kind, line: Uint8Array, start: number, end: number): boolean {
    const reader = this._reader;
    const tree = this.tree;
    switch (kind) {
      case Kind.Number:
        return reader.number(line, start, end, tree.least(node), tree.most(node));
      case Kind.Seconds:
        return reader.seconds(line, start, end, tree.least(node), tree.most(node));
      case Kind.Hexadecimal:
        return reader.hexadecimal(line, start, end);
      case Kind.Address:
        return reader.address(line, start, end);
      case Kind.Mask:
        return reader.mask(line, start, end);
      case Kind.TimeOfDay:
        return reader.timeOfDay(line, start, end);
      case Kind.Month:
        return reader.month(line, start, end);
      default:
        return false;
    }
  }

  /** An interface's name, or its letters only. */
  private _name(line: Uint8Array, start: number, end: number): Outcome {
    const split = lettersEnd(line, start, end);
    if (split < end) return this._interface(this.names.find(line, start, split, split, end));
    for (let i = 0; i < this.names.size; i++) {
      if (!this.names.isBegun(i, line, start, end, end, end)) continue;
      this._letters = start;
      this._lettersEnd = end;
      return Outcome.Command;
    }
    return Outcome.Invalid;
  }

  private _number(line: Uint8Array, start: number, end: number): Outcome {
    const found = this.names.find(line, this._letters, this._lettersEnd, start, end);
    this._lettersEnd = this._letters;
    return this._interface(found);
  }

  private _interface(found: number): Outcome {
    if (found === Found.Several) return Outcome.Ambiguous;
    return found === Found.None ? Outcome.Invalid : this._value(found);
  }

  private _value(value: number): Outcome {
    this.values[this.count++] = value;
    return Outcome.Command;
  }
}
