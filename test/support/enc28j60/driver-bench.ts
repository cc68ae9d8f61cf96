import { Enc28j60Chip } from "../../../emulator/chips/enc28j60/chip";
import type { Enc28j60ChipOptions } from "../../../emulator/chips/enc28j60/chip";
import { withErrata } from "../../../emulator/chips/enc28j60/errata";
import { EmulatedSpiBus } from "../../../emulator/spi/emulated-spi-bus";
import type { SpiDevice } from "../../../emulator/spi/spi-device";
import { Simulation } from "../../../emulator/simulation/simulation";
import type { Actor } from "../../../emulator/simulation/simulation";
import { Enc28j60, ENC28J60_TIMERS } from "../../../src/drivers/enc28j60/enc28j60";
import type { Enc28j60Options } from "../../../src/drivers/enc28j60/options";
import type { Enc28j60Counter } from "../../../src/drivers/enc28j60/counters";
import type { FramePortListener } from "../../../src/ports";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { FakeMedium } from "./fake-medium";

export const OURS = [0x02, 0x00, 0x00, 0x12, 0x34, 0x56];
export const THEIRS = [0x02, 0x00, 0x00, 0x65, 0x43, 0x21];

const FAULTS = ["", "absent", "wrong chip", "stuck", "reset"];

export interface BenchOptions {
  chip?: Enc28j60ChipOptions;
  driver?: Partial<Omit<Enc28j60Options, "bus" | "scheduler">>;
  longest?: number;
  hz?: number;
  /** Takes the chip's place on the bus. */
  device?: SpiDevice;
  /** Whether the chip's interrupt pin is wired. */
  interrupt?: boolean;
}

const enum Event {
  Run,
  Interrupt,
}

/** A driver, an emulated chip and a cable, in virtual time; what the driver tells is noted as text. */
export class DriverBench implements Actor, FramePortListener {
  readonly simulation = new Simulation();
  readonly chip: Enc28j60Chip;
  readonly medium: FakeMedium;
  readonly bus: EmulatedSpiBus;
  readonly scheduler = new Scheduler(ENC28J60_TIMERS);
  readonly driver: Enc28j60;
  /** What was told since {@link told} was asked last. */
  readonly log: string[] = [];
  readonly frames: Uint8Array[] = [];
  onFrame: ((frame: Uint8Array) => void) | null = null;
  onCall: ((what: string) => void) | null = null;
  private readonly _run: number;
  private readonly _interrupt: number;

  constructor(options: BenchOptions = {}) {
    this.chip = new Enc28j60Chip(this.simulation, { errata: withErrata(), ...options.chip });
    this.medium = new FakeMedium(this.simulation);
    this.chip.plug(this.medium, options.driver?.duplex ?? "half");
    this.bus = new EmulatedSpiBus(this.simulation, options.device ?? this.chip, {
      longest: options.longest ?? 255,
      hz: options.hz ?? 8_000_000,
    });
    const address = Uint8Array.from(OURS);
    this.driver = new Enc28j60({ bus: this.bus, scheduler: this.scheduler, address, ...options.driver });
    this.driver.attach(this);
    this._run = this.simulation.register(this, Event.Run);
    this._interrupt = this.simulation.register(this, Event.Interrupt);
    if (options.interrupt) {
      this.chip.onInterrupt = (level) => level === 0 && this.simulation.after(this._interrupt, 1000);
    }
  }

  /** Milliseconds, as the driver is told them. */
  get now(): number {
    return (this.simulation.seconds * 1000 + Math.floor(this.simulation.nanos / 1e6)) | 0;
  }

  start(): this {
    this.driver.start(this.now);
    this._schedule();
    return this;
  }

  /** Starts, and lets the chip come up. */
  up(): this {
    this.start().run(20);
    this.told();
    return this;
  }

  /** Lets `ms` pass. */
  run(ms: number): this {
    const nanos = this.simulation.nanos + ms * 1e6;
    void this.simulation.runUntil(this.simulation.seconds + Math.floor(nanos / 1e9), nanos % 1e9);
    return this;
  }

  send(frame: ArrayLike<number>): boolean {
    const taken = this.driver.send(Uint8Array.from(frame), 0, frame.length);
    this._schedule();
    return taken;
  }

  stop(): this {
    this.driver.stop(this.now);
    this._schedule();
    return this;
  }

  selfTest(): boolean {
    const started = this.driver.startSelfTest(this.now);
    this._schedule();
    return started;
  }

  /** What was told since the last call. */
  told(): string[] {
    return this.log.splice(0);
  }

  count(counter: Enc28j60Counter): number {
    return this.driver.counters[counter]!;
  }

  fire(event: Event): void {
    if (event === Event.Run) this.scheduler.run(this.now);
    else this.driver.interrupt(this.now);
    this._schedule();
  }

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    const frame = bytes.slice(start, end);
    this.frames.push(frame);
    this._note(`frame of ${frame.length}`);
    this.onFrame?.(frame);
  }

  frameSent(sent: boolean): void {
    this._note(sent ? "sent" : "not sent");
  }

  portChanged(): void {
    const { linkUp, fault } = this.driver;
    this._note([linkUp ? "up" : "down", FAULTS[fault]].filter((word) => word !== "").join(": "));
  }

  private _note(what: string): void {
    this.log.push(what);
    this.onCall?.(what);
  }

  private _schedule(): void {
    const delay = this.scheduler.delay(this.now);
    if (delay < 0) this.simulation.cancel(this._run);
    else {
      // The clock shows whole milliseconds: a deadline is reached when they turn.
      const ms = this.simulation.seconds * 1000 + Math.floor(this.simulation.nanos / 1e6) + delay;
      this.simulation.at(this._run, Math.floor(ms / 1000), (ms % 1000) * 1e6);
    }
  }
}

/** A frame to us from the other station, `length` octets, whose octets follow from `seed`. */
export function frameToUs(length: number, seed = 1): Uint8Array {
  const frame = new Uint8Array(length).map((_, i) => (i * 7 + seed * 31) & 0xff);
  frame.set(OURS, 0);
  frame.set(THEIRS, 6);
  frame.set([0x08, 0x00], 12);
  return frame;
}

/** A frame of ours to the other station. */
export function frameOfOurs(length: number, seed = 1): Uint8Array {
  const frame = frameToUs(length, seed);
  frame.set(THEIRS, 0);
  frame.set(OURS, 6);
  return frame;
}
