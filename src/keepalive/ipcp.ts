import { IpcpOption, OptionField, PppProtocol } from "../wire/ppp";
import { readInt32, writeInt32 } from "../wire/octets";
import { PppEvent } from "./ppp-automaton";
import { PppControl } from "./ppp-control";
import type { ControlTimers } from "./ppp-control";
import { OptionAnswer } from "./ppp-negotiator";
import type { PppNegotiator } from "./ppp-negotiator";

/** Told what comes of IPCP. */
export interface IpcpListener {
  /** IP packets can pass. */
  ipcpUp(now: number): void;
  /** The negotiation came to nothing, or the peer ended it; `event` is why. The link lives on without IP. */
  ipcpFinished(event: PppEvent, now: number): void;
}

/** How long the option IP-Address is, octets. */
const ADDRESS_LENGTH = 6;

/**
 * IPCP (RFC 1332) with the one option that a link needs: IP-Address. Header compression and the old IP-Addresses are
 * rejected.
 *
 * Our address is configured, or 0.0.0.0 where the peer is to assign it by a Nak. The peer takes any address that it
 * names, but where one is configured for it: then it is told that by a Nak, after Max-Failure of which its own is
 * rejected; one that asks with 0.0.0.0 is told as often as it asks. A peer that asks for an address where there is none
 * to assign has its option rejected.
 *
 * Memory: a {@link PppControl}, and the addresses as numbers.
 */
export class Ipcp implements PppNegotiator {
  readonly control: PppControl;
  /** The address to assign to the peer, an int32; 0, the default, takes any that it has. */
  assign = 0;
  /** Our address, an int32, configured or assigned; 0 while there is none. */
  address = 0;
  /** The peer's address, an int32; 0 while it has named none. */
  peerAddress = 0;
  /** What {@link configure} was told. */
  configured = 0;
  private _asking = true;
  private readonly _listener: IpcpListener;

  constructor(timers: ControlTimers, listener: IpcpListener) {
    this._listener = listener;
    this.control = new PppControl(this, timers);
  }

  get protocol(): PppProtocol {
    return PppProtocol.IPCP;
  }

  /** Our address from the next negotiation on; 0 lets the peer assign one. */
  configure(address: number): void {
    this.configured = address;
    this.address = address;
  }

  /** Back to the beginning, without a word to anybody. */
  reset(): void {
    this.control.reset();
    this._forget();
  }

  beginNegotiation(): void {
    this.address = this.configured;
    this._asking = true;
  }

  renewRequest(): void {
    // Nobody asks for it: what is asked for is no random number.
  }

  writeRequest(bytes: Uint8Array, at: number): number {
    return this._asking ? writeAddress(bytes, at, this.address) : at;
  }

  judge(bytes: Uint8Array, at: number): OptionAnswer {
    if (!isAddress(bytes, at)) return OptionAnswer.Reject;
    const address = readInt32(bytes, at + OptionField.Data);
    if (address === 0) return this.assign === 0 ? OptionAnswer.Reject : OptionAnswer.Tell;
    return this.assign === 0 || address === this.assign ? OptionAnswer.Ack : OptionAnswer.Nak;
  }

  suggest(_bytes: Uint8Array, _at: number, out: Uint8Array, outAt: number): number {
    return writeAddress(out, outAt, this.assign);
  }

  beginAck(): void {
    this.peerAddress = 0;
  }

  adopt(bytes: Uint8Array, at: number): void {
    this.peerAddress = readInt32(bytes, at + OptionField.Data);
  }

  /** A configured address is given up for one that the peer insists on: it would route nothing to another. */
  naked(bytes: Uint8Array, at: number): boolean {
    if (!this._asking || !isAddress(bytes, at)) return false;
    this.address = readInt32(bytes, at + OptionField.Data);
    return true;
  }

  rejected(bytes: Uint8Array, at: number): boolean {
    if (!this._asking || bytes[at] !== IpcpOption.Address) return false;
    this._asking = false;
    return true;
  }

  extension(): boolean {
    return false;
  }

  layerUp(now: number): void {
    this._listener.ipcpUp(now);
  }

  layerDown(event: PppEvent): void {
    const named = this.peerAddress;
    this._forget();
    // The peer's address may have come with the request that begins anew.
    if (event === PppEvent.GoodRequest) this.peerAddress = named;
  }

  layerFinished(event: PppEvent, now: number): void {
    this._forget();
    this._listener.ipcpFinished(event, now);
  }

  /** IP has ended: what the peer assigned, and what it named, is nobody's any more. */
  private _forget(): void {
    this.address = this.configured;
    this.peerAddress = 0;
  }
}

function isAddress(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === IpcpOption.Address && bytes[at + OptionField.Length] === ADDRESS_LENGTH;
}

function writeAddress(bytes: Uint8Array, at: number, address: number): number {
  bytes[at] = IpcpOption.Address;
  bytes[at + OptionField.Length] = ADDRESS_LENGTH;
  writeInt32(bytes, at + OptionField.Data, address);
  return at + ADDRESS_LENGTH;
}
