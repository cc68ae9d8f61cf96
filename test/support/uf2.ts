/** A UF2 file with a block of 256 octets at each of these addresses. */
export function uf2(targets: number[]): Buffer {
  return Buffer.concat(
    targets.map((target, number) => {
      const block = Buffer.alloc(512);
      [0x0a324655, 0x9e5d5157, 0x2000, target, 256, number, targets.length, 0xe48bff56].forEach((word, i) =>
        block.writeUInt32LE(word, 4 * i),
      );
      block.writeUInt32LE(0x0ab16f30, 508);
      return block;
    }),
  );
}
