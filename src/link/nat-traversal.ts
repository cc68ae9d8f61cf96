import type { NatKeepalive, NatKeepaliveListener, NatKeepaliveSender } from "../keepalive/nat-keepalive";
import { integerOption } from "../options";
import type { DatagramPort, DatagramPortListener } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { checkNatTraversal, IkePort, NatTraversalKind, NAT_KEEPALIVE, NON_ESP_MARKER } from "../wire/nat-t";

export interface NatTraversalOptions {
  /** Our UDP port 4500, or whatever port stands for it. Its listener is this object. */
  port: DatagramPort;
  /** Must have {@link NAT_TRAVERSAL_TIMERS} timers free. */
  scheduler: Scheduler;
  keepalive: NatKeepalive;
  /** The peer's IPv4 address, an int32; 0, the default, is none yet, and then no keepalive is sent. */
  peerAddress?: number;
  /** The peer's port, 1 to 65535. Default 4500. */
  peerPort?: number;
  listener?: NatTraversalListener;
}

/** Takes what arrives on port 4500 and belongs to somebody. Octets are valid during the call only. */
export interface NatTraversalListener extends NatKeepaliveListener {
  /** An IKE message, octets `[start, end)` without the non-ESP marker. Nothing of it but its length was checked. */
  ikeReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
  /** An ESP packet, octets `[start, end)`. */
  espReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
  /** The datagram that {@link NatTraversal.send} took has left, or did not. */
  datagramSent(sent: boolean, now: number): void;
}

/** What is counted of the datagrams; an index into {@link NatTraversal.counters}. Keepalives are the machine's. */
export const enum NatTraversalCounter {
  IkeReceived,
  EspReceived,
  /** Nothing that belongs on port 4500, empty datagrams included. */
  Junk,
  /** Datagrams of others than us that left. */
  Sent,
  /** Datagrams of others than us that were taken and did not leave. */
  NotSent,
  Size,
}

/** How many timers it registers. */
export const NAT_TRAVERSAL_TIMERS = 1;

/** Whose datagram is leaving. */
const enum Leaving {
  None,
  Keepalive,
  /** The listener's, to the peer. */
  ToPeer,
  /** The listener's, to somebody else. */
  Elsewhere,
  /** A keepalive to who was the peer before. */
  Stale,
}

/**
 * UDP port 4500 as IKE, ESP and the NAT keepalive share it (RFC 3948 section 2): what arrives is told apart by its first
 * octets and handed on; what is sent to the peer spares a keepalive.
 *
 * What arrives from whomever changes nothing here but counters: only the listener can tell by cryptography who sent it.
 *
 * Memory: 1 + 4 * {@link NatTraversalCounter.Size} octets and one timer.
 */
export class NatTraversal implements DatagramPortListener, NatKeepaliveSender, Task {
  readonly keepalive: NatKeepalive;
  /** Indexed by {@link NatTraversalCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** The peer's address, int32, and port; 0 for none. */
  peerAddress: number;
  peerPort: number;
  private readonly _port: DatagramPort;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _listener: NatTraversalListener | null;
  private readonly _octet: Uint8Array;
  private _leaving: Leaving = Leaving.None;
  private _takenAt = 0;
  /** The time of the call that is being served. */
  private _now = 0;

  /** @throws RangeError when an option is out of its range, or the scheduler is full */
  constructor(options: NatTraversalOptions) {
    this.peerAddress = options.peerAddress === undefined ? 0 : options.peerAddress | 0;
    this.peerPort = integerOption("NAT-T: peer's port", options.peerPort, IkePort.NatTraversal, 1, 65535, "");
    this.keepalive = options.keepalive;
    this.counters = new Int32Array(NatTraversalCounter.Size);
    this._port = options.port;
    this._scheduler = options.scheduler;
    this._listener = options.listener === undefined ? null : options.listener;
    this._octet = new Uint8Array(1);
    this._octet[0] = NAT_KEEPALIVE;
    this._timer = options.scheduler.register(this, 0, options.keepalive.slack);
    this.keepalive.attach(this, this._listener);
  }

  start(now: number): void {
    this.keepalive.start(now);
    this.settingsChanged();
  }

  stop(): void {
    this.keepalive.stop();
    this.settingsChanged();
  }

  /** Says who the peer is: an IPv4 address as int32, 0 for none, and a port, 1 to 65535. */
  setPeer(address: number, port: number, now: number): void {
    if (address === this.peerAddress && port === this.peerPort) return;
    this.peerAddress = address;
    this.peerPort = port;
    if (this._leaving === Leaving.Keepalive) this._leaving = Leaving.Stale;
    else if (this._leaving === Leaving.ToPeer) this._leaving = Leaving.Elsewhere;
    this.keepalive.restart(now);
    this.settingsChanged();
  }

  /** To be called after a setting of the keepalive machine was changed, or a NAT was found. */
  settingsChanged(): void {
    if (this.keepalive.active && this.peerAddress !== 0) this._scheduler.arm(this._timer, this.keepalive.due);
    else this._scheduler.cancel(this._timer);
  }

  /**
   * Sends datagram `[start, end)`: an ESP packet, or an IKE message with its marker (`writeNonEspMarker`).
   * @returns whether it was taken: then the listener's `datagramSent` is told. False while another one is leaving
   */
  send(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): boolean {
    const toPeer = address === this.peerAddress && port === this.peerPort;
    return this._give(toPeer ? Leaving.ToPeer : Leaving.Elsewhere, bytes, start, end, address, port, now);
  }

  // --- Task, for the scheduler

  wake(_kind: number, now: number): void {
    this._now = now;
    this.keepalive.poll(now);
    this.settingsChanged();
  }

  // --- NatKeepaliveSender, for the keepalive machine

  sendKeepalive(): boolean {
    return this._give(Leaving.Keepalive, this._octet, 0, 1, this.peerAddress, this.peerPort, this._now);
  }

  // --- DatagramPortListener, for the port

  datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void {
    const listener = this._listener;
    switch (checkNatTraversal(bytes, start, end)) {
      case NatTraversalKind.Keepalive:
        this.keepalive.received();
        break;
      case NatTraversalKind.Ike:
        this.counters[NatTraversalCounter.IkeReceived]!++;
        if (listener !== null) listener.ikeReceived(bytes, start + NON_ESP_MARKER, end, address, port, now);
        break;
      case NatTraversalKind.Esp:
        this.counters[NatTraversalCounter.EspReceived]!++;
        if (listener !== null) listener.espReceived(bytes, start, end, address, port, now);
        break;
      default:
        this.counters[NatTraversalCounter.Junk]!++;
        break;
    }
  }

  datagramSent(sent: boolean, now: number): void {
    const leaving = this._leaving;
    this._leaving = Leaving.None;
    if (leaving === Leaving.None || leaving === Leaving.Stale) return;
    if (leaving === Leaving.Keepalive) {
      this.keepalive.keepaliveSent(sent, now);
      this.settingsChanged();
      return;
    }
    this.counters[sent ? NatTraversalCounter.Sent : NatTraversalCounter.NotSent]!++;
    // It counts from when it was taken: it left no earlier.
    if (sent && leaving === Leaving.ToPeer) this.keepalive.sent(this._takenAt);
    if (this._listener !== null) this._listener.datagramSent(sent, now);
  }

  private _give(
    leaving: Leaving,
    bytes: Uint8Array,
    start: number,
    end: number,
    address: number,
    port: number,
    now: number,
  ): boolean {
    if (this._leaving !== Leaving.None) return false;
    this._leaving = leaving;
    this._takenAt = now;
    if (this._port.send(bytes, start, end, address, port)) return true;
    this._leaving = Leaving.None;
    return false;
  }
}
