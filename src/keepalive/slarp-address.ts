import { SlarpField, SlarpType, writeSlarp } from "../wire/chdlc";
import { readInt32 } from "../wire/octets";
import type { Transmitter } from "./machine";

/**
 * The address exchange of SLARP: a router without an address asks, its peer answers with its own address and mask, and
 * the asker takes the other host of that subnet. Addresses are int32, 0 is none.
 */
export class SlarpAddress {
  /** Ours, configured or learned. */
  address = 0;
  mask = 0;
  /** What {@link configure} was told. */
  configuredAddress = 0;
  configuredMask = 0;
  /** How often to ask; 0 where an address is configured. */
  private _requests = 0;
  private _requestsLeft = 0;

  /** @param requests how often to ask the peer for an address where none is configured, 0 to 255 */
  constructor(address: number, mask: number, requests: number) {
    this.configure(address, mask, requests);
  }

  /** Takes effect at the next {@link reset}; the parameters are the constructor's. */
  configure(address: number, mask: number, requests: number): void {
    this.configuredAddress = address;
    this.configuredMask = mask;
    this._requests = address === 0 ? requests : 0;
  }

  /** Whether the peer is asked for an address. */
  get asks(): boolean {
    return this._requests > 0;
  }

  /** Forgets what was learned. */
  reset(): void {
    this.address = this.configuredAddress;
    this.mask = this.configuredMask;
    this._requestsLeft = this._requests;
  }

  /** Asks, if there is still a need to. Returns whether a request was sent. */
  request(transmitter: Transmitter): boolean {
    if (this.address !== 0 || this._requestsLeft === 0) return false;
    writeSlarp(transmitter.buffer, transmitter.offset, SlarpType.Request, 0, 0, 0);
    if (!transmitter.commit(SlarpField.End)) return false;
    this._requestsLeft--;
    return true;
  }

  /** Answers a request; to be called only where there is an address. Returns whether the reply was sent. */
  reply(transmitter: Transmitter, uptime: number): boolean {
    writeSlarp(transmitter.buffer, transmitter.offset, SlarpType.Reply, this.address, this.mask, uptime);
    return transmitter.commit(SlarpField.End);
  }

  /** Takes our address from a reply whose first octet is at `start`. Returns whether there was one to take. */
  learn(bytes: Uint8Array, start: number): boolean {
    if (this.address !== 0 || this._requests === 0) return false;
    const mask = readInt32(bytes, start + SlarpField.B);
    const address = otherHost(readInt32(bytes, start + SlarpField.A), mask);
    if (address === 0) return false;
    this.address = address;
    this.mask = mask;
    return true;
  }
}

/**
 * The other host of a subnet that has two: the other one of a /31 (RFC 3021), or host 2 for host 1 and 1 for 2, as
 * Cisco's routers take it. 0 where that can't be told, or the mask is none.
 */
function otherHost(address: number, mask: number): number {
  const hosts = ~mask;
  if (mask === 0 || (hosts & (hosts + 1)) !== 0) return 0;
  if (hosts === 1) return address ^ 1;
  const host = address & hosts;
  return host === 1 || host === 2 ? address ^ 3 : 0;
}
