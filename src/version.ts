import { ascii } from "./text";

/** The version of this package. */
export const VERSION = ascii("0.1.0");
