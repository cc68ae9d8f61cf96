import { ModemLine } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import type { Actor, Simulation } from "../simulation/simulation";
import { SECOND } from "../simulation/simulation";
import { characterTime, noFaults } from "./line";
import type { Line, LineEnd, LineFaults, LineUser, UartSettings } from "./line";

const enum Event {
  /** The oldest burst has left the transmitter. */
  Left,
  /** The oldest burst on the way has arrived. */
  Arrived,
  /** The modem lines that this end senses have changed. */
  ModemLines,
}

/** A run of octets that was handed to the transmitter at once. */
interface Burst {
  bytes: Uint8Array;
  length: number;
  /** How many of its octets arrive as framing errors. */
  broken: number;
  /** ns on the line. */
  duration: number;
  /** When it has left, or arrives. */
  seconds: number;
  nanos: number;
}

/** Two clocks that are further apart than this can't be sampled any more (8N1: half a bit in 9.5). */
const SPEED_TOLERANCE = 0.05;

/**
 * A serial line carried octet by octet: bursts of octets with the times at which they start and end, no bits. Meant for
 * long runs: a frame costs one event. Faults are drawn when a burst leaves. Ends that disagree about the speed by more
 * than 5 % hear nothing but framing errors; character formats that disagree must be looked at on pins.
 */
export class OctetLine implements Line {
  readonly ends: readonly [OctetLineEnd, OctetLineEnd];
  readonly faults: readonly [LineFaults, LineFaults];

  /** @param crossModemLines whether DTR reaches the other end's DSR and DCD, and RTS its CTS */
  constructor(
    simulation: Simulation,
    uarts: readonly [UartSettings, UartSettings],
    crossModemLines: boolean,
    seed: number,
  ) {
    const random = new XorShift32(seed);
    this.ends = [
      new OctetLineEnd(simulation, uarts[0], crossModemLines, random),
      new OctetLineEnd(simulation, uarts[1], crossModemLines, random),
    ];
    this.ends[0].peer = this.ends[1];
    this.ends[1].peer = this.ends[0];
    this.faults = [this.ends[0].faults, this.ends[1].faults];
  }

  plug(end: 0 | 1, user: LineUser): void {
    this.ends[end].user = user;
  }

  faultsChanged(end: 0 | 1): void {
    this.ends[end].tellModemLines();
  }
}

class OctetLineEnd implements LineEnd, Actor {
  readonly faults = noFaults();
  user!: LineUser;
  peer!: OctetLineEnd;
  private readonly _simulation: Simulation;
  private readonly _uart: UartSettings;
  private readonly _crossModemLines: boolean;
  private readonly _random: XorShift32;
  private readonly _event: number;
  private readonly _leaving: Burst[] = [];
  private readonly _travelling: Burst[] = [];
  private _modemLines = 0;
  /** Bits of an error burst that are still to come. */
  private _burstLeft = 0;

  constructor(simulation: Simulation, uart: UartSettings, crossModemLines: boolean, random: XorShift32) {
    this._simulation = simulation;
    this._uart = { ...uart };
    this._crossModemLines = crossModemLines;
    this._random = random;
    this._event = simulation.register(this, Event.Left);
    simulation.register(this, Event.Arrived);
    simulation.register(this, Event.ModemLines);
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const simulation = this._simulation;
    const duration = Math.round(length * characterTime(this._uart));
    const before = this._leaving.length > 0 ? this._leaving[this._leaving.length - 1]! : simulation;
    const nanos = before.nanos + duration;
    const burst = {
      bytes: bytes.slice(start, end),
      length,
      broken: 0,
      duration,
      seconds: before.seconds + Math.floor(nanos / SECOND),
      nanos: nanos % SECOND,
    };
    this._leaving.push(burst);
    if (this._leaving.length === 1) simulation.at(this._event + Event.Left, burst.seconds, burst.nanos);
  }

  setModemLines(lines: number): void {
    if (lines === this._modemLines) return;
    this._modemLines = lines;
    this.tellModemLines();
  }

  setBaud(baud: number): void {
    this._uart.baud = baud;
  }

  /** Lets the other end sense what this end drives: the cable's cut and mending change that too. */
  tellModemLines(): void {
    if (this._crossModemLines) this._simulation.after(this.peer._event + Event.ModemLines, 0);
  }

  fire(kind: number): void | Promise<void> {
    if (kind === Event.Left) return this._left();
    if (kind === Event.Arrived) return this._arrived();
    const from = this.peer;
    const driven = from.faults.cut ? 0 : from._modemLines;
    return this.user.modemLinesChanged(
      (driven & ModemLine.DTR ? ModemLine.DSR | ModemLine.DCD : 0) | (driven & ModemLine.RTS ? ModemLine.CTS : 0),
    );
  }

  private _left(): void | Promise<void> {
    const burst = this._leaving.shift()!;
    if (this._leaving.length > 0) {
      const next = this._leaving[0]!;
      this._simulation.at(this._event + Event.Left, next.seconds, next.nanos);
    }
    const sent = this.user.countsSent ? this.user.octetsSent(burst.length) : undefined;
    if (sent !== undefined) return sent.then(() => this._pass(burst));
    return this._pass(burst);
  }

  /** Takes a burst through the faults, and on to the receiver. */
  private _pass(burst: Burst): void | Promise<void> {
    const faults = this.faults;
    if (faults.cut || faults.stuck === 1) return;
    const receiver = faults.loopback ? this : this.peer;
    if (faults.stuck === 0 || !this._sameSpeed(receiver)) {
      burst.broken = burst.length;
      burst.length = 0;
    } else {
      this._damage(burst);
    }
    if (faults.delay === 0) return receiver._deliver(burst);
    const nanos = this._simulation.nanos + faults.delay;
    burst.seconds = this._simulation.seconds + Math.floor(nanos / SECOND);
    burst.nanos = nanos % SECOND;
    receiver._travelling.push(burst);
    if (receiver._travelling.length === 1) {
      this._simulation.at(receiver._event + Event.Arrived, burst.seconds, burst.nanos);
    }
  }

  private _arrived(): void | Promise<void> {
    const burst = this._travelling.shift()!;
    if (this._travelling.length > 0) {
      const next = this._travelling[0]!;
      this._simulation.at(this._event + Event.Arrived, next.seconds, next.nanos);
    }
    return this._deliver(burst);
  }

  private _deliver(burst: Burst): void | Promise<void> {
    const errors = burst.broken > 0 ? this.user.framingErrors(burst.broken) : undefined;
    if (burst.length === 0) return errors;
    if (errors === undefined) return this.user.octetsReceived(burst.bytes, 0, burst.length, burst.duration);
    return errors.then(() => this.user.octetsReceived(burst.bytes, 0, burst.length, burst.duration));
  }

  private _sameSpeed(receiver: OctetLineEnd): boolean {
    const ratio = characterTime(receiver._uart) / characterTime(this._uart);
    return Math.abs(ratio - 1) <= SPEED_TOLERANCE;
  }

  private _damage(burst: Burst): void {
    const { bitErrors, loss, duplication } = this.faults;
    if (bitErrors === 0 && loss === 0 && duplication === 0) return;
    const arrived: number[] = [];
    for (let i = 0; i < burst.length; i++) {
      if (loss > 0 && this._chance(loss)) continue;
      let octet = burst.bytes[i]!;
      let broken = false;
      for (let bit = 0; bitErrors > 0 && bit < 10; bit++) {
        if (!this._flips(bitErrors)) continue;
        if (bit < 8) octet ^= 1 << bit;
        else broken = true;
      }
      if (broken) {
        burst.broken++;
        continue;
      }
      arrived.push(octet);
      if (duplication > 0 && this._chance(duplication)) arrived.push(octet);
    }
    burst.bytes = Uint8Array.from(arrived);
    burst.length = arrived.length;
  }

  private _flips(probability: number): boolean {
    if (this._burstLeft > 0) {
      this._burstLeft--;
      return this._chance(0.5);
    }
    if (!this._chance(probability)) return false;
    this._burstLeft = this.faults.burst - 1;
    return true;
  }

  private _chance(probability: number): boolean {
    return (this._random.next() >>> 0) / 0x100000000 < probability;
  }
}
