/** A partition of the board's flash, by its name. */
export { default } from "flash";
