import { NatKeepalive, NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import { NatTimeout } from "../../src/keepalive/nat-timeout";
import { NatTimeoutCounter } from "../../src/keepalive/nat-timeout-report";
import type { NatTimeoutListener } from "../../src/keepalive/nat-timeout-report";
import { NAT_MEASUREMENT_TIMERS, NatMeasurement } from "../../src/link/nat-measurement";
import { NAT_TRAVERSAL_TIMERS, NatTraversal, NatTraversalCounter } from "../../src/link/nat-traversal";
import type { NatTraversalListener } from "../../src/link/nat-traversal";
import type { DatagramPort } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { reflectionDelay, reflectionToken, REFLECTION_SIZE, writeReflection } from "../../src/wire/reflection";

/** What {@link NatSoak} went through; an index into its results. */
export const enum NatSoakResult {
  Keepalives,
  NotSent,
  Spared,
  ProbesWanted,
  KeepalivesReceived,
  IkeReceived,
  EspReceived,
  Junk,
  Requests,
  Trials,
  MappingChanges,
  Size,
}

const PEER = 0x0a000002;
const OTHER = 0x0a000003;
const REFLECTOR = 0x0a000004;

/** ms that the NAT keeps an idle mapping. */
const NAT_TIMEOUT = 47_000;

/** Keepalives between two events of the timeline. */
const STEP = 16;

/** A port in memory: takes a datagram, and says what became of it when it is asked. */
class SoakPort implements DatagramPort {
  leaving = false;
  /** How many of the next datagrams are not taken, and how many are taken and do not leave. */
  refusals = 0;
  failures = 0;
  /** The length of the last datagram. */
  length = 0;
  readonly bytes: Uint8Array;

  constructor() {
    this.bytes = new Uint8Array(64);
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.leaving) return false;
    if (this.refusals > 0) {
      this.refusals--;
      return false;
    }
    this.length = end - start;
    for (let i = 0; i < this.length; i++) this.bytes[i] = bytes[start + i]!;
    this.leaving = true;
    return true;
  }
}

/**
 * A device behind a NAT, for an engine to run: NAT keepalives between traffic, gaps, failures and whatever may arrive on
 * port 4500, and beside them the measurement of the NAT's timeout, again and again. Nothing in it allocates.
 */
export class NatSoak implements NatTraversalListener, NatTimeoutListener {
  /** Indexed by {@link NatSoakResult}. */
  readonly results: Int32Array;
  private readonly _scheduler: Scheduler;
  private readonly _port: SoakPort;
  private readonly _probe: SoakPort;
  private readonly _traversal: NatTraversal;
  private readonly _measurement: NatMeasurement;
  private readonly _bytes: Uint8Array;
  private readonly _answer: Uint8Array;
  /** The time, and when the reflector's answer is there: int32, but meaningful only while it waits. */
  private readonly _times: Int32Array;
  private _waits = false;
  private _address = 0x0b000001;
  private _step = 0;
  private _next = STEP;

  constructor() {
    this.results = new Int32Array(NatSoakResult.Size);
    this._times = new Int32Array(2);
    this._bytes = new Uint8Array(64);
    this._answer = new Uint8Array(REFLECTION_SIZE);
    this._scheduler = new Scheduler(NAT_TRAVERSAL_TIMERS + NAT_MEASUREMENT_TIMERS);
    this._port = new SoakPort();
    this._probe = new SoakPort();
    this._traversal = new NatTraversal({
      port: this._port,
      scheduler: this._scheduler,
      keepalive: new NatKeepalive({ slack: 2000 }),
      peerAddress: PEER,
      listener: this,
    });
    this._measurement = new NatMeasurement({
      port: this._probe,
      scheduler: this._scheduler,
      timeout: new NatTimeout({ address: REFLECTOR, checkInterval: 60_000, random: new XorShift32(5) }),
      listener: this,
    });
    this._traversal.start(0);
    this._traversal.keepalive.setBehindNat(true, 0);
    this._traversal.settingsChanged();
    this._measurement.start(0);
  }

  /** Goes on until so many keepalives have been sent since the start. */
  run(keepalives: number): void {
    const counters = this._traversal.keepalive.counters;
    while (counters[NatKeepaliveCounter.Sent]! < keepalives) {
      this._pass();
      if (counters[NatKeepaliveCounter.Sent]! < this._next) continue;
      this._next += STEP;
      this._step = (this._step + 1) & 63;
      this._act(this._times[0]!);
    }
    this._note();
  }

  ikeReceived(): void {}

  espReceived(): void {}

  datagramSent(): void {}

  keepaliveSent(): void {}

  probeWanted(_gap: number, now: number): boolean {
    return (this._step & 1) === 0 && this._traversal.send(this._bytes, 0, 40, PEER, 4500, now);
  }

  trialEnded(): void {
    this.results[NatSoakResult.Trials]!++;
  }

  mappingChanged(): void {}

  measurementEnded(): void {}

  /** Goes to the next time at which there is something to do, and does it. */
  private _pass(): void {
    const times = this._times;
    let wait = this._scheduler.delay(times[0]!);
    if (this._waits) {
      const until = (times[1]! - times[0]!) | 0;
      if (until < wait || wait < 0) wait = until < 0 ? 0 : until;
    }
    times[0]! += wait < 0 ? 1 : wait;
    const now = times[0]!;
    if (this._waits && ((now - times[1]!) | 0) >= 0) {
      this._waits = false;
      this._measurement.datagramReceived(this._answer, 0, REFLECTION_SIZE, REFLECTOR, 4500, now);
    }
    this._scheduler.run(now);
    if (this._port.leaving) {
      this._port.leaving = false;
      const sent = this._port.failures === 0;
      if (!sent) this._port.failures--;
      this._traversal.datagramSent(sent, now);
    }
    if (this._probe.leaving) this._reflect(now);
  }

  /** The request has left; its answer comes back unless the NAT forgets it. */
  private _reflect(now: number): void {
    const request = this._probe.bytes;
    const delay = reflectionDelay(request, 0);
    this._probe.leaving = false;
    this._measurement.datagramSent(true, now);
    this._waits = delay < NAT_TIMEOUT;
    writeReflection(this._answer, 0, false, reflectionToken(request, 0), delay, this._address, 40_000);
    this._times[1] = now + delay + 20;
  }

  private _act(now: number): void {
    const step = this._step;
    const bytes = this._bytes;
    for (let i = 0; i < 64; i++) bytes[i] = step + i;
    if ((step & 3) === 0) for (let i = 0; i < 4; i++) bytes[i] = 0;
    bytes[28] = 0;
    bytes[29] = 0;
    bytes[30] = 0;
    bytes[31] = 28 + (step & 3);
    // IKE, ESP and junk of several lengths, and keepalives, from the peer and from others.
    this._traversal.datagramReceived(bytes, 0, step, step & 1 ? PEER : OTHER, 4500 + step, now);
    bytes[0] = 0xff;
    this._traversal.datagramReceived(bytes, 0, 1, OTHER, step, now);
    bytes[0] = 1;
    this._measurement.datagramReceived(bytes, 0, step, REFLECTOR, 4500, now);
    if ((step & 15) === 5) this._port.refusals = 3;
    if ((step & 15) === 9) this._port.failures = 3;
    if ((step & 3) === 1) this._traversal.send(bytes, 0, 40, PEER, 4500, now);
    if (step === 20) this._times[0]! += 100_000;
    else if (step === 30) this._traversal.setPeer(OTHER, 4500, now);
    else if (step === 31) this._traversal.setPeer(PEER, 4500, now);
    else if (step === 40) this._traversal.keepalive.setInterval(5_000, now);
    else if (step === 48) this._traversal.keepalive.setInterval(20_000, now);
    else if (step === 50) this._address = (this._address + 1) | 0;
    this._traversal.settingsChanged();
    this._measurement.check(now);
  }

  private _note(): void {
    const results = this.results;
    const keepalive = this._traversal.keepalive.counters;
    const traversal = this._traversal.counters;
    const timeout = this._measurement.timeout.counters;
    results[NatSoakResult.Keepalives] = keepalive[NatKeepaliveCounter.Sent]!;
    results[NatSoakResult.NotSent] = keepalive[NatKeepaliveCounter.NotSent]!;
    results[NatSoakResult.Spared] = keepalive[NatKeepaliveCounter.Spared]!;
    results[NatSoakResult.ProbesWanted] = keepalive[NatKeepaliveCounter.ProbesWanted]!;
    results[NatSoakResult.KeepalivesReceived] = keepalive[NatKeepaliveCounter.Received]!;
    results[NatSoakResult.IkeReceived] = traversal[NatTraversalCounter.IkeReceived]!;
    results[NatSoakResult.EspReceived] = traversal[NatTraversalCounter.EspReceived]!;
    results[NatSoakResult.Junk] = traversal[NatTraversalCounter.Junk]!;
    results[NatSoakResult.Requests] = timeout[NatTimeoutCounter.Requests]!;
    results[NatSoakResult.MappingChanges] = timeout[NatTimeoutCounter.MappingChanges]!;
  }
}
