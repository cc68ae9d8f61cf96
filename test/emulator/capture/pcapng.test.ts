/** The file against draft-ietf-opsawg-pcapng; what Wireshark makes of it is in test/peers. */
import test from "ava";
import { Direction, LinkType, PcapngWriter } from "../../../emulator/capture/pcapng";
import { readBlocks, readOptions } from "../../support/pcapng-blocks";
import { temporaryFile } from "../../support/temporary-file";

const FRAME = Uint8Array.of(0xee, 0x0f, 0x00, 0x80, 0x35, 0xee);

/** The time stamp of an enhanced packet block. */
function timeOf(body: Buffer): bigint {
  return (BigInt(body.readUInt32LE(4)) << 32n) | BigInt(body.readUInt32LE(8));
}

test("section header: byte order, version 1.0, unknown length, who wrote it (section 4.1)", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  new PcapngWriter(path, 0).close();
  const blocks = readBlocks(path);
  t.is(blocks.length, 1);
  t.is(blocks[0]!.type, 0x0a0d0d0a);
  t.is(blocks[0]!.body.subarray(0, 16).toString("hex"), "4d3c2b1a01000000ffffffffffffffff");
  t.deepEqual(readOptions(blocks[0]!.body, 16), [[4, Buffer.from("linkpulse")]]);
});

test("interface description: link type, name, nanoseconds (section 4.2)", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const writer = new PcapngWriter(path, 0);
  t.is(writer.addInterface("r1 Serial0/0", LinkType.Chdlc), 0);
  t.is(writer.addInterface("r2 Serial2/0", LinkType.Chdlc), 1);
  writer.close();
  const [, first, second] = readBlocks(path);
  t.is(first!.type, 1);
  t.is(first!.body.readUInt16LE(0), 104);
  t.is(first!.body.readUInt32LE(4), 0); // No limit to a packet's length
  t.deepEqual(readOptions(first!.body, 8), [
    [2, Buffer.from("r1 Serial0/0")],
    [9, Buffer.of(9)],
  ]);
  t.deepEqual(readOptions(second!.body, 8)[0], [2, Buffer.from("r2 Serial2/0")]);
});

test("packet: interface, time, length, octets padded to 32 bits, flags (section 4.3)", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const writer = new PcapngWriter(path, 62_464_929);
  writer.addInterface("r1 Serial0/0", LinkType.Chdlc);
  writer.addInterface("r2 Serial2/0", LinkType.Chdlc);
  writer.writeFrame(1, Direction.Inbound, true, 10, 21_000_001, FRAME, 1, 6);
  writer.close();
  const packet = readBlocks(path)[3]!;
  t.is(packet.type, 6);
  t.is(packet.body.readUInt32LE(0), 1);
  t.is(timeOf(packet.body), BigInt(Date.UTC(2024, 0, 1, 17, 21, 14, 950)) * 1_000_000n + 1n);
  t.deepEqual([packet.body.readUInt32LE(12), packet.body.readUInt32LE(16)], [5, 5]);
  t.is(packet.body.subarray(20, 28).toString("hex"), "0f008035ee000000");
  t.deepEqual(readOptions(packet.body, 28), [[2, Buffer.of(1, 0, 0, 1)]]);
});

test("flags tell outbound from inbound, and a wrong FCS from a good one", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const writer = new PcapngWriter(path, 0);
  writer.addInterface("r1 Serial0/0", LinkType.Chdlc);
  writer.writeFrame(0, Direction.Inbound, false, 0, 0, FRAME, 0, 4);
  writer.writeFrame(0, Direction.Outbound, false, 0, 0, FRAME, 0, 4);
  writer.writeFrame(0, Direction.Outbound, true, 0, 0, FRAME, 0, 4);
  writer.close();
  const flags = readBlocks(path)
    .slice(2)
    .map(({ body }) => readOptions(body, 24)[0]![1].readUInt32LE());
  t.deepEqual(flags, [1, 2, 2 | (1 << 24)]);
});

test("both lengths of every block are right for frames of any length", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const writer = new PcapngWriter(path, 0);
  writer.addInterface("r", LinkType.Chdlc);
  const bytes = new Uint8Array(1600).fill(0xaa);
  for (let length = 0; length <= 1600; length += 7)
    writer.writeFrame(0, Direction.Inbound, false, 0, 0, bytes, 0, length);
  writer.close();
  const blocks = readBlocks(path);
  t.is(blocks.length, 2 + 229);
  blocks.forEach(({ lengths, body }, i) => {
    t.is(lengths[0], lengths[1]);
    t.is(lengths[0] % 4, 0);
    if (i >= 2) t.is(body.readUInt32LE(12), (i - 2) * 7);
  });
});

test("a time stamp after a virtual year is exact to the nanosecond", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const writer = new PcapngWriter(path, 0);
  writer.addInterface("r", LinkType.Chdlc);
  writer.writeFrame(0, Direction.Inbound, false, 366 * 86400, 999_999_999, FRAME, 0, 4);
  writer.close();
  // 2024 has 366 days.
  t.is(timeOf(readBlocks(path)[2]!.body), BigInt(Date.UTC(2025, 0, 1)) * 1_000_000n + 999_999_999n);
});
