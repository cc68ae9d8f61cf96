import type { HeapGauge, ResetCause, Watchdog } from "../../../ports";
import type { ModdableSystem } from "../system";

/** How XS ties a method to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/** ESP-IDF's task watchdog, with a user of our own. Its words are in RTC memory. */
class Esp32Watchdog implements Watchdog {
  readonly longest = 60000;

  get cause(): ResetCause {
    return native("xs_linkpulse_system_cause").call(this);
  }

  start(timeout: number): void {
    return native("xs_linkpulse_system_start").call(this, timeout);
  }

  feed(): void {
    return native("xs_linkpulse_system_feed").call(this);
  }

  reset(): void {
    return native("xs_linkpulse_system_reset").call(this);
  }

  word(index: number): number {
    return native("xs_linkpulse_system_word").call(this, index);
  }

  setWord(index: number, value: number): void {
    return native("xs_linkpulse_system_set_word").call(this, index, value);
  }

  /** Whether ESP-IDF was built with it. */
  get watches(): boolean {
    return native("xs_linkpulse_system_watches").call(this);
  }
}

/** The memory that XS was given, or takes from ESP-IDF: slots, and chunks for what has no fixed size. */
class Esp32Heap implements HeapGauge {
  /** What was not collected so far counts as used. */
  get used(): number {
    return native("xs_linkpulse_system_heap_used").call(this);
  }

  get free(): number {
    return native("xs_linkpulse_system_heap_free").call(this);
  }
}

const watchdog = Object.freeze(new Esp32Watchdog());
const heap = Object.freeze(new Esp32Heap());

/**
 * Frozen, so that it stays in flash. The SDK's main loop waits in a queue of FreeRTOS, whose idle task stops the processor's
 * clock (WAITI): that is all the sleep there is, since no edge on the line's UART wakes an ESP32 from light sleep.
 */
const system: ModdableSystem = Object.freeze({
  /** Undefined where ESP-IDF was built without its task watchdog. */
  get watchdog(): Watchdog | undefined {
    return watchdog.watches ? watchdog : undefined;
  },
  heap: heap,
});
export default system;
