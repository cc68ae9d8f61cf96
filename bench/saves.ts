/**
 * What a save costs in each retained memory: octets to and from it, and the processor's time, on Node and on XS; against
 * what one would write without the store, JSON in the same memory: a single copy, not checked, not read back. A cut in the
 * middle of that leaves neither the old record nor the new one. On Node a file too, and JSON in a file.
 */
import assert from "node:assert/strict";
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RetentionResult, RetentionSoak } from "../emulator/device/retention-soak";
import type { SoakMemoryName } from "../emulator/device/soak-memories";
import { retentionProgram } from "../emulator/engine/device-program";
import { XsWorker } from "../emulator/engine/xs-worker";
import { xsWorkerPath } from "../emulator/engine/xs";
import { MemoryFile } from "../src/platform/node/memory-file";
import { MemoryState } from "../src/ports";
import type { RetentionListener } from "../src/retention/options";
import { FieldType, RecordLayout } from "../src/retention/record";
import { RETENTION_TIMERS, RetentionStore } from "../src/retention/store";
import { Scheduler } from "../src/scheduler/scheduler";

/** With how many saves each engine measures. */
const MEMORIES: readonly [name: SoakMemoryName, onNode: number, onXs: number][] = [
  ["rp2040-scratch", 200_000, 10_000],
  ["rp2350-scratch", 200_000, 10_000],
  ["esp32-rtc", 200_000, 10_000],
  ["ds1307", 100_000, 10_000],
  ["ds3232", 100_000, 10_000],
  ["mcp7940n", 100_000, 10_000],
  ["rv3028", 10_000, 500],
  ["flash", 50_000, 2000],
];
const ROUNDS = 5;
const FILE_SAVES = 200;
const HZ = 100_000;

interface Cost {
  octets: number;
  microseconds: number;
}

interface Costs {
  record: number;
  store: Cost;
  json: Cost;
}

/**
 * Measures saves of a record through the store, and as JSON. Runs on XS too, as text: it knows nothing but what it is given.
 * @returns µs and octets of a save, of both; then how many octets the record has
 */
function measureSaves(Soak: typeof RetentionSoak, name: SoakMemoryName, saves: number): number[] {
  const soak = new Soak(name, false, null);
  const results = soak.results;
  soak.run(200);
  const before = results[RetentionResult.Octets]!;
  let began = performance.now();
  soak.run(200 + saves);
  const ours = ((performance.now() - began) * 1000) / saves;
  const octets = ((results[RetentionResult.Octets]! - before) | 0) / saves;

  const { memory, record, traffic } = new Soak(name, false, null).parts;
  const text = "ABCDEFGHIJKLMN".slice(0, record - 4);
  const bytes = new Uint8Array(memory.size);
  const start = traffic === null ? 0 : traffic.octets;
  let written = 0;
  began = performance.now();
  for (let i = 0; i < saves; i++) {
    const number = i & 0xfff;
    const json = JSON.stringify(record === 4 ? { number } : { number, text });
    // Spaces up to whole words.
    const length = (json.length + 3) & ~3;
    for (let j = 0; j < length; j++) bytes[j] = j < json.length ? json.charCodeAt(j) : 32;
    memory.write(0, bytes, 0, length);
    while (memory.poll(0) === MemoryState.Busy);
    written += length;
  }
  const theirs = ((performance.now() - began) * 1000) / saves;
  return [ours, octets, theirs, (traffic === null ? written : (traffic.octets - start) | 0) / saves, record];
}

function costsOf([ours, octets, theirs, theirOctets, record]: readonly number[]): Costs {
  return {
    record: record!,
    store: { octets: octets!, microseconds: ours! },
    json: { octets: theirOctets!, microseconds: theirs! },
  };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

async function rounds(measure: () => number[] | Promise<number[]>): Promise<Costs> {
  const all: number[][] = [];
  for (let i = 0; i < ROUNDS; i++) all.push(await measure());
  return costsOf(all[0]!.map((_, i) => median(all.map((numbers) => numbers[i]!))));
}

/** XS, if it is installed. */
async function openXs(): Promise<XsWorker | null> {
  try {
    const worker = await XsWorker.start(xsWorkerPath());
    await worker.evaluate(`${retentionProgram()}; globalThis.measure = ${measureSaves.toString()}; 0`);
    return worker;
  } catch (error) {
    console.log(`without XS: ${(error as Error).message}`);
    return null;
  }
}

async function onXs(worker: XsWorker, name: SoakMemoryName, saves: number): Promise<number[]> {
  const call = `new Float64Array(measure(linkpulse.RetentionSoak, "${name}", ${saves})).buffer`;
  const { reply } = await worker.evaluate(call);
  return Array.from(new Float64Array(Uint8Array.from(reply).buffer));
}

/** A record of 18 octets in a file, by the store. */
class FileSaves implements RetentionListener {
  readonly store: RetentionStore;
  private readonly _scheduler = new Scheduler(RETENTION_TIMERS);

  constructor(path: string) {
    this.store = new RetentionStore({
      memory: new MemoryFile(path, 56),
      layout: new RecordLayout({
        name: "bench",
        id: 1,
        version: 1,
        fields: [
          { name: "number", type: FieldType.Int32 },
          { name: "text", type: FieldType.Octets, size: 14 },
        ],
      }),
      scheduler: this._scheduler,
      listener: this,
    });
    this.store.start(0);
    this._finish();
  }

  save(number: number): void {
    this.store.record.set(0, number);
    this.store.save(0);
    this._finish();
  }

  restored(): void {}

  saved(): void {}

  /** What was found, or saved last. */
  get number(): number {
    return this.store.record.get(0);
  }

  private _finish(): void {
    for (let now = 0; this.store.busy; now++) this._scheduler.run(now);
  }
}

/** JSON written over the file, as most do it. */
function overwrite(path: string, number: number): void {
  writeFileSync(path, JSON.stringify({ number, text: "ABCDEFGHIJKLMN" }));
}

/** JSON written beside it, brought to the disk, and renamed. */
function replace(path: string, number: number): void {
  const file = openSync(`${path}.new`, "w");
  writeFileSync(file, JSON.stringify({ number, text: "ABCDEFGHIJKLMN" }));
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/** µs of a save in a file by each way. */
function measureFiles(): [string, number][] {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  try {
    const files = new FileSaves(join(folder, "store"));
    const ways: [string, (number: number) => void][] = [
      ["the store, in a file", (number) => files.save(number)],
      ["JSON, file replaced, fsync", (number) => replace(join(folder, "replaced.json"), number)],
      ["JSON, file overwritten", (number) => overwrite(join(folder, "overwritten.json"), number)],
    ];
    return ways.map(([name, save]) => {
      const began = performance.now();
      for (let i = 0; i < FILE_SAVES; i++) save(i);
      return [name, ((performance.now() - began) * 1000) / FILE_SAVES];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is measured is saved, whole, with the octets that the store says, and is the same on XS. */
export async function check(): Promise<void> {
  const saves = 300;
  const worker = await openXs();
  for (const [name] of MEMORIES) {
    const soak = new RetentionSoak(name, false, null);
    soak.run(saves);
    const { store, results } = soak;
    assert.equal(results[RetentionResult.Saved], saves, name);
    assert.equal(results[RetentionResult.NotSaved], 0, name);
    const costs = costsOf(measureSaves(RetentionSoak, name, saves));
    assert.ok(costs.store.octets >= (name === "flash" ? 1 : 2) * store.octetsOfSave, name);
    assert.ok(costs.json.octets > costs.record, name);
    if (worker === null) continue;
    const elsewhere = costsOf(await onXs(worker, name, saves));
    assert.equal(elsewhere.store.octets, costs.store.octets, name);
    assert.equal(elsewhere.json.octets, costs.json.octets, name);
  }
  await worker?.close();
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  try {
    const path = join(folder, "store");
    new FileSaves(path).save(4711);
    assert.equal(new FileSaves(path).number, 4711);
    for (const save of [overwrite, replace]) {
      save(path, 4711);
      assert.equal((JSON.parse(readFileSync(path, "latin1")) as { number: number }).number, 4711);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const WIDTHS = [16, 8, 10, 10, 8, 10, 10, 8, 10, 10, 8];

function row(...cells: (string | number)[]): void {
  console.log(
    cells.map((cell, i) => (i === 0 ? `${cell}`.padEnd(WIDTHS[i]!) : `${cell}`.padStart(WIDTHS[i]!))).join(""),
  );
}

function cells({ store, json }: Costs): string[] {
  const ratio = store.microseconds / json.microseconds;
  return [store.microseconds, json.microseconds, ratio].map((value) => value.toPrecision(2));
}

export async function run(): Promise<void> {
  console.log("A save, by the store and as JSON in the same memory; of chips, octets that cross the bus.");
  row("", "record", "octets", "JSON", "ratio", "us, Node", "JSON", "ratio", "us, XS", "JSON", "ratio");
  const worker = await openXs();
  for (const [name, savesOnNode, savesOnXs] of MEMORIES) {
    const node = await rounds(() => measureSaves(RetentionSoak, name, savesOnNode));
    const xs = worker === null ? [] : cells(await rounds(() => onXs(worker, name, savesOnXs)));
    const { store, json } = node;
    const octets = [store.octets, json.octets].map((value) => value.toFixed(0));
    row(name, node.record, ...octets, (store.octets / json.octets).toPrecision(2), ...cells(node), ...xs);
  }
  await worker?.close();
  const longest = costsOf(measureSaves(RetentionSoak, "ds1307", 1000)).store.octets;
  console.log(
    `At ${HZ / 1000} kHz the ${longest.toFixed(0)} octets of a DS1307 take ${((9000 * longest) / HZ).toFixed(1)} ms.`,
  );
  for (const [name, microseconds] of measureFiles()) console.log(`${name}: ${microseconds.toFixed(0)} us a save`);
}
