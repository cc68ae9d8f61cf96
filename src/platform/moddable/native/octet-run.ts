/** How XS ties a function to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/** `copyRun` of `framing/octet-run` in C; see there. */
export function copyRun(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  offset: number,
  special: number,
): number {
  return native("xs_linkpulse_copy_run").call(null, bytes, start, end, out, offset, special);
}

/** `stuff` of `framing/octet-run` in C; see there. */
export function stuff(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  offset: number,
  accm: number,
): number {
  return native("xs_linkpulse_stuff").call(null, bytes, start, end, out, offset, accm);
}
