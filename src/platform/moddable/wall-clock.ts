/** Milliseconds since 1970, UTC, as far as the platform knows them. */
export function wallClock(): number {
  return Date.now();
}
