import { ascii } from "../text";

/** Which commands a prompt takes; bits. */
export const enum Mode {
  /** The person has left: none. */
  Away = 0,
  /** `Router1#` */
  Exec = 1,
  /** `Router1(config)#` */
  Configure = 2,
  /** `Router1(config-if)#` */
  Interface = 4,
}

/** What can stand at a place of a command. */
export const enum Kind {
  /** A word, or as much of it as tells it from the others. */
  Word,
  /** The word `no`: behind it stands any command that has a `no` form. */
  No,
  /** A whole number. */
  Number,
  /** Seconds with up to three decimals; the value is in ms. */
  Seconds,
  /** A hexadecimal number of 32 bits. */
  Hexadecimal,
  /** An IPv4 address that a host can have. */
  Address,
  /** An IPv4 mask: ones, then zeros. */
  Mask,
  /** The name of an interface; the value is its index. */
  Interface,
}

/** No node; no action. */
export const NONE = 255;

const enum Field {
  Kind,
  Depth,
  /** The next node at the same place, or NONE. */
  Next,
  /** What is done if the command ends here, or NONE. */
  Action,
  /** The same behind `no`. */
  NoAction,
  /** The modes that take the command; of first words only. */
  Modes,
  /** Whether the node, or one behind it, has a `no` form. */
  HasNo,
  /** Where the least and the greatest value stand in the ranges. */
  Range,
}

/** Fields of a node: 2^3. */
const NODE_SHIFT = 3;

/** The rows of a table of commands, as it is written down. They exist only while a {@link CommandTree} is made of them. */
export class CommandRows {
  readonly nodes: number[] = [];
  readonly offsets: number[] = [];
  readonly ranges: number[] = [];
  text = "";
  private _modes = 0;

  /** Says which modes take the commands that follow; bits of {@link Mode}. @setup */
  modes(modes: number): void {
    this._modes = modes;
  }

  /**
   * Adds a row: what can stand at a place, with two blanks in front for each place before it. `<1-255>` is a number,
   * `<0-32767 s>` seconds, `<0-ffffffff>` a hexadecimal number, `A.B.C.D` an address, `MASK` a mask, `INTERFACE` the name
   * of an interface; anything else is a word.
   * @param action what is done if the command ends here, or NONE
   * @param noAction the same behind `no`
   * @setup
   */
  row(text: string, help: string, action: number, noAction: number): void {
    const word = text.trim();
    let kind = Kind.Word;
    let shown = word;
    if (word === "no") kind = Kind.No;
    else if (word === "INTERFACE") kind = Kind.Interface;
    else if (word === "A.B.C.D") kind = Kind.Address;
    else if (word === "<0-ffffffff>") kind = Kind.Hexadecimal;
    else if (word === "MASK") {
      kind = Kind.Mask;
      shown = "A.B.C.D";
    } else if (word[0] === "<") {
      kind = word.indexOf(" s") < 0 ? Kind.Number : Kind.Seconds;
      shown = word.replace(" s", "");
      const ends = shown.replace("<", "").replace(">", "").split("-");
      const unit = kind === Kind.Seconds ? 1000 : 1;
      this.ranges.push(Math.round(Number(ends[0]) * unit), Math.round(Number(ends[1]) * unit));
    }
    const depth = (text.length - word.length) / 2;
    const range = this.ranges.length - 2;
    this.nodes.push(kind, depth, NONE, action, noAction, this._modes, 0, range < 0 ? 0 : range);
    this.offsets.push(this.text.length);
    this.text += String.fromCharCode(shown.length) + shown + String.fromCharCode(help.length) + help;
  }
}

/**
 * All commands, as a tree of what can stand at each place. Its nodes are in the order of their rows: each stands before
 * those that can follow it. The parser, `?` and the page of commands read it.
 *
 * Memory: 10 octets for each row, the octets of its texts and 2, and 8 for each range of numbers.
 */
export class CommandTree {
  /** Words and helps; see {@link word} and {@link help}. */
  readonly text: Uint8Array;
  private readonly _nodes: Uint8Array;
  private readonly _offsets: Uint16Array;
  private readonly _ranges: Int32Array;

  constructor(rows: CommandRows) {
    const count = rows.offsets.length;
    if (count > NONE) throw new RangeError(`console: ${count} rows of commands: there can be ${NONE}`);
    this.text = ascii(rows.text);
    this._nodes = new Uint8Array(rows.nodes);
    this._offsets = new Uint16Array(rows.offsets);
    this._ranges = new Int32Array(rows.ranges);
    for (let node = count - 1; node >= 0; node--) {
      let hasNo = this.noAction(node) !== NONE;
      let next = node + 1;
      while (next < count && this.depth(next) > this.depth(node)) {
        if (this._field(next, Field.HasNo) !== 0) hasNo = true;
        next++;
      }
      const at = node << NODE_SHIFT;
      this._nodes[at + Field.HasNo] = hasNo ? 1 : 0;
      if (next < count && this.depth(next) === this.depth(node)) this._nodes[at + Field.Next] = next;
    }
  }

  /** Octets that the tree takes. */
  get memory(): number {
    return this.text.length + this._nodes.length + 2 * this._offsets.length + 4 * this._ranges.length;
  }

  /** How many nodes there are; the first is 0. */
  get size(): number {
    return this._offsets.length;
  }

  kind(node: number): Kind {
    return this._field(node, Field.Kind);
  }

  depth(node: number): number {
    return this._field(node, Field.Depth);
  }

  /** The next node at the same place, or NONE. */
  next(node: number): number {
    return this._field(node, Field.Next);
  }

  /** The first node that can follow, or NONE. */
  child(node: number): number {
    return node + 1 < this.size && this.depth(node + 1) > this.depth(node) ? node + 1 : NONE;
  }

  action(node: number): number {
    return this._field(node, Field.Action);
  }

  noAction(node: number): number {
    return this._field(node, Field.NoAction);
  }

  modes(node: number): number {
    return this._field(node, Field.Modes);
  }

  /** Whether the command has a `no` form if it goes on with this node. */
  hasNo(node: number): boolean {
    return this._field(node, Field.HasNo) !== 0;
  }

  /** The least value of a number, or of seconds in ms. */
  least(node: number): number {
    return this._ranges[this._field(node, Field.Range)]!;
  }

  most(node: number): number {
    return this._ranges[this._field(node, Field.Range) + 1]!;
  }

  /** Where in {@link text} the node's word begins: what is typed, or what `?` shows for an argument. */
  word(node: number): number {
    return this._offsets[node]! + 1;
  }

  wordEnd(node: number): number {
    const at = this._offsets[node]!;
    return at + 1 + this.text[at]!;
  }

  /** Where in {@link text} the node's help begins. */
  help(node: number): number {
    return this.wordEnd(node) + 1;
  }

  helpEnd(node: number): number {
    const at = this.wordEnd(node);
    return at + 1 + this.text[at]!;
  }

  private _field(node: number, field: Field): number {
    return this._nodes[(node << NODE_SHIFT) + field]!;
  }
}
