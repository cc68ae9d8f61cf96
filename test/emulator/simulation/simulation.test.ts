import test from "ava";
import fc from "fast-check";
import type { Actor } from "../../../emulator/simulation/simulation";
import { SECOND, Simulation } from "../../../emulator/simulation/simulation";

/** An actor that writes down when it was called, and does what the test says. */
class Diary implements Actor {
  readonly entries: string[] = [];
  onFire: (kind: number) => void | Promise<void> = () => {};

  constructor(private readonly _simulation: Simulation) {}

  fire(kind: number): void | Promise<void> {
    this.entries.push(`${kind} at ${this._simulation.seconds}.${`${this._simulation.nanos}`.padStart(9, "0")}`);
    return this.onFire(kind);
  }
}

function setUp(events: number): { simulation: Simulation; diary: Diary; ids: number[] } {
  const simulation = new Simulation();
  const diary = new Diary(simulation);
  return { simulation, diary, ids: Array.from({ length: events }, (_, kind) => simulation.register(diary, kind)) };
}

test("events happen in the order of their times, each at its own", (t) => {
  const { simulation, diary, ids } = setUp(3);
  simulation.at(ids[0]!, 2, 0);
  simulation.at(ids[1]!, 1, 999_999_999);
  simulation.at(ids[2]!, 1, 5);
  simulation.runUntil(1, 999_999_998);
  t.deepEqual(diary.entries, ["2 at 1.000000005"]);
  t.deepEqual([simulation.seconds, simulation.nanos], [1, 999_999_998]);
  simulation.runUntil(2, 0);
  t.deepEqual(diary.entries.slice(1), ["1 at 1.999999999", "0 at 2.000000000"]);
  t.is(simulation.events, 3);
});

test("events at one time happen in the order in which they were registered, however they were scheduled", (t) => {
  const { simulation, diary, ids } = setUp(200);
  for (const id of [...ids].reverse()) simulation.at(id, 7, 7);
  simulation.runUntil(7, 7);
  t.deepEqual(
    diary.entries,
    ids.map((id) => `${id} at 7.000000007`),
  );
});

test("what an event schedules for now happens now, before later ones", (t) => {
  const { simulation, diary, ids } = setUp(3);
  diary.onFire = (kind) => {
    if (kind === 2) simulation.after(ids[0]!, 0);
  };
  simulation.at(ids[2]!, 1, 0);
  simulation.at(ids[1]!, 1, 1);
  simulation.runUntil(1, 1);
  t.deepEqual(diary.entries, ["2 at 1.000000000", "0 at 1.000000000", "1 at 1.000000001"]);
});

test("a time that has passed becomes now, and time does not go back", (t) => {
  const { simulation, diary, ids } = setUp(1);
  simulation.runUntil(5, 500);
  simulation.at(ids[0]!, 3, 999);
  simulation.runUntil(4, 0);
  t.deepEqual(diary.entries, []);
  t.deepEqual([simulation.seconds, simulation.nanos], [5, 500]);
  simulation.runUntil(5, 500);
  t.deepEqual(diary.entries, ["0 at 5.000000500"]);
});

test("an event is scheduled once at most: scheduling again moves it, earlier or later", (t) => {
  const { simulation, diary, ids } = setUp(2);
  simulation.at(ids[0]!, 9, 0);
  simulation.at(ids[0]!, 1, 0);
  simulation.at(ids[1]!, 2, 0);
  simulation.at(ids[1]!, 3, 0);
  simulation.runUntil(10, 0);
  t.deepEqual(diary.entries, ["0 at 1.000000000", "1 at 3.000000000"]);
});

test("a cancelled event does not happen; cancelling one that is not scheduled does nothing", (t) => {
  const { simulation, diary, ids } = setUp(2);
  simulation.at(ids[0]!, 1, 0);
  simulation.at(ids[1]!, 1, 0);
  simulation.cancel(ids[0]!);
  simulation.cancel(ids[0]!);
  t.false(simulation.isScheduled(ids[0]!));
  t.true(simulation.isScheduled(ids[1]!));
  simulation.runUntil(2, 0);
  t.deepEqual(diary.entries, ["1 at 1.000000000"]);
  t.false(simulation.isScheduled(ids[1]!));
});

test("a virtual year in steps that are no whole seconds ends on the nanosecond", (t) => {
  const { simulation, diary, ids } = setUp(1);
  const step = 3600 * SECOND + 1; // More ns than an int32 holds
  let last = [0, 0];
  diary.onFire = () => {
    last = [simulation.seconds, simulation.nanos];
    simulation.after(ids[0]!, step);
  };
  simulation.after(ids[0]!, step);
  simulation.runUntil(365 * 86400, 8760);
  // 8760 hours, and after each one nanosecond more: 2^53 ns would have been over after 104 days.
  t.is(simulation.events, 8760);
  t.deepEqual(last, [365 * 86400, 8760]);
});

test("a span of 104 days is exact", (t) => {
  const { simulation, diary, ids } = setUp(1);
  simulation.runUntil(1, SECOND - 1);
  simulation.after(ids[0]!, 2 ** 53 - SECOND);
  simulation.runUntil(1e7, 0);
  t.deepEqual(diary.entries, ["0 at 9007200.254740991"]);
});

test("the simulation stands still while a promise is pending, and goes on where it stood", async (t) => {
  const { simulation, diary, ids } = setUp(3);
  let keep = () => {};
  diary.onFire = (kind) => {
    return kind === 0 ? new Promise((resolve) => (keep = resolve)) : undefined;
  };
  simulation.at(ids[0]!, 1, 0);
  simulation.at(ids[1]!, 1, 0);
  simulation.at(ids[2]!, 2, 0);
  const pending = simulation.runUntil(3, 0);
  t.deepEqual(diary.entries, ["0 at 1.000000000"]);
  t.deepEqual([simulation.seconds, simulation.nanos], [1, 0]);
  keep();
  await pending;
  t.is(simulation.runUntil(3, 0), undefined);
  t.deepEqual(diary.entries.slice(1), ["1 at 1.000000000", "2 at 2.000000000"]);
  t.is(simulation.seconds, 3);
});

test("a run can stop after so many events, at the time of the last", (t) => {
  const { simulation, diary, ids } = setUp(3);
  ids.forEach((id, i) => simulation.at(id, i + 1, 0));
  simulation.runUntil(9, 0, 2);
  t.deepEqual(diary.entries, ["0 at 1.000000000", "1 at 2.000000000"]);
  t.is(simulation.seconds, 2);
  simulation.runUntil(9, 0, 3);
  t.is(simulation.events, 3);
});

// --- Against a model: a list that is searched from end to end.

type Step =
  | { do: "at"; id: number; seconds: number; nanos: number }
  | { do: "after"; id: number; nanos: number }
  | { do: "cancel"; id: number }
  | { do: "run"; nanos: number };

const EVENTS = 100; // More than the heap has room for at first

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant("at" as const),
      id: fc.nat(EVENTS - 1),
      seconds: fc.nat(5),
      nanos: fc.oneof(fc.nat(3), fc.nat(SECOND - 1)),
    }),
    fc.record({ do: fc.constant("after" as const), id: fc.nat(EVENTS - 1), nanos: fc.nat(2 * SECOND) }),
    fc.record({ do: fc.constant("cancel" as const), id: fc.nat(EVENTS - 1) }),
    fc.record({ do: fc.constant("run" as const), nanos: fc.oneof(fc.nat(3), fc.nat(SECOND - 1)) }),
  ),
  { maxLength: 200 },
);

/** What happens in {@link steps}, found the slow way; times as ns. */
function model(all: Step[]): string[] {
  const due = new Map<number, number>();
  const happened: string[] = [];
  let now = 0;
  for (const step of all) {
    if (step.do === "at") due.set(step.id, Math.max(now, step.seconds * SECOND + step.nanos));
    else if (step.do === "after") due.set(step.id, now + step.nanos);
    else if (step.do === "cancel") due.delete(step.id);
    else {
      const end = now + step.nanos;
      for (;;) {
        const [next] = [...due].filter(([, at]) => at <= end).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
        if (next === undefined) break;
        due.delete(next[0]);
        happened.push(`${next[0]} at ${next[1]}`);
      }
      now = end;
    }
  }
  return [...happened, ...[...due.keys()].sort((a, b) => a - b).map((id) => `${id} waits`)];
}

function played(all: Step[]): string[] {
  const simulation = new Simulation();
  const happened: string[] = [];
  const now = () => simulation.seconds * SECOND + simulation.nanos;
  const actor = { fire: (kind: number) => void happened.push(`${kind} at ${now()}`) };
  for (let id = 0; id < EVENTS; id++) simulation.register(actor, id);
  for (const step of all) {
    if (step.do === "at") simulation.at(step.id, step.seconds, step.nanos);
    else if (step.do === "after") simulation.after(step.id, step.nanos);
    else if (step.do === "cancel") simulation.cancel(step.id);
    else simulation.runUntil(Math.floor((now() + step.nanos) / SECOND), (now() + step.nanos) % SECOND);
  }
  for (let id = 0; id < EVENTS; id++) if (simulation.isScheduled(id)) happened.push(`${id} waits`);
  return happened;
}

test("any sequence of scheduling, moving, cancelling and running does as a plain list would", (t) => {
  fc.assert(
    fc.property(steps, (all) => {
      t.deepEqual(played(all), model(all));
    }),
    { numRuns: 300 },
  );
});
