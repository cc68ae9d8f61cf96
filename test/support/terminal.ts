import type { Terminal } from "../../src/ports";

/**
 * A terminal as a person sees it: lines of characters, with CR, LF and backspace done as a screen does them. It keeps
 * what it was sent too.
 */
export class Screen implements Terminal {
  room = 0x7fffffff;
  /** Every octet that was written, as text. */
  sent = "";
  /** How often the bell rang. */
  bells = 0;
  private _lines = [""];
  private _column = 0;

  write(bytes: Uint8Array, start: number, end: number): void {
    if (start < 0 || start > end || end > bytes.length) throw new Error(`write of [${start}, ${end})`);
    for (let i = start; i < end; i++) this._put(bytes[i]!);
    if (this.room !== 0x7fffffff) this.room -= end - start;
  }

  /** The lines of the screen, without the blanks at their ends. */
  get lines(): string[] {
    return this._lines.map((line) => line.trimEnd());
  }

  /** The last line as it stands. */
  get last(): string {
    return this._lines[this._lines.length - 1]!;
  }

  /** What came since the last call, line by line; the last line stays. */
  take(): string[] {
    const taken = this.lines.slice(0, -1);
    this._lines = [this.last];
    this.sent = "";
    return taken;
  }

  private _put(octet: number): void {
    const character = String.fromCharCode(octet);
    this.sent += character;
    const at = this._lines.length - 1;
    const line = this._lines[at]!;
    if (octet === 7) this.bells++;
    else if (octet === 8) this._column = Math.max(0, this._column - 1);
    else if (octet === 13) this._column = 0;
    else if (octet === 10) this._lines.push(" ".repeat(this._column));
    else {
      this._lines[at] = line.slice(0, this._column).padEnd(this._column) + character + line.slice(this._column + 1);
      this._column++;
    }
  }
}
