import { W5500Chip } from "../../emulator/chips/w5500/chip";
import type { W5500ChipOptions } from "../../emulator/chips/w5500/chip";
import { SECOND } from "../../emulator/simulation/simulation";
import type { Actor, Simulation } from "../../emulator/simulation/simulation";
import { EmulatedSpiBus } from "../../emulator/spi/emulated-spi-bus";
import type { SpiDevice } from "../../emulator/spi/spi-device";
import type { W5500Options } from "../../src/drivers/w5500/options";
import { W5500, W5500_TIMERS } from "../../src/drivers/w5500/w5500";
import { PortFault } from "../../src/ports";
import type { FramePortListener } from "../../src/ports";
import { Scheduler } from "../../src/scheduler/scheduler";
import type { EthernetHub } from "./ethernet-hub";
import { hex } from "./w5500-registers";

const FAULTS: Record<PortFault, string> = {
  [PortFault.None]: "none",
  [PortFault.Absent]: "absent",
  [PortFault.WrongChip]: "wrong chip",
  [PortFault.Stuck]: "stuck",
  [PortFault.Reset]: "reset",
};

const enum Event {
  Alarm,
  Interrupt,
}

export interface StationOptions extends Partial<W5500Options> {
  chip?: W5500ChipOptions;
  /** What stands on the bus in place of the chip. */
  device?: (chip: W5500Chip) => SpiDevice;
  longest?: number;
  /** Whether INTn is wired. */
  interrupts?: boolean;
}

/** A driver with its scheduler, an SPI bus and the emulated chip, on the cable. */
export class W5500Station implements Actor, FramePortListener {
  readonly simulation: Simulation;
  readonly chip: W5500Chip;
  readonly bus: EmulatedSpiBus;
  readonly scheduler = new Scheduler(W5500_TIMERS);
  readonly driver: W5500;
  /** `12 received 00 08 ...`, `12 sent`, `12 not sent`, `12 up`, `12 down: absent`. */
  log: string[] = [];
  /** Called with each frame that arrives. */
  onFrame: (bytes: Uint8Array, start: number, end: number) => void = () => {};
  private readonly _events: number[];

  constructor(simulation: Simulation, hub: EthernetHub, options: StationOptions = {}) {
    const { chip, device, longest, interrupts, ...rest } = options;
    this.simulation = simulation;
    this.chip = new W5500Chip(simulation, { linkTime: 0, ...chip });
    this.chip.plug(hub);
    this.bus = new EmulatedSpiBus(simulation, device?.(this.chip) ?? this.chip, { longest: longest ?? 255 });
    this.driver = new W5500({
      bus: this.bus,
      scheduler: this.scheduler,
      address: Uint8Array.of(2, 0, 0, 0, 0, 1),
      ...rest,
    });
    this.driver.attach(this);
    this._events = [Event.Alarm, Event.Interrupt].map((kind) => simulation.register(this, kind));
    if (interrupts) this.chip.onInterrupt = (low) => low && simulation.after(this._events[Event.Interrupt]!, 0);
  }

  get now(): number {
    return this.simulation.seconds * 1000 + Math.floor(this.simulation.nanos / 1e6);
  }

  start(): this {
    this.driver.start(this.now);
    return this;
  }

  fire(kind: Event): void {
    if (kind === Event.Interrupt) this.driver.interrupt(this.now);
    else this.scheduler.run(this.now);
    this.settle();
  }

  /** Sets the alarm to what the scheduler has armed. */
  settle(): void {
    const delay = this.scheduler.delay(this.now);
    const alarm = this._events[Event.Alarm]!;
    if (delay < 0) this.simulation.cancel(alarm);
    else {
      const due = this.now + delay;
      this.simulation.at(alarm, Math.floor(due / 1000), (due % 1000) * 1e6);
    }
  }

  /** Lets milliseconds pass. */
  pass(milliseconds: number): this {
    this.settle();
    const nanos = this.simulation.nanos + milliseconds * 1e6;
    void this.simulation.runUntil(this.simulation.seconds + Math.floor(nanos / SECOND), nanos % SECOND);
    return this;
  }

  /** What was told since. */
  told(): string[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  send(frame: Uint8Array): boolean {
    return this.driver.send(frame, 0, frame.length);
  }

  frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    this.log.push(`${now} received ${hex(bytes.subarray(start, Math.min(end, start + 16)))} (${end - start})`);
    this.onFrame(bytes, start, end);
  }

  frameSent(sent: boolean, now: number): void {
    this.log.push(`${now} ${sent ? "sent" : "not sent"}`);
  }

  portChanged(now: number): void {
    const { linkUp, fault } = this.driver;
    this.log.push(`${now} ${linkUp ? "up" : "down"}${fault === PortFault.None ? "" : `: ${FAULTS[fault]}`}`);
  }
}
