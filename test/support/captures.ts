import test from "ava";
import type { ExecutionContext } from "ava";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of captures of real equipment; they are not part of the project. */
const FOLDER = process.env.LINKPULSE_CAPTURES;

/** A frame of a capture, and when it was captured, ms from the capture's first frame. */
export interface CapturedFrame {
  at: number;
  bytes: Uint8Array;
}

/** Registers a test that needs a capture; without the folder it counts as skipped, and its title says why. */
export function captureTest(
  title: string,
  capture: string,
  body: (t: ExecutionContext, frames: CapturedFrame[]) => void,
): void {
  if (FOLDER) test(title, (t) => body(t, readPcap(readFileSync(join(FOLDER, capture)))));
  else test.skip(`${title} (skipped: LINKPULSE_CAPTURES is not set)`, () => {});
}

/** Frames of a classic pcap file with microseconds, as a little-endian machine writes it. */
export function readPcap(file: Buffer): CapturedFrame[] {
  if (file.readUInt32LE(0) !== 0xa1b2c3d4) throw new Error("not a little-endian pcap file with microseconds");
  const frames: CapturedFrame[] = [];
  const base = file.readUInt32LE(24);
  for (let at = 24; at < file.length;) {
    const microseconds = (file.readUInt32LE(at) - base) * 1e6 + file.readUInt32LE(at + 4);
    const length = file.readUInt32LE(at + 8);
    frames.push({
      at: Math.round(microseconds / 1000),
      bytes: Uint8Array.from(file.subarray(at + 16, at + 16 + length)),
    });
    at += 16 + length;
  }
  return frames;
}
