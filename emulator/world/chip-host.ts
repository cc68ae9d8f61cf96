import { Enc28j60Chip } from "../chips/enc28j60/chip";
import { W5500Chip } from "../chips/w5500/chip";
import type { ChipWires } from "../engine/engine";
import type { FrameObserver } from "../ethernet/tapped-medium";
import { TappedMedium } from "../ethernet/tapped-medium";
import type { Segment } from "../ethernet/segment";
import type { ChipFaults, ChipIncident, ChipPlan } from "../scenario/scenario";
import type { Level, LogicAnalyser } from "../serial/pin";
import type { Actor, Simulation } from "../simulation/simulation";
import { EmulatedSpiBus } from "../spi/emulated-spi-bus";
import type { HostPort } from "./host-port";
import type { RouterHost } from "./router-host";

/** The clock of the SPI buses. */
export const SPI_HZ = 8_000_000;

/** From the interrupt pin's edge to the device's call, ns. */
const INTERRUPT_LATENCY = 20_000;

/** An Ethernet chip of a router, on its SPI bus and its cable. */
export class ChipHost implements HostPort, Actor, FrameObserver, ChipWires {
  readonly number: number;
  readonly chip: Enc28j60Chip | W5500Chip;
  readonly bus: EmulatedSpiBus;
  /** The level of the interrupt pin. */
  interrupt: Level = 1;
  private readonly _router: RouterHost;
  private readonly _simulation: Simulation;

  private readonly _plan: ChipPlan;
  private readonly _interrupt: number;
  private _segment: Segment | null = null;
  private _station = 0;

  constructor(simulation: Simulation, router: RouterHost, number: number, plan: ChipPlan, seed: number) {
    this.number = number;
    this._router = router;
    this._simulation = simulation;
    this._plan = plan;
    this._interrupt = simulation.register(this, 0);
    const changed = (level: Level) => {
      this.interrupt = level;
      if (level === 0) simulation.after(this._interrupt, INTERRUPT_LATENCY);
    };
    if (plan.kind === "enc28j60") {
      const { revision, errata } = plan;
      const chip = new Enc28j60Chip(simulation, { revision, errata, seed });
      chip.onInterrupt = changed;
      this.chip = chip;
    } else {
      const { speed, duplex } = plan;
      const chip = new W5500Chip(simulation, { speed, duplex, seed });
      chip.onInterrupt = (low) => changed(low ? 0 : 1);
      this.chip = chip;
    }
    this.bus = new EmulatedSpiBus(simulation, this.chip, { hz: SPI_HZ });
  }

  plugInto(segment: Segment, station: number): void {
    const medium = new TappedMedium(segment.mediumFor(station), this);
    this._segment = segment;
    this._station = station;
    if (this.chip instanceof W5500Chip) this.chip.plug(medium);
    else this.chip.plug(medium, this._plan.duplex);
  }

  /** Shows the bus to a logic analyser. */
  observe(name: string, analyser: LogicAnalyser): void {
    this.bus.observe(name, analyser);
  }

  setFaults(faults: Partial<ChipFaults>): void {
    if (faults.transmitter !== undefined) this.chip.mute = faults.transmitter;
    if (faults.receiver !== undefined) this.chip.deaf = faults.receiver;
    if (faults.bus !== undefined) this.bus.cut = faults.bus ? 1 : null;
  }

  /** Lets something happen to the chip by itself. */
  happens(incident: ChipIncident): void {
    if (incident === "reset") this._reset();
    else if (this.chip instanceof Enc28j60Chip) this.chip.loseReceiver();
  }

  powerOn(): void {
    this._reset();
    this._segment?.setPower(this._station, true);
  }

  started(): void {}

  powerOff(): void {
    this._simulation.cancel(this._interrupt);
    this._segment?.setPower(this._station, false);
  }

  fire(): void | Promise<void> {
    return this._router.tell((device, now) => device.interrupt(this.number, now));
  }

  select(): void {
    this.bus.select();
  }

  exchange(octet: number): number {
    return this.bus.exchange(octet);
  }

  deselect(): void {
    this.bus.deselect();
  }

  frameSent(frame: Uint8Array): void {
    this._router.observeSent(this.number, frame, 0, frame.length);
  }

  frameArrived(frame: Uint8Array): void {
    this._router.observeReceived(this.number, frame, 0, frame.length);
  }

  private _reset(): void {
    if (this.chip instanceof Enc28j60Chip) this.chip.powerOn();
    else this.chip.reset();
  }
}
