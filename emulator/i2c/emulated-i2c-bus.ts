import { I2cResult } from "../../src/ports";
import type { I2cBus } from "../../src/ports";
import type { LogicAnalyser } from "../serial/pin";
import { SECOND } from "../simulation/simulation";
import type { Actor, Simulation } from "../simulation/simulation";
import type { I2cDevice } from "./i2c-device";
import { I2cLevels } from "./i2c-levels";

export interface I2cBusOptions {
  /** Clock, 1 Hz to 5 MHz. Default 100 kHz. */
  hz?: number;
  /** The most octets of one transaction. Default 32. */
  longest?: number;
  /** A transaction is over when `begin` returns, and takes no virtual time, as on runtimes that wait for it. */
  blocking?: boolean;
  /** How long a chip may hold SCL, ns. Default 25 ms. */
  stretchLimit?: number;
}

const STRETCH_LIMIT = 25_000_000;
/** Clocks that free a chip which holds SDA (UM10204 rev. 7, section 3.1.16). */
const CLEARING_CLOCKS = 9;

/** The time between a stop and the next start, bits. */
const BUS_FREE = 0.5;

/** What is on the bus. */
const enum Phase {
  Idle,
  /** An address with its direction. */
  Address,
  Write,
  Read,
  /** The stop, and the end. */
  Stop,
}

/**
 * An I2C bus and the chips on it. Its master is us; {@link rival} has another one compete for a transaction. Octets cross it
 * one by one in virtual time, and a logic analyser sees SDA and SCL.
 */
export class EmulatedI2cBus implements I2cBus, Actor {
  readonly longest: number;
  readonly hz: number;
  /** Transactions that were begun, and octets that crossed the bus, addresses included. */
  transactions = 0;
  octets = 0;
  /** What another master writes at the same moment as our next transaction begins, address first. */
  rival: readonly number[] | null = null;
  private readonly _simulation: Simulation;
  private readonly _devices: readonly I2cDevice[];
  private readonly _bitTime: number;
  private readonly _blocking: boolean;
  private readonly _stretchLimit: number;
  private readonly _event: number;
  private _levels: I2cLevels | null = null;
  private _phase: Phase = Phase.Idle;
  private _result: I2cResult = I2cResult.Done;
  private _address = 0;
  private _bytes: Uint8Array = new Uint8Array(0);
  private _at = 0;
  private _middle = 0;
  private _end = 0;
  private _reading = false;
  private _octet = 0;
  /** The octet of a rival's transaction with which we lose; -1: we don't. */
  private _lostAt = -1;
  private _listening: I2cDevice[] = [];
  /** Clocks for which a chip still holds SDA. */
  private _held = 0;
  /** The end of what is drawn or under way: seconds, and nanoseconds that may be more than a second. */
  private _seconds = 0;
  private _nanos = 0;

  constructor(simulation: Simulation, devices: readonly I2cDevice[], options: I2cBusOptions = {}) {
    this._simulation = simulation;
    this._devices = devices;
    this.hz = options.hz ?? 100_000;
    this.longest = options.longest ?? 32;
    this._blocking = options.blocking ?? false;
    this._stretchLimit = options.stretchLimit ?? STRETCH_LIMIT;
    this._bitTime = SECOND / this.hz;
    this._event = simulation.register(this, 0);
  }

  /** Puts a logic analyser's probes on the two wires: `<name>.SCL` and `<name>.SDA`. */
  observe(name: string, analyser: LogicAnalyser): void {
    this._levels = new I2cLevels(this._simulation, analyser, name, this._bitTime);
  }

  /** A chip holds SDA low until it has seen so many clocks. */
  holdData(clocks: number): void {
    this._held = clocks;
    this._catchUp();
    this._levels?.hold(clocks > 0 ? 0 : 1, 1);
    this._levels?.settle();
  }

  /** The master stops in the middle, as at its reset: a chip that was sending a 0 goes on until it gets clocks. */
  abandon(): void {
    if (this._phase === Phase.Idle) return;
    const left = (this._seconds - this._simulation.seconds) * SECOND + this._nanos - this._simulation.nanos;
    // The event comes with the acknowledge, after eight bits.
    const bits = Math.min(8, Math.ceil(left / this._bitTime));
    let held = 0;
    if (this._phase === Phase.Read) for (let bit = bits - 1; bit >= 0 && !((this._octet >> bit) & 1); bit--) held++;
    this._simulation.cancel(this._event);
    this._phase = Phase.Idle;
    this._result = I2cResult.Done;
    this._levels?.truncate(this._simulation.seconds, this._simulation.nanos);
    this._seconds = this._simulation.seconds;
    this._nanos = this._simulation.nanos;
    this.holdData(held);
  }

  begin(address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    const length = end - start;
    if (length < 1 || length > this.longest || middle < start || end < middle || end > bytes.length) {
      throw new RangeError(`I2C: a transaction of ${length} octets: it must have 1 to ${this.longest}`);
    }
    if (this._phase !== Phase.Idle) return I2cResult.Busy;
    if (this._held > 0) return I2cResult.DataHeld;
    this.transactions++;
    this._address = address;
    this._bytes = bytes;
    this._at = start;
    this._middle = middle;
    this._end = end;
    this._result = I2cResult.Pending;
    this._compete();
    this._catchUp();
    this._levels?.start();
    this._pass(this._bitTime / 2);
    this._sendAddress(this._middle === this._at);
    while (this._blocking && this._phase !== Phase.Idle) this._step();
    if (!this._blocking) this._schedule();
    this._levels?.settle();
    return this._result;
  }

  poll(): I2cResult {
    return this._result;
  }

  recover(): I2cResult {
    if (this._phase !== Phase.Idle) this.abandon();
    this._catchUp();
    for (let i = 0; i < CLEARING_CLOCKS && this._held > 0; i++) {
      this._held--;
      this._levels?.clock(this._held > 0 ? 0 : 1);
      this._pass(this._bitTime);
    }
    if (this._held > 0) {
      this._levels?.settle();
      return I2cResult.DataHeld;
    }
    this._levels?.stopAfterClock();
    this._levels?.settle();
    this._pass(this._bitTime * (1 + BUS_FREE));
    for (const device of this._devices) device.stop();
    return I2cResult.Done;
  }

  fire(): void {
    this._step();
    if (this._phase !== Phase.Idle) this._schedule();
    this._levels?.settle();
  }

  /** Goes on from the moment of an acknowledge, or of the end of a stop. */
  private _step(): void {
    switch (this._phase) {
      case Phase.Address:
        this._listening = this._devices.filter((device) => device.start(this._octet >> 1, this._reading));
        this._acknowledge(this._listening.length > 0, I2cResult.AddressNak);
        break;
      case Phase.Write: {
        const taken = this._listening.filter((device) => device.write(this._octet));
        this._acknowledge(taken.length > 0, I2cResult.DataNak);
        break;
      }
      case Phase.Read:
        this._bytes[this._at++] = this._octet;
        // The last octet is not acknowledged: the chip sends no more.
        this._next(this._at === this._end ? 1 : 0);
        break;
      default:
        this._phase = Phase.Idle;
        for (const device of this._devices) device.stop();
        if (this._result === I2cResult.Pending) this._result = I2cResult.Done;
    }
  }

  private _acknowledge(acknowledged: boolean, refused: I2cResult): void {
    if (this._lostAt === 0 && this._result === I2cResult.Pending) this._result = I2cResult.ArbitrationLost;
    this._lostAt--;
    if (acknowledged) {
      if (this._phase === Phase.Write) this._at++;
      this._next(0);
      return;
    }
    if (this._result === I2cResult.Pending) this._result = refused;
    this._drawBits(1, 1);
    this._stop();
  }

  /** The acknowledge, and what follows it. */
  private _next(acknowledge: 0 | 1): void {
    this._drawBits(acknowledge, 1);
    const stretch = Math.max(0, ...this._listening.map((device) => device.stretch ?? 0));
    if (stretch > this._stretchLimit) {
      this._result = I2cResult.ClockHeld;
      this._pass(this._stretchLimit);
      this._stop();
      return;
    }
    this._pass(stretch);
    if (this._at < this._middle) this._send(Phase.Write, this._bytes[this._at]!);
    else if (this._at === this._end) this._stop();
    else if (!this._reading) {
      this._levels?.repeatedStart();
      this._pass(this._bitTime);
      this._sendAddress(true);
    } else {
      let octet = 0xff;
      for (const device of this._listening) octet &= device.read();
      this._send(Phase.Read, octet);
    }
  }

  private _sendAddress(reading: boolean): void {
    this._reading = reading;
    this._send(Phase.Address, (this._address << 1) | (reading ? 1 : 0));
  }

  /** Eight bits; the next event is the acknowledge. */
  private _send(phase: Phase, octet: number): void {
    this.octets++;
    this._phase = phase;
    this._octet = octet;
    this._drawBits(octet, 8);
  }

  private _stop(): void {
    this._phase = Phase.Stop;
    this._levels?.stop();
    this._pass(this._bitTime * (1 + BUS_FREE));
  }

  private _drawBits(value: number, count: number): void {
    this._levels?.bits(value, count);
    this._pass(count * this._bitTime);
  }

  /** Bit by bit: who sends a 1 while the other sends a 0 has lost. A rival that wins takes our place on the wires. */
  private _compete(): void {
    this._lostAt = -1;
    if (this.rival === null) return;
    const rival = Uint8Array.from(this.rival);
    this.rival = null;
    const ours = [
      (this._address << 1) | (this._middle === this._at ? 1 : 0),
      ...this._bytes.slice(this._at, this._middle),
    ];
    const differs = ours.findIndex((octet, i) => i < rival.length && octet !== rival[i]);
    // The first bit that differs is the highest of the two: the greater octet has the 1.
    if (differs < 0 || ours[differs]! < rival[differs]!) return;
    this._lostAt = differs;
    this._address = rival[0]! >> 1;
    this._bytes = rival;
    this._at = 1;
    this._middle = rival.length;
    this._end = rival.length;
  }

  /** What comes next is not drawn before now. */
  private _catchUp(): void {
    const { seconds, nanos } = this._simulation;
    if ((this._seconds - seconds) * SECOND + this._nanos - nanos < 0) {
      this._seconds = seconds;
      this._nanos = nanos;
    }
    this._levels?.begin(this._seconds, this._nanos);
  }

  /** Time goes by on the wires. */
  private _pass(nanos: number): void {
    this._nanos += nanos;
    this._levels?.begin(this._seconds, this._nanos);
  }

  private _schedule(): void {
    const whole = Math.floor(this._nanos);
    this._simulation.at(this._event, this._seconds + Math.floor(whole / SECOND), whole % SECOND);
  }
}
