import { W5500Chip } from "../../emulator/chips/w5500/chip";
import type { W5500ChipOptions } from "../../emulator/chips/w5500/chip";
import { SECOND, Simulation } from "../../emulator/simulation/simulation";
import { Fcs32 } from "../../src/framing/fcs";
import { computeCheck } from "../../src/framing/frame-check";
import { EthernetHub } from "./ethernet-hub";

export const hex = (bytes: Iterable<number>) =>
  Array.from(bytes, (octet) => octet.toString(16).padStart(2, "0")).join(" ");

export const octets = (text: string) =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (octet) => parseInt(octet, 16));

/** A frame with its FCS. */
export function withFcs(frame: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.max(60, frame.length) + 4);
  whole.set(frame);
  computeCheck(new Fcs32(), whole, 0, whole.length - 4, whole.subarray(whole.length - 4), 0);
  return whole;
}

/** The emulated W5500 as a logic analyser would drive it: SPI frames, and frames on its cable. */
export class W5500Bench {
  readonly simulation: Simulation;
  readonly chip: W5500Chip;
  readonly hub: EthernetHub;
  /** INTn as it changed: true for low. */
  readonly interrupts: boolean[] = [];

  constructor(options: W5500ChipOptions = {}, simulation = new Simulation(), hub = new EthernetHub(simulation)) {
    this.simulation = simulation;
    this.hub = hub;
    this.chip = new W5500Chip(simulation, { linkTime: 1000, ...options });
    this.chip.onInterrupt = (low) => this.interrupts.push(low);
    this.chip.plug(hub);
    this.pass(0.001);
  }

  /** Lets milliseconds pass. */
  pass(milliseconds: number): void {
    const nanos = this.simulation.nanos + Math.round(milliseconds * 1e6);
    void this.simulation.runUntil(this.simulation.seconds + Math.floor(nanos / SECOND), nanos % SECOND);
  }

  /** One selection of the chip: what it answers. */
  spi(...mosi: number[]): number[] {
    this.chip.select();
    const miso = mosi.map((octet) => this.chip.exchange(octet));
    this.chip.deselect();
    return miso;
  }

  /** Reads with variable length. */
  read(block: number, address: number, length = 1): string {
    return hex(this.spi(address >> 8, address & 0xff, block << 3, ...new Array<number>(length).fill(0)).slice(3));
  }

  write(block: number, address: number, data: string): void {
    this.spi(address >> 8, address & 0xff, (block << 3) | 4, ...octets(data));
  }

  /** A frame comes in from the cable. */
  arrives(frame: Uint8Array): void {
    this.chip.frameArrives(withFcs(frame));
  }
}
