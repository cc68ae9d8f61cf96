import type { Line, LineFaults, LineUser, UartSettings } from "../../emulator/serial/line";
import { DEFAULT_UART } from "../../emulator/serial/line";
import { OctetLine } from "../../emulator/serial/octet-line";
import type { LogicAnalyser } from "../../emulator/serial/pin";
import { PinLine } from "../../emulator/serial/pin-line";
import { SECOND, Simulation } from "../../emulator/simulation/simulation";

export type Level = "octets" | "pins";

/** An octet that arrived, with the time at which it was there, ns. */
export interface Arrival {
  at: number;
  octet: number;
}

/** Keeps what an end is told. */
export class Recorder implements LineUser {
  countsSent = false;
  arrivals: Arrival[] = [];
  /** `55` for an octet, `error` for a broken one, `sent`, and modem lines as `lines 24`. */
  told: string[] = [];
  /** What the callbacks return; what happens when the promise is kept is up to the test. */
  answer: () => void | Promise<void> = () => {};

  constructor(private readonly _simulation: Simulation) {}

  /** ns since the start. */
  get now(): number {
    return this._simulation.seconds * SECOND + this._simulation.nanos;
  }

  octetsReceived(bytes: Uint8Array, start: number, end: number, duration: number): void | Promise<void> {
    const each = duration / (end - start);
    for (let i = start; i < end; i++) {
      this.arrivals.push({ at: this.now - each * (end - 1 - i), octet: bytes[i]! });
      this.told.push(bytes[i]!.toString(16).padStart(2, "0"));
    }
    return this.answer();
  }

  framingErrors(octets: number): void | Promise<void> {
    for (let i = 0; i < octets; i++) this.told.push("error");
    return this.answer();
  }

  octetsSent(octets: number): void | Promise<void> {
    for (let i = 0; i < octets; i++) this.told.push("sent");
    return this.answer();
  }

  modemLinesChanged(lines: number): void | Promise<void> {
    this.told.push(`lines ${lines}`);
    return this.answer();
  }
}

export interface BenchOptions {
  uarts?: [Partial<UartSettings>, Partial<UartSettings>];
  crossed?: boolean;
  seed?: number;
  /** There from the start, before anything is plugged in. */
  faults?: [Partial<LineFaults>, Partial<LineFaults>];
  /** Where in virtual time the bench's time 0 is, s. */
  start?: number;
}

/** A line with a recorder at each end, driven by a test as a timeline. Times are µs from the start. */
export class LineBench {
  readonly simulation = new Simulation();
  readonly line: Line;
  readonly users: [Recorder, Recorder];
  private readonly _start: number;

  constructor(level: Level, options: BenchOptions = {}) {
    const { uarts = [{}, {}], crossed = false, seed = 1, faults = [{}, {}], start = 0 } = options;
    const settings = [
      { ...DEFAULT_UART, ...uarts[0] },
      { ...DEFAULT_UART, ...uarts[1] },
    ] as const;
    const LineClass = level === "octets" ? OctetLine : PinLine;
    this.line = new LineClass(this.simulation, settings, crossed, seed);
    this.line.setFaults(0, faults[0]);
    this.line.setFaults(1, faults[1]);
    this.users = [new Recorder(this.simulation), new Recorder(this.simulation)];
    this.line.plug(0, this.users[0]);
    this.line.plug(1, this.users[1]);
    this._start = start;
    this.simulation.runUntil(start, 0);
  }

  /** Lets everything happen up to a time. */
  at(micros: number): this {
    const nanos = Math.round(micros * 1000);
    this.simulation.runUntil(this._start + Math.floor(nanos / SECOND), nanos % SECOND);
    return this;
  }

  send(end: 0 | 1, ...octets: number[]): this {
    this.line.ends[end].send(Uint8Array.from(octets), 0, octets.length);
    return this;
  }

  faults(end: 0 | 1, faults: Partial<LineFaults>): this {
    this.line.setFaults(end, faults);
    return this;
  }

  /** What an end was told since the last look. */
  told(end: 0 | 1): string {
    return this.users[end].told.splice(0).join(" ");
  }
}

/** Keeps every change of every pin. */
export class PinLog implements LogicAnalyser {
  readonly channels: string[] = [];
  readonly changes: { pin: string; level: 0 | 1; at: number }[] = [];

  addChannel(name: string, level: 0 | 1): number {
    this.changes.push({ pin: name, level, at: 0 });
    return this.channels.push(name) - 1;
  }

  levelChanged(channel: number, level: 0 | 1, seconds: number, nanos: number): void {
    this.changes.push({ pin: this.channels[channel]!, level, at: seconds * SECOND + nanos });
  }

  /** The times of a pin's edges, µs, rising as positive and falling as negative numbers. */
  edges(pin: string): number[] {
    return this.changes
      .filter((change) => change.pin === pin)
      .slice(1)
      .map(({ level, at }) => (level === 1 ? at : -at) / 1000);
  }
}
