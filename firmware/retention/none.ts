import type { RouterLinkOptions } from "linkpulse/moddable/router";

/** Nothing outlives a reset but what was saved with `write memory`. */
export const openRetention: (board: object, settings: object) => RouterLinkOptions["retention"] = () => undefined;
