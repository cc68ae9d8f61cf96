import { Reflector } from "../../emulator/reflector/reflector";
import { NatTimeout } from "../../src/keepalive/nat-timeout";
import { NatFlow, NatTimeoutPhase } from "../../src/keepalive/nat-timeout-report";
import type { NatTimeoutFailure, NatTimeoutListener } from "../../src/keepalive/nat-timeout-report";
import type { NatTimeoutOptions } from "../../src/keepalive/nat-timeout-options";
import { NAT_MEASUREMENT_TIMERS, NatMeasurement } from "../../src/link/nat-measurement";
import type { DatagramPort } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ip } from "./slarp";

const REFLECTOR = ip("198.51.100.7");

export interface LabNat {
  /** ms that an idle mapping lasts: one that was never answered through, and one that was and is 2 s old. */
  oneWay: number;
  replied: number;
  /** Whether a new mapping gets a new port; and how many addresses there are to take. */
  newPorts?: boolean;
  addresses?: number;
  /** ms to the reflector. */
  latency?: number;
}

/**
 * A measurement behind a NAT as Linux has it, with the real reflector on the other side, in virtual time. A trial's end
 * is noted as `replied 15000 alive`.
 */
export class NatLab implements DatagramPort, NatTimeoutListener {
  readonly timeout: NatTimeout;
  readonly measurement: NatMeasurement;
  readonly log: string[] = [];
  readonly reflector: Reflector;
  now = 0;
  /** Whether the datagram, out or in, is lost; asked once for each. */
  loses: (out: boolean) => boolean = () => false;
  /** Called before each datagram goes out. */
  onSend: () => void = () => {};
  /** Whether the port takes and does not send. */
  broken = false;
  /** The device sleeps, deaf, from the first time to the second. */
  sleep: [number, number] | null = null;
  nat: Required<LabNat>;
  datagramsOut = 0;
  private readonly _scheduler = new Scheduler(NAT_MEASUREMENT_TIMERS);
  private _events: { at: number; run: () => void }[] = [];
  private _mapping = { address: 0, port: 40_000, opened: 0, until: -1, replied: false };

  constructor(nat: LabNat, options: Partial<NatTimeoutOptions> = {}) {
    this.nat = { newPorts: true, addresses: 1, latency: 20, ...nat };
    this.timeout = new NatTimeout({ address: REFLECTOR, random: new XorShift32(7), ...options });
    this.measurement = new NatMeasurement({
      port: this,
      scheduler: this._scheduler,
      timeout: this.timeout,
      listener: this,
    });
    this.reflector = new Reflector((bytes, address, port) => this._toInside(bytes.slice(), address, port));
  }

  start(): this {
    this.measurement.start(this.now);
    return this;
  }

  /** Runs until the measurement is done or has failed, or for so many ms. */
  run(ms = 48 * 3_600_000): this {
    const end = this.now + ms;
    const { timeout } = this;
    for (;;) {
      if (ms > 24 * 3_600_000 && this._isOver(timeout.phase)) return this;
      const next = Math.min(this._nextWake(), this._events[0]?.at ?? Infinity, this.reflector.due ?? Infinity);
      if (next > end) break;
      this.now = Math.max(next, this.now);
      if ((this.reflector.due ?? Infinity) <= this.now) this.reflector.poll(this.now);
      while (this._events.length > 0 && this._events[0]!.at <= this.now) this._events.shift()!.run();
      if (this._nextWake() <= this.now) this._scheduler.run(this.now);
    }
    this.now = end;
    return this;
  }

  /** The NAT forgets everything, or another one stands in its place. */
  reboot(): this {
    this._mapping.until = -1;
    return this;
  }

  /** `replied (9500, 10000], one-way (5500, 6000]`. */
  get found(): string {
    const of = (flow: NatFlow) => `(${this.timeout.longestAlive(flow)}, ${this.timeout.shortestGone(flow)}]`;
    return `replied ${of(NatFlow.Replied)}, one-way ${of(NatFlow.OneWay)}`;
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    this.onSend();
    const datagram = bytes.slice(start, end);
    const sent = !this.broken;
    this.at(this.now, () => this.measurement.datagramSent(sent, this.now));
    if (!sent) return true;
    this.datagramsOut++;
    const mapping = this._outbound();
    if (!this.loses(true)) {
      this.at(this.now + this.nat.latency, () =>
        this.reflector.receive(datagram, mapping.address, mapping.port, this.now),
      );
    }
    return true;
  }

  trialEnded(flow: NatFlow, idle: number, alive: boolean): void {
    this.log.push(`${flow === NatFlow.Replied ? "replied" : "one-way"} ${idle} ${alive ? "alive" : "gone"}`);
  }

  mappingChanged(): void {
    this.log.push("mapping changed");
  }

  measurementEnded(): void {
    const why = { 0: "done", 1: "no answer", 2: "refused", 3: "unstable" };
    this.log.push(why[this.timeout.failure as NatTimeoutFailure]);
  }

  /** Does something at a time, before the device is woken then. */
  at(at: number, run: () => void): void {
    const before = this._events.findIndex((event) => event.at > at);
    this._events.splice(before < 0 ? this._events.length : before, 0, { at, run });
  }

  private _isOver(phase: NatTimeoutPhase): boolean {
    return phase === NatTimeoutPhase.Done || phase === NatTimeoutPhase.Failed;
  }

  private _nextWake(): number {
    const delay = this._scheduler.delay(this.now);
    if (delay < 0) return Infinity;
    const at = this.now + delay;
    return this.sleep !== null && at >= this.sleep[0] && at < this.sleep[1] ? this.sleep[1] : at;
  }

  private _outbound(): { address: number; port: number } {
    const mapping = this._mapping;
    if (this.now >= mapping.until) {
      const port = this.nat.newPorts ? mapping.port + 1 : mapping.port;
      const address = ip("203.0.113.1") + (port % this.nat.addresses);
      this._mapping = { address, port, opened: this.now, until: 0, replied: false };
    }
    this._refresh();
    return { address: this._mapping.address, port: this._mapping.port };
  }

  private _refresh(): void {
    const mapping = this._mapping;
    const isStream = mapping.replied && this.now - mapping.opened >= 2_000;
    mapping.until = this.now + (isStream ? this.nat.replied : this.nat.oneWay);
  }

  private _toInside(bytes: Uint8Array, address: number, port: number): void {
    this.at(this.now + this.nat.latency, () => {
      const mapping = this._mapping;
      const isMapped = mapping.address === address && mapping.port === port && this.now < mapping.until;
      if (!isMapped || this.loses(false)) return;
      mapping.replied = true;
      this._refresh();
      if (this.sleep !== null && this.now >= this.sleep[0] && this.now < this.sleep[1]) return;
      this.measurement.datagramReceived(bytes, 0, bytes.length, REFLECTOR, 4500, this.now);
    });
  }
}
