import { checkedInteger } from "../options";
import type { ConsoleSink } from "../ports";
import { ascii } from "../text";

/** What a person asks for with a key; every other key only edits the line. */
export const enum Key {
  None,
  /** CR, LF or both: the line is complete. */
  Enter,
  /** `?` */
  Help,
  /** Tab. */
  Complete,
  /** ^C */
  Interrupt,
  /** ^Z */
  End,
  /** ^L, ^R: show the line again. */
  Redraw,
}

const enum Control {
  Interrupt = 3,
  Bell = 7,
  Backspace = 8,
  Tab = 9,
  LF = 10,
  FormFeed = 12,
  CR = 13,
  Redraw = 18,
  EraseLine = 21,
  EraseWord = 23,
  End = 26,
  Escape = 27,
  Delete = 127,
}

/** Where in an escape sequence the octets are: what a terminal sends for keys that mean nothing here. */
const enum Escape {
  None,
  /** After ESC: one octet, or the beginning of a sequence. */
  Begun,
  /** After ESC [ or ESC O: up to and including an octet from `@` on. */
  Sequence,
}

/** The longest line that can be typed at a shell, octets. */
export const TYPED_LINE = 80;

const BLANK = 32;
const QUESTION_MARK = 63;
const AT_SIGN = 64;
const LETTER_O = 79;
const BRACKET = 91;

const ERASE = ascii("\b \b");
const BELL = ascii("\x07");

/**
 * A line that a person types: printable ASCII, backspace or DEL, ^W for a word, ^U for the line. What does not fit rings
 * the bell. Escape sequences (cursor keys) are left out whole, other octets are ignored.
 *
 * Memory: the line's octets.
 */
export class LineEditor {
  readonly buffer: Uint8Array;
  length = 0;
  /** Whether the line is shown as it is typed. */
  echo = true;
  private readonly _terminal: ConsoleSink;
  /** How much of the line has been shown. */
  private _shown = 0;
  private _escape: Escape = Escape.None;
  /** The last octet was a CR: an LF behind it ends no second line. */
  private _afterCr = false;

  /** @param capacity the longest line, 16 to 255 octets */
  constructor(capacity: number, terminal: ConsoleSink) {
    this.buffer = new Uint8Array(checkedInteger("console: typed line", capacity, 16, 255, " octets"));
    this._terminal = terminal;
  }

  /** Takes an octet. What it shows of the line may wait for {@link flush}. */
  take(octet: number): Key {
    const afterCr = this._afterCr;
    this._afterCr = octet === Control.CR;
    if (octet === Control.LF && afterCr) return Key.None;
    if (this._escape !== Escape.None && octet >= BLANK) {
      this._skip(octet);
      return Key.None;
    }
    this._escape = Escape.None;
    if (octet === QUESTION_MARK) return Key.Help;
    if (octet >= BLANK && octet < Control.Delete) {
      this.insert(octet);
      return Key.None;
    }
    return this._control(octet);
  }

  /** Puts an octet at the end of the line. */
  insert(octet: number): void {
    if (this.length < this.buffer.length) this.buffer[this.length++] = octet;
    else this.bell();
  }

  bell(): void {
    this._write(BELL);
  }

  /** Shows what has been typed and not been shown. */
  flush(): void {
    if (this.echo && this._shown < this.length) this._terminal.write(this.buffer, this._shown, this.length);
    this._shown = this.length;
  }

  /** Nothing of the line stands on the terminal any more: the next {@link flush} shows it whole. */
  hide(): void {
    this._shown = 0;
  }

  clear(): void {
    this.length = 0;
    this._shown = 0;
  }

  private _control(octet: number): Key {
    switch (octet) {
      case Control.CR:
      case Control.LF:
        return Key.Enter;
      case Control.Tab:
        return Key.Complete;
      case Control.Interrupt:
        return Key.Interrupt;
      case Control.End:
        return Key.End;
      case Control.Redraw:
      case Control.FormFeed:
        return Key.Redraw;
      case Control.Escape:
        this._escape = Escape.Begun;
        return Key.None;
      case Control.Backspace:
      case Control.Delete:
        this._erase();
        return Key.None;
      case Control.EraseLine:
        while (this.length > 0) this._erase();
        return Key.None;
      case Control.EraseWord:
        while (this.length > 0 && this.buffer[this.length - 1] === BLANK) this._erase();
        while (this.length > 0 && this.buffer[this.length - 1] !== BLANK) this._erase();
        return Key.None;
      default:
        return Key.None;
    }
  }

  private _skip(octet: number): void {
    const begins = this._escape === Escape.Begun && (octet === BRACKET || octet === LETTER_O);
    if (begins) this._escape = Escape.Sequence;
    else if (this._escape === Escape.Begun || octet >= AT_SIGN) this._escape = Escape.None;
  }

  private _erase(): void {
    if (this.length === 0) return;
    this.flush();
    this.length--;
    this._shown = this.length;
    this._write(ERASE);
  }

  private _write(text: Uint8Array): void {
    if (this.echo) this._terminal.write(text, 0, text.length);
  }
}
