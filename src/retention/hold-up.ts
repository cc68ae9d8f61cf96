import { checkedInteger, integerOption } from "../options";

/** A load that is taken off the supply when that fails: a radio, a backlight. */
export interface ShedLoad {
  /** What a person reads. */
  readonly name: string;
  /** What it draws at most, mA. */
  readonly current: number;
  /** How long after `shed` it still draws that, ms, 0 to 1000. */
  readonly time: number;
  shed(now: number): void;
  /** The supply is back. */
  restore(now: number): void;
}

export interface HoldUpOptions {
  /** Hold-up capacitor, nominal, 1 to 2 * 10^9 µF. */
  capacitance: number;
  /** By how much less it may be, by tolerance, age and cold, 0 to 90 %. Default 20. */
  tolerance?: number;
  /** Its resistance (ESR), 0 to 10^6 mΩ. Default 0. */
  resistance?: number;
  /** Below which voltage the supply counts as failing, 1 to 32000 mV; of a power-good pin, the least at which it tells. */
  failing: number;
  /** At which voltage processor, bus and memory still work, mV. */
  minimum: number;
  /** By how much the voltage may be measured too high, 0 to 5000 mV. Default 50. */
  error?: number;
  /** What all draws at most while the voltage falls, loads that are shed included, 1 to 100000 mA. */
  current: number;
  /** How long a save takes at most, 1 to 10000 ms: see {@link i2cSaveTime}, or measure it. */
  saveTime: number;
  /** By how much the program may be late for its timers, 0 to 1000 ms. Default 5. */
  latency?: number;
}

/** Steps of the scheduler that a transaction may wait for: to begin, and to be seen at its end. */
const STEPS = 2;
/** The most octets of one transaction with a clock chip, besides which it has an address twice, and a register. */
const PIECE = 31;
const OVERHEAD = 3;
/** The chip's time may be under way on the same bus: its registers, and those of its state. */
const OTHERS = 2;
/** Starts and stops of a transaction, clocks. */
const STARTS = 4;

/**
 * How long a save takes at most in the memory of a clock chip, ms: written, read back, committed, read back, with nine
 * clocks an octet.
 *
 * @param octets `octetsOfSave` of the store
 * @param hertz clock of the bus
 * @param step how long a step of the scheduler may take to be served, ms: 1 more than the latency; 0 where the bus waits
 * for the end of a transaction
 * @setup
 */
export function i2cSaveTime(octets: number, hertz: number, step: number): number {
  // What is written of the slot, and the commit word; each is read back.
  const transactions = 2 * (Math.ceil(octets / PIECE) + 1) + OTHERS;
  const clocks = 9 * (2 * octets + OVERHEAD * transactions + OTHERS * PIECE) + STARTS * transactions;
  return Math.ceil((clocks * 1000) / hertz) + STEPS * step * transactions;
}

/**
 * Whether a hold-up capacitor lasts until all is saved, worked out from the worst of each. A current in mA for a ms takes
 * a µC; a µF that falls by a mV gives a nC.
 *
 * - it has `capacitance` less `tolerance`, and may fall from `failing`, less `error` and less what its resistance drops at
 *   `current`, to `minimum`;
 * - until the failure is seen, an interval of looking at the supply and the `latency`, all draws `current`;
 * - then loads are shed, and each draws for its `time` from then on;
 * - what is left draws for twice the `saveTime`: another save may have just begun.
 *
 * Memory: 6 numbers.
 */
export class HoldUp {
  readonly failing: number;
  readonly minimum: number;
  /** How far the voltage may fall, mV. */
  readonly window: number;
  /** What the capacitor gives, and what is needed, µC. */
  readonly available: number;
  readonly needed: number;
  /** How long the failure may last from when it is seen until all is saved, ms. */
  readonly time: number;

  /**
   * @param interval from one look at the supply to the next, ms
   * @throws RangeError when the capacitor does not last, or an option is out of its range
   */
  constructor(options: HoldUpOptions, loads: readonly ShedLoad[], interval: number) {
    const capacitance = checkedInteger("hold-up: capacitance", options.capacitance, 1, 2e9, " uF");
    const tolerance = integerOption("hold-up: tolerance", options.tolerance, 20, 0, 90, " %");
    const resistance = integerOption("hold-up: resistance", options.resistance, 0, 0, 1e6, " mOhm");
    const failing = checkedInteger("hold-up: failing voltage", options.failing, 1, 32000, " mV");
    const minimum = checkedInteger("hold-up: minimum voltage", options.minimum, 1, failing, " mV");
    const error = integerOption("hold-up: error of the voltage", options.error, 50, 0, 5000, " mV");
    const current = checkedInteger("hold-up: current", options.current, 1, 100000, " mA");
    const saveTime = checkedInteger("hold-up: time of a save", options.saveTime, 1, 10000, " ms");
    const latency = integerOption("hold-up: latency", options.latency, 5, 0, 1000, " ms");
    let left = current;
    let shedding = 0;
    for (let i = 0; i < loads.length; i++) {
      const load = loads[i]!;
      const most = checkedInteger(`hold-up: current of ${load.name}`, load.current, 0, 100000, " mA");
      shedding += most * checkedInteger(`hold-up: time of ${load.name}`, load.time, 0, 1000, " ms");
      left -= most;
    }
    if (left < 0) {
      throw new RangeError(`hold-up: current is ${current} mA: the loads to be shed draw ${current - left} mA of it`);
    }
    const noticing = interval + latency;
    this.failing = failing;
    this.minimum = minimum;
    this.window = Math.floor(failing - error - minimum - (current * resistance) / 1000);
    this.time = 2 * saveTime;
    this.needed = current * noticing + shedding + left * this.time;
    const share = (100 - tolerance) / 100;
    this.available = this.window <= 0 ? 0 : Math.floor((capacitance * share * this.window) / 1000);
    if (this.window <= 0) {
      throw new RangeError(
        `hold-up: nothing is left between ${failing} mV and ${minimum} mV: the voltage may be measured ${error} mV too ` +
          `high, and ${current} mA through ${resistance} mOhm drop ${Math.ceil((current * resistance) / 1000)} mV`,
      );
    }
    if (this.available >= this.needed) return;
    throw new RangeError(
      `hold-up: ${capacitance} uF less ${tolerance} % give ${this.available} uC over ${this.window} mV: ${noticing} ms at ` +
        `${current} mA until the failure is seen, ${shedding} uC while loads are shed and ${this.time} ms at ${left} mA ` +
        `until all is saved take ${this.needed} uC, for which it must have ` +
        `${Math.ceil((this.needed * 1000) / (share * this.window))} uF`,
    );
  }
}
