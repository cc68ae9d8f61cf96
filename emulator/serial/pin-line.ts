import type { Simulation } from "../simulation/simulation";
import { Chance } from "./chance";
import type { Line, LineEnd, LineFaults, LineUser, UartSettings } from "./line";
import { ModemLines } from "./modem-lines";
import { Pin, Probe } from "./pin";
import type { LogicAnalyser } from "./pin";
import { PinWire } from "./pin-wire";
import { UartReceiver } from "./uart-receiver";
import { UartTransmitter } from "./uart-transmitter";

/**
 * A serial line on logic levels: a UART at each end, with its own clock, and between them a wire each way with edges at
 * their nanosecond. Two events a character and direction. For runs in which speeds, character formats, noise or the
 * moment of a cut matter; {@link OctetLine} carries what only needs octets.
 */
export class PinLine implements Line {
  readonly ends: readonly [LineEnd, LineEnd];
  private readonly _simulation: Simulation;
  private readonly _ends: readonly [PinLineEnd, PinLineEnd];
  private readonly _modemLines: ModemLines;

  /** @param crossModemLines whether DTR reaches the other end's DSR and DCD, and RTS its CTS */
  constructor(
    simulation: Simulation,
    uarts: readonly [UartSettings, UartSettings],
    crossModemLines: boolean,
    seed: number,
  ) {
    const chance = new Chance(seed);
    const wires = [new PinWire(chance), new PinWire(chance)] as const;
    this._simulation = simulation;
    this._modemLines = new ModemLines(simulation, crossModemLines);
    this._ends = [
      new PinLineEnd(0, simulation, uarts[0], wires[0], this._modemLines, chance),
      new PinLineEnd(1, simulation, uarts[1], wires[1], this._modemLines, chance),
    ];
    this.ends = this._ends;
  }

  plug(end: 0 | 1, user: LineUser): void {
    this._ends[end].plug(user);
    this._modemLines.plug(end, user);
    this._connect();
  }

  setFaults(end: 0 | 1, faults: Partial<LineFaults>): void {
    const { wire } = this._ends[end];
    wire.faults = { ...wire.faults, ...faults };
    this._connect();
    this._modemLines.setCut(end, wire.faults.cut);
  }

  /**
   * Shows an end's pins to a logic analyser, before the first event: `TX`, `RX`, `DTR`, `RTS` and, where the modem lines are
   * crossed, `DCD`, `DSR` and `CTS`, each with the end's name and a dot before it. This costs an event for each edge.
   */
  observe(end: 0 | 1, name: string, analyser: LogicAnalyser): void {
    this._ends[end].observe(name, analyser);
    this._modemLines.observe(end, name, analyser);
    this._connect();
  }

  /** Leads each wire where the faults say, and brings what it carries in line with them. */
  private _connect(): void {
    const { seconds, nanos } = this._simulation;
    const [a, b] = this._ends;
    const aLooped = a.wire.faults.loopback;
    const bLooped = b.wire.faults.loopback;
    a.wire.connect(aLooped ? a.receivePin : bLooped ? null : b.receivePin, seconds, nanos);
    b.wire.connect(bLooped ? b.receivePin : aLooped ? null : a.receivePin, seconds, nanos);
    a.wire.refresh(seconds, nanos);
    b.wire.refresh(seconds, nanos);
  }
}

class PinLineEnd implements LineEnd {
  readonly wire: PinWire;
  readonly receivePin = new Pin();
  private readonly _number: 0 | 1;
  private readonly _simulation: Simulation;
  private readonly _uart: UartSettings;
  private readonly _modemLines: ModemLines;
  private readonly _transmitter: UartTransmitter;
  private readonly _receiver: UartReceiver;

  constructor(
    number: 0 | 1,
    simulation: Simulation,
    uart: UartSettings,
    wire: PinWire,
    modemLines: ModemLines,
    chance: Chance,
  ) {
    this._number = number;
    this._simulation = simulation;
    this._uart = { ...uart };
    this.wire = wire;
    this._modemLines = modemLines;
    this._transmitter = new UartTransmitter(simulation, this._uart, wire);
    this._receiver = new UartReceiver(simulation, this._uart, this.receivePin, chance.fraction());
  }

  plug(user: LineUser): void {
    this._transmitter.user = user;
    this._receiver.user = user;
  }

  observe(name: string, analyser: LogicAnalyser): void {
    const transmit = new Probe(this._simulation, analyser, `${name}.TX`);
    const receive = new Probe(this._simulation, analyser, `${name}.RX`);
    this.wire.transmitPin = transmit.pin;
    this.receivePin.mirror = receive.pin;
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    this._transmitter.send(bytes, start, end);
  }

  setModemLines(lines: number): void {
    this._modemLines.drive(this._number, lines);
  }

  setBaud(baud: number): void {
    this._uart.baud = baud;
    this._receiver.speedChanged();
  }

  powerOff(): void {
    this._transmitter.powerOff();
  }
}
