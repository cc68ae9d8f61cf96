import { XorShift32 } from "../../src/random";
import { CompactSlots, FullSlots } from "../../src/retention/slot-format";
import { parsePoints, pointsText } from "../retention/cut-point";
import { BEGINS, PowerCutTrial } from "../retention/power-cut";
import type { Begin } from "../retention/power-cut";
import { storeInFlash, storeInMemory, storeInWords } from "../retention/memories";
import { TEARINGS } from "../retention/subject";
import { number } from "./arguments";
import { UsageError } from "./usage-error";

export interface PowerCutOptions {
  memory: string;
  record?: string;
  tearing: string;
  compact?: boolean;
  words?: boolean;
  flash?: string;
  depth: string;
  pairs: string;
  seed: string;
  cut?: string;
}

/** Memories up to this size have every pair of cuts tried. */
const EXHAUSTIVE = 64;

/** What a trial needs to be repeated: it stands before the colon of a cut's id. */
interface Settings {
  memory: number;
  record: number;
  tearing: string;
  compact: boolean;
  seed: number;
  /** The driver that is in the trial: `words`, `flash` with the octets of a sector, or none. */
  driver: string;
}

const SECTORS = 2;

/**
 * `linkpulse power-cut`: cuts the supply at every octet of an update of a record of this size, and again during what
 * follows, and looks what is found afterwards.
 * @returns the exit status: 1 if something wrong was found
 */
export function powerCut(options: PowerCutOptions): number {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (options.cut !== undefined) return replay(options.cut, say);
  const format = options.compact ? new CompactSlots() : new FullSlots();
  const memory = number("--memory", options.memory, 1, 65536);
  const slot = (octets: number) => (octets >> 1) & ~3;
  const fits = Math.min(slot(memory) - format.header, format.longest);
  if (fits < 1) {
    const least = 2 * (format.header + 4 - (format.header & 3));
    throw new UsageError(`--memory ${memory}: it must be ${least} octets or more, for two slots with a header each`);
  }
  const settings = {
    memory,
    driver: driverOf(options),
    record: options.record === undefined ? fits : number("--record", options.record, 1, 4096),
    tearing: options.words ? "word" : options.tearing,
    compact: options.compact === true,
    seed: number("--seed", options.seed, 1, 0x7fffffff),
  };
  const depth = number("--depth", options.depth, 1, 2) as 1 | 2;
  const pairs = number("--pairs", options.pairs, 0, 100_000_000);
  const trial = trialOf(settings);
  const random = new XorShift32(settings.seed);
  const exhaustive = depth === 2 && memory <= EXHAUSTIVE;
  for (const begin of BEGINS) {
    trial.exhaust(begin, exhaustive ? 2 : 1);
    if (depth === 2 && !exhaustive) trial.sample(begin, Math.ceil(pairs / BEGINS.length), random);
  }
  for (const { begin, points, what } of trial.wrong) {
    say(`wrong: ${what}\n  --cut ${idOf(settings, begin)}${pointsText(points)}`);
  }
  const { single, double, faults } = trial.counts;
  say(`memory of ${memory} octets, record of ${settings.record}, at most ${fits} fit`);
  say(
    `${single} cuts, ${double} pairs of cuts (${exhaustive ? "every one" : depth === 2 ? "random" : "none"}), ` +
      `${faults} faults with the supply still there: ${trial.wrong.length} wrong`,
  );
  return trial.wrong.length === 0 ? 0 : 1;
}

function replay(id: string, say: (line: string) => void): number {
  const [start, cuts] = id.split(":");
  const [memory, record, tearing, layout, seed, begin, driver = ""] = (start ?? "").split(".");
  const known = BEGINS.includes(begin as Begin) && TEARINGS[tearing!] !== undefined && DRIVER.test(driver);
  if (cuts === undefined || !known) {
    throw new UsageError(`--cut ${id}: it must be an id as linkpulse power-cut prints it`);
  }
  const settings = {
    memory: number("--cut: memory", memory!, 1, 65536),
    record: number("--cut: record", record!, 1, 4096),
    tearing: tearing!,
    compact: layout === "compact",
    seed: number("--cut: seed", seed!, 1, 0x7fffffff),
    driver,
  };
  const points = parsePoints(cuts);
  if (points.length < 1 || points.length > 2) throw new UsageError(`--cut ${id}: it must have one or two cuts`);
  const trial = trialOf(settings);
  trial.replay(begin as Begin, points, say);
  return trial.wrong.length === 0 ? 0 : 1;
}

const idOf = ({ memory, record, tearing, compact, seed, driver }: Settings, begin: Begin) =>
  `${[memory, record, tearing, compact ? "compact" : "full", seed, begin, ...(driver ? [driver] : [])].join(".")}:`;

/** What a driver is called in a cut's id. */
const DRIVER = /^(words|flash\d+)?$/;

function driverOf({ words, flash }: PowerCutOptions): string {
  if (words && flash !== undefined) throw new UsageError("--words --flash: it must be one of them");
  return words ? "words" : flash === undefined ? "" : `flash${number("--flash", flash, 32, 65536)}`;
}

function trialOf({ memory, record, tearing, compact, seed, driver }: Settings): PowerCutTrial {
  const format = compact ? new CompactSlots() : new FullSlots();
  const sector = Number(/\d+$/.exec(driver));
  const subject =
    driver === "" ? storeInMemory(format) : sector ? storeInFlash(memory, sector, format) : storeInWords(format);
  return new PowerCutTrial({
    ...subject,
    memory: sector ? SECTORS * sector : memory,
    record,
    tearing: TEARINGS[tearing]!,
    seed,
  });
}
