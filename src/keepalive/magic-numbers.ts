import type { Random } from "../ports";

/** How many of them are remembered. */
const REMEMBERED = 4;

/**
 * The magic numbers of one end (RFC 1661 section 6.4), which tell what comes back from what somebody else sent. The last ones
 * are remembered: what a long way back may still bring.
 *
 * Memory: 16 octets.
 */
export class MagicNumbers {
  private readonly _random: Random;
  private readonly _last: Int32Array;
  private _next = 0;

  constructor(random: Random) {
    this._random = random;
    this._last = new Int32Array(REMEMBERED);
  }

  /** A random number for any use; not 0, which says that there is none. */
  draw(): number {
    const number = this._random.next();
    return number === 0 ? 1 : number;
  }

  /** Draws our next one. */
  renew(): number {
    let magic = this.draw();
    // A generator that begins anew draws again what it has drawn.
    if (this.isOurs(magic)) magic = this.draw();
    this.remember(magic);
    return magic;
  }

  /** From now on it is one of ours, until {@link renew} has drawn as many as are remembered. */
  remember(magic: number): void {
    this._last[this._next] = magic;
    this._next = (this._next + 1) % REMEMBERED;
  }

  isOurs(magic: number): boolean {
    for (let i = 0; i < REMEMBERED; i++) if (this._last[i] === magic) return true;
    return false;
  }
}
