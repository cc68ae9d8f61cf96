import { Enc28j60Chip } from "../../../emulator/chips/enc28j60/chip";
import type { Enc28j60ChipOptions } from "../../../emulator/chips/enc28j60/chip";
import { withErrata } from "../../../emulator/chips/enc28j60/errata";
import { Simulation } from "../../../emulator/simulation/simulation";
import { FakeMedium } from "./fake-medium";

/**
 * An ENC28J60 as its pins show it: instructions in, octets out. Registers are named by bank and address, as the tables of
 * the data sheet have them, and by nothing that the driver uses.
 */
export class ChipPins {
  readonly simulation = new Simulation();
  readonly chip: Enc28j60Chip;
  readonly medium = new FakeMedium(this.simulation);

  constructor(options: Enc28j60ChipOptions = {}) {
    this.chip = new Enc28j60Chip(this.simulation, { errata: withErrata(), ...options });
  }

  /** Lets the oscillator start. */
  ready(): this {
    return this.run(0.3);
  }

  plug(): this {
    this.chip.plug(this.medium, "half");
    return this;
  }

  /** Lets `ms` pass. */
  run(ms: number): this {
    const nanos = this.simulation.nanos + Math.round(ms * 1e6);
    void this.simulation.runUntil(this.simulation.seconds + Math.floor(nanos / 1e9), nanos % 1e9);
    return this;
  }

  /** One transaction. @returns what came out after the first octet */
  transact(...octets: number[]): number[] {
    this.chip.select();
    const answer = octets.map((octet) => this.chip.exchange(octet));
    this.chip.deselect();
    return answer.slice(1);
  }

  bank(bank: number): this {
    this.transact(0xa0 | 0x1f, 0x03);
    this.transact(0x80 | 0x1f, bank);
    return this;
  }

  /** An ETH register of the bank. */
  eth(address: number): number {
    return this.transact(address, 0)[0]!;
  }

  /** A MAC or MII register of the bank: after a dummy octet. */
  mac(address: number): number {
    return this.transact(address, 0, 0)[1]!;
  }

  eth16(low: number): number {
    return this.eth(low) | (this.eth(low + 1) << 8);
  }

  write(address: number, octet: number): this {
    this.transact(0x40 | address, octet);
    return this;
  }

  write16(low: number, value: number): this {
    return this.write(low, value & 0xff).write(low + 1, value >> 8);
  }

  set(address: number, bits: number): this {
    this.transact(0x80 | address, bits);
    return this;
  }

  clear(address: number, bits: number): this {
    this.transact(0xa0 | address, bits);
    return this;
  }

  readMemory(at: number, length: number): number[] {
    this.bank(0).write16(0x00, at);
    return this.transact(0x3a, ...Array<number>(length).fill(0));
  }

  writeMemory(at: number, ...octets: number[]): this {
    this.bank(0).write16(0x02, at);
    this.transact(0x7a, ...octets);
    return this;
  }

  readPhy(register: number): number {
    this.bank(2).write(0x14, register).write(0x12, 0x01).run(0.02);
    this.write(0x12, 0x00);
    return this.mac(0x18) | (this.mac(0x19) << 8);
  }

  writePhy(register: number, value: number): this {
    return this.bank(2).write(0x14, register).write16(0x16, value).run(0.02);
  }

  /** Everything that it takes to receive and send in half duplex: ring 0000h to 19FFh, address 02-00-00-12-34-56. */
  setUp(): this {
    this.ready().plug().bank(0);
    this.write16(0x08, 0x0000).write16(0x0a, 0x19ff).write16(0x0c, 0x19ff).write16(0x04, 0x1a00);
    this.bank(2).write(0x00, 0x01).write(0x02, 0x32).write16(0x0a, 1518);
    this.bank(3).write(0x04, 0x02).write(0x05, 0x00).write(0x02, 0x00);
    this.write(0x03, 0x12).write(0x00, 0x34).write(0x01, 0x56);
    return this.writePhy(0x00, 0x0000).writePhy(0x10, 0x0100).set(0x1f, 0x04);
  }
}
