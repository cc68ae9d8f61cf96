import { existsSync, readFileSync } from "node:fs";
import { GPIOPinState, RP2040 } from "rp2040js";
import { UsageError } from "../cli/usage-error";
import type { SpiDevice } from "../spi/spi-device";
import { ResetReason, Watchdog } from "./watchdog";
import type { Kept, WatchdogClock } from "./watchdog";

const FLASH = 0x10000000;
const RP2040_FAMILY = 0xe48bff56;
/** The flag of a UART whose receiver is full. */
const RXFF = 1 << 6;
/** Where the boot ROM says where the table of its functions is (RP2040 datasheet 2.8.3). */
const ROM_FUNCTIONS = 0x14;
const BX_LR = 0x4770;
const BKPT = 0xbe00;
/** Breakpoints that stand in the boot ROM for its functions that erase and program flash. */
const ERASE = 0x80;
const PROGRAM = 0x81;

/** What rp2040js' own clock has beyond the interface that it declares. */
interface SimulationClock extends WatchdogClock {
  readonly nanosToNextAlarm: number;
  tick(nanos: number): void;
}

/** Where the watchdog is among the peripherals of rp2040js. */
const WATCHDOG = 0x40058;

/**
 * A Raspberry Pi Pico, emulated by rp2040js in virtual time, with something on its UARTs.
 *
 * Moddable's main loop waits by spinning. Where the image's ELF file lies beside it, the emulator knows that loop, and
 * lets time pass instead; without it, everything takes some ten times as long.
 */
export class EmulatedPico {
  /** Why the program ended, if it did: a breakpoint, which is how panics end. */
  stopped: string | null = null;
  /** How often the watchdog reset the chip, by itself or told to. */
  resets = 0;
  /**
   * Virtual time in which the processor was at work, ns: in interrupts, and in those turns of the main loop in which
   * JavaScript ran. Without the ELF file nothing is known of turns.
   */
  busy = 0;
  /** Octets that came when a UART's receiver was full. */
  overruns = 0;
  /** How fast octets come, bit/s; 0 is the receiver's own speed. */
  speed = 0;
  private _chip!: RP2040;
  private _clock!: SimulationClock;
  private readonly _rom: Uint32Array;
  private readonly _onOctet: (uart: 0 | 1, octet: number) => void;
  /** Joins what is on the chip's pins to the chip: again after each reset, which makes a chip. */
  private readonly _wiring: (() => void)[] = [];
  private readonly _kept: Kept = { reason: ResetReason.None, scratch: new Uint32Array(8) };
  private _isReset = false;
  /** Virtual time when the chip came out of its last reset, ns. */
  private _started = 0;
  private readonly _waiting: [number[], number[]] = [[], []];
  private readonly _messageService: number;
  private readonly _messageQueue: number;
  private readonly _interpreter: number;
  /** What the turn under way took so far, ns, and whether JavaScript ran in it. */
  private _turn = 0;
  private _isWork = false;

  /**
   * @param image a .uf2 file
   * @param bootrom the RP2040's boot ROM, 16 KB
   * @param onOctet told of each octet that leaves UART 0 or 1
   */
  constructor(image: string, bootrom: string, onOctet: (uart: 0 | 1, octet: number) => void) {
    const rom = readFileSync(bootrom);
    bypassFlashInterface(rom);
    this._rom = Uint32Array.from({ length: rom.length / 4 }, (_, i) => rom.readUInt32LE(4 * i));
    this._onOctet = onOctet;
    this._start();
    loadUf2(image, this._chip.flash);
    const elf = image.replace(/\.uf2$/, ".elf");
    const symbols = existsSync(elf) ? readSymbols(elf) : new Map<string, number>();
    this._messageService = (symbols.get("modMessageService") ?? -1) & ~1;
    this._interpreter = (symbols.get("fxRunID") ?? -1) & ~1;
    this._messageQueue = symbols.get("gMessageQueue") ?? 0;
  }

  /** The flash as a Pico left it whose power went. */
  keepFlash(of: EmulatedPico): void {
    this._chip.flash.set(of._chip.flash);
  }

  /** Virtual time since the start, ms. */
  get now(): number {
    return (this._started + this._clock.nanos) / 1e6;
  }

  /** Octets for a UART's receiver, one after the other. */
  send(uart: 0 | 1, octets: Uint8Array): void {
    const idle = this._waiting[uart].length === 0;
    this._waiting[uart].push(...octets);
    if (idle) this._feed(uart);
  }

  /** Puts a chip on SPI 0, selected by a pin that is low. Octets take their time on the wire. */
  putOnSpi(chip: SpiDevice, selectPin: number): void {
    this._wire(() => this._joinToSpi(chip, selectPin));
  }

  private _joinToSpi(chip: SpiDevice, selectPin: number): void {
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
    do {
      if (this._isReset) this._restart();
      this._run(end * 1e6 - this._started);
    } while (this._isReset);
  }

  /** Runs until the chip's own time is `endNanos`, the program stopped, or the chip is to be reset. */
  private _run(endNanos: number): void {
    const { _chip: chip, _clock: clock } = this;
    const core = chip.core;
    while (clock.nanos < endNanos && this.stopped === null && !this._isReset) {
      if (core.waiting) clock.tick(clock.nanosToNextAlarm || endNanos - clock.nanos);
      else {
        if (core.PC === this._messageService) this._endTurn(endNanos);
        else if (core.PC === this._interpreter) this._isWork = true;
        const inInterrupt = core.IPSR !== 0;
        const took = core.executeInstruction() * (1e9 / chip.clkSys);
        if (inInterrupt) this.busy += took;
        else this._turn += took;
        clock.tick(took);
      }
    }
  }

  /** A chip that begins to run, with nothing in its flash. */
  private _start(): void {
    const chip = new RP2040();
    const ignore = () => {};
    chip.logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    // This erases the flash.
    chip.loadBootrom(this._rom);
    chip.core.PC = FLASH;
    chip.onBreak = (code) => this._break(code);
    for (const uart of [0, 1] as const) chip.uart[uart]!.onByte = (octet) => this._onOctet(uart, octet);
    this._chip = chip;
    this._clock = chip.clock as unknown as SimulationClock;
    chip.peripherals[WATCHDOG] = new Watchdog(chip, this._clock, this._kept, () => {
      this._isReset = true;
    });
  }

  /** The watchdog resets the chip: flash, RAM, and what the watchdog keeps stay as they are. */
  private _restart(): void {
    const before = this._chip;
    this._isReset = false;
    this.resets++;
    this._started += this._clock.nanos;
    this._start();
    this._chip.flash.set(before.flash);
    this._chip.sram.set(before.sram);
    for (const join of this._wiring) join();
    for (const uart of [0, 1] as const) if (this._waiting[uart].length > 0) this._feed(uart);
  }

  private _wire(join: () => void): void {
    this._wiring.push(join);
    join();
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

/** The blocks of a UF2 file; those for another chip (picotool adds one for the RP2350) are left out. */
function loadUf2(path: string, flash: Uint8Array): void {
  const file = readFileSync(path);
  for (let at = 0; at + 512 <= file.length; at += 512) {
    if (file.readUInt32LE(at) !== 0x0a324655)
      throw new UsageError(`${path}: this is no UF2 file: there is no block at octet ${at}`);
    if (file.readUInt32LE(at + 28) !== RP2040_FAMILY) continue;
    const address = file.readUInt32LE(at + 12) - FLASH;
    flash.set(file.subarray(at + 32, at + 32 + file.readUInt32LE(at + 16)), address);
  }
}

/** Names and addresses in an ELF file of 32 bits. */
function readSymbols(path: string): Map<string, number> {
  const file = readFileSync(path);
  const symbols = new Map<string, number>();
  const headers = file.readUInt32LE(32);
  const headerSize = file.readUInt16LE(46);
  const field = (header: number, offset: number) => file.readUInt32LE(headers + header * headerSize + offset);
  for (let header = 0; header < file.readUInt16LE(48); header++) {
    const isSymbolTable = field(header, 4) === 2;
    if (!isSymbolTable) continue;
    const start = field(header, 16);
    const names = field(field(header, 24), 16);
    for (let at = start; at < start + field(header, 20); at += 16) {
      const name = names + file.readUInt32LE(at);
      symbols.set(file.toString("latin1", name, file.indexOf(0, name)), file.readUInt32LE(at + 4));
    }
  }
  return symbols;
}
