/** Views of `largest`, a power of two, and of each smaller one down to 1 octet over the start of the same octets. @setup */
export function createViews(bytes: Uint8Array, largest: number): Uint8Array[] {
  const views: Uint8Array[] = [];
  for (let size = largest; size > 0; size >>= 1) views.push(new Uint8Array(bytes.buffer, 0, size));
  return views;
}
