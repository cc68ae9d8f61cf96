import { Verdict } from "../keepalive/machine";
import type { InterfaceKeepalive, KeepaliveListener } from "../keepalive/machine";
import { integerOption } from "../options";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { Stopwatch } from "../scheduler/stopwatch";
import { MAX_SPAN } from "../scheduler/time";
import { ascii } from "../text";
import { InterfaceCounter } from "./counters";
import { Trace, TraceEvent } from "./trace";
import { TrafficAverage } from "./traffic-average";

/** Told what happens to an interface. The methods may call anything on it, `shut` included. */
export interface InterfaceListener {
  /** The line protocol went up or down; see {@link NetworkInterface.lineProtocolUp}. Told once for each change. */
  lineProtocolChanged(now: number): void;
  /** The interface was shut, was brought up again, or its carrier came or went for good. */
  linkChanged(now: number): void;
  /** A serial interface is being reset: DTR and RTS drop. `missed` keepalives are unanswered. */
  interfaceReset(missed: number, now: number): void;
  /** A keepalive interval is over: the moment for a debug line. */
  keepaliveInterval(now: number): void;
  /**
   * A packet of `protocol` (an Ethernet type) arrived: octets `[start, end)`, valid during the call only. On an Ethernet
   * the frame's header of 14 octets stands before it.
   */
  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void;
  /** A packet may be taken again, after `send` refused one. */
  sendReady(now: number): void;
}

/** What every interface takes. */
export interface NetworkInterfaceOptions {
  /** As the console shows it: `Serial0/0`. */
  name: string;
  /** Must have as many timers free as the interface registers. */
  scheduler: Scheduler;
  listener: InterfaceListener;
  /** For `load`, 1 to 1000000000 bit/s. Default 64000 on a serial interface, 10000000 on an Ethernet. */
  bandwidth?: number;
  /** How much earlier a keepalive may go out to share a wake-up, 0 to 2^30 - 1 ms. Default 0. */
  slack?: number;
  /** How many trace records to keep; 0, the default, keeps none. */
  trace?: number;
}

/** Averages, and the age of the verdict: octets. */
const OWN_MEMORY = 36;

/**
 * What an interface is apart from its port and its frames: a keepalive that runs on a timer, and the states, counters and
 * averages that `show interfaces` knows.
 *
 * The administrative state is what a person wants (`shut`, `no shut`); the carrier is what the port says of the line; the
 * line protocol is up while both are and the keepalive's verdict is not down.
 *
 * Memory: 4 octets a counter, 36 of averages and times, 8 for each trace record, one timer.
 */
export abstract class NetworkInterface implements Task, KeepaliveListener {
  readonly name: string;
  /** The same in ASCII, for the console. */
  readonly nameText: Uint8Array;
  readonly bandwidth: number;
  readonly trace: Trace | null;
  /** int32, wrapping; the first are indexed by {@link InterfaceCounter} on every interface. */
  readonly counters: Int32Array;
  readonly average: TrafficAverage;
  /** Since when the keepalive's verdict and diagnostic are what they are. */
  readonly verdictAge: Stopwatch;
  /** What a person wants: `no shut`. */
  administrativelyUp = false;
  /** Whether packets can pass. */
  lineProtocolUp = false;
  protected readonly _listener: InterfaceListener;
  /** The time of the call that is being served. The protocol's may be ahead of it: see {@link wake}. */
  protected _now = 0;
  /** Whether `sendReady` is owed. */
  protected _sendRefused = false;
  private readonly _scheduler: Scheduler;
  private readonly _slack: number;
  private readonly _timer: number;

  /**
   * @param counters how many there are
   * @param bandwidth the default, bit/s
   * @throws RangeError when an option is out of range or the scheduler full
   */
  constructor(options: NetworkInterfaceOptions, counters: number, bandwidth: number) {
    const name = options.name;
    this.name = name;
    this.nameText = ascii(name);
    this.bandwidth = integerOption(`${name}: bandwidth`, options.bandwidth, bandwidth, 1, 1000000000, " bit/s");
    this.counters = new Int32Array(counters);
    this.average = new TrafficAverage(this.bandwidth);
    this.verdictAge = new Stopwatch();
    const records = integerOption(`${name}: trace`, options.trace, 0, 0, 8192, " records");
    this.trace = records > 0 ? new Trace(records) : null;
    this._listener = options.listener;
    this._scheduler = options.scheduler;
    this._slack = integerOption(`${name}: slack`, options.slack, 0, 0, MAX_SPAN, " ms");
    this._timer = options.scheduler.register(this, 0, this._slack);
  }

  /** The link protocol or keepalive that is in use. */
  abstract readonly protocol: InterfaceKeepalive;

  /** The longest packet without its header, octets. */
  abstract readonly mtu: number;

  /** Whether the line is there. */
  abstract readonly carrier: boolean;

  /** What the interface takes in buffers and counters, octets. */
  abstract readonly memory: number;

  /** Whether the interface is up: wanted, and with a carrier. */
  get linkUp(): boolean {
    return this.administrativelyUp && this.carrier;
  }

  /** Brings the interface up as its configuration says, at boot: what the caller asked for is not told back to it. */
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
    this._traceEvent(now, TraceEvent.Administrative, 0, 0);
    this._sendRefused = false;
    this._close(now);
    this._listener.linkChanged(now);
    this._settle(now);
  }

  /** `keepalive`: see {@link InterfaceKeepalive.setKeepalive}. */
  setKeepalive(interval: number, retries: number, now: number): void {
    this._now = now;
    this.protocol.setKeepalive(interval, retries, now);
    this._settle(now);
  }

  /** `clear counters`. */
  clearCounters(): void {
    this.counters.fill(0);
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

  // --- KeepaliveListener, for the protocol

  verdictChanged(): void {
    const now = this._now;
    this.verdictAge.restart(now);
    this._traceEvent(now, TraceEvent.Verdict, this.protocol.verdict, this.protocol.diagnostic);
    this._settle(now);
  }

  intervalElapsed(): void {
    this._traceEvent(this._now, TraceEvent.Interval, this.protocol.verdict, 0);
    this._listener.keepaliveInterval(this._now);
  }

  abstract resetRequested(missed: number): void;

  abstract payloadsPass(): void;

  // --- for the kinds of interface

  /** The interface is wanted: readies the port and, if the line is there, starts the protocol. */
  protected abstract _open(now: number): void;

  /** Stops the protocol, forgets what has not left and sets {@link administrativelyUp} to false. */
  protected abstract _close(now: number): void;

  protected get _ownMemory(): number {
    return 4 * this.counters.length + OWN_MEMORY + (this.trace === null ? 0 : this.trace.memory);
  }

  protected _startProtocol(now: number): void {
    this.verdictAge.restart(now);
    this.protocol.start(now);
  }

  protected _countIn(octets: number, now: number): void {
    this.counters[InterfaceCounter.PacketsIn]!++;
    this.counters[InterfaceCounter.OctetsIn]! += octets;
    this.average.count(octets, 1, 0, now);
    this._traceEvent(now, TraceEvent.FrameReceived, 0, octets);
  }

  protected _countOut(octets: number, now: number): void {
    this.counters[InterfaceCounter.PacketsOut]!++;
    this.counters[InterfaceCounter.OctetsOut]! += octets;
    this.average.count(octets, 0, 0, now);
    this._traceEvent(now, TraceEvent.FrameSent, 0, octets);
  }

  /** Counts a packet that `send` does not take. @param later whether it may be taken later @returns false */
  protected _drop(later: boolean): boolean {
    if (later) this._sendRefused = true;
    this.counters[InterfaceCounter.OutputDrops]!++;
    return false;
  }

  /** Tells, once, that `send` takes packets again. */
  protected _offerRoom(now: number): void {
    if (!this._sendRefused) return;
    this._sendRefused = false;
    this._listener.sendReady(now);
  }

  protected _traceEvent(now: number, event: TraceEvent, a: number, b: number): void {
    if (this.trace !== null) this.trace.record(now, event, a, b);
  }

  /** Brings the timer and the line protocol in line with what the protocol says now. */
  protected _settle(now: number): void {
    this._armKeepalive();
    const up = this._isLineProtocolUp();
    if (up === this.lineProtocolUp) return;
    this.lineProtocolUp = up;
    this._listener.lineProtocolChanged(now);
  }

  private _bringUp(now: number): void {
    this.administrativelyUp = true;
    this._traceEvent(now, TraceEvent.Administrative, 1, 0);
    this._open(now);
    this._armKeepalive();
  }

  private _isLineProtocolUp(): boolean {
    return this.linkUp && this.protocol.verdict !== Verdict.Down;
  }

  private _armKeepalive(): void {
    const timer = this._timer;
    const scheduler = this._scheduler;
    if (!this.protocol.active) {
      scheduler.cancel(timer);
      return;
    }
    const due = this.protocol.due;
    if (!scheduler.isArmed(timer) || scheduler.deadlineOf(timer) !== due) scheduler.arm(timer, due);
  }
}
