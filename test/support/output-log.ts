import type { Readable } from "node:stream";

/** What a program prints, line by line, while it runs. */
export class OutputLog {
  readonly lines: string[] = [];
  private readonly _waiting = new Set<() => void>();

  constructor(...outputs: Readable[]) {
    for (const output of outputs) {
      let rest = "";
      output.setEncoding("latin1").on("data", (text: string) => {
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop()!;
        this.lines.push(...lines.filter((line) => line !== ""));
        for (const look of this._waiting) look();
      });
    }
  }

  /**
   * Waits for a line that matches, and returns it.
   * @param from the number of lines before that don't count
   * @throws when there is none within so many ms; the error holds what there was
   */
  line(pattern: RegExp, from = 0, ms = 30_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this._waiting.delete(look);
        settle();
      };
      const look = () => {
        const found = this.lines.slice(from).find((line) => pattern.test(line));
        if (found !== undefined) end(() => resolve(found));
      };
      const timer = setTimeout(() => {
        end(() => reject(new Error(`no line like ${pattern} in ${ms} ms:\n${this.lines.slice(from).join("\n")}`)));
      }, ms);
      this._waiting.add(look);
      look();
    });
  }

  count(pattern: RegExp, from = 0): number {
    return this.lines.slice(from).filter((line) => pattern.test(line)).length;
  }
}
