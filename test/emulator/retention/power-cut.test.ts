import test from "ava";
import { pointsText } from "../../../emulator/retention/cut-point";
import { BEGINS, PowerCutTrial } from "../../../emulator/retention/power-cut";
import type { TrialOptions } from "../../../emulator/retention/power-cut";
import { StoreSubject } from "../../../emulator/retention/subject";
import type { MakeSubject } from "../../../emulator/retention/subject";
import { Tearing } from "../../../src/ports";
import { CompactSlots, FullSlots } from "../../../src/retention/slot-format";
import { SmallStore } from "../../support/retention/broken-stores";
import type { Flaws } from "../../support/retention/broken-stores";

/** Calls everything good that has a commit word: what is whole must come from the order of writing alone. */
class BlindSlots extends FullSlots {
  override update(): number {
    return 0x01020304;
  }
}

const full: MakeSubject = (memory, record) => new StoreSubject(memory, record, new FullSlots());
const blind: MakeSubject = (memory, record) => new StoreSubject(memory, record, new BlindSlots());
const compact: MakeSubject = (memory, record) => new StoreSubject(memory, record, new CompactSlots());
const small =
  (flaws: Flaws): MakeSubject =>
  (memory, record) =>
    new SmallStore(memory, record, flaws);

const SMALL = { memory: 32, record: 3, tearing: Tearing.Octet, seed: 1 };

function exhausted(options: TrialOptions, depth: 1 | 2): PowerCutTrial {
  const trial = new PowerCutTrial(options);
  for (const begin of BEGINS) trial.exhaust(begin, depth);
  return trial;
}

const texts = (trial: PowerCutTrial) =>
  trial.wrong.map(({ begin, points, what }) => `${begin}:${pointsText(points)} ${what}`);

for (const [title, options] of [
  ["octets that can tear", { ...SMALL, make: full }],
  ["octets that latch", { ...SMALL, make: full, tearing: Tearing.Latched }],
  ["words", { ...SMALL, make: full, tearing: Tearing.Word }],
  ["16 octets, compact", { make: compact, memory: 16, record: 4, tearing: Tearing.Word, seed: 1 }],
  [
    "16 octets, compact, octets that can tear",
    { make: compact, memory: 16, record: 4, tearing: Tearing.Octet, seed: 1 },
  ],
  ["a CRC that calls everything good", { ...SMALL, make: blind }],
] as const) {
  test(`cuts of every octet, and of every octet of the recovery: ${title}`, (t) => {
    const trial = exhausted(options, 2);
    t.log(`${trial.counts.single} single cuts, ${trial.counts.double} double, ${trial.counts.faults} faults`);
    t.deepEqual(texts(trial), []);
    t.true(trial.counts.double > 1000);
  });
}

test("56 octets that latch at the acknowledge, a record of 18: every single cut", (t) => {
  const trial = exhausted({ make: full, memory: 56, record: 18, tearing: Tearing.Latched, seed: 2 }, 1);
  t.deepEqual(texts(trial), []);
  t.true(trial.counts.single > 400);
});

test("the same trial finds nothing wrong with a small store that does what it should", (t) => {
  t.deepEqual(texts(exhausted({ ...SMALL, make: small({}) }, 1)), []);
  t.deepEqual(texts(exhausted({ ...SMALL, make: small({ blind: true }) }, 1)), []);
});

for (const [title, flaws] of [
  ["the commit word first", { commitFirst: true, blind: true }],
  ["a commit word that stays while the record is written", { noErase: true, blind: true }],
  ["no reading back", { noReadBack: true }],
  ["one slot", { oneSlot: true }],
  ["a CRC without a seed", { noSeed: true }],
] as const) {
  test(`the trial catches a store with ${title}, and its id repeats it`, (t) => {
    const trial = exhausted({ ...SMALL, make: small(flaws) }, 1);
    t.true(trial.wrong.length > 0);
    t.log(texts(trial)[0]!);
    const { begin, points, what } = trial.wrong[0]!;
    const again = new PowerCutTrial({ ...SMALL, make: small(flaws) });
    again.replay(begin, points, () => {});
    t.is(again.wrong[0]!.what, what);
  });
}
