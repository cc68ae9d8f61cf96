import type { PppFraming } from "../framing/ppp-framing";
import { integerOption } from "../options";
import { MAX_SPAN } from "../scheduler/time";
import { ascii } from "../text";
import { EtherType } from "../wire/ethertype";
import { readInt32 } from "../wire/octets";
import {
  ControlCode,
  PPP_ADDRESS,
  PPP_CONTROL,
  PppField,
  PppProtocol,
  pppHeaderLength,
  pppProtocol,
} from "../wire/ppp";
import { Ipcp } from "./ipcp";
import type { IpcpListener } from "./ipcp";
import { Lcp } from "./lcp";
import type { LcpListener } from "./lcp";
import { sendEchoReply, sendProtocolReject } from "./lcp-packets";
import { Diagnostic, Disposition, Verdict } from "./machine";
import type { KeepaliveListener, LinkProtocol, LinkTransmitter } from "./machine";
import { PppEvent, PppState } from "./ppp-automaton";
import type { ControlTimers } from "./ppp-control";
import type { PppObserver } from "./ppp-control-sender";
import { PppCounter } from "./ppp-counters";
import { EchoKeepalive } from "./ppp-echo";
import type { EchoLink } from "./ppp-echo";
import { pppFcs } from "./ppp-options";
import type { PppOptions } from "./ppp-options";
import type { RoundTrips } from "./round-trips";

const NAME = ascii("PPP");
const DEFAULT_RETRIES = 5;

/** The longest frame for which the transmit queue has room of its own: a Configure-Ack of all options, and some. */
const OWN_FRAME_LENGTH = 48;

/** How many of them may wait at once. */
const OWN_FRAMES = 4;

/**
 * PPP over a serial line: LCP with echo keepalive, and IPCP (RFC 1661, 1662, 1570, 1332).
 *
 * The verdict is LCP's: up while it is open, down otherwise, with the reason. As many Echo-Requests in a row as the
 * retries unanswered, the last of them an interval old, end the link: a Terminate-Request is sent, LCP begins anew, and
 * Configure-Requests go on until the peer is back. An Echo-Request is always answered, with keepalives off too.
 *
 * A link that the peer ended, or whose negotiation came to nothing, is negotiated anew after `hold` ms, and at once when
 * the peer begins; so is IPCP.
 *
 * Echo packets tell by their magic number where they come from: with our own the line is looped back, and LCP begins
 * anew; with neither ours nor the peer's somebody else is on the line. Neither is a sign of life.
 *
 * Only IPv4 is carried; everything else is answered by a Protocol-Reject. There is no authentication.
 *
 * Memory: 4 * {@link PppCounter.Size} octets, an {@link Lcp}, an {@link Ipcp} and an {@link EchoKeepalive}.
 */
export class Ppp implements LinkProtocol, LcpListener, IpcpListener, EchoLink {
  readonly lcp: Lcp;
  readonly ipcp: Ipcp;
  readonly echo: EchoKeepalive;
  /** Restart timer and maxima of LCP and IPCP; may be changed at any time. */
  readonly timers: ControlTimers;
  /** Indexed by {@link PppCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  verdict: Verdict = Verdict.Down;
  diagnostic: Diagnostic = Diagnostic.None;
  /** A point-to-point link has no subnet; whoever gives it one only sees it again. */
  mask = -1;
  payloadStart = 0;
  private readonly _framing: PppFraming;
  private readonly _hold: number;
  private _holding = false;
  /** When the hold is over. */
  private _holdDue = 0;
  /** Changes with every start and stop: what is looked at after each call out. */
  private _run = 0;
  /** Why the link is about to go down. */
  private _reason: Diagnostic = Diagnostic.Negotiating;
  private _listener: KeepaliveListener | null = null;

  /**
   * @param mru our MRU: the longest packet that the interface takes, octets
   * @throws RangeError when an option is out of its range
   */
  constructor(options: PppOptions, framing: PppFraming, mru: number) {
    const interval = integerOption("PPP keepalive: interval", options.interval, 10000, 0, MAX_SPAN, " ms");
    const retries = integerOption("PPP keepalive: retries", options.retries, DEFAULT_RETRIES, 1, 255, "");
    this.timers = {
      restart: integerOption("PPP: restart timer", options.restart, 3000, 1, 60000, " ms"),
      maxConfigure: integerOption("PPP: Max-Configure", options.maxConfigure, 10, 1, 255, ""),
      maxTerminate: integerOption("PPP: Max-Terminate", options.maxTerminate, 2, 1, 255, ""),
      maxFailure: integerOption("PPP: Max-Failure", options.maxFailure, 5, 1, 255, ""),
    };
    this._hold = integerOption("PPP: hold", options.hold, 10000, 1, MAX_SPAN, " ms");
    this._framing = framing;
    this.lcp = new Lcp({ mru: mru, timers: this.timers, random: options.random }, this);
    this.lcp.accm = options.accm === undefined ? 0 : options.accm | 0;
    this.lcp.pfc = options.pfc !== false;
    this.lcp.acfc = options.acfc !== false;
    this.lcp.fcs = pppFcs(options.fcs);
    this.ipcp = new Ipcp(this.timers, this);
    this.ipcp.assign = options.peerAddress === undefined ? 0 : options.peerAddress | 0;
    this.ipcp.configure(options.address === undefined ? 0 : options.address | 0);
    this.echo = new EchoKeepalive(this, interval, retries, options.adaptive === true);
    this.counters = new Int32Array(PppCounter.Size);
  }

  /** Told every packet of LCP and IPCP, or null. */
  set observer(observer: PppObserver | null) {
    this.lcp.control.sender.observer = observer;
    this.ipcp.control.sender.observer = observer;
  }

  get nameText(): Uint8Array {
    return NAME;
  }

  get headerLength(): number {
    return PppField.Information;
  }

  get ownFrameLength(): number {
    return OWN_FRAME_LENGTH;
  }

  get ownFrames(): number {
    return OWN_FRAMES;
  }

  get defaultRetries(): number {
    return DEFAULT_RETRIES;
  }

  get payloadProtocol(): number {
    return EtherType.IPv4;
  }

  get payloadKnown(): boolean {
    return true;
  }

  get interval(): number {
    return this.echo.interval;
  }

  get retries(): number {
    return this.echo.retries;
  }

  get roundTrips(): RoundTrips {
    return this.echo.roundTrips;
  }

  get looped(): boolean {
    return this.lcp.looped;
  }

  get address(): number {
    return this.ipcp.address;
  }

  get configuredAddress(): number {
    return this.ipcp.configured;
  }

  get configuredMask(): number {
    return this.ipcp.configured === 0 ? 0 : this.mask;
  }

  /** Where no address is configured, the peer is asked for one. */
  get asksAddress(): boolean {
    return this.ipcp.configured === 0;
  }

  get active(): boolean {
    return this._holding || this.lcp.control.active || this.ipcp.control.active || this.echo.active;
  }

  get due(): number {
    let found = this._holding;
    let first = this._holdDue;
    const lcp = this.lcp.control;
    if (lcp.active && (!found || ((lcp.due - first) | 0) < 0)) {
      first = lcp.due;
      found = true;
    }
    const ipcp = this.ipcp.control;
    if (ipcp.active && (!found || ((ipcp.due - first) | 0) < 0)) {
      first = ipcp.due;
      found = true;
    }
    const echo = this.echo;
    return echo.active && (!found || ((echo.due - first) | 0) < 0) ? echo.due : first;
  }

  attach(transmitter: LinkTransmitter, listener: KeepaliveListener): void {
    this._listener = listener;
    this.lcp.control.sender.attach(transmitter);
    this.ipcp.control.sender.attach(transmitter);
  }

  /** Begins to negotiate; the verdict is down until LCP is open. */
  start(now: number): void {
    this._halt();
    this.verdict = Verdict.Down;
    this.diagnostic = Diagnostic.Negotiating;
    this.lcp.control.event(PppEvent.Open, now);
    this.lcp.control.event(PppEvent.Up, now);
  }

  /** A peer with which the link is open is told by a Terminate-Request. */
  stop(now: number): void {
    if (this.lcp.control.state === PppState.Opened) this.lcp.control.sayFarewell(now);
    this._halt();
  }

  excuse(): void {
    this.echo.excuse();
  }

  poll(now: number): void {
    if (this._holding && ((now - this._holdDue) | 0) >= 0) this._beginAnew(now);
    this.lcp.control.poll(now);
    this.ipcp.control.poll(now);
    this.echo.poll(now);
  }

  receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition {
    const header = pppHeaderLength(bytes, start, end);
    if (header === 0) {
      this.counters[PppCounter.BadFrames]!++;
      return Disposition.Discarded;
    }
    const protocol = pppProtocol(bytes, start, header);
    const packet = start + header;
    if (protocol === PppProtocol.LCP) {
      this.lcp.receive(bytes, packet, end, now);
      return Disposition.Consumed;
    }
    if (this.lcp.control.state !== PppState.Opened) {
      this.counters[PppCounter.NotOpen]!++;
      return Disposition.Discarded;
    }
    this.echo.heard();
    if (protocol === PppProtocol.IPCP) {
      this.ipcp.control.receive(bytes, packet, end, now);
      return Disposition.Consumed;
    }
    if (protocol !== PppProtocol.IPv4) {
      this.counters[PppCounter.UnknownProtocols]!++;
      sendProtocolReject(this.lcp, protocol, bytes, packet, end, now);
      return Disposition.Unknown;
    }
    if (this.ipcp.control.state !== PppState.Opened) {
      this.counters[PppCounter.NotOpen]!++;
      return Disposition.Discarded;
    }
    this.payloadStart = packet;
    return Disposition.Payload;
  }

  writeHeader(bytes: Uint8Array, at: number, protocol: number, length: number): number {
    const lcp = this.lcp;
    if (protocol !== EtherType.IPv4 || this.ipcp.control.state !== PppState.Opened || length > lcp.peerMru) return 0;
    const start = at;
    if (!lcp.sendAcfc) {
      bytes[at++] = PPP_ADDRESS;
      bytes[at++] = PPP_CONTROL;
    }
    if (!lcp.sendPfc) bytes[at++] = 0;
    bytes[at++] = PppProtocol.IPv4;
    return at - start;
  }

  setKeepalive(interval: number, retries: number, now: number): void {
    this.echo.interval = interval;
    this.echo.retries = retries;
    if (this.lcp.control.state === PppState.Opened) this.echo.restart(now);
  }

  /** With an open link IPCP begins anew. Without an address the peer is always asked for one. */
  setAddress(address: number, mask: number, _ask: boolean, now: number): void {
    this.mask = address === 0 ? -1 : mask;
    this.ipcp.configure(address);
    if (this.lcp.control.state !== PppState.Opened) return;
    this.ipcp.control.event(PppEvent.Down, now);
    this.ipcp.control.event(PppEvent.Up, now);
  }

  // --- LcpListener

  lcpUp(now: number): void {
    const lcp = this.lcp;
    this._framing.negotiateSending(lcp.sendAccm, lcp.sendFcs);
    this._framing.negotiateReceiving(lcp.receiveAccm, lcp.receiveFcs);
    this._holding = false;
    this.ipcp.control.sender.peerMru = lcp.peerMru;
    this.echo.start(now);
    this.ipcp.control.event(PppEvent.Open, now);
    this.ipcp.control.event(PppEvent.Up, now);
    this._conclude(Verdict.Up, Diagnostic.Answered, now);
  }

  lcpDown(event: PppEvent, now: number): void {
    let reason = this._reason;
    if (event === PppEvent.TerminateRequest) reason = Diagnostic.ClosedByPeer;
    else if (event === PppEvent.RejectFatal) reason = Diagnostic.Refused;
    this._reason = Diagnostic.Negotiating;
    this._closeLayers();
    this._conclude(Verdict.Down, reason, now);
  }

  lcpFinished(event: PppEvent, now: number): void {
    this._holdOff(now);
    if (event === PppEvent.RejectFatal) this._conclude(Verdict.Down, Diagnostic.Refused, now);
  }

  loopFound(now: number): void {
    if (this.lcp.control.state === PppState.Opened) this._restart(Diagnostic.LoopedBack, now);
    else this._conclude(Verdict.Down, Diagnostic.LoopedBack, now);
  }

  loopGone(now: number): void {
    this._conclude(Verdict.Down, Diagnostic.Negotiating, now);
  }

  echoReceived(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    if (this.lcp.control.state !== PppState.Opened) {
      this.counters[PppCounter.NotOpen]!++;
      return;
    }
    const magic = readInt32(bytes, start);
    const ours = magic !== 0 && magic === this.lcp.magic;
    // Linux' hdlc_ppp has no magic number, and its replies repeat ours. On a looped line the request itself comes back.
    const repeated = ours && code === ControlCode.EchoReply && this.lcp.peerMagic === 0;
    if (ours && !repeated) {
      this.counters[PppCounter.LoopedBack]!++;
      this.lcp.foundLoop(now);
      return;
    }
    const genuine = repeated || magic === this.lcp.peerMagic;
    if (!genuine) this.counters[PppCounter.DifferentPeer]!++;
    // A reply answers what we asked, and is no data that saves the asking.
    else if (code !== ControlCode.EchoReply) this.echo.heard();
    if (code === ControlCode.EchoRequest) {
      this.counters[PppCounter.EchoRequestsReceived]!++;
      const sent = sendEchoReply(this.lcp, identifier, bytes, start, end, now);
      this.counters[sent ? PppCounter.EchoRepliesSent : PppCounter.EchoRepliesNotSent]!++;
    } else if (code === ControlCode.DiscardRequest) this.counters[PppCounter.DiscardsReceived]!++;
    else if (genuine && this.echo.replyReceived(identifier, now)) {
      this._conclude(Verdict.Up, Diagnostic.Answered, now);
    }
    if (!genuine) this._conclude(this.verdict, Diagnostic.DifferentPeer, now);
  }

  protocolRejected(protocol: number, now: number): void {
    const needed = protocol === PppProtocol.IPCP || protocol === PppProtocol.IPv4;
    if (needed && this.ipcp.control.state >= PppState.Closed) this.ipcp.control.event(PppEvent.RejectFatal, now);
  }

  // --- IpcpListener

  ipcpUp(now: number): void {
    this._listener!.payloadsPass(now);
  }

  ipcpFinished(event: PppEvent, now: number): void {
    if (event !== PppEvent.RejectFatal) this._holdOff(now);
  }

  // --- EchoLink

  echoIntervalElapsed(now: number): void {
    this._listener!.intervalElapsed(now);
  }

  echoesMissed(_missed: number, now: number): void {
    this._restart(Diagnostic.Missed, now);
  }

  /** Ends an open link for a reason, tells the peer, and begins anew. */
  private _restart(reason: Diagnostic, now: number): void {
    const control = this.lcp.control;
    const run = this._run;
    this._reason = reason;
    control.sayFarewell(now);
    control.event(PppEvent.Down, now);
    if (this._run === run) control.event(PppEvent.Up, now);
  }

  private _holdOff(now: number): void {
    this._holding = true;
    this._holdDue = (now + this._hold) | 0;
  }

  /** Negotiates again after the hold what came to an end, but where the peer was faster. */
  private _beginAnew(now: number): void {
    this._holding = false;
    const control = this.lcp.control.state === PppState.Opened ? this.ipcp.control : this.lcp.control;
    if (control.state !== PppState.Stopped) return;
    control.event(PppEvent.Down, now);
    control.event(PppEvent.Up, now);
  }

  private _halt(): void {
    this._run = (this._run + 1) & 0xfff;
    this._holding = false;
    this._reason = Diagnostic.Negotiating;
    this.lcp.reset();
    this._closeLayers();
  }

  private _closeLayers(): void {
    this.echo.stop();
    this.ipcp.reset();
    this._framing.reset();
  }

  private _conclude(verdict: Verdict, diagnostic: Diagnostic, now: number): void {
    if (this.verdict === verdict && this.diagnostic === diagnostic) return;
    this.verdict = verdict;
    this.diagnostic = diagnostic;
    this._listener!.verdictChanged(now);
  }
}
