import { EthernetLoopback } from "../keepalive/ethernet-loopback";
import type { EthernetLoopbackOptions } from "../keepalive/ethernet-loopback-options";
import type { LoopbackMode } from "../keepalive/ethernet-loopback-options";
import type { LoopbackTransmitter } from "../keepalive/ethernet-loopback-sender";
import { Disposition } from "../keepalive/machine";
import { SelfTest } from "../ports";
import type { FramePort, FramePortListener } from "../ports";
import { EthernetField, LEAST_FRAME } from "../wire/ctp";
import { readUint16 } from "../wire/octets";
import { EthernetCounter } from "./ethernet-counters";
import { NetworkInterface } from "./network-interface";
import type { NetworkInterfaceOptions } from "./network-interface";
import { TraceEvent } from "./trace";

/** The scheduler must have {@link ETHERNET_INTERFACE_TIMERS} timers free. */
export interface EthernetInterfaceOptions extends NetworkInterfaceOptions {
  /** The chip's driver; its listener must be this interface. */
  port: FramePort;
  keepalive: EthernetLoopbackOptions;
}

/** How many timers an interface registers. */
export const ETHERNET_INTERFACE_TIMERS = 1;

const MTU = 1500;

/** The longest frame, without FCS. */
const LONGEST_FRAME = EthernetField.Payload + MTU;

/**
 * An Ethernet interface: a chip's port and the loopback keepalive. The carrier is the link as the chip says; the chip's
 * driver is started and stopped by whoever made it.
 *
 * Memory: that of {@link NetworkInterface} with EthernetCounter.Size counters, and 60 octets.
 */
export class EthernetInterface extends NetworkInterface implements LoopbackTransmitter, FramePortListener {
  readonly mtu = MTU;
  readonly port: FramePort;
  readonly protocol: EthernetLoopback;
  readonly buffer: Uint8Array;
  readonly capacity = LEAST_FRAME;
  private _linkWasUp = false;
  /** The length of the frame that the port has, and whether it is the protocol's. */
  private _leaving = 0;
  private _leavingOwn = false;

  /** @throws RangeError when an option is out of range or the scheduler full */
  constructor(options: EthernetInterfaceOptions) {
    super(options, EthernetCounter.Size, 10000000);
    const port = options.port;
    this.port = port;
    const testsItself = port.selfTest !== SelfTest.Lacking;
    this.protocol = new EthernetLoopback(options.keepalive, port.address, port.hearsItself, testsItself);
    this.buffer = new Uint8Array(LEAST_FRAME);
    this.protocol.attach(this, this);
  }

  get offset(): number {
    return 0;
  }

  get memory(): number {
    return this.capacity + this._ownMemory;
  }

  /** Whether the chip works and its link is there. */
  get carrier(): boolean {
    return this.port.linkUp;
  }

  /**
   * Sends a frame: octets `[start, end)` from the destination address on, without FCS, 14 to 1514.
   * @returns whether it was taken. Not taken: the line protocol is down, the frame has a wrong length, or the one before
   * has not left, and then the listener's `sendReady` says when to try again.
   */
  send(bytes: Uint8Array, start: number, end: number, now: number): boolean {
    const length = end - start;
    this._now = now;
    const fits = this.lineProtocolUp && length >= EthernetField.Payload && length <= LONGEST_FRAME;
    return (fits && this._hand(bytes, start, end, false)) || this._drop(fits);
  }

  /** `loopback`: see {@link EthernetLoopback.setMode}. */
  setLoopback(mode: LoopbackMode, now: number): void {
    this._now = now;
    this.protocol.setMode(mode, now);
    this._settle(now);
  }

  // --- LoopbackTransmitter, for the protocol

  commit(length: number): boolean {
    if (this.linkUp && this._hand(this.buffer, 0, length, true)) return true;
    this._traceEvent(this._now, TraceEvent.FrameNotSent, 0, length);
    return false;
  }

  forward(bytes: Uint8Array, start: number, end: number): boolean {
    return this.linkUp && this._hand(bytes, start, end, true);
  }

  startSelfTest(now: number): boolean {
    return this.linkUp && this.port.startSelfTest(now);
  }

  // --- KeepaliveListener, for the protocol

  /** Not asked for by this protocol. */
  resetRequested(): void {}

  /** Frames pass whenever the line protocol is up. */
  payloadsPass(): void {}

  // --- FramePortListener, for the chip's driver

  frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    if (!this.administrativelyUp) return;
    this._now = now;
    this._countIn(end - start, now);
    const disposition = this.protocol.receive(bytes, start, end, now);
    this._settle(now);
    if (disposition !== Disposition.Payload) return;
    const type = readUint16(bytes, start + EthernetField.Type);
    this._listener.packetReceived(type, bytes, start + EthernetField.Payload, end, now);
  }

  frameSent(sent: boolean, now: number): void {
    this._now = now;
    if (sent) {
      this._countOut(this._leaving, now);
    } else {
      this.counters[EthernetCounter.OutputErrors]!++;
      this.average.count(0, 0, 1, now);
    }
    if (this._leavingOwn) {
      this._leavingOwn = false;
      this.protocol.frameSent(sent, now);
    }
    this._portFree(now);
  }

  portChanged(now: number): void {
    const changed = this.carrier !== this._linkWasUp;
    this._now = now;
    if (changed) {
      this._linkWasUp = this.carrier;
      this.counters[EthernetCounter.CarrierTransitions]!++;
      this._traceEvent(now, TraceEvent.Carrier, this.carrier ? 1 : 0, 0);
    }
    this.protocol.portChanged(this.carrier, this.port.fault, now);
    const test = this.port.selfTest;
    if (test !== SelfTest.Running) this.protocol.selfTestEnded(test === SelfTest.Passed, now);
    if (changed && this.administrativelyUp) this._listener.linkChanged(now);
    this._portFree(now);
  }

  protected _open(now: number): void {
    this._linkWasUp = this.carrier;
    this.protocol.portChanged(this.carrier, this.port.fault, now);
    this._startProtocol(now);
  }

  protected _close(now: number): void {
    this.administrativelyUp = false;
    this.protocol.stop(now);
  }

  /** The port may take a frame again. */
  private _portFree(now: number): void {
    // Before payloads, which else could keep the port busy for ever.
    this.protocol.transmitterFree(now);
    this._settle(now);
    if (this.lineProtocolUp && !this._leavingOwn) this._offerRoom(now);
  }

  private _hand(bytes: Uint8Array, start: number, end: number, own: boolean): boolean {
    if (!this.port.send(bytes, start, end)) return false;
    const length = end - start;
    this._leaving = length < LEAST_FRAME ? LEAST_FRAME : length;
    this._leavingOwn = own;
    return true;
  }
}
