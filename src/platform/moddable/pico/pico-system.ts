import type { HeapGauge, ResetCause, Sleep, Watchdog } from "../../../ports";
import type { ModdableSystem } from "../system";

/** How XS ties a method to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/** The chip's watchdog. Its words are scratch registers 5 to 7: 0 to 3 are left to retained memories. */
class PicoWatchdog implements Watchdog {
  /** 24 bits of half microseconds (RP2040 datasheet, erratum RP2040-E1). */
  readonly longest = 8388;

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
}

/** The memory that XS was given: slots, and chunks for what has no fixed size. */
class PicoHeap implements HeapGauge {
  /** What was not collected so far counts as used. */
  get used(): number {
    return native("xs_linkpulse_system_heap_used").call(this);
  }

  get free(): number {
    return native("xs_linkpulse_system_heap_free").call(this);
  }
}

/** A wait for interrupts (WFE) in each turn of Moddable's main loop, which has none that works. */
class PicoSleep implements Sleep {
  allow(): void {
    return native("xs_linkpulse_system_sleep").call(this);
  }
}

/** Frozen, so that it stays in flash. */
const system: ModdableSystem = Object.freeze({
  watchdog: Object.freeze(new PicoWatchdog()),
  heap: Object.freeze(new PicoHeap()),
  sleep: Object.freeze(new PicoSleep()),
});
export default system;
