import test from "ava";
import type { ExecutionContext } from "ava";
import { FixedCheck } from "../../../emulator/capture/frame-check";
import { FrameTap } from "../../../emulator/capture/frame-tap";
import { Direction, LinkType, PcapngWriter } from "../../../emulator/capture/pcapng";
import type { Fcs } from "../../../src/framing/frame-check";
import { Fcs16, Fcs32 } from "../../../src/framing/fcs";
import { NoFcs } from "../../../src/framing/frame-check";
import { OctetDeframer } from "../../../src/framing/octet-deframer";
import { OctetFramer } from "../../../src/framing/octet-framer";
import { readBlocks, readOptions } from "../../support/pcapng-blocks";
import { temporaryFile } from "../../support/temporary-file";
import { framed } from "../../support/framing";

/** A frame that holds octets which are escaped on the line. */
const FRAME = Uint8Array.of(0x8f, 0x00, 0x80, 0x35, 0x7e, 0x7d, 0x11, 0x01);

const framedWith = (fcs: Fcs, frame = FRAME) => framed(new OctetFramer(fcs, 0), frame);

/** Lets a tap listen, and returns the frames in its file: their octets and their flags, both in hex. */
function captured(t: ExecutionContext, fcs: Fcs, listen: (tap: FrameTap) => void): string[] {
  const path = temporaryFile(t, "out.pcapng");
  const writer = new PcapngWriter(path, 0);
  const number = writer.addInterface("r1 Serial0/0", LinkType.Chdlc);
  listen(new FrameTap(writer, number, Direction.Inbound, new OctetDeframer(1600, new NoFcs(), 0), new FixedCheck(fcs)));
  writer.close();
  return readBlocks(path)
    .slice(2)
    .map(({ body }) => {
      const length = body.readUInt32LE(12);
      const flags = readOptions(body, 20 + ((length + 3) & ~3))[0]![1].readUInt32LE();
      return `${body.subarray(20, 20 + length).toString("hex")} ${flags.toString(16)}`;
    });
}

for (const [name, fcs] of [
  ["FCS-16", new Fcs16()],
  ["FCS-32", new Fcs32()],
  ["no FCS", new NoFcs()],
] as const) {
  test(`${name}: frames stand in the file without flags, escapes and FCS, octet by octet or all at once`, (t) => {
    const line = framedWith(fcs);
    const frames = captured(t, fcs, (tap) => {
      tap.octets(line, 0, line.length, 0, 0);
      for (let i = 0; i < line.length; i++) tap.octets(line, i, i + 1, 1, 0);
    });
    t.deepEqual(frames, ["8f0080357e7d1101 1", "8f0080357e7d1101 1"]);
  });
}

test("a frame with a wrong FCS is there and marked", (t) => {
  const line = framedWith(new Fcs16());
  line[2]! ^= 0x40;
  const frames = captured(t, new Fcs16(), (tap) => tap.octets(line, 0, line.length, 0, 0));
  t.deepEqual(frames, ["8f4080357e7d1101 1000001"]);
});

test("what is too short to hold an FCS is there as nothing, and marked", (t) => {
  const line = Uint8Array.of(0x7e, 0x01, 0x02, 0x7e);
  t.deepEqual(
    captured(t, new Fcs32(), (tap) => tap.octets(line, 0, 4, 0, 0)),
    [" 1000001"],
  );
});

test("what is broken off, or not ended, is not written", (t) => {
  const line = framedWith(new Fcs16());
  const aborted = Uint8Array.of(...line.slice(0, 5), 0x7d, 0x7e);
  const frames = captured(t, new Fcs16(), (tap) => {
    tap.octets(aborted, 0, aborted.length, 0, 0);
    tap.octets(line, 0, line.length - 1, 0, 0);
  });
  t.deepEqual(frames, []);
});

test("a frame has the time of the octets in which it ends", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const writer = new PcapngWriter(path, 0);
  const number = writer.addInterface("r1 Serial0/0", LinkType.Chdlc);
  const tap = new FrameTap(
    writer,
    number,
    Direction.Outbound,
    new OctetDeframer(1600, new NoFcs(), 0),
    new FixedCheck(new Fcs16()),
  );
  const line = framedWith(new Fcs16());
  tap.octets(line, 0, 4, 1, 0);
  tap.octets(line, 4, line.length, 2, 77);
  writer.close();
  const { body } = readBlocks(path)[2]!;
  const time = (BigInt(body.readUInt32LE(4)) << 32n) | BigInt(body.readUInt32LE(8));
  t.is(time, BigInt(Date.UTC(2024, 0, 1, 0, 0, 2)) * 1_000_000n + 77n);
});
