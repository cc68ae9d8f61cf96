import { HoldUp, i2cSaveTime } from "../../src/retention/hold-up";
import type { ShedLoad } from "../../src/retention/hold-up";
import { tryBrownOuts } from "../power/brown-outs";
import { number } from "./arguments";
import { UsageError } from "./usage-error";

export interface HoldUpCommandOptions {
  capacitance: string;
  tolerance: string;
  resistance: string;
  failing: string;
  minimum: string;
  error: string;
  current: string;
  load?: string[];
  octets: string;
  bus: string;
  latency: string;
  interval: string;
}

/** mA */
const MOST_CURRENT = 100_000;

/** `linkpulse hold-up`: works out whether a hold-up capacitor lasts until all is saved. @returns the exit status, 1 if not */
export function holdUp(options: HoldUpCommandOptions): number {
  const interval = number("--interval", options.interval, 1, 1000);
  const octets = number("--octets", options.octets, 1, 4200);
  const hertz = number("--bus", options.bus, 1000, 1_000_000);
  const saveTime = i2cSaveTime(octets, hertz, 0);
  const current = number("--current", options.current, 1, MOST_CURRENT);
  const loads = (options.load ?? []).map(readLoad);
  const failing = number("--failing", options.failing, 1, 32_000);
  const capacitor = {
    capacitance: number("--capacitance", options.capacitance, 1, 2_000_000_000),
    tolerance: number("--tolerance", options.tolerance, 0, 90),
    resistance: number("--resistance", options.resistance, 0, 1_000_000),
    failing,
    minimum: number("--minimum", options.minimum, 1, failing),
    error: number("--error", options.error, 0, 5000),
    latency: number("--latency", options.latency, 0, 1000),
    current,
  };
  const left = loads.reduce((sum, load) => sum - load.current, current);
  process.stdout.write(
    `a save of ${octets} octets over I2C at ${hertz} Hz takes ${saveTime} ms at most; another one may have just begun\n`,
  );
  let budget: HoldUp;
  try {
    budget = new HoldUp({ ...capacitor, saveTime }, loads, interval);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stdout.write(`${error.message}\n`);
    return 1;
  }
  const { available, needed, window, time } = budget;
  process.stdout.write(
    `the capacitor gives ${available} uC over ${window} mV, ${needed} uC are needed: it lasts, with ` +
      `${Math.floor((available - needed) / Math.max(1, left))} ms to spare\n` +
      `${time} ms after the failure was seen all is saved\n`,
  );
  return 0;
}

/** `linkpulse brown-outs`: random devices with random brown-outs. @returns the exit status, 1 if something was lost */
export function brownOuts(options: { count: string; seed: string }): number {
  const count = number("--count", options.count, 1, 10_000_000);
  const seed = number("--seed", options.seed, 1, 0x3fffffff);
  const { refused, tried, failures, returns, leastSpare, wrong } = tryBrownOuts({ count, seed });
  for (const what of wrong) process.stdout.write(`wrong: ${what}\n`);
  process.stdout.write(
    `${refused} configurations refused; ${tried} devices, ${failures} failures of the supply, ${returns} of them over in ` +
      `time\nall was saved ${leastSpare.toFixed(1)} ms before the end or earlier: ${wrong.length} wrong\n`,
  );
  return wrong.length === 0 ? 0 : 1;
}

function readLoad(text: string): ShedLoad {
  const [, name, current, time] = /^([^:]+):(\d+):(\d+)$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--load ${text}: it must be name:mA:ms, such as radio:80:2`);
  return {
    name,
    current: number(`--load ${name}: current`, current!, 0, MOST_CURRENT),
    time: number(`--load ${name}: time`, time!, 0, 1000),
    shed() {},
    restore() {},
  };
}
