/** A random int32 to start a generator with; another one on each board and at each start. @setup */
export function entropy(): number {
  return (Math.random() * 0x100000000) | 0;
}
