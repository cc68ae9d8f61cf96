import { DeframerCounter, FramerRoom } from "../framing/framing";
import type { Deframer, Framer, FrameSink, Framing } from "../framing/framing";
import { copyRun } from "../framing/octet-run";
import { Disposition } from "../keepalive/machine";
import type { LinkProtocol, LinkTransmitter } from "../keepalive/machine";
import { integerOption } from "../options";
import type { SerialPort, SerialPortListener } from "../ports";
import { InterfaceCounter } from "./counters";
import { MODEM_LINES_TIMERS, ModemLines } from "./modem-lines";
import type { CarrierListener } from "./modem-lines";
import { NetworkInterface } from "./network-interface";
import type { NetworkInterfaceOptions } from "./network-interface";
import { TraceEvent } from "./trace";
import { transmitMemory, TransmitQueue } from "./transmit-queue";
import type { TransmitRoom } from "./transmit-queue";

/** A link protocol, and how its frames stand on the line. */
export interface Encapsulation {
  protocol: LinkProtocol;
  framing: Framing;
}

/** The scheduler must have {@link SERIAL_INTERFACE_TIMERS} timers free. */
export interface SerialInterfaceOptions extends NetworkInterfaceOptions {
  port: SerialPort;
  /** The longest packet without its header, 1 to 65000 octets. Default 1500. */
  mtu?: number;
  /** How long the carrier must be away to count as lost, 0 to 60000 ms. Default 2000. */
  carrierDelay?: number;
}

/** The MTU that an interface with these options has, octets. @throws RangeError when it is out of range @setup */
export function mtuOption(options: SerialInterfaceOptions): number {
  return integerOption(`${options.name}: MTU`, options.mtu, 1500, 1, 65000, " octets");
}

/**
 * What the transmit queue must hold for any of the encapsulations.
 * @setup
 */
function roomFor(encapsulations: readonly Encapsulation[], mtu: number): TransmitRoom {
  const room: TransmitRoom = { frame: 0, own: 0, ownFrames: 0 };
  for (let i = 0; i < encapsulations.length; i++) {
    const protocol = encapsulations[i]!.protocol;
    room.frame = Math.max(room.frame, mtu + protocol.headerLength, protocol.ownFrameLength);
    room.own = Math.max(room.own, protocol.ownFrameLength);
    room.ownFrames = Math.max(room.ownFrames, protocol.ownFrames);
  }
  return room;
}

/** The two halves of an encapsulation's framing. */
interface FramingPair {
  framer: Framer;
  deframer: Deframer;
}

/** How many timers an interface registers: one for its keepalive. */
export const SERIAL_INTERFACE_TIMERS = 1 + MODEM_LINES_TIMERS;

/**
 * A serial interface: a port, a framing and a link protocol. The carrier is what DCD says, always there where no such wire
 * is.
 *
 * Memory: that of {@link NetworkInterface} with InterfaceCounter.Size counters; twice the MTU, the longest header and 4
 * octets, of which one is the {@link TransmitQueue}'s, and what else that takes; a deframer's counters for each
 * encapsulation; three timers.
 */
export class SerialInterface
  extends NetworkInterface
  implements LinkTransmitter, FrameSink, SerialPortListener, CarrierListener
{
  readonly mtu: number;
  protocol: LinkProtocol;
  /** What the interface can speak; see {@link encapsulate}. */
  readonly encapsulations: readonly Encapsulation[];
  readonly buffer: Uint8Array;
  readonly capacity: number;
  private readonly _framings: FramingPair[];
  private _deframer: Deframer;
  private readonly _queue: TransmitQueue;
  private readonly _modem: ModemLines;

  /**
   * @param encapsulations what the interface can speak, 1 or more; it begins with the first
   * @throws RangeError when an option is out of range or the scheduler full
   */
  constructor(options: SerialInterfaceOptions, encapsulations: readonly Encapsulation[]) {
    super(options, InterfaceCounter.Size, 64000);
    this.mtu = mtuOption(options);
    const carrierDelay = integerOption(`${options.name}: carrier delay`, options.carrierDelay, 2000, 0, 60000, " ms");
    const room = roomFor(encapsulations, this.mtu);
    const count = encapsulations.length;
    const sending = transmitMemory(room);
    // In one piece, which costs less than two. One deframer is in use at a time.
    const octets = new Uint8Array(sending + room.frame + FramerRoom.Check);
    const received = octets.subarray(sending);
    this.encapsulations = encapsulations;
    // As long as it gets: one that grows takes room for more, and interfaces may be many.
    this._framings = new Array<FramingPair>(count);
    for (let i = 0; i < count; i++) {
      const framing = encapsulations[i]!.framing;
      const deframer = framing.createDeframer(room.frame, received);
      deframer.attach(this);
      this._framings[i] = { framer: framing.createFramer(), deframer: deframer };
      encapsulations[i]!.protocol.attach(this, this);
    }
    this.protocol = encapsulations[0]!.protocol;
    this._deframer = this._framings[0]!.deframer;
    this.buffer = octets;
    this._queue = new TransmitQueue(options.port, this._framings[0]!.framer, room, octets);
    this.capacity = room.frame;
    this._modem = new ModemLines(options.port, options.scheduler, carrierDelay, this.counters, this);
  }

  get offset(): number {
    return this._queue.offset;
  }

  get room(): number {
    return this._queue.room;
  }

  get memory(): number {
    return this.buffer.length + this._ownMemory;
  }

  get carrier(): boolean {
    return this._modem.carrier;
  }

  /** `encapsulation`: speaks another of {@link encapsulations} from now on, by its index. Nothing happens if it does. */
  encapsulate(index: number, now: number): void {
    const next = this.encapsulations[index]!;
    if (next.protocol === this.protocol) return;
    this._now = now;
    if (this.linkUp) this._takeDown(now);
    this.protocol = next.protocol;
    this._deframer = this._framings[index]!.deframer;
    this._queue.use(this._framings[index]!.framer);
    if (this.linkUp) this._startProtocol(now);
    this._settle(now);
  }

  /** `ip address`: see {@link LinkProtocol.setAddress}. */
  setAddress(address: number, mask: number, ask: boolean, now: number): void {
    this._now = now;
    this.protocol.setAddress(address, mask, ask, now);
    this._settle(now);
  }

  /**
   * Sends a packet: octets `[start, end)` of `protocol` (an Ethernet type).
   * @returns whether it was taken. Not taken: the line protocol is down, the packet is longer than the MTU or than the
   * peer takes, the link protocol does not carry it (yet), or the one before has not left, and then the listener's
   * `sendReady` says when to try again.
   */
  send(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): boolean {
    const length = end - start;
    this._now = now;
    const fits = this.lineProtocolUp && length <= this.mtu;
    if (!fits || !this._queue.packetFree) return this._drop(fits);
    const buffer = this.buffer;
    const header = this.protocol.writeHeader(buffer, 0, protocol, length);
    if (header === 0) return this._drop(true);
    copyRun(bytes, start, end, buffer, header, 0);
    this._queue.putPacket(header + length);
    this._frameSent(header + length);
    return true;
  }

  override clearCounters(): void {
    this.counters.fill(0);
    this._deframer.counters.fill(0);
  }

  // --- Transmitter, for the link protocol

  reserve(length: number): boolean {
    return this._queue.reserve(length);
  }

  commit(length: number): boolean {
    if (!this.linkUp || !this._queue.putOwn(length)) {
      this._traceEvent(this._now, TraceEvent.FrameNotSent, 0, length);
      return false;
    }
    this._frameSent(length);
    return true;
  }

  // --- KeepaliveListener, for the link protocol

  resetRequested(missed: number): void {
    const now = this._now;
    this.counters[InterfaceCounter.InterfaceResets]!++;
    this._traceEvent(now, TraceEvent.Reset, 0, missed);
    this._modem.pulse(now);
    this._listener.interfaceReset(missed, now);
  }

  payloadsPass(): void {
    if (this._queue.packetFree) this._offerRoom(this._now);
  }

  // --- SerialPortListener, for the port

  receive(bytes: Uint8Array, start: number, end: number, now: number): void {
    if (!this.linkUp) return;
    this._now = now;
    this.counters[InterfaceCounter.LineOctetsIn]! += end - start;
    this._deframer.push(bytes, start, end, now);
  }

  writable(now: number): void {
    this._drain();
    if (this._queue.packetFree) this._offerRoom(now);
  }

  modemLinesChanged(lines: number, now: number): void {
    this._modem.sensed(lines, now);
  }

  framingError(octets: number, now: number): void {
    if (this.linkUp) this._inputError(InterfaceCounter.Frame, octets, now);
  }

  overrun(octets: number, now: number): void {
    if (!this.linkUp) return;
    this._inputError(InterfaceCounter.Overrun, octets, now);
    this.protocol.excuse();
  }

  lostWhileWaking(octets: number, now: number): void {
    if (!this.linkUp) return;
    this._inputError(InterfaceCounter.LostWhileWaking, octets, now);
    this._traceEvent(now, TraceEvent.LostWhileWaking, 0, octets);
    this.protocol.excuse();
  }

  // --- CarrierListener, for the modem lines

  carrierChanged(now: number): void {
    this._now = now;
    this._traceEvent(now, TraceEvent.Carrier, this.carrier ? 1 : 0, 0);
    if (!this.administrativelyUp) return;
    if (this.carrier) this._startProtocol(now);
    else this._takeDown(now);
    this._listener.linkChanged(now);
    this._settle(now);
  }

  // --- FrameSink, for the deframer

  frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    if (!this.linkUp) return;
    this._countIn(end - start, now);
    const protocol = this.protocol;
    const disposition = protocol.receive(bytes, start, end, now);
    const payload = disposition === Disposition.Payload;
    const unknown = disposition === Disposition.Unknown || (payload && !protocol.payloadKnown);
    if (unknown) this.counters[InterfaceCounter.UnknownProtocol]!++;
    if (payload) {
      this._listener.packetReceived(protocol.payloadProtocol, bytes, protocol.payloadStart, end, now);
    }
    // A part of a frame changes nothing.
    this._settle(now);
  }

  frameDiscarded(reason: DeframerCounter, now: number): void {
    this._traceEvent(now, TraceEvent.FrameDiscarded, reason, 0);
    if (reason === DeframerCounter.FcsErrors) this._inputError(InterfaceCounter.Crc, 1, now);
    else if (reason === DeframerCounter.Aborts) this._inputError(InterfaceCounter.Abort, 1, now);
    else if (reason === DeframerCounter.Short) this._inputError(InterfaceCounter.Runts, 1, now);
    else if (reason === DeframerCounter.Overlong) this._inputError(InterfaceCounter.Giants, 1, now);
    else if (reason === DeframerCounter.Unaligned) this._inputError(InterfaceCounter.Frame, 1, now);
  }

  private _inputError(counter: InterfaceCounter, count: number, now: number): void {
    this.counters[counter]! += count;
    this.counters[InterfaceCounter.InputErrors]! += count;
    this.average.count(0, 0, count, now);
  }

  private _frameSent(length: number): void {
    this._countOut(length, this._now);
    this._drain();
  }

  private _drain(): void {
    this.counters[InterfaceCounter.LineOctetsOut]! += this._queue.drain();
  }

  protected _open(now: number): void {
    this._modem.assert();
    if (this.carrier) this._startProtocol(now);
  }

  protected _close(now: number): void {
    this._takeDown(now);
    this.administrativelyUp = false;
    this._modem.dropLines();
  }

  private _takeDown(now: number): void {
    this.protocol.stop(now);
    this._queue.clear();
    this._deframer.reset();
    this._sendRefused = false;
  }
}
