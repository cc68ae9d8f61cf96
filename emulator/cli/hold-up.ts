import { HoldUp, i2cSaveTime } from "../../src/retention/hold-up";
import type { ShedLoad } from "../../src/retention/hold-up";
import { tryBrownOuts } from "../power/brown-outs";
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

/** `linkpulse hold-up`: works out whether a hold-up capacitor lasts until all is saved. @returns the exit status, 1 if not */
export function holdUp(options: HoldUpCommandOptions): number {
  const interval = whole("--interval", options.interval, 1, 1000);
  const octets = whole("--octets", options.octets, 1, 4200);
  const hertz = whole("--bus", options.bus, 1000, 1_000_000);
  const saveTime = i2cSaveTime(octets, hertz, 0);
  const current = number("--current", options.current);
  const loads = (options.load ?? []).map(readLoad);
  const left = loads.reduce((sum, load) => sum - load.current, current);
  process.stdout.write(
    `a save of ${octets} octets over I2C at ${hertz} Hz takes ${saveTime} ms at most; another one may have just begun\n`,
  );
  let budget: HoldUp;
  try {
    budget = new HoldUp(
      {
        capacitance: number("--capacitance", options.capacitance),
        tolerance: number("--tolerance", options.tolerance),
        resistance: number("--resistance", options.resistance),
        failing: number("--failing", options.failing),
        minimum: number("--minimum", options.minimum),
        error: number("--error", options.error),
        latency: number("--latency", options.latency),
        current,
        saveTime,
      },
      loads,
      interval,
    );
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
  const count = whole("--count", options.count, 1, 10_000_000);
  const seed = whole("--seed", options.seed, 1, 0x3fffffff);
  const { refused, tried, failures, returns, leastSpare, wrong } = tryBrownOuts({ count, seed });
  for (const what of wrong) process.stdout.write(`wrong: ${what}\n`);
  process.stdout.write(
    `${refused} configurations refused; ${tried} devices, ${failures} failures of the supply, ${returns} of them over in ` +
      `time\nall was saved ${leastSpare.toFixed(1)} ms before the end or earlier: ${wrong.length} wrong\n`,
  );
  return wrong.length === 0 ? 0 : 1;
}

function readLoad(text: string): ShedLoad {
  const match = /^([^:]+):(\d+):(\d+)$/.exec(text);
  if (match === null) throw new UsageError(`--load ${text}: it must be name:mA:ms, such as radio:80:2`);
  return { name: match[1]!, current: Number(match[2]), time: Number(match[3]), shed() {}, restore() {} };
}

function number(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${option} ${text}: it must be a whole number`);
  return Number(text);
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`${option} ${text}: it must be a whole number from ${least} to ${most}`);
  }
  return value;
}
