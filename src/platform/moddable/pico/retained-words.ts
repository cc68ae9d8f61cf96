import type { RetainedWords } from "../../../drivers/words/word-memory";

/** How XS ties a method to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/**
 * The words of the Pico's chip that outlive a reset: of the RP2040 scratch registers 0 to 3 of the watchdog, of the RP2350
 * the eight of POWMAN. The rest of the RP2040's belong to its boot ROM and to the SDK. Both read as 0 at power-on.
 */
export default class PicoWords implements RetainedWords {
  readonly lost = false;

  get count(): number {
    return native("xs_linkpulse_words_count").call(this);
  }

  read(index: number): number {
    return native("xs_linkpulse_words_read").call(this, index);
  }

  write(index: number, word: number): void {
    return native("xs_linkpulse_words_write").call(this, index, word);
  }
}
