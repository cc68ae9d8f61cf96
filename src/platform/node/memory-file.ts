import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { checkedInteger } from "../../options";
import { MemoryState, PortFault, Tearing } from "../../ports";
import type { RetainedMemory } from "../../ports";

/**
 * Retained memory in a file. Each write makes a new file of all contents, has it reach the disk, and puts it in the place of
 * the one before in one step: a process that is killed, or a machine whose supply goes, leaves either of them whole.
 */
export class MemoryFile implements RetainedMemory {
  readonly size: number;
  readonly tearing = Tearing.Latched;
  readonly endurance = 0;
  readonly lost = false;
  fault: PortFault = PortFault.None;
  private readonly _path: string;
  private readonly _contents: Buffer;
  private _state: MemoryState = MemoryState.Done;

  /**
   * Reads the file; one that does not exist, or is shorter, is filled up with zeros.
   * @param size octets, 1 to 1048576
   * @throws RangeError when the size is out of range; what `node:fs` throws when the file can't be read
   */
  constructor(path: string, size: number) {
    this.size = checkedInteger("memory file: size", size, 1, 1_048_576, " octets");
    this._path = path;
    this._contents = Buffer.alloc(size);
    try {
      readFileSync(path).copy(this._contents);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    bytes.set(this._contents.subarray(at, at + end - start), start);
    this._end(PortFault.None);
    return true;
  }

  write(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    const before = Buffer.from(this._contents);
    this._contents.set(bytes.subarray(start, Math.min(end, start + this.size - at)), at);
    try {
      this._replace();
      this._end(PortFault.None);
    } catch {
      this._contents.set(before);
      this._end(PortFault.Stuck);
    }
    return true;
  }

  poll(): MemoryState {
    return this._state;
  }

  private _replace(): void {
    const next = `${this._path}.new`;
    const file = openSync(next, "w");
    try {
      for (let done = 0; done < this.size;) done += writeSync(file, this._contents, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this._path);
    syncFolder(dirname(this._path));
  }

  private _end(fault: PortFault): void {
    this.fault = fault;
    this._state = fault === PortFault.None ? MemoryState.Done : MemoryState.Failed;
  }
}

/** The name has reached the disk only when the folder has; Windows knows no such thing, and needs none. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
