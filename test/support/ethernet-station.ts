import { Enc28j60Chip } from "../../emulator/chips/enc28j60/chip";
import { withErrata } from "../../emulator/chips/enc28j60/errata";
import type { Enc28j60Errata } from "../../emulator/chips/enc28j60/errata";
import { W5500Chip } from "../../emulator/chips/w5500/chip";
import type { Medium } from "../../emulator/ethernet/medium";
import type { Actor, Simulation } from "../../emulator/simulation/simulation";
import { EmulatedSpiBus } from "../../emulator/spi/emulated-spi-bus";
import { Enc28j60, ENC28J60_TIMERS } from "../../src/drivers/enc28j60/enc28j60";
import { W5500 } from "../../src/drivers/w5500/w5500";
import type { EthernetLoopbackOptions } from "../../src/keepalive/ethernet-loopback-options";
import { ETHERNET_INTERFACE_TIMERS, EthernetInterface } from "../../src/link/ethernet-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { verdictText } from "./verdict-text";

export interface StationOptions {
  /** A W5500 in place of the ENC28J60, to which the other options do not apply. */
  w5500?: boolean;
  keepalive?: Partial<EthernetLoopbackOptions>;
  duplex?: "half" | "full";
  hearsItself?: boolean;
  errata?: Enc28j60Errata;
  trace?: number;
}

/** An interface on a chip that is plugged into a medium, in virtual time; what it tells is noted as text. */
export class EthernetStation implements Actor, InterfaceListener {
  readonly address: Uint8Array;
  /** The ENC28J60, which a station with a W5500 leaves unplugged. */
  readonly chip: Enc28j60Chip;
  readonly bus: EmulatedSpiBus;
  readonly driver: Enc28j60 | W5500;
  readonly itf: EthernetInterface;
  readonly frames: Uint8Array[] = [];
  /** The Ethernet types of these frames. */
  readonly types: number[] = [];
  readonly log: string[] = [];
  /** Every change of the link that was told. */
  readonly links: string[] = [];
  private readonly _simulation: Simulation;
  private readonly _scheduler = new Scheduler(ENC28J60_TIMERS + ETHERNET_INTERFACE_TIMERS);
  private readonly _run: number;

  /** @param number the last octet of its address */
  constructor(simulation: Simulation, medium: Medium, number: number, options: StationOptions = {}) {
    const { keepalive = {}, duplex = "half", hearsItself = false, errata = withErrata() } = options;
    this._simulation = simulation;
    this.address = Uint8Array.of(2, 0, 0, 0, 0, number);
    this.chip = new Enc28j60Chip(simulation, { errata, seed: number });
    const scheduler = this._scheduler;
    const { address } = this;
    const clock = { longest: 255, hz: 8_000_000 };
    if (options.w5500) {
      const chip = new W5500Chip(simulation, { linkTime: 0 });
      chip.plug(medium);
      this.bus = new EmulatedSpiBus(simulation, chip, clock);
      this.driver = new W5500({ bus: this.bus, scheduler, address, multicast: true });
    } else {
      this.chip.plug(medium, duplex);
      this.bus = new EmulatedSpiBus(simulation, this.chip, clock);
      this.driver = new Enc28j60({ bus: this.bus, scheduler, address, duplex, hearsItself, multicast: true });
    }
    this.itf = new EthernetInterface({
      name: "Ethernet0",
      port: this.driver,
      scheduler,
      listener: this,
      keepalive: { random: new XorShift32(number), ...keepalive },
      trace: options.trace,
    });
    this.driver.attach(this.itf);
    this._run = simulation.register(this, 0);
  }

  get now(): number {
    return (this._simulation.seconds * 1000 + Math.floor(this._simulation.nanos / 1e6)) | 0;
  }

  start(): this {
    this.itf.start(this.now);
    this.driver.start(this.now);
    return this.schedule();
  }

  /** The line protocol and why, as it is at the moment. */
  get state(): string {
    return `${this.itf.lineProtocolUp ? "line up" : "line down"}, ${verdictText(this.itf.protocol)}`;
  }

  /** Changes of the line protocol since the last call. */
  told(): string[] {
    return this.log.splice(0);
  }

  send(frame: Uint8Array): boolean {
    const taken = this.itf.send(frame, 0, frame.length, this.now);
    this.schedule();
    return taken;
  }

  fire(): void {
    this._scheduler.run(this.now);
    this.schedule();
  }

  lineProtocolChanged(): void {
    this.log.push(`${this.state} at ${Math.floor(this.now / 1000)} s`);
  }

  linkChanged(): void {
    this.links.push(this.itf.linkUp ? "up" : "down");
  }

  keepaliveInterval(): void {}

  interfaceReset(): void {}

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number): void {
    this.types.push(protocol);
    this.frames.push(bytes.slice(start - 14, end));
  }

  sendReady(): void {
    this.log.push("send ready");
  }

  /** To be called after anything was asked of the station. */
  schedule(): this {
    const delay = this._scheduler.delay(this.now);
    if (delay < 0) this._simulation.cancel(this._run);
    else {
      const ms = this._simulation.seconds * 1000 + Math.floor(this._simulation.nanos / 1e6) + delay;
      this._simulation.at(this._run, Math.floor(ms / 1000), (ms % 1000) * 1e6);
    }
    return this;
  }
}
