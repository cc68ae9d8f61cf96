import { board } from "../../boards/pico/board";
import { Enc28j60Chip } from "../../emulator/chips/enc28j60/chip";
import { withErrata } from "../../emulator/chips/enc28j60/errata";
import { W5500Chip } from "../../emulator/chips/w5500/chip";
import { FaultyMedium } from "../../emulator/ethernet/faulty-medium";
import { Hub } from "../../emulator/ethernet/hub";
import type { ChipWires } from "../../emulator/engine/engine";
import { ChipPins } from "../../emulator/rp2040/chip-pins";
import { EmulatedPico } from "../../emulator/rp2040/pico";
import type { Level } from "../../emulator/serial/pin";
import { Simulation } from "../../emulator/simulation/simulation";
import type { SpiDevice } from "../../emulator/spi/spi-device";
import { EthernetStation } from "./ethernet-station";

export type ChipName = "enc28j60" | "w5500";

/** Whichever chip is on the bus, in the Pico's time, behind wires that are counted and can break. */
class CountedChip implements ChipWires {
  transactions = 0;
  octets = 0;
  broken = false;
  interrupt: Level = 1;
  private readonly _chip: SpiDevice;
  private readonly _catchUp: () => void;

  constructor(chip: SpiDevice, catchUp: () => void) {
    this._chip = chip;
    this._catchUp = catchUp;
  }

  select(): void {
    this._catchUp();
    this.transactions++;
    this._chip.select();
  }

  exchange(octet: number): number {
    this._catchUp();
    this.octets++;
    return this.broken ? 0xff : this._chip.exchange(octet);
  }

  deselect(): void {
    this._catchUp();
    this._chip.deselect();
  }
}

/** The Pico with an Ethernet chip at its SPI, on a hub behind faults, and a terminal at UART1; UART0 is the test's. */
export class PicoEthernetBench {
  readonly pico: EmulatedPico;
  readonly spi: CountedChip;
  readonly medium: FaultyMedium;
  /** What the console printed. */
  console = "";
  /** When the Pico sent its last frame, ms. */
  sentAt = 0;
  /** Takes each octet from UART0. */
  onLine: (octet: number) => void = () => {};
  /** How long each flash of the LED was, ms. */
  readonly flashes: number[] = [];
  private readonly _pins: ChipPins;
  private readonly _simulation = new Simulation();
  private readonly _hub: Hub;
  private readonly _speed: 10 | 100;
  private _told = 0;

  constructor(image: string, bootrom: string, name: ChipName) {
    const simulation = this._simulation;
    this._speed = name === "w5500" ? 100 : 10;
    this._hub = new Hub(simulation, this._speed);
    this.medium = new FaultyMedium(simulation, this._hub);
    const listener = { frameArrives: () => (this.sentAt = this.pico.now), linkChanged: () => {} };
    this._hub.plug(listener, { speed: this._speed, duplex: "half" });
    this.pico = new EmulatedPico(image, bootrom, (uart, octet) => {
      if (uart === 1) this.console += String.fromCharCode(octet);
      else this.onLine(octet);
    });
    let lit = 0;
    this.pico.watch(board.led.moddable!, (level) => {
      if (level === 1) lit = this.pico.now;
      else if (lit > 0) this.flashes.push(Math.round(this.pico.now - lit));
    });
    this.spi = new CountedChip(this._makeChip(name), () => this._catchUp());
    this._pins = new ChipPins(this.pico, this.spi);
  }

  get now(): number {
    return Math.floor(this.pico.now);
  }

  /** Plugs in a loop server with the same kind of chip. */
  plugServer(): void {
    const station = new EthernetStation(this._simulation, this._hub, 0x5e, {
      w5500: this._speed === 100,
      keepalive: { interval: 0, assist: true },
    });
    station.start();
  }

  /** Types a line at the console, and waits for what it says. */
  type(line: string): void {
    this.pico.send(1, Buffer.from(`${line}\r`));
    this.until(this.now + 300);
  }

  /** Lets everything run until `time`, or until `enough`. */
  until(time: number, enough = () => false): void {
    while (this.now < time && this.pico.stopped === null && !enough()) {
      this.pico.runUntil(this.now + 1);
      this._catchUp();
    }
  }

  /** Takes what was printed since the last call: the console's lines without their time stamps. */
  told(): string[] {
    const lines = this.console.split("\r\n").slice(this._told, -1);
    this._told += lines.length;
    return lines.map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d\d\d: /, ""));
  }

  private _makeChip(name: ChipName): SpiDevice {
    if (name === "w5500") {
      const chip = new W5500Chip(this._simulation, { linkTime: 1000 });
      chip.plug(this.medium);
      chip.onInterrupt = (low) => this._interrupts(low ? 0 : 1);
      return chip;
    }
    const chip = new Enc28j60Chip(this._simulation, { errata: withErrata(2, 5, 12, 14, 16) });
    chip.plug(this.medium, "half");
    chip.onInterrupt = (level) => this._interrupts(level);
    return chip;
  }

  private _interrupts(level: Level): void {
    this.spi.interrupt = level;
    this._pins.follow();
  }

  /** Lets the chip and the cable come to the Pico's time. */
  private _catchUp(): void {
    const nanos = this.pico.now * 1e6;
    void this._simulation.runUntil(Math.floor(nanos / 1e9), Math.floor(nanos % 1e9));
  }
}
