import { closeSync, openSync, writeSync } from "node:fs";

/**
 * A file that is written from front to end while a simulation runs. The simulation does not return to the event loop
 * between two writes, so that a stream would hold everything in memory: this writes at once, 64 KB at a time.
 */
export class OutputFile {
  private readonly _file: number;
  private readonly _buffer = Buffer.alloc(65536);
  private _length = 0;

  /** Makes the file, or empties it. @throws what the file system says, when it can't */
  constructor(path: string) {
    this._file = openSync(path, "w");
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
    this._flush();
    closeSync(this._file);
  }

  private _flush(): void {
    for (let done = 0; done < this._length;) done += writeSync(this._file, this._buffer, done, this._length - done);
    this._length = 0;
  }
}
