/** What a start found in a retained memory, as people and scenarios call it: by `Restored`. */
export const RESTORED_NAMES: readonly string[] = ["not yet", "cold", "restored", "fell back", "corrupt", "refused"];
