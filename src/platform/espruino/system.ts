import { ResetCause } from "../../ports";
import type { HeapGauge, Watchdog } from "../../ports";
import type { Supervisor } from "../../scheduler/supervisor";

declare const E: {
  enableWatchdog(seconds: number, automatic: boolean): void;
  kickWatchdog(): void;
  reboot(): void;
  on(event: "errorFlag", listener: (flags: string[]) => void): void;
};
declare const process: {
  readonly env: { readonly BOARD?: string };
  memory(collect: boolean): { usage: number; free: number; blocksize: number };
  on(event: "uncaughtException", listener: (error: unknown) => void): void;
};
declare function peek32(address: number): number;
declare function poke32(address: number, value: number): void;

/** Chips whose watchdog Espruino starts, as the boards' definitions call them. Its port for Linux has none. */
export type EspruinoChip = "RP2040" | "RP2350" | "ESP32";

/** What Espruino gives of the chip, for the options of the same names. */
export interface EspruinoSystem {
  watchdog?: Watchdog;
  heap: HeapGauge;
}

const enum Rp2040 {
  WATCHDOG = 0x40058000,
  CHIP_RESET = 0x40064008,
  HAD_POR = 0x100,
  HAD_RUN = 0x10000,
  /** 24 bits of half microseconds (RP2040 datasheet, erratum RP2040-E1). */
  LONGEST = 8388,
}

const enum Rp2350 {
  WATCHDOG = 0x400d8000,
  CHIP_RESET = 0x4010002c,
  HAD_POR = 0x10000,
  HAD_BOR = 0x20000,
  HAD_RUN_LOW = 0x40000,
  /** 24 bits of microseconds. */
  LONGEST = 16777,
}

/** Registers of the watchdog of either chip (RP2040 datasheet, 4.7.6). */
const enum Register {
  REASON = 8,
  /** 0 to 3 are left to retained memories; the SDK and the boot ROM write 4, and 5 to 7 only to boot elsewhere. */
  SCRATCH5 = 0x20,
}

const enum Reason {
  TIMER = 1,
  FORCE = 2,
}

const enum Esp32 {
  /** RTC_CNTL_RESET_STATE_REG: why the first processor was reset, in bits 5 to 0. */
  RESET_STATE = 0x3ff48034,
  CAUSE = 0x3f,
  /** Three words of RTC slow memory, below those of `rtcMemory`. No reset clears them. */
  WORDS = 0x50001bf0,
  /** One more, which holds this after {@link Watchdog.reset}. */
  ASKED_AT = 0x50001bfc,
  ASKED = 0x4c50a5ed,
  /** ms */
  LONGEST = 60000,
}

/**
 * The chip's watchdog. It is fed by nobody else.
 *
 * Memory: none of its own.
 */
class EspruinoWatchdog implements Watchdog {
  readonly cause: ResetCause;
  readonly longest: number;
  /** What a time-out is a multiple of, ms. */
  private readonly _step: number;
  private readonly _words: number;
  /** Where a reset that is asked for is noted; 0: nowhere. */
  private readonly _asked: number;

  constructor(cause: ResetCause, longest: number, step: number, words: number, asked: number) {
    this.cause = cause;
    this.longest = longest;
    this._step = step;
    this._words = words;
    this._asked = asked;
  }

  start(timeout: number): void {
    E.enableWatchdog((Math.ceil(timeout / this._step) * this._step) / 1000, false);
  }

  feed(): void {
    E.kickWatchdog();
  }

  reset(): void {
    if (this._asked !== 0) poke32(this._asked, Esp32.ASKED);
    E.reboot();
  }

  word(index: number): number {
    return peek32(this._words + 4 * index) | 0;
  }

  setWord(index: number, value: number): void {
    poke32(this._words + 4 * index, value);
  }
}

/** Espruino's variables. What they are counted with takes some for a moment. */
class EspruinoHeap implements HeapGauge {
  /** What was not collected so far counts as used. */
  get used(): number {
    const memory = process.memory(false);
    return memory.usage * memory.blocksize;
  }

  get free(): number {
    const memory = process.memory(false);
    return memory.free * memory.blocksize;
  }
}

/** @setup */
function rp2040Watchdog(): Watchdog {
  const reset = peek32(Rp2040.CHIP_RESET);
  let cause = ResetCause.Unknown;
  // A brown-out looks like power-on.
  if (reset & Rp2040.HAD_POR) cause = ResetCause.PowerOn;
  else if (reset & Rp2040.HAD_RUN) cause = ResetCause.Pin;
  return picoWatchdog(Rp2040.WATCHDOG, Rp2040.LONGEST, cause);
}

/** @setup */
function rp2350Watchdog(): Watchdog {
  const reset = peek32(Rp2350.CHIP_RESET);
  let cause = ResetCause.Unknown;
  if (reset & Rp2350.HAD_POR) cause = ResetCause.PowerOn;
  else if (reset & Rp2350.HAD_BOR) cause = ResetCause.BrownOut;
  else if (reset & Rp2350.HAD_RUN_LOW) cause = ResetCause.Pin;
  return picoWatchdog(Rp2350.WATCHDOG, Rp2350.LONGEST, cause);
}

/** @param cause why the chip started, if its watchdog did not reset it. @setup */
function picoWatchdog(base: number, longest: number, cause: ResetCause): Watchdog {
  const reason = peek32(base + Register.REASON);
  if (reason & Reason.TIMER) cause = ResetCause.Watchdog;
  else if (reason & Reason.FORCE) cause = ResetCause.Software;
  return new EspruinoWatchdog(cause, longest, 1, base + Register.SCRATCH5, 0);
}

/** By ESP32 TRM 5.2, table 3-1, page 40. @setup */
function esp32Cause(reset: number): ResetCause {
  switch (reset) {
    case 1:
      return ResetCause.PowerOn;
    case 5:
      return ResetCause.DeepSleep;
    case 3:
    case 12:
      return ResetCause.Software;
    case 7:
    case 8:
    case 9:
    case 11:
    case 13:
    case 16:
      return ResetCause.Watchdog;
    case 15:
      return ResetCause.BrownOut;
    default:
      return ResetCause.Unknown;
  }
}

/**
 * ESP-IDF's task watchdog, as Espruino starts it: in whole seconds. It ends in a panic, after which the chip restarts as
 * after any panic of Espruino, and the register says the same of these and of a reset that was asked for. @setup
 */
function esp32Watchdog(): Watchdog {
  let cause = esp32Cause(peek32(Esp32.RESET_STATE) & Esp32.CAUSE);
  if (cause === ResetCause.Software && (peek32(Esp32.ASKED_AT) | 0) !== Esp32.ASKED) cause = ResetCause.Panic;
  poke32(Esp32.ASKED_AT, 0);
  return new EspruinoWatchdog(cause, Esp32.LONGEST, 1000, Esp32.WORDS, Esp32.ASKED_AT);
}

/** @setup */
function watchdogOf(chip: EspruinoChip): Watchdog {
  if (chip === "ESP32") return esp32Watchdog();
  return chip === "RP2040" ? rp2040Watchdog() : rp2350Watchdog();
}

/** Has a supervisor, if there is one, know of what ends a program outside of the scheduler too. @setup */
export function leaveReasons(supervisor: Supervisor | undefined): void {
  if (supervisor === undefined) return;
  process.on("uncaughtException", (error) => supervisor.failed(error));
  // Espruino goes on without what it had no memory for.
  E.on("errorFlag", (flags) => {
    if (flags.indexOf("MEMORY") >= 0) supervisor.failed("MEMORY");
  });
}

/** Whether more memory is taken as it is needed, as by Espruino for Linux. @setup */
export function memoryGrows(): boolean {
  return process.env.BOARD === "LINUX";
}

/** What the chip has, for the options of the programs; of no chip, only the heap. @setup */
export function systemOf(chip?: EspruinoChip): EspruinoSystem {
  const heap = new EspruinoHeap();
  return chip === undefined ? { heap: heap } : { heap: heap, watchdog: watchdogOf(chip) };
}
