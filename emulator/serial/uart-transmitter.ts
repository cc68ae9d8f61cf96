import type { Actor, Simulation } from "../simulation/simulation";
import { SECOND } from "../simulation/simulation";
import { bitTime, characterBits, characterLevels } from "./character";
import type { LineUser, UartSettings } from "./line";
import type { Pin } from "./pin";

/** A character as levels in time: what a transmitter puts on its wire. */
export interface Character {
  /** When its start bit begins; nanoseconds may have a fraction. */
  seconds: number;
  nanos: number;
  /** ns */
  bitTime: number;
  /** How many bits it has, start and stop included; 0 for no character. */
  bits: number;
  /** Their levels, the start bit lowest. */
  levels: number;
}

/** Writes the levels of a character into a pin, from one of its bits on. */
export function drive(pin: Pin, character: Character, levels: number, firstBit: number): void {
  const { seconds, nanos, bitTime, bits } = character;
  for (let bit = firstBit; bit < bits; bit++) {
    pin.change(((levels >>> bit) & 1) as 0 | 1, seconds, Math.round(nanos + bit * bitTime));
  }
  pin.change(1, seconds, Math.round(nanos + bits * bitTime));
}

/** Takes characters from a transmitter at the moment when they start. */
export interface CharacterSink {
  characterStarted(character: Character): void;
  /** The character that is being sent ends here, and the line is idle. */
  characterBroken(seconds: number, nanos: number): void;
}

/**
 * The sending half of a UART: start bit, data bits from the lowest, parity, stop bits. An event for each character.
 * Characters that follow each other without a gap keep the fractions of a nanosecond, so that the speed is exact.
 */
export class UartTransmitter implements Actor {
  user!: LineUser;
  private readonly _simulation: Simulation;
  private readonly _uart: UartSettings;
  private readonly _sink: CharacterSink;
  private readonly _event: number;
  private readonly _character: Character = { seconds: 0, nanos: 0, bitTime: 0, bits: 0, levels: 0 };
  private readonly _waiting: Uint8Array[] = [];
  /** How many octets of the first waiting run have been sent. */
  private _position = 0;
  private _sending = false;

  constructor(simulation: Simulation, uart: UartSettings, sink: CharacterSink) {
    this._simulation = simulation;
    this._uart = uart;
    this._sink = sink;
    this._event = simulation.register(this, 0);
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    this._waiting.push(bytes.slice(start, end));
    if (!this._sending) this._startCharacter();
  }

  powerOff(): void {
    this._waiting.length = 0;
    this._position = 0;
    if (!this._sending) return;
    this._sending = false;
    this._simulation.cancel(this._event);
    this._character.bits = 0;
    this._sink.characterBroken(this._simulation.seconds, this._simulation.nanos);
  }

  /** A character is over. */
  fire(): void | Promise<void> {
    if (this._waiting.length > 0) this._startCharacter();
    else this._sending = false;
    if (this.user.countsSent) return this.user.octetsSent(1);
  }

  private _startCharacter(): void {
    const simulation = this._simulation;
    const uart = this._uart;
    const character = this._character;
    const lastEnd = character.nanos + character.bits * character.bitTime;
    character.seconds += Math.floor(lastEnd / SECOND);
    character.nanos = lastEnd % SECOND;
    const gap = (simulation.seconds - character.seconds) * SECOND + simulation.nanos - character.nanos;
    if (gap > 0.5) {
      character.seconds = simulation.seconds;
      character.nanos = simulation.nanos;
    }
    character.bitTime = bitTime(uart);
    character.bits = characterBits(uart);
    character.levels = characterLevels(this._nextOctet(), uart);
    this._sending = true;
    const end = Math.round(character.nanos + character.bits * character.bitTime);
    simulation.at(this._event, character.seconds + Math.floor(end / SECOND), end % SECOND);
    this._sink.characterStarted(character);
  }

  private _nextOctet(): number {
    const run = this._waiting[0]!;
    const octet = run[this._position++]!;
    if (this._position === run.length) {
      this._waiting.shift();
      this._position = 0;
    }
    return octet;
  }
}
