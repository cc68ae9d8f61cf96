import { readFileSync, statSync } from "node:fs";
import { systemReason } from "./system-error";

/** Something wrong in what a person wrote, or it can't be read: one line that says what, where, and what would be right. */
export class FileError extends Error {}

/** Reads a file that a person named. @throws FileError when it can't be read */
export function readInput(path: string): Buffer {
  try {
    // Some devices never end.
    if (statSync(path).isCharacterDevice()) throw new Error("it is a device");
    return readFileSync(path);
  } catch (error) {
    throw new FileError(`${path}: can't be read (${systemReason(error)})`);
  }
}
