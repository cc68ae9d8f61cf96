/** Whatever octets come, each deframer says the same as a plain reading of the standard, written here another way. */
import test from "ava";
import { crc16kermit } from "crc";
import fc from "fast-check";
import { BitDeframer } from "../../src/framing/bit-deframer";
import { Fcs16 } from "../../src/framing/fcs";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { OctetFramer } from "../../src/framing/octet-framer";
import { bits, concat, deframe, framed, stuffed, toBits } from "../support/framing";

const CAPACITY = 12;
const LONGEST = CAPACITY + 2;
const FLAG = 0x7e;

function judged(octets: number[]): string {
  const frame = Buffer.from(octets);
  if (frame.length < 4) return "short";
  const check = crc16kermit(frame.subarray(0, -2), 0xffff) ^ 0xffff;
  return check === frame.readUInt16LE(frame.length - 2) ? frame.subarray(0, -2).toString("hex") : "FCS error";
}

/** What stands between two flags, in the octet-stuffed form. */
function octetSegment(segment: number[], accm: number): string[] {
  const kept = segment.filter((octet) => octet >= 0x20 || ((accm >>> octet) & 1) === 0);
  const octets: number[] = [];
  for (let i = 0; i < kept.length; i++) {
    if (kept[i] === 0x7d && i === kept.length - 1) return ["abort"];
    if (octets.length === LONGEST) return ["overlong"];
    octets.push(kept[i] === 0x7d ? kept[++i]! ^ 0x20 : kept[i]!);
  }
  return octets.length === 0 ? [] : [judged(octets)];
}

function octetModel(line: Uint8Array, accm: number): string[] {
  const said: string[] = [];
  let from = line.indexOf(FLAG);
  while (from >= 0) {
    const to = line.indexOf(FLAG, from + 1);
    const segment = octetSegment([...line.subarray(from + 1, to < 0 ? line.length : to)], accm);
    // Without its flag a frame can only be too long already.
    said.push(...(to < 0 ? segment.filter((event) => event === "overlong") : segment));
    from = to;
  }
  return said;
}

/** What stands between two flags, in the bit-stuffed form, with as much of the second flag as looks like content. */
function bitSegment(segment: string, ended: boolean): string[] {
  const abort = segment.indexOf("1111111");
  const content = (abort < 0 ? segment : segment.slice(0, abort + 6)).replace(/(?<!1)111110/g, "11111");
  const octets = content.match(/.{8}/g) ?? [];
  if (octets.length > LONGEST) return ["overlong"];
  if (octets.length === 0) return [];
  if (abort >= 0) return ["abort"];
  if (!ended) return [];
  if (content.length % 8 !== 7) return ["unaligned"];
  return [judged(octets.map((octet) => parseInt([...octet].reverse().join(""), 2)))];
}

function bitModel(line: Uint8Array): string[] {
  // As if a zero had come before, so that the line may begin with the ones of a flag.
  const sequence = `0${toBits(line)}`;
  const flag = /(?<=0)1111110/g;
  const ends: number[] = [];
  while (flag.exec(sequence) !== null) {
    ends.push(flag.lastIndex);
    // The zero at the end may be the first of the next flag.
    flag.lastIndex--;
  }
  return ends.flatMap((end, i) => {
    const next = ends[i + 1];
    return bitSegment(sequence.slice(end, next === undefined ? undefined : next - 1), next !== undefined);
  });
}

const frame = fc.uint8Array({ minLength: 2, maxLength: CAPACITY });
const special = fc.constantFrom(0x7e, 0x7e, 0x7d, 0x11, 0x13, 0x00, 0x5d, 0x5e, 0xff, 0x41);
const noise = fc.array(fc.oneof(special, fc.nat(255)), { maxLength: 40 }).map((octets) => Uint8Array.from(octets));
const pieces = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 9 });

test("octet-stuffed: the same as the model, for any octets, ACCM and pieces", (t) => {
  const accms = fc.constantFrom(0, -1, 0x000a0000, 1);
  fc.assert(
    fc.property(fc.array(fc.oneof(frame, noise), { maxLength: 8 }), accms, pieces, (parts, accm, lengths) => {
      const framer = new OctetFramer(new Fcs16(), accm);
      const line = concat(...parts.map((part, i) => (i % 2 === 0 ? framed(framer, part) : part)));
      const deframer = new OctetDeframer(CAPACITY, new Fcs16(), accm);
      t.deepEqual(deframe(deframer, line, ...lengths), octetModel(line, accm));
    }),
    { numRuns: 1000 },
  );
});

test("bit-stuffed: the same as the model, for any bits and pieces", (t) => {
  const part = fc.oneof(
    frame.map((octets) => `01111110${stuffed(new Fcs16(), octets)}01111110`),
    noise.map(toBits),
    fc.constantFrom("01111110", "1111110", "1111111", "11111", "0", "1"),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), pieces, (parts, lengths) => {
      const line = bits(parts.join(""));
      t.deepEqual(deframe(new BitDeframer(CAPACITY, new Fcs16()), line, ...lengths), bitModel(line));
    }),
    { numRuns: 1000 },
  );
});
