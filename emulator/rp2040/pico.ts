import { readFileSync } from "node:fs";
import { GPIOPinState, RP2040 } from "rp2040js";
import type { SpiDevice } from "../spi/spi-device";
import { FLASH, FLASH_SIZE, readFlash, readSymbols } from "./image";
import type { Place } from "./image";
import { UsbSerial } from "./usb-serial";

/** The flag of a UART whose receiver is full. */
const RXFF = 1 << 6;
/** Where the boot ROM says where the table of its functions is (RP2040 datasheet 2.8.3). */
const ROM_FUNCTIONS = 0x14;
const BX_LR = 0x4770;
const BKPT = 0xbe00;
/** Breakpoints that stand in the boot ROM for its functions that erase and program flash. */
const ERASE = 0x80;
const PROGRAM = 0x81;

/** What is not in the image. */
const NOWHERE: Place = { address: -1, size: 0 };

/** What rp2040js' own clock has beyond the interface that it declares. */
interface SimulationClock {
  readonly nanos: number;
  readonly nanosToNextAlarm: number;
  tick(nanos: number): void;
  createAlarm(callback: () => void): { schedule(nanos: number): void };
}

/**
 * A Raspberry Pi Pico, emulated by rp2040js in virtual time, with something on its UARTs.
 *
 * Time in which the processor waits for an interrupt (WFI, WFE) passes at once. Moddable's main loop waits by spinning, and
 * so does Espruino's while USB is plugged in. Where the image's ELF file lies beside it, the emulator knows these loops, and
 * lets time pass instead; without it, everything takes some ten times as long.
 */
export class EmulatedPico {
  /** Why the program ended, if it did: a breakpoint, which is how panics end, or the watchdog. */
  stopped: string | null = null;
  /**
   * Virtual time in which the processor was at work, ns: in interrupts, and in those turns of the main loop in which
   * JavaScript ran. Without the ELF file nothing is known of turns.
   */
  busy = 0;
  /** Virtual time in which the processor did not wait for an interrupt, ns. */
  awake = 0;
  /** Octets that came when a UART's receiver was full. */
  overruns = 0;
  /** How fast octets come, bit/s; 0 is the receiver's own speed. */
  speed = 0;
  private readonly _chip = new RP2040();
  private readonly _clock = this._chip.clock as unknown as SimulationClock;
  private readonly _waiting: [number[], number[]] = [[], []];
  private readonly _messageService: number;
  private readonly _messageQueue: number;
  private readonly _interpreter: number;
  /** Where Espruino looks whether it may sleep, and the loop in which it does. */
  private readonly _usbCheck: number;
  private readonly _idleLoop: Place;
  private _usb: UsbSerial | null = null;
  /** What the turn under way took so far, ns, and whether JavaScript ran in it. */
  private _turn = 0;
  private _isWork = false;

  /**
   * @param image a .uf2 or .bin file
   * @param bootrom the RP2040's boot ROM, 16 KB
   * @param onOctet told of each octet that leaves UART 0 or 1
   */
  constructor(image: string, bootrom: string, onOctet: (uart: 0 | 1, octet: number) => void) {
    const chip = this._chip;
    const ignore = () => {};
    chip.logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const rom = readFileSync(bootrom);
    bypassFlashInterface(rom);
    // Loading the ROM erases the flash.
    chip.loadBootrom(Uint32Array.from({ length: rom.length / 4 }, (_, i) => rom.readUInt32LE(4 * i)));
    chip.flash.set(readFlash(image));
    chip.core.PC = FLASH;
    chip.onBreak = (code) => this._break(code);
    for (const uart of [0, 1] as const) chip.uart[uart]!.onByte = (octet) => onOctet(uart, octet);
    const symbols = readSymbols(image);
    const place = (name: string) => symbols.get(name) ?? NOWHERE;
    this._messageService = place("modMessageService").address & ~1;
    this._interpreter = place("fxRunID").address & ~1;
    this._messageQueue = place("gMessageQueue").address;
    this._usbCheck = place("jshIsUSBSERIALConnected").address & ~1;
    this._idleLoop = place("jsiIdle");
  }

  /** What the Pico's flash holds, to be changed while its power is off. */
  get flash(): Uint8Array {
    return this._chip.flash.subarray(0, FLASH_SIZE);
  }

  /** The flash as a Pico left it whose power went. */
  keepFlash(of: EmulatedPico): void {
    this._chip.flash.set(of._chip.flash);
  }

  /** Virtual time since the start, ms. */
  get now(): number {
    return this._clock.nanos / 1e6;
  }

  /** Plugs USB into a computer that has the serial port of the board open; before the first run. */
  plugUsb(onOctets: (octets: Uint8Array) => void): void {
    this._usb = new UsbSerial(this._chip.usbCtrl, onOctets);
  }

  /** Octets for the serial port of the USB that is plugged in. */
  sendUsb(octets: Uint8Array): void {
    this._usb!.send(octets);
  }

  /** Octets for a UART's receiver, one after the other. */
  send(uart: 0 | 1, octets: Uint8Array): void {
    const idle = this._waiting[uart].length === 0;
    this._waiting[uart].push(...octets);
    if (idle) this._feed(uart);
  }

  /** Puts a chip on SPI 0, selected by a pin that is low. Octets take their time on the wire. */
  putOnSpi(chip: SpiDevice, selectPin: number): void {
    const spi = this._chip.spi[0]!;
    let answer = 0;
    const octetOver = this._clock.createAlarm(() => spi.completeTransmit(answer));
    spi.onTransmit = (octet) => {
      answer = chip.exchange(octet);
      octetOver.schedule(8e9 / spi.clockFrequency);
    };
    this._chip.gpio[selectPin]!.addListener((state) => {
      if (state === GPIOPinState.Low) chip.select();
      else if (state === GPIOPinState.High) chip.deselect();
    });
  }

  /** Somebody outside drives a pin. */
  drive(pin: number, level: 0 | 1): void {
    this._chip.gpio[pin]!.setInputValue(level === 1);
  }

  /** Runs until the virtual time `end`, ms, or until the program stopped. */
  runUntil(end: number): void {
    const { _chip: chip, _clock: clock } = this;
    const core = chip.core;
    const endNanos = end * 1e6;
    while (clock.nanos < endNanos && this.stopped === null) {
      if (core.waiting) clock.tick(Math.min(clock.nanosToNextAlarm || Infinity, endNanos - clock.nanos));
      else {
        if (core.PC === this._messageService) this._endTurn(endNanos);
        else if (core.PC === this._interpreter) this._isWork = true;
        else if (core.PC === this._usbCheck) this._letSleep();
        const inInterrupt = core.IPSR !== 0;
        const took = core.executeInstruction() * (1e9 / chip.clkSys);
        this.awake += took;
        if (inInterrupt) this.busy += took;
        else this._turn += took;
        clock.tick(took);
      }
    }
  }

  private _break(code: number): void {
    const { registers } = this._chip.core;
    const { flash } = this._chip;
    const [from, second, count] = [registers[0]!, registers[1]!, registers[2]!];
    if (code === ERASE) flash.fill(0xff, from, from + second);
    else if (code === PROGRAM) {
      // Programming only clears bits.
      for (let i = 0; i < count; i++) flash[from + i]! &= this._chip.readUint8(second + i);
    } else this.stopped = `breakpoint ${code}`;
  }

  private _endTurn(end: number): void {
    if (this._isWork) this.busy += this._turn;
    this._turn = 0;
    this._isWork = false;
    this._skipIdle(end);
  }

  /**
   * At the start of `modMessageService(the, maxDelayMS)`. With no message queued and the next timer more than 1 ms away
   * it would only spin; a step is 1 ms at most, so that the loop keeps turning.
   */
  private _skipIdle(end: number): void {
    const { _chip: chip, _clock: clock } = this;
    if (chip.core.registers[1]! <= 1 || chip.readUint32(this._messageQueue) !== 0) return;
    const step = Math.min(1e6, end - clock.nanos, clock.nanosToNextAlarm || Infinity);
    if (step > 0) clock.tick(step);
  }

  /**
   * At the start of `jshIsUSBSERIALConnected()`. Where Espruino's loop has nothing to do, it asks this before it sleeps, and
   * with USB plugged in it would only turn: there the answer is no.
   */
  private _letSleep(): void {
    const { core } = this._chip;
    const from = core.registers[14]! - this._idleLoop.address;
    if (from < 0 || from >= this._idleLoop.size) return;
    core.registers[0] = 0;
    core.PC = core.registers[14]! & ~1;
  }

  private _feed(uart: 0 | 1): void {
    const receiver = this._chip.uart[uart]!;
    const octetTime = 1e10 / (this.speed || (receiver.baudDivider === 0 ? 115200 : receiver.baudRate));
    this._clock
      .createAlarm(() => {
        if (receiver.flags & RXFF) this.overruns++;
        receiver.feedByte(this._waiting[uart].shift()!);
        if (this._waiting[uart].length > 0) this._feed(uart);
      })
      .schedule(octetTime);
  }
}

/**
 * The flash of rp2040js can only be read. The boot ROM's functions for it (RP2040 datasheet 2.8.3.1.3) become breakpoints,
 * where the emulator does their work, and those around them do nothing.
 */
function bypassFlashInterface(rom: Buffer): void {
  const bodies: Record<string, number[]> = { IF: [BX_LR], EX: [BX_LR], FC: [BX_LR], CX: [BX_LR] };
  bodies.RE = [BKPT | ERASE, BX_LR];
  bodies.RP = [BKPT | PROGRAM, BX_LR];
  for (let entry = rom.readUInt16LE(ROM_FUNCTIONS); rom.readUInt16LE(entry) !== 0; entry += 4) {
    const body = bodies[rom.toString("latin1", entry, entry + 2)] ?? [];
    const address = rom.readUInt16LE(entry + 2) & ~1;
    body.forEach((instruction, i) => rom.writeUInt16LE(instruction, address + 2 * i));
  }
}
