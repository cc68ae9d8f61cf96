import type { Actor, Simulation } from "../simulation/simulation";
import { SECOND } from "../simulation/simulation";
import { bitTime, firstStopBit, octetOf } from "./character";
import type { LineUser, UartSettings } from "./line";
import type { Pin, PinReader } from "./pin";

/** Ticks of the sampling clock in a bit. */
const OVERSAMPLING = 16;
/** A bit is what at least two of these three ticks of it say; the first low tick of the start bit is tick 0. */
const FIRST_SAMPLE = 7;
const LAST_SAMPLE = 9;

/**
 * The receiving half of a UART, as microcontrollers have it: a clock of 16 ticks a bit, with a phase of its own, looks
 * at the pin; the first low tick after a high one begins a character; each bit is the majority of its ticks 7, 8
 * and 9; a start bit that is high there was a glitch. The character is over at tick 9 of the first stop bit, and from
 * the next tick on a new start bit may come. After a wrong stop bit (a framing error, or with zeros only a break) the
 * line must have been high before it. Source: Microchip ATmega328P datasheet, USART, "Asynchronous Data Reception".
 *
 * From this follows how far the clock may be off. With n the number of the first stop bit: a fast clock must still have
 * tick 16 n + 8 in it, so that its bit is at least n / (n + 1/2) of the sender's; a slow one must be done with tick
 * 16 n + 10 when the next start bit falls, n + 1 of the sender's bits after the last. For 8N1: +5.5 % and -3.7 %.
 *
 * All samples of a character are taken at its end from the edges that the pin remembers: one event a character.
 */
export class UartReceiver implements Actor, PinReader {
  user!: LineUser;
  readonly pin: Pin;
  private readonly _simulation: Simulation;
  private readonly _uart: UartSettings;
  private readonly _event: number;
  private readonly _octet = new Uint8Array(1);
  /** ns */
  private _tickTime: number;
  /** The last tick that was looked at, and whether a start bit may follow it. Nanoseconds have a fraction. */
  private _tickSeconds = 0;
  private _tickNanos: number;
  private _ready = true;
  /** Tick 0 of the character that is being received, and the edges that are still ahead of it. */
  private _startSeconds = 0;
  private _startNanos = 0;
  private _nextEdge = 0;

  /** @param phase of the sampling clock, 0 up to 1 tick */
  constructor(simulation: Simulation, uart: UartSettings, pin: Pin, phase: number) {
    this._simulation = simulation;
    this._uart = uart;
    this.pin = pin;
    pin.reader = this;
    this._event = simulation.register(this, 0);
    this._tickTime = bitTime(uart) / OVERSAMPLING;
    this._tickNanos = (phase - 1) * this._tickTime;
  }

  /** The settings were changed: they count from the next character on. */
  speedChanged(): void {
    this.edgesChanged();
  }

  edgesChanged(): void {
    if (!this._isReceiving()) this._seekStart();
  }

  /** A character is over. */
  fire(): void | Promise<void> {
    if (this._majority(0) === 1) {
      this._pass(LAST_SAMPLE, true);
      this._seekStart();
      return;
    }
    const stopBit = firstStopBit(this._uart);
    let levels = 0;
    for (let bit = 1; bit <= stopBit; bit++) levels |= this._majority(bit) << bit;
    const lastTick = OVERSAMPLING * stopBit + LAST_SAMPLE;
    const duration = Math.round(lastTick * this._tickTime);
    this._pass(lastTick, levels >>> stopBit === 1);
    this._seekStart();
    const octet = octetOf(levels, this._uart);
    if (octet < 0) return this.user.framingErrors(1);
    this._octet[0] = octet;
    return this.user.octetsReceived(this._octet, 0, 1, duration);
  }

  /** Whether the start of a character has been seen and its end is still to come. */
  private _isReceiving(): boolean {
    const { seconds, nanos } = this._simulation;
    if (!this._simulation.isScheduled(this._event)) return false;
    return this._startSeconds < seconds || (this._startSeconds === seconds && this._startNanos <= nanos);
  }

  /**
   * Looks through the edges of the pin for the next start bit, and plans for the end of its character. Edges to come may
   * still be taken back: then this is called again, and nothing is kept of what it found before.
   */
  private _seekStart(): void {
    const pin = this.pin;
    const tickTime = bitTime(this._uart) / OVERSAMPLING;
    let ready = this._ready;
    let edge = pin.first;
    let seconds = this._tickSeconds;
    let nanos = this._tickNanos + tickTime;
    for (;;) {
      while (edge < pin.end && pin.offsetOf(edge, seconds, nanos) <= 0) edge++;
      const level = pin.levelBefore(edge);
      if (level === 0 && ready) break;
      ready = level === 1;
      if (edge === pin.end) {
        this._simulation.cancel(this._event);
        return;
      }
      nanos += Math.ceil(pin.offsetOf(edge, seconds, nanos) / tickTime) * tickTime;
      const carry = Math.floor(nanos / SECOND);
      seconds += carry;
      nanos -= carry * SECOND;
    }
    this._tickTime = tickTime;
    this._startSeconds = seconds;
    this._startNanos = nanos;
    this._nextEdge = edge;
    const end = Math.ceil(nanos + (OVERSAMPLING * firstStopBit(this._uart) + LAST_SAMPLE) * tickTime);
    this._simulation.at(this._event, seconds + Math.floor(end / SECOND), end % SECOND);
  }

  /** What at least two of a bit's three samples say. Bits are asked for in their order. */
  private _majority(bit: number): number {
    const pin = this.pin;
    let ones = 0;
    for (let tick = FIRST_SAMPLE; tick <= LAST_SAMPLE; tick++) {
      const nanos = this._startNanos + (OVERSAMPLING * bit + tick) * this._tickTime;
      while (this._nextEdge < pin.end && pin.offsetOf(this._nextEdge, this._startSeconds, nanos) <= 0) {
        this._nextEdge++;
      }
      ones += pin.levelBefore(this._nextEdge);
    }
    return ones >> 1;
  }

  /** The receiver is done with all up to a tick of its character; `ready` for a start bit, or only after a high tick. */
  private _pass(tick: number, ready: boolean): void {
    const nanos = this._startNanos + tick * this._tickTime;
    this._tickSeconds = this._startSeconds + Math.floor(nanos / SECOND);
    this._tickNanos = nanos % SECOND;
    this._ready = ready;
    this.pin.first = this._nextEdge;
  }
}
