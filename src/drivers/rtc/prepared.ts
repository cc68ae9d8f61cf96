/** What is returned instead of a number of octets that are to be written. */
export const enum Prepared {
  /** No steps are left. */
  Done = 0,
  /** The chip is not ready for this step: it is read again, and asked again. */
  NotYet = -1,
}
