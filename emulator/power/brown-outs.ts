import { XorShift32 } from "../../src/random";
import { HoldUp, i2cSaveTime } from "../../src/retention/hold-up";
import { KeepAliveCounter, PowerState } from "../../src/retention/keep-alive-options";
import { Restored } from "../../src/retention/options";
import type { SupplyPoint } from "./main-supply";
import { PoweredDevice } from "./powered-device";
import type { DeviceLoad, PoweredDeviceOptions } from "./powered-device";

/** Octets of a record with time, counters and an HDLC line's numbers, its header and its commit word: 17, 10 and 4. */
const OCTETS_OF_SAVE = 31;

export interface BrownOutResult {
  /** Configurations that were refused: nothing of them ran. */
  refused: number;
  /** Those that ran, and how many times the supply failed in them. */
  tried: number;
  failures: number;
  /** Failures that were over before the processor stopped. */
  returns: number;
  /** The least time between all being saved and the end of a program, ms. */
  leastSpare: number;
  /** What went wrong, each with the seed of its trial. */
  wrong: string[];
}

export interface BrownOutOptions {
  count: number;
  seed: number;
  /** What the program is told of its capacitor, as a share of what it has: 1 is the truth. Default 1. */
  boast?: number;
}

/**
 * Random devices with random brown-outs: cuts, sags, glitches, bounces and slow declines. Of each that is not refused
 * beforehand, all must be saved before the rail falls below the minimum, and found again after the supply is back.
 */
export function tryBrownOuts({ count, seed, boast = 1 }: BrownOutOptions): BrownOutResult {
  const result: BrownOutResult = {
    refused: 0,
    tried: 0,
    failures: 0,
    returns: 0,
    leastSpare: Infinity,
    wrong: [],
  };
  for (let i = 0; i < count; i++) tryOne(seed + i, boast, result);
  return result;
}

/** Draws from what a seed gives. */
class Dice {
  private readonly _random: XorShift32;

  constructor(seed: number) {
    this._random = new XorShift32(seed);
  }

  /** A number from `least` up to `most`. */
  between(least: number, most: number): number {
    return least + ((this._random.next() >>> 0) / 0x100000000) * (most - least);
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }
}

function tryOne(seed: number, boast: number, result: BrownOutResult): void {
  const dice = new Dice(seed);
  const options = drawDevice(dice, seed, boast);
  try {
    new HoldUp(options.holdUp, options.loads as never, options.interval);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    result.refused++;
    return;
  }
  const device = new PoweredDevice(options);
  const wrong = (what: string) => result.wrong.push(`seed ${seed}: ${what}`);
  result.tried++;
  device.boot();
  device.pass(dice.between(2500, 4000));
  if (device.resumedWith === null) wrong("not started");
  brownOut(device, drawCourse(dice), result, wrong);
  const before = device.keepAlive;
  const { diedAt, heldAt } = device;
  const { starts } = before;
  device.pass(dice.between(0, 100_000));
  device.boot();
  device.pass(500);
  const after = device.keepAlive;
  const found = device.resumedWith;
  // A device that hovered may have been cut while it saved once more.
  if (found?.result !== Restored.Restored && found?.result !== Restored.FellBack) wrong(`found ${found?.result}`);
  else if (!after.orderly || after.starts !== starts + 1 || after.failures !== before.failures)
    wrong("an older record");
  const { seconds } = device.simulation;
  if (found !== null && (found.away < seconds - diedAt - 3 || found.away > seconds - heldAt + 3)) {
    wrong(`away ${found.away} s, ended ${seconds - diedAt} s ago`);
  }
  if (device.replays > 0) wrong(`${device.replays} of ${device.sent} keepalives repeat a number`);
}

/** Lets the supply take its course, and then end. */
function brownOut(
  device: PoweredDevice,
  course: SupplyPoint[],
  result: BrownOutResult,
  wrong: (what: string) => void,
): void {
  device.script(course);
  device.pass(course[course.length - 1]![0] + 300);
  if (device.alive) {
    device.script([[10, 0]]);
    device.pass(10_000_000);
  }
  const { keepAlive, simulation } = device;
  result.failures += keepAlive.counters[KeepAliveCounter.Failures]!;
  result.returns += keepAlive.counters[KeepAliveCounter.Returns]!;
  if (device.alive) wrong("the rail never fell");
  if (keepAlive.state !== PowerState.Held) wrong(`not saved, ${simulation.seconds} s`);
  else result.leastSpare = Math.min(result.leastSpare, device.spare);
  if (keepAlive.counters[KeepAliveCounter.OverBudget]! > 0) wrong("a save took longer than its budget");
}

function drawDevice(dice: Dice, seed: number, boast: number): PoweredDeviceOptions {
  const loads: DeviceLoad[] = [];
  for (let i = dice.whole(0, 3); i > 0; i--) {
    const time = dice.whole(0, 20);
    loads.push({ name: `load ${i}`, current: dice.whole(5, 150), time, takes: dice.between(0, time) });
  }
  const shed = loads.reduce((sum, { current }) => sum + current, 0);
  const current = shed + dice.whole(5, 60);
  const hertz = dice.whole(50_000, 100_000);
  const latency = dice.whole(0, 5);
  const interval = dice.whole(1, 10);
  const error = dice.whole(0, 80);
  const tolerance = dice.whole(0, 30);
  const failing = dice.whole(4400, 4800);
  const minimum = dice.whole(3900, 4200);
  const resistance = dice.whole(0, 300);
  const saveTime = i2cSaveTime(OCTETS_OF_SAVE, hertz, 1 + latency);
  const needed = (shed * 20 + current * (interval + latency) + (current - shed) * 2 * saveTime) / (failing - minimum);
  const nominal = Math.ceil(1000 * needed * dice.between(0.7, 3));
  // The worst of the declared, a third of the times.
  const worst = dice.whole(0, 2) === 0;
  return {
    holdUp: {
      capacitance: nominal,
      tolerance,
      resistance,
      failing,
      minimum,
      error,
      current,
      saveTime,
      latency,
    },
    loads: worst ? loads.map((load) => ({ ...load, takes: load.time })) : loads,
    interval,
    keepalive: dice.whole(10, 50),
    hertz,
    capacitance: (nominal / boast) * (1 - (worst ? 1 : dice.between(0, 1)) * (tolerance / 100)),
    current: worst ? current : current - dice.between(0, 0.9 * (current - shed)),
    error: worst ? error : Math.floor(dice.between(-error, error)),
    seed,
  };
}

function drawCourse(dice: Dice): SupplyPoint[] {
  const nominal = 5.3;
  const low = () => dice.between(0, 4.9);
  switch (dice.whole(0, 4)) {
    case 0:
      return [[dice.between(0, 50), 0]];
    case 1: {
      const fall = dice.between(0, 100);
      const end = fall + dice.between(50, 1000);
      const volts = low();
      return [[fall, volts], [end, volts], [end + dice.between(0, 100), nominal]]; // prettier-ignore
    }
    case 2: {
      const end = dice.between(1, 30);
      return [[0, 0], [end, 0], [end, nominal]]; // prettier-ignore
    }
    case 3: {
      const course: SupplyPoint[] = [];
      let at = 0;
      for (let i = dice.whole(2, 6); i > 0; i--) {
        const volts = i % 2 === 0 ? low() : nominal;
        course.push([(at += dice.between(0, 60)), volts], [(at += dice.between(0, 200)), volts]);
      }
      return course;
    }
    default:
      return [[dice.between(200, 2000), 0]];
  }
}
