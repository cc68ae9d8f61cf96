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
  /** A time of day as `hh:mm:ss`; the value is in seconds. */
  TimeOfDay,
  /** The name of a month, or its first letters, three at least; the value is 1 to 12. */
  Month,
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
  /** The number of its range. */
  Range,
  /** Where its text stands, counted from where the texts begin: 2 octets, the more significant first. */
  Text,
  Size = Text + 2,
}

/** Octets before the nodes: how many nodes there are, how many ranges. */
const HEAD = 2;
/** Octets of a range: the least and the greatest value, the most significant octet first. */
const RANGE = 8;

/** The rows of a table of commands, as it is written down. They exist only while the table is made. */
export class CommandRows {
  private readonly _nodes: number[] = [];
  private readonly _ranges: number[] = [];
  private _text = "";
  private _modes = 0;

  /** Says which modes take the commands that follow; bits of {@link Mode}. @setup */
  modes(modes: number): void {
    this._modes = modes;
  }

  /**
   * Adds a row: what can stand at a place, with two blanks in front for each place before it. `<1-255>` is a number,
   * `<0-32767 s>` seconds, `<0-ffffffff>` a hexadecimal number, `A.B.C.D` an address, `MASK` a mask, `INTERFACE` the name
   * of an interface, `hh:mm:ss` a time of day, `MONTH` the name of a month; anything else is a word.
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
    else if (word === "hh:mm:ss") kind = Kind.TimeOfDay;
    else if (word === "MONTH") kind = Kind.Month;
    else if (word === "<0-ffffffff>") kind = Kind.Hexadecimal;
    else if (word === "MASK") {
      kind = Kind.Mask;
      shown = "A.B.C.D";
    } else if (word[0] === "<") {
      kind = word.indexOf(" s") < 0 ? Kind.Number : Kind.Seconds;
      shown = word.replace(" s", "");
      const ends = shown.replace("<", "").replace(">", "").split("-");
      const unit = kind === Kind.Seconds ? 1000 : 1;
      this._ranges.push(Math.round(Number(ends[0]) * unit), Math.round(Number(ends[1]) * unit));
    }
    const depth = (text.length - word.length) / 2;
    const range = this._ranges.length / 2 - 1;
    const at = this._text.length;
    this._nodes.push(kind, depth, NONE, action, noAction, this._modes, 0, range < 0 ? 0 : range, at >> 8, at & 0xff);
    this._text += String.fromCharCode(shown.length) + shown + String.fromCharCode(help.length) + help;
  }

  /**
   * The table that a {@link CommandTree} reads: plain octets, so that a firmware keeps them in flash.
   * @throws RangeError when there are too many rows
   * @setup
   */
  table(): Uint8Array {
    const nodes = this._nodes;
    const count = nodes.length / Field.Size;
    if (count > NONE) throw new RangeError(`console: ${count} rows of commands: there can be ${NONE}`);
    for (let at = nodes.length - Field.Size; at >= 0; at -= Field.Size) {
      let hasNo = nodes[at + Field.NoAction] !== NONE;
      let next = at + Field.Size;
      while (next < nodes.length && nodes[next + Field.Depth]! > nodes[at + Field.Depth]!) {
        if (nodes[next + Field.HasNo] !== 0) hasNo = true;
        next += Field.Size;
      }
      nodes[at + Field.HasNo] = hasNo ? 1 : 0;
      if (nodes[next + Field.Depth] === nodes[at + Field.Depth]) nodes[at + Field.Next] = next / Field.Size;
    }
    const ranges = HEAD + nodes.length;
    const texts = ranges + 4 * this._ranges.length;
    const table = new Uint8Array(texts + this._text.length);
    table[0] = count;
    table[1] = this._ranges.length / 2;
    table.set(nodes, HEAD);
    for (let i = 0; i < 4 * this._ranges.length; i++) table[ranges + i] = this._ranges[i >> 2]! >> (24 - 8 * (i & 3));
    table.set(ascii(this._text), texts);
    return table;
  }
}

/**
 * All commands, as a tree of what can stand at each place. Its nodes are in the order of their rows: each stands before
 * those that can follow it. The parser, `?` and the page of commands read it.
 *
 * Memory: none but the table, which has 10 octets for each row, the octets of its texts and 2, and 8 for each range.
 */
export class CommandTree {
  /** All octets; words and helps among them, see {@link word} and {@link help}. */
  readonly text: Uint8Array;
  private readonly _ranges: number;
  private readonly _texts: number;

  /** @param table as {@link CommandRows.table} makes it */
  constructor(table: Uint8Array) {
    this.text = table;
    this._ranges = HEAD + Field.Size * table[0]!;
    this._texts = this._ranges + RANGE * table[1]!;
  }

  /** How many nodes there are; the first is 0. */
  get size(): number {
    return this.text[0]!;
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
    return this._number(this._ranges + RANGE * this._field(node, Field.Range));
  }

  most(node: number): number {
    return this._number(this._ranges + RANGE * this._field(node, Field.Range) + 4);
  }

  /** Where in {@link text} the node's word begins: what is typed, or what `?` shows for an argument. */
  word(node: number): number {
    return this._texts + ((this._field(node, Field.Text) << 8) | this._field(node, Field.Text + 1)) + 1;
  }

  wordEnd(node: number): number {
    const at = this.word(node);
    return at + this.text[at - 1]!;
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
    return this.text[HEAD + Field.Size * node + field]!;
  }

  private _number(at: number): number {
    const octets = this.text;
    return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
  }
}
