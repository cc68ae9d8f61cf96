import { EthernetLoopback } from "../keepalive/ethernet-loopback";
import type { EthernetLoopbackOptions } from "../keepalive/ethernet-loopback-options";
import { Disposition, Verdict } from "../keepalive/machine";
import type { KeepaliveListener, Transmitter } from "../keepalive/machine";
import { integerOption } from "../options";
import type { FramePort, FramePortListener } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { Stopwatch } from "../scheduler/stopwatch";
import { MAX_SPAN } from "../scheduler/time";
import { ascii } from "../text";
import { EthernetField, LEAST_FRAME } from "../wire/ctp";
import { EthernetCounter } from "./ethernet-counters";
import { TrafficAverage } from "./traffic-average";

/** Told what happens to an Ethernet interface. The methods may call anything on it, `shut` included. */
export interface EthernetListener {
  /** The line protocol went up or down; see {@link EthernetInterface.lineProtocolUp}. Told once for each change. */
  lineProtocolChanged(now: number): void;
  /** The interface was shut, was brought up again, or its link or a fault of its chip came or went. */
  linkChanged(now: number): void;
  /** A keepalive interval is over: the moment for a debug line. */
  keepaliveInterval(now: number): void;
  /** A frame that is no keepalive arrived: octets `[start, end)`, valid during the call only. */
  frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
  /** A frame may be taken again, after `send` refused one. */
  sendReady(now: number): void;
}

export interface EthernetInterfaceOptions {
  /** As the console shows it: `Ethernet0`. */
  name: string;
  /** The chip's driver; its listener must be this interface. */
  port: FramePort;
  /** Must have {@link ETHERNET_INTERFACE_TIMERS} timers free. */
  scheduler: Scheduler;
  listener: EthernetListener;
  keepalive: EthernetLoopbackOptions;
  /** For `load`, 1 to 1000000000 bit/s. Default 10000000. */
  bandwidth?: number;
  /** How much earlier a keepalive may go out to share a wake-up, 0 to 2^30 - 1 ms. Default 0. */
  slack?: number;
}

/** How many timers an interface registers. */
export const ETHERNET_INTERFACE_TIMERS = 1;

/** The longest frame, without FCS. */
const LONGEST_FRAME = EthernetField.Payload + 1500;

/** Averages, and the age of the verdict: octets. */
const OWN_MEMORY = 36;

/**
 * An Ethernet interface: a chip's port and the loopback keepalive, with the states and counters that `show interfaces`
 * knows.
 *
 * The administrative state is what a person wants (`shut`, `no shut`); the link is what the chip says; the line protocol is
 * up while both are and the keepalive's verdict is not down. The chip's driver is started and stopped by whoever made it.
 *
 * Memory: 60 octets, or 1514 as a loop server; 4 * {@link EthernetCounter.Size} octets of counters, 36 of averages and times.
 */
export class EthernetInterface implements Task, Transmitter, KeepaliveListener, FramePortListener {
  readonly name: string;
  /** The same in ASCII, for the console. */
  readonly nameText: Uint8Array;
  readonly bandwidth: number;
  readonly port: FramePort;
  readonly protocol: EthernetLoopback;
  /** Indexed by {@link EthernetCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  readonly average: TrafficAverage;
  /** Since when the keepalive's verdict and diagnostic are what they are. */
  readonly verdictAge: Stopwatch;
  /** What the interface takes in buffers and counters, octets. */
  readonly memory: number;
  /** What a person wants: `no shut`. */
  administrativelyUp = false;
  /** Whether frames can pass. */
  lineProtocolUp = false;
  readonly buffer: Uint8Array;
  readonly capacity: number;
  private readonly _scheduler: Scheduler;
  private readonly _listener: EthernetListener;
  private readonly _slack: number;
  private readonly _timer: number;
  /** The time of the call that is being served. The protocol's may be ahead of it: see {@link wake}. */
  private _now = 0;
  private _linkWasUp = false;
  /** The length of the frame that the port has, and whether it is the protocol's. */
  private _leaving = 0;
  private _leavingOwn = false;
  private _sendRefused = false;

  /** @throws RangeError when an option is out of range or the scheduler full */
  constructor(options: EthernetInterfaceOptions) {
    const name = options.name;
    this.name = name;
    this.nameText = ascii(name);
    this.port = options.port;
    this.bandwidth = integerOption(`${name}: bandwidth`, options.bandwidth, 10000000, 1, 1000000000, " bit/s");
    this._slack = integerOption(`${name}: slack`, options.slack, 0, 0, MAX_SPAN, " ms");
    this.protocol = new EthernetLoopback(options.keepalive, options.port.address, options.port.hearsItself);
    this.counters = new Int32Array(EthernetCounter.Size);
    this.average = new TrafficAverage(this.bandwidth);
    this.verdictAge = new Stopwatch();
    this.capacity = this.protocol.assists ? LONGEST_FRAME : LEAST_FRAME;
    this.buffer = new Uint8Array(this.capacity);
    this.memory = this.capacity + 4 * EthernetCounter.Size + OWN_MEMORY;
    this._scheduler = options.scheduler;
    this._listener = options.listener;
    this._timer = this._scheduler.register(this, 0, this._slack);
    this.protocol.attach(this, this);
  }

  get offset(): number {
    return 0;
  }

  /** Whether the chip works and its link is there. */
  get carrier(): boolean {
    return this.port.linkUp;
  }

  /** Whether the interface is up: wanted, and with a link. */
  get linkUp(): boolean {
    return this.administrativelyUp && this.port.linkUp;
  }

  /** Brings the interface up at boot: what the caller asked for is not told back to it. */
  start(now: number): void {
    this._now = now;
    this.average.start(now);
    this._bringUp(now);
    this.lineProtocolUp = this._isLineProtocolUp();
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
    this.administrativelyUp = false;
    this._sendRefused = false;
    this.protocol.stop(now);
    this._listener.linkChanged(now);
    this._settle(now);
  }

  /** `keepalive`: see {@link EthernetLoopback.setKeepalive}. */
  setKeepalive(interval: number, retries: number, now: number): void {
    this._now = now;
    this.protocol.setKeepalive(interval, retries, now);
    this._settle(now);
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
    if (fits && this._hand(bytes, start, end, false)) return true;
    if (fits) this._sendRefused = true;
    this.counters[EthernetCounter.OutputDrops]!++;
    return false;
  }

  /** `clear counters`. */
  clearCounters(): void {
    this.counters.fill(0);
    this.protocol.counters.fill(0);
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

  // --- Transmitter, for the protocol

  commit(length: number): boolean {
    return this.linkUp && this._hand(this.buffer, 0, length, true);
  }

  // --- KeepaliveListener, for the protocol

  verdictChanged(): void {
    this.verdictAge.restart(this._now);
    this._settle(this._now);
  }

  /** Not asked for by this protocol. */
  resetRequested(): void {}

  intervalElapsed(): void {
    this._listener.keepaliveInterval(this._now);
  }

  /** Frames pass whenever the line protocol is up. */
  payloadsPass(): void {}

  // --- FramePortListener, for the chip's driver

  frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    if (!this.administrativelyUp) return;
    this._now = now;
    this.counters[EthernetCounter.PacketsIn]!++;
    this.counters[EthernetCounter.OctetsIn]! += end - start;
    this.average.count(end - start, 1, 0, now);
    const disposition = this.protocol.receive(bytes, start, end, now);
    this._settle(now);
    if (disposition === Disposition.Payload) this._listener.frameReceived(bytes, start, end, now);
  }

  frameSent(sent: boolean, now: number): void {
    this._now = now;
    if (sent) {
      this.counters[EthernetCounter.PacketsOut]!++;
      this.counters[EthernetCounter.OctetsOut]! += this._leaving;
      this.average.count(this._leaving, 0, 0, now);
    } else {
      this.counters[EthernetCounter.OutputErrors]!++;
      this.average.count(0, 0, 1, now);
    }
    if (this._leavingOwn) {
      this._leavingOwn = false;
      this.protocol.frameSent(sent, now);
    }
    // Before payloads, which else could keep the port busy for ever.
    this.protocol.transmitterFree(now);
    this._settle(now);
    if (!this._sendRefused || !this.lineProtocolUp || this._leavingOwn) return;
    this._sendRefused = false;
    this._listener.sendReady(now);
  }

  portChanged(now: number): void {
    this._now = now;
    if (this.port.linkUp !== this._linkWasUp) {
      this._linkWasUp = this.port.linkUp;
      this.counters[EthernetCounter.CarrierTransitions]!++;
    }
    this.protocol.portChanged(this.port.linkUp, this.port.fault, now);
    if (!this.administrativelyUp) return;
    this._listener.linkChanged(now);
    this._settle(now);
  }

  private _hand(bytes: Uint8Array, start: number, end: number, own: boolean): boolean {
    if (!this.port.send(bytes, start, end)) return false;
    const length = end - start;
    this._leaving = length < LEAST_FRAME ? LEAST_FRAME : length;
    this._leavingOwn = own;
    return true;
  }

  private _bringUp(now: number): void {
    this.administrativelyUp = true;
    this._linkWasUp = this.port.linkUp;
    this.verdictAge.restart(now);
    this.protocol.portChanged(this.port.linkUp, this.port.fault, now);
    this.protocol.start(now);
    this._armKeepalive();
  }

  private _isLineProtocolUp(): boolean {
    return this.linkUp && this.protocol.verdict !== Verdict.Down;
  }

  /** Brings the timer and the line protocol in line with what the machine says now. */
  private _settle(now: number): void {
    this._armKeepalive();
    const up = this._isLineProtocolUp();
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
