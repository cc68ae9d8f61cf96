import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { ConfigStore } from "../../ports";

/** The configuration as a file, which a new one takes the place of in one step. */
export class ConfigFile implements ConfigStore {
  private readonly _path: string;
  private _written: Buffer[] = [];

  constructor(path: string) {
    this._path = path;
  }

  begin(): void {
    this._written = [];
  }

  write(bytes: Uint8Array, start: number, end: number): boolean {
    this._written.push(Buffer.from(bytes.subarray(start, end)));
    return true;
  }

  commit(): boolean {
    try {
      const next = `${this._path}.new`;
      writeFileSync(next, Buffer.concat(this._written));
      renameSync(next, this._path);
      return true;
    } catch {
      return false;
    }
  }

  read(from: number, bytes: Uint8Array): number {
    let stored: Buffer;
    try {
      stored = readFileSync(this._path);
    } catch {
      return 0;
    }
    return stored.copy(bytes, 0, Math.min(from, stored.length));
  }
}
