import { XorShift32 } from "../../src/random";
import { Tearing } from "../../src/ports";
import { pointsText } from "./cut-point";
import type { CutKind, CutPoint } from "./cut-point";
import { plainMemory } from "./memories";
import type { MakeCut } from "./memories";
import type { MakeSubject } from "./subject";

/** In what state the memory is when the update begins. */
export type Begin = "zeros" | "ones" | "one" | "both" | "damaged";
export const BEGINS: readonly Begin[] = ["zeros", "ones", "one", "both", "damaged"];

/** A cut that left something wrong behind. */
export interface Wrong {
  begin: Begin;
  points: CutPoint[];
  what: string;
}

export interface CutCounts {
  /** Sequences of one cut, and of two, that were tried. */
  single: number;
  double: number;
  /** Octets that were not acknowledged, or kept another value, with the supply still there. */
  faults: number;
}

export interface TrialOptions {
  make: MakeSubject;
  /** What is cut. Default: a memory. */
  cut?: MakeCut;
  /** Octets of the memory and of the record. */
  memory: number;
  record: number;
  tearing: Tearing;
  /** Of the records' values. */
  seed: number;
}

const RECORDS = 6;

const hex = (record: Uint8Array | null) => (record === null ? "nothing" : Buffer.from(record).toString("hex"));
const either = (records: (Uint8Array | null)[]) => records.map(hex).join(" or ");
const isSame = (a: Uint8Array | null, b: Uint8Array | null) =>
  a === null || b === null ? a === b : Buffer.compare(a, b) === 0;

/**
 * Cuts the supply of a retained memory while a record in it is updated, and again while what follows the cut goes on, and
 * looks after each that what is found is exactly the record that was last said to be saved, or the one under way.
 */
export class PowerCutTrial {
  readonly counts: CutCounts = { single: 0, double: 0, faults: 0 };
  readonly wrong: Wrong[] = [];
  private readonly _options: TrialOptions;
  private readonly _cut: MakeCut;
  /** Records that are saved, one after the other; null: none. */
  private readonly _records: Uint8Array[];

  constructor(options: TrialOptions) {
    this._options = options;
    this._cut = options.cut ?? plainMemory;
    const random = new XorShift32(options.seed);
    this._records = Array.from({ length: RECORDS }, () =>
      new Uint8Array(options.record).map(() => random.next() & 0xff),
    );
  }

  /** Every single cut, and if `depth` is 2 every cut of what follows it. Stops at `most` that are wrong. */
  exhaust(begin: Begin, depth: 1 | 2, most = 10): void {
    const memory = this._prepare(begin);
    for (const first of this._points(memory, 1)) {
      if (this.wrong.length >= most) return;
      const contents = memory.slice();
      const allowed = this._powerUp(contents, this._before(begin), 1, first, begin, [first]);
      if ("bonrs".includes(first.kind)) this.counts.single++;
      else this.counts.faults++;
      this._settle(contents, allowed, 2, begin, [first]);
      if (depth === 1 || !"bonrs".includes(first.kind)) continue;
      for (const second of this._points(contents, 2)) {
        if ("kw".includes(second.kind)) continue;
        this.counts.double++;
        const again = contents.slice();
        const left = this._powerUp(again, allowed, 2, second, begin, [first, second]);
        this._settle(again, left, 3, begin, [first, second]);
      }
    }
  }

  /** Random pairs of cuts. */
  sample(begin: Begin, pairs: number, random: XorShift32): void {
    const memory = this._prepare(begin);
    const pick = (points: CutPoint[]) => points[(random.next() >>> 0) % points.length]!;
    const firsts = this._points(memory, 1).filter(({ kind }) => "bonrs".includes(kind));
    for (let i = 0; i < pairs; i++) {
      const first = pick(firsts);
      const contents = memory.slice();
      const allowed = this._powerUp(contents, this._before(begin), 1, first, begin, [first]);
      const second = pick(this._points(contents, 2).filter(({ kind }) => "bonrs".includes(kind)));
      const left = this._powerUp(contents, allowed, 2, second, begin, [first, second]);
      this._settle(contents, left, 3, begin, [first, second]);
      this.counts.double++;
    }
  }

  /** One sequence of cuts, told step by step. */
  replay(begin: Begin, points: CutPoint[], say: (line: string) => void): void {
    const contents = this._prepare(begin);
    let allowed = this._before(begin);
    say(`memory before: ${hex(contents)}`);
    points.forEach((point, i) => {
      say(`saving ${hex(this._records[i + 1]!)}, cut ${pointsText([point])}`);
      allowed = this._powerUp(contents, allowed, i + 1, point, begin, points);
      say(`memory: ${hex(contents)}`);
      say(`may be found: ${either(allowed)}`);
    });
    this._settle(contents, allowed, points.length + 1, begin, points);
    for (const { what } of this.wrong) say(`wrong: ${what}`);
    if (this.wrong.length === 0) say("found as it should be, and a save after it too");
  }

  private _before(begin: Begin): (Uint8Array | null)[] {
    return [begin === "zeros" || begin === "ones" ? null : this._records[0]!];
  }

  /** The memory's contents when the update begins. */
  private _prepare(begin: Begin): Uint8Array {
    const { memory, record, tearing, make } = this._options;
    const contents = new Uint8Array(memory).fill(begin === "ones" ? 0xff : 0);
    if (begin === "zeros" || begin === "ones") return contents;
    // The records before are written without cuts; of "one" and "damaged" only one slot is good in the end.
    const subject = make(this._cut(contents, tearing, null), record);
    subject.start();
    if (begin !== "one") subject.save(this._records[RECORDS - 1]!);
    subject.save(this._records[0]!);
    if (begin === "one") this._spoil(contents, 0);
    if (begin === "damaged") this._spoil(contents, 0xa5);
    return contents;
  }

  /** Spoils a slot so that the newest record is still found. */
  private _spoil(contents: Uint8Array, value: number): void {
    const { memory } = this._options;
    const half = memory >> 1;
    for (const from of [0, half]) {
      const spoiled = contents.slice();
      for (let i = 0; i < half; i++) spoiled[from + i] = value === 0 ? 0 : spoiled[from + i]! ^ value;
      const found = this._found(spoiled);
      if (!isSame(found, this._records[0]!)) continue;
      contents.set(spoiled);
      return;
    }
  }

  private _found(contents: Uint8Array): Uint8Array | null {
    const { record, tearing, make } = this._options;
    return make(this._cut(contents.slice(), tearing, null), record).start() ?? null;
  }

  /** All that can go wrong in the power-up that saves record number `next`. */
  private _points(contents: Uint8Array, next: number): CutPoint[] {
    const { record, tearing, make } = this._options;
    const memory = this._cut(contents.slice(), tearing, null);
    const writes = new Map<number, boolean>();
    memory.onWrite = (octet, begins) => writes.set(octet, begins);
    const subject = make(memory, record);
    subject.start();
    subject.save(this._records[next]!);
    const points: CutPoint[] = [];
    for (let octet = 0; octet < memory.octets; octet++) {
      const kinds: CutKind[] = writes.get(octet) === false ? [] : ["b", "k"];
      if (writes.has(octet)) kinds.push("w");
      if (writes.has(octet) && tearing === Tearing.Octet) kinds.push("o", "n", "r", "s");
      points.push(...kinds.map((kind) => ({ octet, kind })));
    }
    return points;
  }

  /** Switches on, saves record number `next`, and has something go wrong. @returns what may be found afterwards */
  private _powerUp(
    contents: Uint8Array,
    allowed: (Uint8Array | null)[],
    next: number,
    point: CutPoint | null,
    begin: Begin,
    points: CutPoint[],
  ): (Uint8Array | null)[] {
    const { record, tearing, make } = this._options;
    const memory = this._cut(contents, tearing, point);
    const subject = make(memory, record);
    const found = subject.start();
    if (found === undefined) {
      if (!memory.reached) this._note(begin, points, "the start came to no end");
      return allowed;
    }
    if (!allowed.some((one) => isSame(one, found))) {
      this._note(begin, points, `found ${hex(found)} instead of ${either(allowed)}`);
      return [found];
    }
    const saved = subject.save(this._records[next]!);
    return saved ? [this._records[next]!] : [found, this._records[next]!];
  }

  /** After the last cut: what is there must be right, and the next save must be found. */
  private _settle(
    contents: Uint8Array,
    allowed: (Uint8Array | null)[],
    next: number,
    begin: Begin,
    points: CutPoint[],
  ): void {
    const after = contents.slice();
    const saved = this._powerUp(after, allowed, next, null, begin, points);
    if (saved.length > 1) this._note(begin, points, "the save afterwards failed");
    const found = this._found(after);
    if (!isSame(found, saved[0]!)) this._note(begin, points, `saved afterwards, and found ${hex(found)}`);
  }

  private _note(begin: Begin, points: CutPoint[], what: string): void {
    this.wrong.push({ begin, points, what });
  }
}
