/** Framing seen from outside: what a deframer says, as a list that a test can compare. */
import { framed } from "../../emulator/device/framed";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { computeCheck, NoFcs } from "../../src/framing/frame-check";
import type { Fcs } from "../../src/framing/frame-check";
import { FramerRoom } from "../../src/framing/framing";
import type { Deframer, DeframerCounter, Framer, FrameSink } from "../../src/framing/framing";

export const FCS_KINDS = [
  { name: "FCS-16", fcs: new Fcs16() },
  { name: "FCS-32", fcs: new Fcs32() },
  { name: "no FCS", fcs: new NoFcs() },
];

/** By {@link DeframerCounter}. */
const NAMES = ["frames", "FCS error", "abort", "short", "overlong", "dropped", "unaligned"];

/** Octets from hexadecimal digits, spaced as one likes. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replace(/\s/g, ""), "hex"));
}

export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString("hex");
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Bits in the order in which the line has them, spaced as one likes, as octets; the last is filled up with ones. */
export function bits(text: string): Uint8Array {
  const sequence = text.replace(/\s/g, "");
  const octets = new Uint8Array(Math.ceil(sequence.length / 8)).fill(0xff);
  for (let i = 0; i < sequence.length; i++) if (sequence[i] === "0") octets[i >> 3]! &= ~(1 << (i & 7));
  return octets;
}

/** The bits of octets in the order in which the line has them. */
export function toBits(octets: Uint8Array): string {
  return Array.from(octets, (octet) => [...octet.toString(2).padStart(8, "0")].reverse().join("")).join("");
}

/** The bits of a frame with its FCS as a line has them between two flags, with a zero after every five ones. */
export function stuffed(fcs: Fcs, frame: Uint8Array): string {
  const check = new Uint8Array(fcs.size);
  computeCheck(fcs, frame, 0, frame.length, check, 0);
  return toBits(concat(frame, check)).replace(/11111/g, "111110");
}

export { framed };

/** What {@link framed} gives, written in pieces that have room for so many octets, over and over; `between` is called after each. */
export function framedInPieces(
  framer: Framer,
  frame: Uint8Array,
  rooms: readonly number[],
  between: () => void = () => undefined,
): Uint8Array {
  const octets = concat(frame, new Uint8Array(FramerRoom.Check));
  const pieces: Uint8Array[] = [];
  for (let i = 0; i === 0 || !framer.done; i++) {
    const limit = rooms[i % rooms.length]! + 3;
    // Behind the limit nothing may be written.
    const out = new Uint8Array(limit + 8).fill(0xaa);
    const end =
      i === 0
        ? framer.begin(octets, 0, framer.appendCheck(octets, 0, frame.length), out, 3, limit)
        : framer.next(out, 3, limit);
    if (!out.subarray(end).every((octet) => octet === 0xaa)) throw new Error("written behind the piece");
    pieces.push(out.subarray(3, end));
    between();
  }
  return concat(...pieces);
}

/** Writes down what it is told: the frames in hexadecimal, and why others were discarded. */
export class Recorder implements FrameSink {
  readonly events: string[] = [];

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    this.events.push(toHex(bytes.subarray(start, end)));
  }

  frameDiscarded(reason: DeframerCounter): void {
    this.events.push(NAMES[reason]!);
  }
}

/** Gives a deframer octets in pieces of these lengths, over and over, and returns what it says of them. */
export function deframe(deframer: Deframer, octets: Uint8Array, ...pieces: number[]): string[] {
  const recorder = new Recorder();
  deframer.attach(recorder);
  let at = 0;
  for (let i = 0; at < octets.length; i++) {
    const end = pieces.length === 0 ? octets.length : Math.min(at + pieces[i % pieces.length]!, octets.length);
    deframer.push(octets, at, end, 0);
    at = end;
  }
  return recorder.events;
}

/** The counters that are not 0, by name. */
export function counted(deframer: Deframer): Record<string, number> {
  const entries = Array.from(deframer.counters, (count, i) => [NAMES[i]!, count] as const);
  return Object.fromEntries(entries.filter((entry) => entry[1] !== 0));
}
