import { DeframerCounter } from "../framing/framing";
import type { Deframer, FrameSink, Framing } from "../framing/framing";
import { Disposition, Verdict } from "../keepalive/machine";
import type { KeepaliveListener, LinkProtocol, Transmitter } from "../keepalive/machine";
import { integerOption } from "../options";
import type { SerialPort, SerialPortListener } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { Stopwatch } from "../scheduler/stopwatch";
import { MAX_SPAN } from "../scheduler/time";
import { ascii } from "../text";
import { InterfaceCounter } from "./counters";
import { MODEM_LINES_TIMERS, ModemLines } from "./modem-lines";
import type { CarrierListener } from "./modem-lines";
import { Trace, TraceEvent } from "./trace";
import { TrafficAverage } from "./traffic-average";
import { transmitMemory, TransmitQueue } from "./transmit-queue";
import type { TransmitRoom } from "./transmit-queue";

/** Told what happens to an interface. The methods may call anything on it, `shut` included. */
export interface InterfaceListener {
  /** The line protocol went up or down; see {@link SerialInterface.lineProtocolUp}. Told once for each change. */
  lineProtocolChanged(now: number): void;
  /** The interface was shut, was brought up again, or its carrier came or went for good. */
  linkChanged(now: number): void;
  /** The interface is being reset: DTR and RTS drop. `missed` keepalives are unanswered. */
  interfaceReset(missed: number, now: number): void;
  /** A keepalive interval is over: the moment for a debug line. */
  keepaliveInterval(now: number): void;
  /** A packet of `protocol` arrived: octets `[start, end)`, valid during the call only. */
  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void;
  /** A packet may be taken again, after `send` refused one. */
  sendReady(now: number): void;
}

/** A link protocol, and how its frames stand on the line. */
export interface Encapsulation {
  protocol: LinkProtocol;
  framing: Framing;
}

export interface SerialInterfaceOptions {
  /** As the console shows it: `Serial0/0`. */
  name: string;
  port: SerialPort;
  /** Must have {@link SERIAL_INTERFACE_TIMERS} timers free. */
  scheduler: Scheduler;
  listener: InterfaceListener;
  /** The longest packet without its header, 1 to 65000 octets. Default 1500. */
  mtu?: number;
  /** For `load`, 1 to 1000000000 bit/s. Default 64000. */
  bandwidth?: number;
  /** How long the carrier must be away to count as lost, 0 to 60000 ms. Default 2000. */
  carrierDelay?: number;
  /** How much earlier a keepalive may go out to share a wake-up, 0 to 2^30 - 1 ms. Default 0. */
  slack?: number;
  /** How many trace records to keep; 0, the default, keeps none. */
  trace?: number;
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
  const room: TransmitRoom = { frame: 0, own: 0, packet: 0 };
  for (let i = 0; i < encapsulations.length; i++) {
    const protocol = encapsulations[i]!.protocol;
    const framer = encapsulations[i]!.framing.framer;
    const packet = mtu + protocol.headerLength;
    room.frame = Math.max(room.frame, packet, protocol.ownFrameLength);
    room.own = Math.max(room.own, protocol.ownFrames * framer.framedLength(protocol.ownFrameLength));
    room.packet = Math.max(room.packet, framer.framedLength(packet));
  }
  return room;
}

const LONGEST_FCS = 4;

/** Averages, and the age of the verdict: octets. */
const OWN_MEMORY = 36;

/** How many timers an interface registers: one for its keepalive. */
export const SERIAL_INTERFACE_TIMERS = 1 + MODEM_LINES_TIMERS;

/**
 * A serial interface: a port, a framing and a link protocol, with the states and counters that `show interfaces` knows.
 *
 * The administrative state is what a person wants (`shut`, `no shut`); the carrier is what DCD says, always there where
 * no such wire is; the line protocol is up while both are and the protocol's keepalive has not given the peer up.
 *
 * Memory: the MTU and the longest header, 4 octets, a {@link TransmitQueue}, 4 * InterfaceCounter.Size octets of counters,
 * 36 of averages and times, 8 for each trace record; a deframer's counters for each encapsulation.
 */
export class SerialInterface
  implements Task, Transmitter, KeepaliveListener, FrameSink, SerialPortListener, CarrierListener
{
  readonly name: string;
  /** The same in ASCII, for the console. */
  readonly nameText: Uint8Array;
  readonly mtu: number;
  readonly bandwidth: number;
  /** The link protocol in use. */
  protocol: LinkProtocol;
  /** What the interface can speak; see {@link encapsulate}. */
  readonly encapsulations: readonly Encapsulation[];
  readonly trace: Trace | null;
  /** Indexed by {@link InterfaceCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  readonly average: TrafficAverage;
  /** Since when the link protocol's verdict and diagnostic are what they are. */
  readonly verdictAge: Stopwatch;
  /** What a person wants: `no shut`. */
  administrativelyUp = false;
  /** Whether packets can pass. */
  lineProtocolUp = false;
  readonly buffer: Uint8Array;
  readonly capacity: number;
  private readonly _scheduler: Scheduler;
  private readonly _deframers: Deframer[];
  private _deframer: Deframer;
  private readonly _queue: TransmitQueue;
  private readonly _listener: InterfaceListener;
  private readonly _modem: ModemLines;
  private readonly _slack: number;
  private readonly _timer: number;
  /** The time of the call that is being served. The protocol's may be ahead of it: see {@link wake}. */
  private _now = 0;
  private _sendRefused = false;

  /**
   * @param encapsulations what the interface can speak, 1 or more; it begins with the first
   * @throws RangeError when an option is out of range or the scheduler full
   */
  constructor(options: SerialInterfaceOptions, encapsulations: readonly Encapsulation[]) {
    const name = options.name;
    this.name = name;
    this.nameText = ascii(name);
    this.mtu = mtuOption(options);
    this.bandwidth = integerOption(`${name}: bandwidth`, options.bandwidth, 64000, 1, 1000000000, " bit/s");
    const carrierDelay = integerOption(`${name}: carrier delay`, options.carrierDelay, 2000, 0, 60000, " ms");
    this.counters = new Int32Array(InterfaceCounter.Size);
    this.average = new TrafficAverage(this.bandwidth);
    this.verdictAge = new Stopwatch();
    const records = integerOption(`${name}: trace`, options.trace, 0, 0, 8192, " records");
    this.trace = records > 0 ? new Trace(records) : null;
    this._scheduler = options.scheduler;
    this._listener = options.listener;
    const room = roomFor(encapsulations, this.mtu);
    const count = encapsulations.length;
    const sending = transmitMemory(room);
    // In one piece, which costs less than two. One deframer is in use at a time; the longest FCS has 4 octets.
    const octets = new Uint8Array(sending + room.frame + LONGEST_FCS);
    const received = octets.subarray(sending);
    this.encapsulations = encapsulations;
    // As long as it gets: one that grows takes room for more, and interfaces may be many.
    this._deframers = new Array<Deframer>(count);
    for (let i = 0; i < count; i++) {
      const deframer = encapsulations[i]!.framing.createDeframer(room.frame, received);
      deframer.attach(this);
      this._deframers[i] = deframer;
      encapsulations[i]!.protocol.attach(this, this);
    }
    this.protocol = encapsulations[0]!.protocol;
    this._deframer = this._deframers[0]!;
    this.buffer = octets.subarray(0, sending);
    this._queue = new TransmitQueue(options.port, encapsulations[0]!.framing.framer, room, this.buffer);
    this.capacity = room.frame;
    this._slack = integerOption(`${name}: slack`, options.slack, 0, 0, MAX_SPAN, " ms");
    this._timer = this._scheduler.register(this, 0, this._slack);
    this._modem = new ModemLines(options.port, options.scheduler, carrierDelay, this.counters, this);
  }

  get offset(): number {
    return 0;
  }

  /** What the interface takes in buffers and counters, octets. */
  get memory(): number {
    const octets = this.buffer.length + this.capacity + LONGEST_FCS;
    return octets + 4 * InterfaceCounter.Size + OWN_MEMORY + (this.trace === null ? 0 : this.trace.memory);
  }

  /** Whether the line is there: DCD, or always where no such wire is. */
  get carrier(): boolean {
    return this._modem.carrier;
  }

  /** Whether the interface is up: wanted, and with a carrier. */
  get linkUp(): boolean {
    return this.administrativelyUp && this._modem.carrier;
  }

  /** Brings the interface up as its configuration says, at boot: what the caller asked for is not told back to it. */
  start(now: number): void {
    this._now = now;
    this.average.start(now);
    this._bringUp(now);
    this.lineProtocolUp = this.linkUp && this.protocol.verdict !== Verdict.Down;
  }

  /** `no shut`: nothing happens if it is up. */
  noShut(now: number): void {
    if (this.administrativelyUp) return;
    this._now = now;
    this._bringUp(now);
    this._listener.linkChanged(now);
    this._settle(now);
  }

  /** `shut`: nothing is sent or received any more. */
  shut(now: number): void {
    if (!this.administrativelyUp) return;
    this._now = now;
    this._traceEvent(now, TraceEvent.Administrative, 0, 0);
    this._takeDown(now);
    this.administrativelyUp = false;
    this._modem.drop();
    this._listener.linkChanged(now);
    this._settle(now);
  }

  /** `encapsulation`: speaks another of {@link encapsulations} from now on, by its index. Nothing happens if it does. */
  encapsulate(index: number, now: number): void {
    const next = this.encapsulations[index]!;
    if (next.protocol === this.protocol) return;
    this._now = now;
    if (this.linkUp) this._takeDown(now);
    this.protocol = next.protocol;
    this._deframer = this._deframers[index]!;
    this._queue.use(next.framing.framer);
    if (this.linkUp) this._startProtocol(now);
    this._settle(now);
  }

  /** `ip address`: see {@link LinkProtocol.setAddress}. */
  setAddress(address: number, mask: number, ask: boolean, now: number): void {
    this._now = now;
    this.protocol.setAddress(address, mask, ask, now);
    this._settle(now);
  }

  /** `keepalive`: see {@link LinkProtocol.setKeepalive}. */
  setKeepalive(interval: number, retries: number, now: number): void {
    this._now = now;
    this.protocol.setKeepalive(interval, retries, now);
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
    if (!fits || !this._queue.packetFree) {
      if (fits) this._sendRefused = true;
      this.counters[InterfaceCounter.OutputDrops]!++;
      return false;
    }
    const header = this.protocol.writeHeader(this.buffer, 0, protocol, length);
    if (header === 0) {
      this._sendRefused = true;
      this.counters[InterfaceCounter.OutputDrops]!++;
      return false;
    }
    for (let i = 0; i < length; i++) this.buffer[header + i] = bytes[start + i]!;
    this._queue.putPacket(this.buffer, 0, header + length);
    this._frameSent(header + length);
    return true;
  }

  /** `clear counters`. */
  clearCounters(): void {
    this.counters.fill(0);
    this._deframer.counters.fill(0);
  }

  /**
   * Polls the protocol. Where the scheduler wakes us early to share a wake-up, it is for the protocol already the time
   * that it asked for: so no protocol needs to know of slack.
   */
  wake(_kind: number, now: number): void {
    this._now = now;
    // Asked for nothing, it would lose count of a clock that wraps.
    this.verdictAge.seconds(now);
    const early = (this.protocol.due - now) | 0;
    this.protocol.poll(early > 0 && early <= this._slack ? this.protocol.due : now);
    this._settle(now);
  }

  // --- Transmitter, for the link protocol

  commit(length: number): boolean {
    if (!this.linkUp || !this._queue.putOwn(this.buffer, 0, length)) {
      this._traceEvent(this._now, TraceEvent.FrameNotSent, 0, length);
      return false;
    }
    this._frameSent(length);
    return true;
  }

  // --- KeepaliveListener, for the link protocol

  verdictChanged(): void {
    const now = this._now;
    this.verdictAge.restart(now);
    this._traceEvent(now, TraceEvent.Verdict, this.protocol.verdict, this.protocol.diagnostic);
    this._settle(now);
  }

  resetRequested(missed: number): void {
    const now = this._now;
    this.counters[InterfaceCounter.InterfaceResets]!++;
    this._traceEvent(now, TraceEvent.Reset, 0, missed);
    this._modem.pulse(now);
    this._listener.interfaceReset(missed, now);
  }

  intervalElapsed(): void {
    this._traceEvent(this._now, TraceEvent.Interval, this.protocol.verdict, 0);
    this._listener.keepaliveInterval(this._now);
  }

  payloadsPass(): void {
    this._offerRoom(this._now);
  }

  // --- SerialPortListener, for the port

  receive(bytes: Uint8Array, start: number, end: number, now: number): void {
    if (!this.linkUp) return;
    this._now = now;
    this.counters[InterfaceCounter.LineOctetsIn]! += end - start;
    this._deframer.push(bytes, start, end, now);
    this._settle(now);
  }

  writable(now: number): void {
    this._drain();
    this._offerRoom(now);
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
    this.counters[InterfaceCounter.PacketsIn]!++;
    this.counters[InterfaceCounter.OctetsIn]! += end - start;
    this.average.count(end - start, 1, 0, now);
    this._traceEvent(now, TraceEvent.FrameReceived, 0, end - start);
    const protocol = this.protocol;
    const disposition = protocol.receive(bytes, start, end, now);
    const payload = disposition === Disposition.Payload;
    const unknown = disposition === Disposition.Unknown || (payload && !protocol.payloadKnown);
    if (unknown) this.counters[InterfaceCounter.UnknownProtocol]!++;
    if (!payload) return;
    this._listener.packetReceived(protocol.payloadProtocol, bytes, protocol.payloadStart, end, now);
  }

  frameDiscarded(reason: DeframerCounter, now: number): void {
    this._traceEvent(now, TraceEvent.FrameDiscarded, reason, 0);
    if (reason === DeframerCounter.FcsErrors) this._inputError(InterfaceCounter.Crc, 1, now);
    else if (reason === DeframerCounter.Aborts) this._inputError(InterfaceCounter.Abort, 1, now);
    else if (reason === DeframerCounter.Short) this._inputError(InterfaceCounter.Runts, 1, now);
    else if (reason === DeframerCounter.Overlong) this._inputError(InterfaceCounter.Giants, 1, now);
    else if (reason === DeframerCounter.Unaligned) this._inputError(InterfaceCounter.Frame, 1, now);
  }

  private _offerRoom(now: number): void {
    if (!this._sendRefused || !this._queue.packetFree) return;
    this._sendRefused = false;
    this._listener.sendReady(now);
  }

  private _inputError(counter: InterfaceCounter, count: number, now: number): void {
    this.counters[counter]! += count;
    this.counters[InterfaceCounter.InputErrors]! += count;
    this.average.count(0, 0, count, now);
  }

  private _frameSent(length: number): void {
    this.counters[InterfaceCounter.PacketsOut]!++;
    this.counters[InterfaceCounter.OctetsOut]! += length;
    this.average.count(length, 0, 0, this._now);
    this._traceEvent(this._now, TraceEvent.FrameSent, 0, length);
    this._drain();
  }

  private _drain(): void {
    this.counters[InterfaceCounter.LineOctetsOut]! += this._queue.drain();
  }

  private _traceEvent(now: number, event: TraceEvent, a: number, b: number): void {
    if (this.trace !== null) this.trace.record(now, event, a, b);
  }

  private _bringUp(now: number): void {
    this.administrativelyUp = true;
    this._traceEvent(now, TraceEvent.Administrative, 1, 0);
    this._modem.assert();
    if (this.carrier) this._startProtocol(now);
    this._armKeepalive();
  }

  private _startProtocol(now: number): void {
    this.verdictAge.restart(now);
    this.protocol.start(now);
  }

  private _takeDown(now: number): void {
    this.protocol.stop(now);
    this._queue.clear();
    this._deframer.reset();
    this._sendRefused = false;
  }

  /** Brings the timers and the line protocol in line with what the machine says now. */
  private _settle(now: number): void {
    this._armKeepalive();
    const up = this.linkUp && this.protocol.verdict !== Verdict.Down;
    if (up === this.lineProtocolUp) return;
    this.lineProtocolUp = up;
    this._listener.lineProtocolChanged(now);
  }

  private _armKeepalive(): void {
    const timer = this._timer;
    const scheduler = this._scheduler;
    if (!this.protocol.active) scheduler.cancel(timer);
    else if (!scheduler.isArmed(timer) || scheduler.deadlineOf(timer) !== this.protocol.due) {
      scheduler.arm(timer, this.protocol.due);
    }
  }
}
