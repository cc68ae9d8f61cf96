import { ascii, lettersEnd } from "../text";
import { Outcome } from "./command-parser";
import type { CommandParser } from "./command-parser";
import { Kind, NONE } from "./command-tree";
import type { Mode } from "./command-tree";
import type { LineEditor } from "./line-editor";
import type { LineWriter } from "./line-writer";
import type { Report } from "./report";

const BLANK = 32;
const ZERO = 48;
const NINE = 57;

/** Where words and their helps begin in a line. */
const WORD_COLUMN = 2;
const HELP_COLUMN = 20;

const UNRECOGNIZED = ascii("% Unrecognized command");
const END = ascii("<cr>");

/**
 * Helps with the line in an editor: `?` prints all that can stand where the line ends, as far as the line's last letters
 * begin it; Tab types the rest of it if that is only one word or name.
 */
export class CommandHelp implements Report {
  private readonly _parser: CommandParser;
  private readonly _editor: LineEditor;
  /** Where the line's last letters begin, and where they end: what is printed begins with them. */
  private _partial = 0;
  private _end = 0;
  private _node = NONE;
  /** At an interface: which one. */
  private _index = 0;
  private _printed = false;
  private _mayEnd = false;

  constructor(parser: CommandParser, editor: LineEditor) {
    this._parser = parser;
    this._editor = editor;
  }

  /** Begins to print. @param mode whose commands */
  begin(mode: Mode): void {
    const known = this._walk(mode);
    this._printed = false;
    this._mayEnd = known && this._partial === this._end && this._parser.mayEnd();
  }

  next(line: LineWriter): boolean {
    if (this._seek()) {
      const node = this._node;
      line.column(WORD_COLUMN);
      if (this._parser.tree.kind(node) === Kind.Interface) this._writeName(line, this._index);
      else line.part(this._parser.tree.text, this._parser.tree.word(node), this._parser.tree.wordEnd(node));
      line.octet(BLANK);
      line.column(HELP_COLUMN);
      line.part(this._parser.tree.text, this._parser.tree.help(node), this._parser.tree.helpEnd(node));
      this._printed = true;
      this._index++;
      return true;
    }
    if (this._mayEnd) {
      line.column(WORD_COLUMN);
      line.text(END);
    } else if (!this._printed) {
      line.text(UNRECOGNIZED);
    }
    return false;
  }

  /** Types the rest of the last word or interface name, and a blank. Returns whether only one was possible. */
  complete(mode: Mode): boolean {
    if (!this._walk(mode) || !this._seek()) return false;
    const node = this._node;
    const index = this._index++;
    if (this._seek()) return false;
    const tree = this._parser.tree;
    const kind = tree.kind(node);
    if (kind === Kind.Interface) {
      const name = this._parser.names.names[index]!;
      this._type(name, this._typedOfName(index), name.length);
    } else if (kind === Kind.Word || kind === Kind.No) {
      this._type(tree.text, tree.word(node) + this._end - this._partial, tree.wordEnd(node));
    } else {
      return false;
    }
    return true;
  }

  /** Goes through the line but its last letters. Returns whether it may become a command. */
  private _walk(mode: Mode): boolean {
    const editor = this._editor;
    this._end = editor.length;
    this._partial = this._end;
    while (this._partial > 0 && editor.buffer[this._partial - 1] !== BLANK) this._partial--;
    const known = this._parser.walk(editor.buffer, this._partial, mode) === Outcome.Command;
    this._node = known ? this._parser.first() : NONE;
    this._index = 0;
    return known;
  }

  /** Finds the next thing that the last letters begin, from the present one on. */
  private _seek(): boolean {
    const parser = this._parser;
    while (this._node !== NONE) {
      const choices = parser.tree.kind(this._node) === Kind.Interface ? parser.names.size : 1;
      for (; this._index < choices; this._index++) {
        if (this._isBegun()) return true;
      }
      this._node = parser.next(this._node);
      this._index = 0;
    }
    return false;
  }

  private _isBegun(): boolean {
    const parser = this._parser;
    const line = this._editor.buffer;
    const kind = parser.tree.kind(this._node);
    if (kind === Kind.Interface) return parser.isNameBegun(this._index, line, this._partial, this._end);
    if (kind === Kind.Word || kind === Kind.No) {
      return parser.isWordBegun(this._node, line, this._partial, this._end);
    }
    if (this._partial === this._end || kind === Kind.Hexadecimal || kind === Kind.Month) return true;
    const first = line[this._partial]!;
    return first >= ZERO && first <= NINE;
  }

  /** The name, or its number where the letters stand in the line already. */
  private _writeName(line: LineWriter, index: number): void {
    const names = this._parser.names;
    const name = names.names[index]!;
    line.part(name, this._parser.wantsNumber ? names.letters(index) : 0, name.length);
  }

  /** How much of an interface's name stands in the line. Letters that are cut short before a number count whole. */
  private _typedOfName(index: number): number {
    const split = this._parser.wantsNumber ? this._partial : lettersEnd(this._editor.buffer, this._partial, this._end);
    const lettersOnly = split === this._end && !this._parser.wantsNumber;
    return lettersOnly ? split - this._partial : this._parser.names.letters(index) + this._end - split;
  }

  private _type(text: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i++) this._editor.insert(text[i]!);
    this._editor.insert(BLANK);
  }
}
