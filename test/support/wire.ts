import { Chance } from "../../emulator/serial/chance";
import type { OpenPort } from "./socat";

/** Octets that arrived at the first end of a wire, or were sent there. */
export interface Crossing {
  /** ms since 1970 */
  at: number;
  sent: boolean;
  bytes: Buffer;
}

/** What joins two ports, and can be cut or noisy; it keeps what the first end sent and received. */
export class Wire {
  readonly crossings: Crossing[] = [];
  private _cut = false;
  private _bitErrors = 0;
  private readonly _chance: Chance;

  /** @param seed of the noise */
  constructor(first: OpenPort, second: OpenPort, seed: number) {
    this._chance = new Chance(seed);
    first.sent.on("data", (bytes: Buffer) => {
      this._keep(true, bytes);
      this._carry(bytes, second);
    });
    second.sent.on("data", (bytes: Buffer) => {
      const arrived = this._carry(bytes, first);
      if (arrived !== null) this._keep(false, arrived);
    });
  }

  cut(): void {
    this._cut = true;
  }

  mend(): void {
    this._cut = false;
  }

  /** Flips bits with a probability, both ways. */
  noise(bitErrors: number): void {
    this._bitErrors = bitErrors;
  }

  /** @returns what arrived; null where nothing did */
  private _carry(bytes: Buffer, to: OpenPort): Buffer | null {
    if (this._cut) return null;
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
