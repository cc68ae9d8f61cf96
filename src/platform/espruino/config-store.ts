import { checkedInteger } from "../../options";
import type { ConfigStore } from "../../ports";

/** What this platform asks of Espruino's module `Storage`, which is passed in. */
export interface EspruinoStorage {
  write(name: string, data: Uint8Array): boolean;
  readArrayBuffer(name: string): ArrayBuffer | undefined;
}

export interface StorageConfigOptions {
  /** `require("Storage")`. */
  io: EspruinoStorage;
  /** The file's name, 1 to 28 characters. Default `linkpulse.cfg`. */
  name?: string;
  /** The longest configuration, 64 to 4096 octets. Default 512. */
  capacity?: number;
}

/**
 * The configuration as a file in Espruino's Storage. Storage writes a file anew before it gives up the one before.
 *
 * Memory: `capacity` octets.
 */
export class StorageConfig implements ConfigStore {
  private readonly _storage: EspruinoStorage;
  private readonly _name: string;
  private readonly _bytes: Uint8Array;
  private _length = 0;
  private _fits = true;

  /** @throws RangeError when the capacity is out of range */
  constructor(options: StorageConfigOptions) {
    const capacity = options.capacity === undefined ? 512 : options.capacity;
    this._storage = options.io;
    this._name = options.name === undefined ? "linkpulse.cfg" : options.name;
    this._bytes = new Uint8Array(checkedInteger("configuration store: capacity", capacity, 64, 4096, " octets"));
  }

  begin(): void {
    this._length = 0;
    this._fits = true;
  }

  write(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > this._bytes.length - this._length) this._fits = false;
    if (!this._fits) return false;
    for (let i = start; i < end; i++) this._bytes[this._length++] = bytes[i]!;
    return true;
  }

  commit(): boolean {
    // eslint-disable-next-line linkpulse/no-allocation -- a person asked for it; the view is gone with this line
    return this._fits && this._storage.write(this._name, this._bytes.subarray(0, this._length));
  }

  read(from: number, bytes: Uint8Array): number {
    const stored = this._storage.readArrayBuffer(this._name);
    if (stored === undefined || from >= stored.byteLength) return 0;
    const left = stored.byteLength - from;
    const count = left < bytes.length ? left : bytes.length;
    // eslint-disable-next-line linkpulse/no-allocation -- at boot only; the view is gone with this line
    bytes.set(new Uint8Array(stored, from, count));
    return count;
  }
}
