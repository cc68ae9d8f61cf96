import type { RetainedWords } from "../../drivers/words/word-memory";

declare function peek32(address: number): number;
declare function poke32(address: number, value: number): void;

/**
 * Words at an address, which Espruino reads and writes whole.
 *
 * Memory: none of its own.
 */
class AddressedWords implements RetainedWords {
  readonly count: number;
  readonly lost: boolean;
  private readonly _address: number;

  constructor(address: number, count: number, lost: boolean) {
    this.count = count;
    this.lost = lost;
    this._address = address;
  }

  read(index: number): number {
    return peek32(this._address + 4 * index) | 0;
  }

  write(index: number, word: number): void {
    poke32(this._address + 4 * index, word);
  }
}

const enum Rp2040 {
  /** SCRATCH0 of the watchdog (RP2040 datasheet, 4.7.6, page 569). */
  WATCHDOG_SCRATCH0 = 0x4005800c,
}

const enum Rp2350 {
  POWMAN_SCRATCH0 = 0x401000b0,
}

const enum Esp32 {
  /** 7 KB from the start of RTC slow memory, which ends after 8: what a program is linked to begins at its start. */
  RTC_SLOW = 0x50001c00,
  /** RTC_CNTL_RESET_STATE_REG: why the first processor was reset, in bits 5 to 0. */
  RESET_STATE = 0x3ff48034,
  CAUSE = 0x3f,
  /** Chip power-on reset (ESP32 TRM 5.2, table 3-1, page 40). */
  POWER_ON = 1,
}

/**
 * Scratch registers 0 to 3 of an RP2040's watchdog; 4 to 7 belong to its boot ROM and to the SDK. They are 0 after power-on
 * and after RUN was low (RP2040 datasheet, 4.7.4, page 566). @setup
 */
export function watchdogScratch(): RetainedWords {
  return new AddressedWords(Rp2040.WATCHDOG_SCRATCH0, 4, false);
}

/** Scratch registers 0 to 7 of an RP2350's POWMAN. They are 0 after power-on, brown-out and RUN low. @setup */
export function powmanScratch(): RetainedWords {
  return new AddressedWords(Rp2350.POWMAN_SCRATCH0, 8, false);
}

/** 512 octets of an ESP32's RTC slow memory, which no reset clears. At power-on they hold anything. @setup */
export function rtcMemory(): RetainedWords {
  const powerOn = (peek32(Esp32.RESET_STATE) & Esp32.CAUSE) === Esp32.POWER_ON;
  return new AddressedWords(Esp32.RTC_SLOW, 128, powerOn);
}
