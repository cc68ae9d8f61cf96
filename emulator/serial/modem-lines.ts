import { ModemLine } from "../../src/ports";
import type { Actor, Simulation } from "../simulation/simulation";
import type { LineUser } from "./line";
import type { LogicAnalyser } from "./pin";

const DRIVEN: [string, ModemLine][] = [
  ["DTR", ModemLine.DTR],
  ["RTS", ModemLine.RTS],
];
const SENSED: [string, ModemLine][] = [
  ["DCD", ModemLine.DCD],
  ["DSR", ModemLine.DSR],
  ["CTS", ModemLine.CTS],
];

/**
 * The modem lines of both ends. Crossed as a null modem cable does it, DTR reaches the other end's DSR and DCD, and RTS
 * its CTS; without such wires an end is told nothing. A cut drops what its direction drives; no other fault touches
 * modem lines.
 */
export class ModemLines implements Actor {
  private readonly _simulation: Simulation;
  /** Whether the wire from an end is cut. */
  private readonly _cut = [false, false];
  private readonly _crossed: boolean;
  private readonly _event: number;
  private readonly _users: LineUser[] = [];
  private readonly _driven = [0, 0];
  /** What an end was told last; nothing at first. */
  private readonly _told: (number | null)[] = [null, null];
  private readonly _drivenProbes: ModemProbe[] = [];
  private readonly _sensedProbes: ModemProbe[] = [];

  constructor(simulation: Simulation, crossed: boolean) {
    this._simulation = simulation;
    this._crossed = crossed;
    this._event = simulation.register(this, 0);
    simulation.register(this, 1);
  }

  /** Says who sits at an end; it is told what it senses at once. */
  plug(end: 0 | 1, user: LineUser): void {
    this._users[end] = user;
    this._told[end] = null;
    this._tell(end);
  }

  drive(end: 0 | 1, lines: number): void {
    this._driven[end] = lines;
    this._drivenProbes[end]?.show(lines);
    this._tell(end === 0 ? 1 : 0);
  }

  /** The wire from an end was cut or mended. */
  setCut(end: 0 | 1, cut: boolean): void {
    this._cut[end] = cut;
    this._tell(end === 0 ? 1 : 0);
  }

  /** Tells an end what it senses, if that is something new. */
  fire(end: number): void | Promise<void> {
    const other = 1 - end;
    const driven = this._cut[other] ? 0 : this._driven[other]!;
    const sensed =
      (driven & ModemLine.DTR ? ModemLine.DSR | ModemLine.DCD : 0) | (driven & ModemLine.RTS ? ModemLine.CTS : 0);
    if (sensed === this._told[end]) return;
    this._told[end] = sensed;
    this._sensedProbes[end]?.show(sensed);
    return this._users[end]!.modemLinesChanged(sensed);
  }

  /** Shows an end's lines to a logic analyser. */
  observe(end: 0 | 1, name: string, analyser: LogicAnalyser): void {
    this._drivenProbes[end] = new ModemProbe(this._simulation, analyser, name, DRIVEN);
    if (this._crossed) this._sensedProbes[end] = new ModemProbe(this._simulation, analyser, name, SENSED);
  }

  private _tell(end: 0 | 1): void {
    if (this._crossed) this._simulation.after(this._event + end, 0);
  }
}

/** Modem lines as a logic analyser sees them: 1 where a line is asserted, whatever the chip's pin shows. */
class ModemProbe {
  private readonly _simulation: Simulation;
  private readonly _analyser: LogicAnalyser;
  private readonly _channels: [number, ModemLine][];
  private _shown = 0;

  constructor(simulation: Simulation, analyser: LogicAnalyser, name: string, lines: [string, ModemLine][]) {
    this._simulation = simulation;
    this._analyser = analyser;
    this._channels = lines.map(([line, bit]) => [analyser.addChannel(`${name}.${line}`, 0), bit]);
  }

  show(lines: number): void {
    const { seconds, nanos } = this._simulation;
    for (const [channel, bit] of this._channels) {
      if ((lines ^ this._shown) & bit) this._analyser.levelChanged(channel, lines & bit ? 1 : 0, seconds, nanos);
    }
    this._shown = lines;
  }
}
