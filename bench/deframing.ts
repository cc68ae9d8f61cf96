/**
 * Deframing with FCS-16 against what else a JavaScript program would take, and against the plain loop in C: frames of
 * random octets, ACCM 0, fed 4096 octets at a time.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc16kermit } from "crc";
import { measure } from "mitata";
import { Fcs16 } from "../src/framing/fcs";
import type { FrameSink } from "../src/framing/framing";
import { OctetDeframer } from "../src/framing/octet-deframer";
import { OctetFramer } from "../src/framing/octet-framer";
import { XorShift32 } from "../src/random";
import { framed } from "../emulator/device/framed";

const LENGTHS = [28, 1500];
/** Octets of a line, about. */
const LINE = 1_000_000;
const CHUNK = 4096;
/** The contestants take turns: so many, each with so many passes over the line. The fastest pass of all counts. */
const ROUNDS = 9;
const PASSES = 12;

interface Deframing {
  push(octets: Uint8Array, start: number, end: number, now: number): void;
}

/** As it is done with what npm has: an array, and the package crc. */
class ArrayAndCrc implements Deframing {
  private _frame: number[] = [];
  private _inside = false;
  private _escaped = false;

  constructor(private readonly _sink: FrameSink) {}

  push(octets: Uint8Array, start: number, end: number): void {
    for (const octet of octets.subarray(start, end)) {
      if (octet === 0x7e) {
        if (this._frame.length >= 4 && !this._escaped) this._end(Buffer.from(this._frame));
        this._frame = [];
        this._inside = true;
        this._escaped = false;
      } else if (octet === 0x7d) {
        this._escaped = true;
      } else if (this._inside) {
        this._frame.push(this._escaped ? octet ^ 0x20 : octet);
        this._escaped = false;
      }
    }
  }

  private _end(frame: Buffer): void {
    // FCS-16 is this CRC when it begins with FFFF, and over a good frame and its FCS it comes to F0B8.
    if (crc16kermit(frame, 0xffff) === 0xf0b8) this._sink.frameReceived(frame, 0, frame.length - 2, 0);
  }
}

const CONTESTANTS: [string, (sink: FrameSink) => Deframing][] = [
  [
    "linkpulse OctetDeframer",
    (sink) => {
      const deframer = new OctetDeframer(Math.max(...LENGTHS), new Fcs16(), 0);
      deframer.attach(sink);
      return deframer;
    },
  ],
  ["array and package crc", (sink) => new ArrayAndCrc(sink)],
];

/** Looks at each frame as little as can be. */
class Counter implements FrameSink {
  sum = 0;

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    this.sum = (this.sum + bytes[start]! + end - start) | 0;
  }

  frameDiscarded(): void {}
}

class Collector implements FrameSink {
  readonly frames: Buffer[] = [];

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    this.frames.push(Buffer.from(bytes.subarray(start, end)));
  }

  frameDiscarded(): void {
    assert.fail("a good frame was discarded");
  }
}

/** The loop in C. */
class Compiled {
  private constructor(private readonly _program: string) {}

  /** Compiles into a folder; null where there is no compiler. */
  static make(folder: string): Compiled | null {
    const source = fileURLToPath(new URL("../../bench/c/deframe.c", import.meta.url));
    const program = join(folder, "deframe");
    const { error, status, stderr } = spawnSync("cc", ["-O2", "-o", program, source], { encoding: "utf8" });
    if (error) return null;
    assert.equal(status, 0, stderr);
    return new Compiled(program);
  }

  /** What it writes when called with these arguments. */
  private _call(...args: string[]): Buffer {
    const { status, stdout } = spawnSync(this._program, args, { maxBuffer: 2 * LINE });
    assert.equal(status, 0, "the program in C failed");
    return stdout;
  }

  frames(file: string): Buffer[] {
    const output = this._call(file);
    const frames: Buffer[] = [];
    for (let at = 0; at < output.length;) {
      const end = at + 2 + output.readUInt16BE(at);
      frames.push(output.subarray(at + 2, end));
      at = end;
    }
    return frames;
  }

  /** The time of the fastest pass over a file, ns. */
  fastest(file: string): number {
    return Number(this._call(file, `${PASSES}`).toString());
  }
}

/** Random frames of one length, and the line that carries them; in a file too, for C. */
class Traffic {
  readonly frames: Buffer[] = [];
  readonly line: Uint8Array;
  readonly file: string;

  constructor(length: number, folder: string) {
    const random = new XorShift32(1);
    const framer = new OctetFramer(new Fcs16(), 0);
    const line = new Uint8Array(LINE + 2 * (length + 4) + 2);
    let end = 0;
    while (end < LINE) {
      const frame = Buffer.from(Array.from({ length }, () => random.next() & 0xff));
      const octets = framed(framer, frame);
      line.set(octets, end);
      end += octets.length;
      this.frames.push(frame);
    }
    this.line = line.subarray(0, end);
    this.file = join(folder, `${length}`);
    writeFileSync(this.file, this.line);
  }

  feed(deframing: Deframing): void {
    const { line } = this;
    for (let at = 0; at < line.length; at += CHUNK) deframing.push(line, at, Math.min(at + CHUNK, line.length), 0);
  }
}

async function withFolder<T>(body: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-deframing-"));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Checks that all contestants find the frames that were sent. */
export async function check(): Promise<void> {
  await withFolder((folder) => {
    const compiled = Compiled.make(folder);
    for (const length of LENGTHS) {
      const traffic = new Traffic(length, folder);
      for (const [name, make] of CONTESTANTS) {
        const collector = new Collector();
        traffic.feed(make(collector));
        assert.deepEqual(collector.frames, traffic.frames, name);
      }
      if (compiled !== null) assert.deepEqual(compiled.frames(traffic.file), traffic.frames, "C");
    }
  });
}

/** The fastest pass of each contestant over a line, MB/s; the last is C, if there is a compiler. */
async function race(traffic: Traffic, compiled: Compiled | null): Promise<number[]> {
  const counter = new Counter();
  const passes = CONTESTANTS.map(([, make]) => {
    const deframing = make(counter);
    return () => traffic.feed(deframing);
  });
  const fastest = [...passes, ...(compiled === null ? [] : [compiled])].map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, pass] of passes.entries()) {
      const { min } = await measure(pass, { gc: false, min_samples: PASSES, min_cpu_time: 0, batch_threshold: 0 });
      fastest[i] = Math.min(fastest[i]!, min);
    }
    if (compiled !== null) fastest[passes.length] = Math.min(fastest[passes.length]!, compiled.fastest(traffic.file));
  }
  return fastest.map((time) => (traffic.line.length * 1000) / time);
}

function printRow(name: string, cells: string[]): void {
  console.log(name.padEnd(28) + cells.map((cell) => cell.padStart(22)).join(""));
}

/** Measures and prints. */
export async function run(): Promise<void> {
  await check();
  await withFolder(async (folder) => {
    const compiled = Compiled.make(folder);
    const speeds: number[][] = [];
    for (const length of LENGTHS) speeds.push(await race(new Traffic(length, folder), compiled));
    console.log(
      `Deframing with FCS-16, random octets, ACCM 0, fed ${CHUNK} octets at a time: MB/s, the fastest pass of ${ROUNDS} rounds, and how many times as fast linkpulse is.`,
    );
    printRow(
      "",
      LENGTHS.map((length) => `frames of ${length} octets`),
    );
    const names = [...CONTESTANTS.map(([name]) => name), "C, octet by octet, cc -O2"];
    for (const [i, name] of names.entries()) {
      if (speeds[0]![i] === undefined) console.log(`${name}: skipped: no C compiler`);
      else
        printRow(
          name,
          speeds.map((of) => `${of[i]!.toFixed(0)}  ${(of[0]! / of[i]!).toFixed(2)} x`),
        );
    }
  });
}
