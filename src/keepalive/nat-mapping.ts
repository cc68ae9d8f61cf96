/**
 * What a NAT made of our address and port, as the other side sees it, from one look to the next. A mapping that was
 * forgotten is followed by another one, whose port means nothing; its address is that of the same NAT, unless this is one
 * that gives each mapping any of several addresses.
 *
 * Memory: 8 octets.
 */
export class NatMapping {
  private readonly _seen: Int32Array;
  private _known = false;
  private _poolsAddresses = false;

  constructor() {
    this._seen = new Int32Array(2);
  }

  /** IPv4 address as int32, and port; 0 while they are not known. */
  get address(): number {
    return this._seen[0]!;
  }

  get port(): number {
    return this._seen[1]!;
  }

  /** Forgets everything that was learned of the NAT. The last mapping stays to be read. */
  clear(): void {
    this._known = false;
    this._poolsAddresses = false;
  }

  /**
   * Takes what the other side sees.
   * @param lasts whether it must still be the mapping from before
   * @param learns whether, where it need not be, another address shows what kind of NAT this is, and not that it is
   * another NAT
   * @returns whether it can't be the mapping from before, nor one that follows it
   */
  see(address: number, port: number, lasts: boolean, learns: boolean): boolean {
    const otherAddress = this._known && address !== this.address;
    const otherPort = this._known && port !== this.port;
    this._known = true;
    this._seen[0] = address;
    this._seen[1] = port;
    if (lasts) return otherAddress || otherPort;
    if (otherAddress && learns) this._poolsAddresses = true;
    return otherAddress && !this._poolsAddresses;
  }
}
