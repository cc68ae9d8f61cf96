/** An ISAKMP message of `size` octets whose header says that it has `length`. */
export function isakmp(size: number, length = size): number[] {
  const bytes = new Uint8Array(size).fill(0x5a);
  const view = new DataView(bytes.buffer);
  bytes[16] = 33;
  bytes[17] = 0x20;
  bytes[18] = 37;
  bytes[19] = 0x08;
  view.setUint32(20, 7);
  view.setInt32(24, length);
  return [...bytes];
}

/** An ESP packet with a sequence number. */
export function esp(sequence: number): Uint8Array {
  return Uint8Array.of(0xc0, 0xff, 0xee, 0x01, 0, 0, 0, sequence, ...new Array<number>(24).fill(0xa5));
}
