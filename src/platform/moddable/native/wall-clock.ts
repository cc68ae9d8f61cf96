/** How XS ties a function to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/** `wallClock` of `platform/moddable/wall-clock` in C: an image that names `Date` has all of it. */
export function wallClock(): number {
  return native("xs_linkpulse_wall_clock").call(null);
}
