import type { Actor, Simulation } from "../simulation/simulation";
import type { MediumPort, MediumStation, TransmitOutcome } from "./medium";

export type Duplex = "half" | "full";

/** Octets that a frame takes on the wire beyond its own: preamble and start of frame. */
const PREAMBLE = 8;
/** Bit times: the gap between frames, the jam after a collision, and what a collision must begin in not to be late. */
const GAP = 96;
const JAM = 32;
const SLOT = 512;
/** Bit times until another station senses that one sends. */
const PROPAGATION = 10;

/** How long a frame of `length` octets, FCS included, takes on the wire at `speed` Mbit/s, ns. */
export function frameTime(length: number, speed: number): number {
  return ((PREAMBLE + length) * 8 * 1000) / speed;
}

const enum Event {
  /** What was deferred begins. */
  Begin,
  End,
}

/** A station's port of a {@link CollisionDomain}. */
export class DomainPort implements MediumPort, Actor {
  linkUp = false;
  /** The frame that is being sent, or waits until nobody sends. */
  frame: Uint8Array | null = null;
  sending = false;
  /** How it will end, and whether nobody gets it. */
  outcome: TransmitOutcome = "sent";
  spoilt = false;
  readonly station: MediumStation;
  readonly speed: number;
  readonly duplex: Duplex;
  private readonly _domain: CollisionDomain;
  private readonly _begin: number;
  private readonly _end: number;
  private _done: ((outcome: TransmitOutcome) => void) | null = null;
  private _seconds = 0;
  private _nanos = 0;

  constructor(domain: CollisionDomain, station: MediumStation, speed: number, duplex: Duplex) {
    this.station = station;
    this.speed = speed;
    this.duplex = duplex;
    this._domain = domain;
    this._begin = domain.simulation.register(this, Event.Begin);
    this._end = domain.simulation.register(this, Event.End);
  }

  /** Nanoseconds since it began to send. */
  get elapsed(): number {
    const { simulation } = this._domain;
    return (simulation.seconds - this._seconds) * 1e9 + simulation.nanos - this._nanos;
  }

  /** A station that sends while it still does gives the earlier frame up, unheard. */
  transmit(frame: Uint8Array, done: (outcome: TransmitOutcome) => void): void {
    if (this.frame !== null) this._stop();
    this.frame = frame.slice();
    this._done = done;
    this._domain.begin(this);
  }

  begins(): void {
    const { simulation } = this._domain;
    this._seconds = simulation.seconds;
    this._nanos = simulation.nanos;
    this.sending = true;
    this.outcome = this.linkUp ? "sent" : "no link";
    this.spoilt = false;
    simulation.after(this._end, frameTime(this.frame!.length, this.speed));
  }

  /** Waits for the gap after somebody else's frame. */
  waits(): void {
    this._domain.simulation.after(this._begin, (GAP * 1000) / this.speed);
  }

  /** Another station sends too. One in full duplex does not look, and goes on. */
  collides(): void {
    this.spoilt = true;
    if (this.duplex === "full" || this.outcome !== "sent") return;
    this.outcome = this.elapsed > (SLOT * 1000) / this.speed ? "late collision" : "collision";
    this._domain.simulation.after(this._end, (JAM * 1000) / this.speed);
  }

  fire(event: Event): void {
    if (event === Event.Begin) this._domain.begin(this);
    else this._domain.end(this);
  }

  /** Ends what was being sent. */
  ended(): void {
    const done = this._done!;
    const { outcome } = this;
    this._stop();
    done(outcome);
  }

  setLink(up: boolean): void {
    if (this.linkUp === up) return;
    this.linkUp = up;
    if (this.sending && !up) this.outcome = "no link";
    this.station.linkChanged(up);
  }

  private _stop(): void {
    this._domain.simulation.cancel(this._begin);
    this._domain.simulation.cancel(this._end);
    this.frame = null;
    this.sending = false;
    this._done = null;
  }

  /** Whether somebody else is being heard, so that a station in half duplex defers. */
  get senses(): boolean {
    return this.elapsed >= (PROPAGATION * 1000) / this.speed;
  }
}

/**
 * Stations that hear each other (IEEE 802.3 clause 4). One in half duplex defers while it hears another; those that begin
 * before they can hear each other collide. One in full duplex neither defers nor collides: if its partner is in half
 * duplex, the partner sees collisions, late ones too, and frames get lost, as with a real duplex mismatch.
 */
export class CollisionDomain {
  readonly simulation: Simulation;
  readonly ports: DomainPort[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  plug(station: MediumStation, speed: number, duplex: Duplex): DomainPort {
    const port = new DomainPort(this, station, speed, duplex);
    this.ports.push(port);
    return port;
  }

  begin(port: DomainPort): void {
    const others = this.ports.filter((other) => other !== port && other.sending && other.linkUp);
    // Its waiting ends with the other's frame.
    if (port.duplex === "half" && port.linkUp && others.some((other) => other.senses)) return;
    port.begins();
    if (!port.linkUp) return;
    for (const other of others) {
      if (other.duplex === "full" && port.duplex === "full") continue;
      other.collides();
      port.collides();
    }
  }

  end(port: DomainPort): void {
    const { frame, outcome, spoilt } = port;
    port.ended();
    if (outcome === "sent" && !spoilt) {
      for (const other of this.ports) if (other !== port && other.linkUp) other.station.frameArrives(frame!.slice());
    }
    for (const other of this.ports) if (other.frame !== null && !other.sending) other.waits();
  }
}
