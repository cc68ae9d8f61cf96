import { closeSync, openSync, writeSync } from "node:fs";
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
