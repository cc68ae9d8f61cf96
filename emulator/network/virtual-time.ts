import type { Instant } from "../scenario/scenario";

/** Virtual time in ms as one number: exact to the microsecond for a hundred years. */
export function virtualTime(time: Instant): number {
  return time.seconds * 1000 + time.nanos / 1e6;
}
