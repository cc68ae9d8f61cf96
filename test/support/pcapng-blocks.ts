import { readFileSync } from "node:fs";

export interface PcapngBlock {
  type: number;
  /** What the block holds, options included, and its two lengths. */
  body: Buffer;
  lengths: [number, number];
}

/** Takes a pcapng file of little-endian blocks apart, by its first length of each block. */
export function readBlocks(path: string): PcapngBlock[] {
  const file = readFileSync(path);
  const blocks: PcapngBlock[] = [];
  for (let at = 0; at < file.length;) {
    const length = file.readUInt32LE(at + 4);
    blocks.push({
      type: file.readUInt32LE(at),
      body: file.subarray(at + 8, at + length - 4),
      lengths: [length, file.readUInt32LE(at + length - 4)],
    });
    at += length;
  }
  return blocks;
}

/** The options from an offset in a block's body on, up to the end of options: their codes and values. */
export function readOptions(body: Buffer, at: number): [number, Buffer][] {
  const options: [number, Buffer][] = [];
  for (;;) {
    const code = body.readUInt16LE(at);
    const length = body.readUInt16LE(at + 2);
    if (code === 0) return options;
    options.push([code, body.subarray(at + 4, at + 4 + length)]);
    at += 4 + ((length + 3) & ~3);
  }
}
