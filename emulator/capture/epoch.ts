/**
 * The moment of the real calendar at which captures place virtual midnight of a scenario's first day, s since 1970 (UTC).
 * It is fixed, so that the same run gives the same file: 2024-01-01T00:00:00Z.
 */
export const CAPTURE_EPOCH = Date.UTC(2024, 0, 1) / 1000;
