import type { RetainedWords } from "../../../drivers/words/word-memory";

/** How XS ties a method to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/** 512 octets of the ESP32's RTC slow memory, which no start of a program clears. At power-on they hold anything. */
export default class Esp32Words implements RetainedWords {
  get count(): number {
    return native("xs_linkpulse_words_count").call(this);
  }

  get lost(): boolean {
    return native("xs_linkpulse_words_lost").call(this);
  }

  read(index: number): number {
    return native("xs_linkpulse_words_read").call(this, index);
  }

  write(index: number, word: number): void {
    return native("xs_linkpulse_words_write").call(this, index, word);
  }
}
