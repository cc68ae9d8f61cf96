import type { Actor, Simulation } from "../simulation/simulation";
import { SECOND } from "../simulation/simulation";
import { Chance } from "./chance";
import { bitTime, characterBits, characterLevels, characterTime, firstStopBit, octetOf } from "./character";
import { NO_FAULTS } from "./line";
import type { Line, LineEnd, LineFaults, LineUser, UartSettings } from "./line";
import { ModemLines } from "./modem-lines";

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
  /** The burst behind it in its queue, behind the last the first; null before it is in one. */
  next: Burst | null;
}

/** Puts a burst at the end of a queue, which is known by its last burst, and null while it is empty. */
function put(queue: Burst | null, burst: Burst): Burst {
  if (queue === null) {
    burst.next = burst;
  } else {
    burst.next = queue.next;
    queue.next = burst;
  }
  return burst;
}

/** A queue without its first burst. */
function withoutFirst(queue: Burst): Burst | null {
  const first = queue.next!;
  if (first === queue) return null;
  queue.next = first.next;
  return queue;
}

const NO_OCTETS = new Uint8Array(0);

/**
 * A serial line carried octet by octet: bursts of octets with the times at which they start and end, no bits. Meant for
 * long runs: a burst costs one event at its end, and two with a delay. Faults strike a burst as a whole when it leaves.
 * Ends whose clocks are further apart than a receiver can follow hear nothing but framing errors; character formats
 * that disagree must be looked at on pins.
 */
export class OctetLine implements Line {
  readonly ends: readonly [OctetLineEnd, OctetLineEnd];
  private readonly _modemLines: ModemLines | null;

  /** @param crossModemLines whether DTR reaches the other end's DSR and DCD, and RTS its CTS */
  constructor(
    simulation: Simulation,
    uarts: readonly [UartSettings, UartSettings],
    crossModemLines: boolean,
    seed: number,
  ) {
    const chance = new Chance(seed);
    this._modemLines = crossModemLines ? new ModemLines(simulation, true) : null;
    this.ends = [
      new OctetLineEnd(0, simulation, uarts[0], this._modemLines, chance),
      new OctetLineEnd(1, simulation, uarts[1], this._modemLines, chance),
    ];
    this.ends[0].peer = this.ends[1];
    this.ends[1].peer = this.ends[0];
  }

  plug(end: 0 | 1, user: LineUser): void {
    this.ends[end].user = user;
    this._modemLines?.plug(end, user);
    this.ends[end].faultsChanged();
  }

  setFaults(end: 0 | 1, faults: Partial<LineFaults>): void {
    this.ends[end].faults = { ...this.ends[end].faults, ...faults };
    this.ends[end].faultsChanged();
    this._modemLines?.setCut(end, this.ends[end].faults.cut);
  }
}

/** Bursts that have left and not arrived. */
class DelayedBursts implements Actor {
  private readonly _simulation: Simulation;
  private readonly _receiver: OctetLineEnd;
  private _queue: Burst | null = null;
  private readonly _event: number;

  constructor(simulation: Simulation, receiver: OctetLineEnd) {
    this._simulation = simulation;
    this._receiver = receiver;
    this._event = simulation.register(this, 0);
  }

  get empty(): boolean {
    return this._queue === null;
  }

  put(burst: Burst, delay: number): void {
    const nanos = this._simulation.nanos + delay;
    burst.seconds = this._simulation.seconds + Math.floor(nanos / SECOND);
    burst.nanos = nanos % SECOND;
    this._queue = put(this._queue, burst);
    if (burst.next === burst) this._simulation.at(this._event, burst.seconds, burst.nanos);
  }

  fire(): void | Promise<void> {
    const burst = this._queue!.next!;
    this._queue = withoutFirst(this._queue!);
    const next = burst.next!;
    if (this._queue !== null) this._simulation.at(this._event, next.seconds, next.nanos);
    return this._receiver.deliver(burst);
  }
}

class OctetLineEnd implements LineEnd, Actor {
  user!: LineUser;
  peer!: OctetLineEnd;
  faults: Readonly<LineFaults> = NO_FAULTS;
  private readonly _number: 0 | 1;
  private readonly _simulation: Simulation;
  private _uart: UartSettings;
  private readonly _modemLines: ModemLines | null;
  private readonly _chance: Chance;
  private readonly _event: number;
  private _leaving: Burst | null = null;
  /** What a delay holds back on its way here; made when there is the first delay. */
  private _delayed: DelayedBursts | null = null;
  private _inBreak = false;

  constructor(
    number: 0 | 1,
    simulation: Simulation,
    uart: UartSettings,
    modemLines: ModemLines | null,
    chance: Chance,
  ) {
    this._number = number;
    this._simulation = simulation;
    this._uart = uart;
    this._modemLines = modemLines;
    this._chance = chance;
    this._event = simulation.register(this, 0);
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length === 0) return;
    const duration = Math.round(length * characterTime(this._uart));
    const before = this._leaving ?? this._simulation;
    const nanos = before.nanos + duration;
    const burst: Burst = {
      bytes: bytes.slice(start, end),
      length,
      broken: 0,
      duration,
      seconds: before.seconds + Math.floor(nanos / SECOND),
      nanos: nanos % SECOND,
      next: null,
    };
    this._leaving = put(this._leaving, burst);
    if (burst.next === burst) this._simulation.at(this._event, burst.seconds, burst.nanos);
  }

  setModemLines(lines: number): void {
    this._modemLines?.drive(this._number, lines);
  }

  setBaud(baud: number): void {
    this._uart = { ...this._uart, baud };
  }

  powerOff(): void | Promise<void> {
    if (this._leaving === null) return;
    const burst = this._leaving.next!;
    this._leaving = null;
    this._simulation.cancel(this._event);
    const { seconds, nanos } = this._simulation;
    const ahead = (burst.seconds - seconds) * SECOND + (burst.nanos - nanos);
    burst.length = Math.floor((burst.length * (burst.duration - ahead)) / burst.duration);
    burst.duration -= ahead;
    return this._pass(burst);
  }

  /** A line that falls and stays down is one character without a stop bit to its receiver: a break. */
  faultsChanged(): void {
    const inBreak = this.faults.stuck === 0 && !this.faults.cut;
    const receiver = this._receiver();
    if (inBreak && !this._inBreak && receiver !== null) {
      const duration = Math.round(characterTime(receiver._uart));
      const burst = { bytes: NO_OCTETS, length: 0, broken: 1, duration, seconds: 0, nanos: 0, next: null };
      receiver._take(burst, this.faults.delay + duration);
    }
    this._inBreak = inBreak;
  }

  /** The oldest burst has left the transmitter. */
  fire(): void | Promise<void> {
    const burst = this._leaving!.next!;
    this._leaving = withoutFirst(this._leaving!);
    const next = burst.next!;
    if (this._leaving !== null) this._simulation.at(this._event, next.seconds, next.nanos);
    const told = this.user.countsSent ? this.user.octetsSent(burst.length) : undefined;
    if (told !== undefined) return told.then(() => this._pass(burst));
    return this._pass(burst);
  }

  /** Who hears what this end sends, now. */
  private _receiver(): OctetLineEnd | null {
    if (this.faults.loopback) return this;
    return this.peer.faults.loopback ? null : this.peer;
  }

  /** Takes a burst through the faults, and on to the receiver. */
  private _pass(burst: Burst): void | Promise<void> {
    const receiver = this._receiver();
    if (burst.length === 0 || receiver === null || this.faults.cut || this.faults.stuck !== null) return;
    if (!this._canBeSampled(receiver)) {
      burst.broken = burst.length;
      burst.length = 0;
    } else {
      this._damage(burst);
    }
    return receiver._take(burst, this.faults.delay);
  }

  /** Takes a burst that arrives `delay` ns from now, and after all that are on their way. */
  private _take(burst: Burst, delay: number): void | Promise<void> {
    if (delay === 0 && (this._delayed === null || this._delayed.empty)) return this.deliver(burst);
    if (this._delayed === null) this._delayed = new DelayedBursts(this._simulation, this);
    this._delayed.put(burst, delay);
  }

  deliver(burst: Burst): void | Promise<void> {
    const errors = burst.broken > 0 ? this.user.framingErrors(burst.broken) : undefined;
    if (burst.length === 0) return errors;
    if (errors === undefined) return this.user.octetsReceived(burst.bytes, 0, burst.length, burst.duration);
    return errors.then(() => this.user.octetsReceived(burst.bytes, 0, burst.length, burst.duration));
  }

  /** Whether a receiver's clock is near enough to ours: see {@link UartReceiver}. */
  private _canBeSampled(receiver: OctetLineEnd): boolean {
    const stop = firstStopBit(receiver._uart);
    const ratio = bitTime(receiver._uart) / bitTime(this._uart);
    return ratio >= stop / (stop + 1 / 2) && ratio <= (stop + 1) / (stop + 10 / 16);
  }

  private _damage(burst: Burst): void {
    const { bitErrors, loss, duplication } = this.faults;
    if (bitErrors === 0 && loss === 0 && duplication === 0 && this._uart.dataBits === 8) return;
    const arrived: number[] = [];
    for (let i = 0; i < burst.length; i++) {
      if (this._chance.happens(loss)) continue;
      const copies = this._chance.happens(duplication) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const octet = this._onTheWay(burst.bytes[i]!);
        if (octet < 0) burst.broken++;
        else arrived.push(octet);
      }
    }
    burst.bytes = Uint8Array.from(arrived);
    burst.length = arrived.length;
  }

  /** An octet as it arrives; -1 with a wrong start, parity or stop bit. */
  private _onTheWay(octet: number): number {
    const { bitErrors, burst } = this.faults;
    let levels = characterLevels(octet, this._uart);
    for (let bit = 0; bit < characterBits(this._uart); bit++) {
      if (this._chance.flipsBit(bitErrors, burst)) levels ^= 1 << bit;
    }
    return levels & 1 ? -1 : octetOf(levels, this._uart);
  }
}
