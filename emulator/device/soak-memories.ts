import { Ds1307 } from "../../src/drivers/ds1307/ds1307";
import { Ds3231, Ds3232 } from "../../src/drivers/ds3231/ds3231";
import { FlashMemory } from "../../src/drivers/flash/flash-memory";
import type { FlashArea } from "../../src/drivers/flash/flash-memory";
import { Mcp7940n } from "../../src/drivers/mcp7940n/mcp7940n";
import { Pcf8563 } from "../../src/drivers/pcf8563/pcf8563";
import type { RegisterClock } from "../../src/drivers/rtc/register-clock";
import { Rv3028, RV3028_TIMERS } from "../../src/drivers/rv3028/rv3028";
import { WordMemory } from "../../src/drivers/words/word-memory";
import type { RetainedWords } from "../../src/drivers/words/word-memory";
import type { I2cBus, RetainedMemory } from "../../src/ports";
import { CompactSlots, FullSlots } from "../../src/retention/slot-format";
import type { SlotFormat } from "../../src/retention/slot-format";
import type { Scheduler } from "../../src/scheduler/scheduler";
import { SoakChip, SoakMcp7940n, SoakRv3028 } from "./soak-chip";

/** Where a soak keeps its record. The DS3231 and the PCF8563 have no memory: the record is in words beside them. */
export type SoakMemoryName =
  | "ds1307"
  | "ds3231"
  | "ds3232"
  | "mcp7940n"
  | "pcf8563"
  | "rv3028"
  | "rp2040-scratch"
  | "rp2350-scratch"
  | "esp32-rtc"
  | "flash";

export interface SoakMemory {
  readonly memory: RetainedMemory;
  readonly format: SlotFormat;
  /** Octets of a record: the most that fit, up to 18. */
  readonly record: number;
  readonly clock: RegisterClock | null;
  /** What counts the octets that go to it and come from it; null: nothing is between. */
  readonly traffic: { readonly octets: number } | null;
}

/** The most timers that a memory takes. */
export const SOAK_MEMORY_TIMERS = RV3028_TIMERS;

/** How often a transaction fails, but with the RV-3028's EEPROM, of which a save takes hundreds. */
const FAULT_EVERY = 101;
const FAULT_EVERY_EEPROM = 4999;
const SECTOR = 4096;

/** Words in fixed memory. */
class SoakWords implements RetainedWords {
  readonly count: number;
  readonly lost: boolean;
  private readonly _words: Int32Array;

  constructor(count: number) {
    this.count = count;
    this.lost = false;
    this._words = new Int32Array(count);
  }

  read(index: number): number {
    return this._words[index]!;
  }

  write(index: number, word: number): void {
    this._words[index] = word;
  }
}

/** Two sectors of flash in fixed memory. */
class SoakFlash implements FlashArea {
  readonly sectors: number;
  readonly sectorSize: number;
  octets = 0;
  private readonly _contents: Uint8Array;
  private readonly _fails: boolean;
  private _operations = 0;

  constructor(fails: boolean) {
    this.sectors = 2;
    this.sectorSize = SECTOR;
    this._contents = new Uint8Array(2 * SECTOR);
    this._contents.fill(0xff);
    this._fails = fails;
  }

  erase(sector: number): boolean {
    if (this._isFault()) return false;
    for (let i = 0; i < SECTOR; i++) this._contents[SECTOR * sector + i] = 0xff;
    return true;
  }

  program(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this._isFault()) return false;
    for (let i = start; i < end; i++) this._contents[at + i - start]! &= bytes[i]!;
    this.octets = (this.octets + end - start) | 0;
    return true;
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    for (let i = start; i < end; i++) bytes[i] = this._contents[at + i - start]!;
    this.octets = (this.octets + end - start) | 0;
    return true;
  }

  private _isFault(): boolean {
    this._operations = (this._operations + 1) % FAULT_EVERY;
    return this._fails && this._operations === 0;
  }
}

/**
 * A memory with its driver.
 * @param faulty whether its bus, or flash, fails now and then
 * @param bus to the chip, in place of its own
 * @setup
 */
export function soakMemory(
  name: SoakMemoryName,
  faulty: boolean,
  scheduler: Scheduler,
  bus: I2cBus | null,
): SoakMemory {
  switch (name) {
    case "flash": {
      const flash = new SoakFlash(faulty);
      const memory = new FlashMemory({ area: flash, size: 56, cycles: 100_000 });
      return { memory: memory, format: new FullSlots(), record: 18, clock: null, traffic: flash };
    }
    case "rp2040-scratch": {
      const memory = new WordMemory(new SoakWords(4));
      return { memory: memory, format: new CompactSlots(), record: 4, clock: null, traffic: null };
    }
    case "rp2350-scratch":
      return inWords(new SoakWords(8), 6, null);
    case "esp32-rtc":
      return inWords(new SoakWords(128), 18, null);
    default:
      return onChip(name, faulty, scheduler, bus);
  }
}

/** @setup */
function onChip(name: SoakMemoryName, faulty: boolean, scheduler: Scheduler, bus: I2cBus | null): SoakMemory {
  const faultEvery = !faulty ? 0 : name === "rv3028" ? FAULT_EVERY_EEPROM : FAULT_EVERY;
  const chip =
    name === "mcp7940n"
      ? new SoakMcp7940n(faultEvery)
      : name === "rv3028"
        ? new SoakRv3028(faultEvery)
        : new SoakChip(faultEvery);
  const options = { bus: bus === null ? chip : bus, scheduler: scheduler };
  if (name === "ds3231") return inWords(new SoakWords(128), 18, new Ds3231(options).clock);
  if (name === "pcf8563") return inWords(new SoakWords(128), 18, new Pcf8563(options).clock);
  const driver =
    name === "ds1307"
      ? new Ds1307(options)
      : name === "ds3232"
        ? new Ds3232(options)
        : name === "mcp7940n"
          ? new Mcp7940n(options)
          : new Rv3028(options);
  return {
    memory: driver.memory,
    format: new FullSlots(),
    record: name === "rv3028" ? 10 : 18,
    clock: driver.clock,
    traffic: bus === null ? chip : null,
  };
}

/** @setup */
function inWords(words: SoakWords, record: number, clock: RegisterClock | null): SoakMemory {
  return { memory: new WordMemory(words), format: new FullSlots(), record: record, clock: clock, traffic: null };
}
