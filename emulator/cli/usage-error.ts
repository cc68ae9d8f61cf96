/** A mistake in how the command line was used: one line for a person, and exit status 2. */
export class UsageError extends Error {}
