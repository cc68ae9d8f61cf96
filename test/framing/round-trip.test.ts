import test from "ava";
import fc from "fast-check";
import { BitFraming } from "../../src/framing/bit-framing";
import type { Framing } from "../../src/framing/framing";
import { OctetFraming } from "../../src/framing/octet-framing";
import { bits, concat, counted, deframe, FCS_KINDS, framed, framedInPieces, stuffed, toHex } from "../support/framing";

const CAPACITY = 80;
const any = fc.uint8Array({ minLength: 2, maxLength: CAPACITY });
/** Octets that the framings have to treat. */
const awkward = fc
  .array(fc.constantFrom(0x7e, 0x7d, 0x5e, 0x5d, 0xff, 0x1f, 0xf8, 0x00, 0x11, 0x13, 0x3f, 0xfc), {
    minLength: 2,
    maxLength: CAPACITY,
  })
  .map((octets) => Uint8Array.from(octets));
const frames = fc.array(fc.oneof(any, awkward), { maxLength: 6 });
const accms = fc.oneof(fc.constantFrom(0, -1, 0x000a0000), fc.integer());
/** What room a framer has for each piece. */
const rooms = fc.array(fc.integer({ min: 16, max: 60 }), { minLength: 1, maxLength: 9 });
/** The lengths in which a line hands on what arrives. */
const pieces = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 9 });

for (const { name, fcs } of FCS_KINDS) {
  const framings: [string, (accm: number) => Framing][] = [
    ["octet-stuffed", (accm) => new OctetFraming(fcs, accm)],
    ["bit-stuffed", () => new BitFraming(fcs)],
  ];
  for (const [kind, create] of framings) {
    test(`${kind}, ${name}: frames arrive as they were sent, in whatever pieces, and nothing else is counted`, (t) => {
      fc.assert(
        fc.property(frames, accms, pieces, (sent, accm, lengths) => {
          const framing = create(accm);
          const framer = framing.createFramer();
          const deframer = framing.createDeframer(CAPACITY);
          const line = concat(...sent.map((frame) => framed(framer, frame)));
          t.deepEqual(deframe(deframer, line, ...lengths), sent.map(toHex));
          t.deepEqual(counted(deframer), sent.length === 0 ? {} : { frames: sent.length });
        }),
      );
    });

    test(`${kind}, ${name}: in pieces a frame is what it is whole, whatever another framer does meanwhile`, (t) => {
      fc.assert(
        fc.property(fc.oneof(any, awkward), awkward, accms, rooms, (frame, other, accm, sizes) => {
          const framer = create(accm).createFramer();
          const whole = framed(framer, frame);
          t.deepEqual(framedInPieces(framer, frame, sizes), whole);
          t.deepEqual(
            framedInPieces(framer, frame, sizes, () => framed(create(accm).createFramer(), other)),
            whole,
          );
        }),
      );
    });

    test(`${kind}, ${name}: a frame that is given up in the middle leaves nothing in the next`, (t) => {
      fc.assert(
        fc.property(awkward, awkward, accms, rooms, (first, second, accm, sizes) => {
          const framer = create(accm).createFramer();
          const octets = concat(first, new Uint8Array(4));
          framer.begin(octets, 0, framer.appendCheck(octets, 0, first.length), new Uint8Array(16), 0, 16);
          t.deepEqual(framedInPieces(framer, second, sizes), framed(framer, second));
        }),
      );
    });

    test(`${kind}, ${name}: a framer writes where it is told, from the octets that it is told`, (t) => {
      fc.assert(
        fc.property(awkward, accms, fc.nat(9), fc.nat(9), (frame, accm, before, at) => {
          const framer = create(accm).createFramer();
          const whole = framed(framer, frame);
          const limit = at + 2 * frame.length + 32;
          const out = new Uint8Array(limit + 1).fill(0xaa);
          const source = concat(new Uint8Array(before).fill(0x7e), frame, new Uint8Array(7).fill(0x7d));
          const last = framer.appendCheck(source, before, before + frame.length);
          const end = framer.begin(source, before, last, out, at, limit);
          t.deepEqual(out.slice(at, end), whole);
          t.true(out.slice(0, at).every((octet) => octet === 0xaa));
          t.true(out.slice(end).every((octet) => octet === 0xaa));
        }),
      );
    });
  }

  test(`octet-stuffed, ${name}: under the ACCM that it is sent with, nothing on the line looks inserted`, (t) => {
    fc.assert(
      fc.property(awkward, accms, (frame, accm) => {
        const line = framed(new OctetFraming(fcs, accm).createFramer(), frame);
        t.true(line.subarray(1, -1).every((octet) => octet !== 0x7e && !(octet < 0x20 && (accm >>> octet) & 1)));
      }),
    );
  });

  test(`bit-stuffed, ${name}: at any bit offset, with flags shared, or zeros of flags`, (t) => {
    const between = fc.constantFrom("", "1111110", "01111110", "1".repeat(15) + "01111110");
    const sequence = fc.array(fc.tuple(fc.oneof(any, awkward), between), { maxLength: 6 });
    fc.assert(
      fc.property(sequence, fc.nat(17), pieces, (sent, offset, lengths) => {
        const deframer = new BitFraming(fcs).createDeframer(CAPACITY);
        const line = sent.map(([frame, fill]) => `${stuffed(fcs, frame)}01111110${fill}`);
        const received = deframe(deframer, bits(`${"1".repeat(offset)}01111110${line.join("")}`), ...lengths);
        t.deepEqual(
          received,
          sent.map(([frame]) => toHex(frame)),
        );
      }),
    );
  });
}
