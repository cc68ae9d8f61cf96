/**
 * The timer queue against what else a JavaScript program would take: timers that fire and arm themselves again after a
 * random 1 to 30000 ms, exact to the millisecond.
 */
import assert from "node:assert/strict";
import { measure } from "mitata";
import { XorShift32 } from "../src/random";
import {
  DocumentedWheel,
  ExactWheel,
  Flat,
  Heapify,
  OurQueue,
  OurScheduler,
  type Contestant,
  type ContestantClass,
} from "./timers/contestants";
import { ArmedTimeouts, runNodeTimers } from "./timers/node-timers";
import { expectedSequence, Log, LONGEST } from "./timers/schedule";

const CONTESTANTS: readonly [string, ContestantClass][] = [
  ["linkpulse TimerQueue", OurQueue],
  ["linkpulse Scheduler", OurScheduler],
  ["flatqueue", Flat],
  ["heapify", Heapify],
  ["timer-wheel, each ms", ExactWheel],
];

/** How many timers, how long they run in virtual ms, and how much faster than that `setTimeout` gets it. */
const SIZES = [
  { timers: 8, end: 2_000_000, speedUp: 1000 },
  { timers: 64, end: 2_000_000, speedUp: 1000 },
  { timers: 1000, end: 1_000_000, speedUp: 100 },
  { timers: 100000, end: 40_000, speedUp: 10 },
];

/** Everything is measured so often, one contestant after the other, and the median taken. */
const ROUNDS = 3;
/** How many events are measured together at least. */
const EVENTS = 8192;
/** How long `setTimeout` runs each time, real ms. */
const REAL_TIME = 1500;
/** How many cancellations, or postponements, are measured together at least. */
const OPERATIONS = 8192;

const log = new Log(600_000);

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

/** Processor time of this process, ns: others on the machine don't disturb it, and collecting garbage is in it. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** Calls `body` with what `prepare` makes, which is not measured; returns the median of processor time, ns. */
async function time<T>(prepare: () => T, body: (prepared: T) => void): Promise<number> {
  const benchmark = function* () {
    yield { [0]: prepare, bench: (prepared: T) => body(prepared) };
  };
  // What mitata's types leave out: a benchmark may yield parameters that are made anew for each call. No batches: they
  // would make thousands beforehand, which share the log.
  const options = { now: processorTime, gc: false, min_cpu_time: 200e6, batch_threshold: 0 };
  const stats = await measure(benchmark as unknown as () => void, options);
  return stats.p50;
}

/** All timers in a random order. */
function shuffled(timers: number): Int32Array {
  const random = new XorShift32(1);
  const ids = Int32Array.from({ length: timers }, (_, id) => id);
  for (let i = timers - 1; i > 0; i--) {
    const other = (random.next() >>> 0) % (i + 1);
    [ids[i], ids[other]] = [ids[other]!, ids[i]!];
  }
  return ids;
}

type Cancelling = Required<Omit<Contestant, "run">>;

/** Time of a cancellation, ns, every timer of as many contestants as it takes. */
async function timeCancelling(timers: number, make: () => Cancelling): Promise<number> {
  const ids = shuffled(timers);
  const copies = Math.ceil(OPERATIONS / timers);
  const total = await time(
    () => Array.from({ length: copies }, make),
    (contestants) => {
      for (let i = 0; i < copies; i++) contestants[i]!.cancelAll(ids);
    },
  );
  return total / (copies * timers);
}

/** Time of a postponement, ns. */
async function timePostponing(timers: number, make: () => Cancelling): Promise<number> {
  const all = shuffled(timers);
  const ids = Int32Array.from({ length: Math.max(timers, OPERATIONS) }, (_, i) => all[i % timers]!);
  const total = await time(make, (contestant) => contestant.postponeAll(ids));
  return total / ids.length;
}

interface Result {
  name: string;
  perEvent: number;
  wakeUps: number;
  mostLate: number;
  /** Timers that never fired again. */
  lost: number;
  cancel: number | null;
  postpone: number | null;
}

async function measureContestant(
  name: string,
  contestant: ContestantClass,
  timers: number,
  end: number,
): Promise<Result> {
  log.clear();
  const judged = new contestant(timers, log);
  judged.run(end);
  const events = log.count;
  const { wakeUps, usefulWakeUps } = log;
  const { mostLate, lost } = log.judge(timers, end);
  const make = () => new contestant(timers, log);
  const copies = Math.ceil(EVENTS / events);
  const prepare = () => {
    log.clear();
    return Array.from({ length: copies }, make);
  };
  const total = await time(prepare, (contestants) => {
    for (let i = 0; i < copies; i++) contestants[i]!.run(end);
  });
  const result = {
    name,
    perEvent: total / (copies * events),
    wakeUps: wakeUps / usefulWakeUps,
    mostLate,
    lost,
    cancel: null,
    postpone: null,
  };
  if (judged.cancelAll === undefined || judged.postponeAll === undefined) return result;
  const cancelling = make as () => Cancelling;
  return {
    ...result,
    cancel: await timeCancelling(timers, cancelling),
    postpone: await timePostponing(timers, cancelling),
  };
}

async function measureNodeTimers(timers: number, speedUp: number): Promise<Result> {
  log.clear();
  const { perEvent, wakeUps, mostLate } = await runNodeTimers(timers, 1 / speedUp, REAL_TIME * speedUp, log);
  const armed: ArmedTimeouts[] = [];
  const closeAll = () => armed.splice(0).forEach((each) => each.close());
  const make = () => {
    if (armed.length * timers >= 2 * OPERATIONS + timers) closeAll();
    const timeouts = new ArmedTimeouts(timers);
    armed.push(timeouts);
    return timeouts;
  };
  const cancel = await timeCancelling(timers, make);
  const postpone = await timePostponing(timers, make);
  closeAll();
  return { name: "setTimeout", perEvent, wakeUps, mostLate, lost: 0, cancel, postpone };
}

function medianResult(results: Result[]): Result {
  const of = (pick: (result: Result) => number | null) =>
    pick(results[0]!) === null ? null : median(results.map((result) => pick(result)!));
  return {
    name: results[0]!.name,
    perEvent: of((result) => result.perEvent)!,
    wakeUps: of((result) => result.wakeUps)!,
    mostLate: Math.max(...results.map((result) => result.mostLate)),
    lost: results[0]!.lost,
    cancel: of((result) => result.cancel),
    postpone: of((result) => result.postpone),
  };
}

const COLUMNS = [22, 10, 10, 17, 12, 6, 12, 14];

function printRow(cells: string[]): void {
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(COLUMNS[i]!) : cell.padStart(COLUMNS[i]!))).join(""));
}

function printResults(timers: number, results: Result[]): void {
  const orCannot = (value: number | null) => (value === null ? "cannot" : value.toFixed(0));
  console.log();
  printRow([
    `${timers} timers`,
    "ns/event",
    "to ours",
    "wake-ups/useful",
    "latest, ms",
    "lost",
    "cancel, ns",
    "postpone, ns",
  ]);
  for (const result of results) {
    printRow([
      result.name,
      result.perEvent.toFixed(0),
      `${(result.perEvent / results[0]!.perEvent).toFixed(2)} x`,
      Number.isNaN(result.wakeUps) ? "not counted" : result.wakeUps.toFixed(2),
      result.mostLate.toFixed(result.mostLate % 1 === 0 ? 0 : 1),
      `${result.lost}`,
      orCannot(result.cancel),
      orCannot(result.postpone),
    ]);
  }
}

/** Checks that all contestants fire the same timers at the same times, and that those are the right ones. */
export async function check(): Promise<void> {
  for (const { timers, end: longest } of SIZES) {
    const end = Math.min(longest, 100_000);
    const expected = expectedSequence(timers, end);
    for (const [name, contestant] of CONTESTANTS) {
      const what = `${timers} timers: ${name}`;
      log.clear();
      new contestant(timers, log).run(end);
      const { mostLate, lost } = log.judge(timers, end);
      assert.equal(mostLate, 0, what);
      if (contestant === ExactWheel && lost > 0) {
        const right = new Set(expected);
        assert.ok(lost < timers / 1000, `${what}: ${lost} lost`);
        assert.deepEqual(
          log.sequence().filter((event) => !right.has(event)),
          [],
          what,
        );
      } else {
        assert.deepEqual(log.sequence(), expected, what);
      }
    }
  }
  log.clear();
  const { mostEarly } = await runNodeTimers(64, 0.001, 300_000, log);
  // Its end is open: what is due in the last 50 real ms may not have fired.
  const until = (time: string) => Number(time.split(":")[0]) <= 250_000;
  assert.deepEqual(log.sequence().filter(until), expectedSequence(64, 250_000), "setTimeout");
  assert.ok(mostEarly < 1, `setTimeout came ${mostEarly} ms early`);
}

/** Measures and prints. */
export async function run(): Promise<void> {
  await check();
  console.log(
    `Timers that fire and re-arm at random, 1 to ${LONGEST} ms, exact to the ms: processor time, medians, the same schedule for all.`,
  );
  for (const { timers, end, speedUp } of SIZES) {
    const rounds: Result[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const results: Result[] = [];
      for (const [name, contestant] of CONTESTANTS) {
        results.push(await measureContestant(name, contestant, timers, end));
      }
      results.push(await measureNodeTimers(timers, speedUp));
      rounds.push(results);
    }
    printResults(
      timers,
      rounds[0]!.map((_, row) => medianResult(rounds.map((results) => results[row]!))),
    );
  }
  log.clear();
  new DocumentedWheel(1000, log).run(100_000);
  console.log(`
linkpulse TimerQueue is the queue alone, as the packages below it are; the Scheduler adds tasks, slack and counters.
timer-wheel counts a millisecond as 1024 of its units here, so as to be exact; used as documented it comes up to ${log.judge(1000, 100_000).mostLate} ms late.
setTimeout runs ${SIZES.map(({ timers, speedUp }) => `${speedUp} times as fast with ${timers}`).join(", ")} timers; its lateness is in real ms.`);
}
