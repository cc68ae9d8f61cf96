/** What a retention store counts; an index into `RetentionStore.counters`. */
export const enum StoreCounter {
  /** Records that were written and read back. */
  Saves,
  /** Saves that found nothing changed, and wrote nothing. */
  Unchanged,
  /** Saves that were given up. */
  NotSaved,
  /** Records that were written a second time because the other slot was not good. */
  Repairs,
  /** Times that what was read back was not what had been written. */
  ReadBackErrors,
  /** Operations that the memory said had failed. */
  MemoryErrors,
  /** Slots that were found damaged at a start. */
  DamagedSlots,
  /** Saves that were found broken off at a start, before their commit word was written. */
  BrokenOff,
  /** Records that were taken over from an older version. */
  Migrated,
  OctetsWritten,
  OctetsRead,
  Size,
}
