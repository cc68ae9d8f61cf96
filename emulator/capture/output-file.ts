import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { systemReason } from "../system-error";

/** Something can't be written; the message names it and says why. */
export class OutputError extends Error {
  readonly code: string | undefined;

  constructor(path: string, cause: unknown) {
    super(`${path}: can't be written (${systemReason(cause)})`, { cause });
    this.code = (cause as NodeJS.ErrnoException).code;
  }
}

/**
 * Makes a folder, and those that it is in, where they are not there.
 * @throws OutputError when it can't
 */
export function makeFolder(path: string): void {
  try {
    // Not `recursive`: Node goes on for ever where a folder that is there denies it, as /proc does.
    if (!existsSync(path)) {
      makeFolder(dirname(path));
      mkdirSync(path);
    } else if (!statSync(path).isDirectory()) {
      throw new Error("it is no folder");
    }
  } catch (error) {
    throw error instanceof OutputError ? error : new OutputError(path, error);
  }
}

/**
 * A file that is written from front to end while a simulation runs. The simulation does not return to the event loop
 * between two writes, so that a stream would hold everything in memory: this writes at once, 64 KB at a time.
 */
export class OutputFile {
  private readonly _path: string;
  private readonly _file: number;
  private readonly _buffer = Buffer.alloc(65536);
  private _length = 0;

  /** Makes the file, or empties it. @throws OutputError when it can't, as every other method */
  constructor(path: string) {
    this._path = path;
    try {
      this._file = openSync(path, "w");
    } catch (error) {
      throw new OutputError(path, error);
    }
  }

  write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      if (this._length === this._buffer.length) this._flush();
      const part = bytes.subarray(done, done + this._buffer.length - this._length);
      this._buffer.set(part, this._length);
      this._length += part.length;
      done += part.length;
    }
  }

  /** Writes text that is ASCII only. */
  writeText(text: string): void {
    if (this._length + text.length > this._buffer.length) this._flush();
    if (text.length > this._buffer.length) this.write(Buffer.from(text, "latin1"));
    else this._length += this._buffer.write(text, this._length, "latin1");
  }

  close(): void {
    try {
      this._flush();
    } finally {
      closeSync(this._file);
    }
  }

  private _flush(): void {
    const length = this._length;
    this._length = 0;
    try {
      for (let done = 0; done < length;) done += writeSync(this._file, this._buffer, done, length - done);
    } catch (error) {
      throw new OutputError(this._path, error);
    }
  }
}
