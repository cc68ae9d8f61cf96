import { copyRun } from "../framing/octet-run";
import { ControlField, PppField, writeControlHead, writePppHeader } from "../wire/ppp";
import type { PppProtocol } from "../wire/ppp";
import type { LinkTransmitter } from "./machine";
import type { PppState } from "./ppp-automaton";
import { ControlCounter } from "./ppp-control-counters";

/** Shown every control packet that is sent or received, for a debug line: octets `[start, end)` from its code on. */
export interface PppObserver {
  controlPacket(
    sent: boolean,
    protocol: PppProtocol,
    state: PppState,
    bytes: Uint8Array,
    start: number,
    end: number,
    now: number,
  ): void;
}

/** What every implementation takes (RFC 1661 section 6.1). */
const DEFAULT_MRU = 1500;

/** What stands before a packet's data. */
const HEAD = PppField.Information + ControlField.Data;

/**
 * How the packets of a control protocol leave. Their data is written into the transmitter's buffer first, at
 * {@link dataOffset}, and {@link send} puts what belongs before it.
 *
 * Memory: none of its own.
 */
export class PppControlSender {
  observer: PppObserver | null = null;
  /** The longest packet that the peer takes, octets. */
  peerMru = DEFAULT_MRU;
  private readonly _protocol: PppProtocol;
  private readonly _counters: Int32Array;
  private _transmitter: LinkTransmitter | null = null;
  /** That of the last packet of our own that asked for a new one. */
  private _identifier = 0;

  /** @param counters indexed by {@link ControlCounter} */
  constructor(protocol: PppProtocol, counters: Int32Array) {
    this._protocol = protocol;
    this._counters = counters;
  }

  attach(transmitter: LinkTransmitter): void {
    this._transmitter = transmitter;
  }

  get buffer(): Uint8Array {
    return this._transmitter!.buffer;
  }

  /** Where in the buffer the data of a packet goes. */
  get dataOffset(): number {
    return this._transmitter!.offset + HEAD;
  }

  /** Makes room for a packet with so much data, if there is any; returns how much data may be written, octets. */
  reserve(length: number): number {
    const transmitter = this._transmitter!;
    const longest = this._longest;
    transmitter.reserve(HEAD + (length < longest ? length : longest));
    const room = transmitter.room - HEAD;
    return room < longest ? room : longest;
  }

  /**
   * Copies `[start, end)` to where a packet's data goes, behind `before` octets of it, as much as a packet can have; nothing
   * if there is no room for that at the moment, and then the packet is not sent.
   * @returns the length of the data, with what is before
   */
  copy(before: number, bytes: Uint8Array, start: number, end: number): number {
    const most = this._longest - before;
    const length = end - start < most ? end - start : most;
    // Whatever they mean: where octet stuffing is C, so is this.
    const transmitter = this._transmitter!;
    const at = HEAD + before;
    if (transmitter.reserve(at + length)) {
      copyRun(bytes, start, start + length, transmitter.buffer, transmitter.offset + at, 0);
    }
    return before + length;
  }

  /** An identifier that the last one was not. */
  nextIdentifier(): number {
    this._identifier = (this._identifier + 1) & 0xff;
    return this._identifier;
  }

  /**
   * Sends a packet: `length` octets of data stand in the buffer already.
   * @param state of the automaton, for the observer
   * @returns whether it was sent
   */
  send(code: number, identifier: number, length: number, state: PppState, now: number): boolean {
    const transmitter = this._transmitter!;
    const at = transmitter.offset;
    const packet = at + PppField.Information;
    writePppHeader(transmitter.buffer, at, this._protocol);
    writeControlHead(transmitter.buffer, packet, code, identifier, ControlField.Data + length);
    if (!transmitter.commit(HEAD + length)) {
      this._counters[ControlCounter.NotSent]!++;
      return false;
    }
    this._counters[ControlCounter.PacketsSent]!++;
    if (this.observer !== null) {
      const end = packet + ControlField.Data + length;
      this.observer.controlPacket(true, this._protocol, state, transmitter.buffer, packet, end, now);
    }
    return true;
  }

  /** The most data that a packet of ours can have, octets. */
  private get _longest(): number {
    const most = this._transmitter!.capacity - HEAD;
    const taken = this.peerMru - ControlField.Data;
    return most < taken ? most : taken;
  }
}
