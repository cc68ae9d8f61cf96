import type { Readable, Writable } from "node:stream";
import { Chance } from "../../emulator/serial/chance";

/** What a wire ends in. */
export interface WireEnd {
  /** Takes what is to arrive there. */
  line: Writable;
  /** What is sent there. */
  sent: Readable;
}

/** Octets that arrived at the first end of a wire, or were sent there. */
export interface Crossing {
  /** ms since 1970 */
  at: number;
  sent: boolean;
  bytes: Buffer;
}

/** What joins two ends, and can be cut or noisy; it keeps what the first end sent and received. */
export class Wire {
  readonly crossings: Crossing[] = [];
  private _cutFrom = { first: false, second: false };
  private _bitErrors = 0;
  private readonly _chance: Chance;

  /** @param seed of the noise */
  constructor(first: WireEnd, second: WireEnd, seed: number) {
    this._chance = new Chance(seed);
    first.sent.on("data", (bytes: Buffer) => {
      this._keep(true, bytes);
      if (!this._cutFrom.first) this._carry(bytes, second);
    });
    second.sent.on("data", (bytes: Buffer) => {
      if (!this._cutFrom.second) this._keep(false, this._carry(bytes, first));
    });
  }

  /** Loses what one end sends, or both. */
  cut(from: "first" | "second" | "both"): void {
    this._cutFrom = { first: from !== "second", second: from !== "first" };
  }

  mend(): void {
    this._cutFrom = { first: false, second: false };
  }

  /** Flips bits with a probability, both ways. */
  noise(bitErrors: number): void {
    this._bitErrors = bitErrors;
  }

  /** @returns what arrived */
  private _carry(bytes: Buffer, to: WireEnd): Buffer {
    const arrived = Buffer.from(bytes);
    for (let i = 0; i < arrived.length; i++) {
      for (let bit = 1; bit < 256; bit <<= 1) if (this._chance.happens(this._bitErrors)) arrived[i]! ^= bit;
    }
    to.line.write(arrived);
    return arrived;
  }

  private _keep(sent: boolean, bytes: Buffer): void {
    this.crossings.push({ at: Date.now(), sent, bytes });
  }
}
