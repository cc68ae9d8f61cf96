import { readFileSync } from "node:fs";
import { GPIOPinState, RP2040 } from "rp2040js";
import type { RPPIO } from "rp2040js";
import type { I2cDevice } from "../i2c/i2c-device";
import type { SpiDevice } from "../spi/spi-device";
import type { ChipClock } from "./chip-clock";
import { FLASH, FLASH_SIZE, readFlash, readSymbols } from "./image";
import type { Place } from "./image";
import { interruptAsTheChip } from "./uart-receiver";
import { UsbSerial } from "./usb-serial";
import { ResetReason, Watchdog } from "./watchdog";
import type { Kept } from "./watchdog";

/** What an I2C of rp2040js calls the direction. */
const READING = 1;
const TX_EMPTY = 1 << 4;
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
interface SimulationClock extends ChipClock {
  readonly nanosToNextAlarm: number;
  tick(nanos: number): void;
}

/** Where the watchdog is among the peripherals of rp2040js. */
const WATCHDOG = 0x40058;

/**
 * A Raspberry Pi Pico, emulated by rp2040js in virtual time, with something on its UARTs.
 *
 * Time in which the processor waits for an interrupt (WFI, WFE) passes at once. Moddable's main loop waits by spinning, and
 * so does Espruino's while USB is plugged in. Where the image's ELF file lies beside it, the emulator knows these loops, and
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
  /** Virtual time in which the processor did not wait for an interrupt, ns. */
  awake = 0;
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
  private readonly _measured = [0, 0, 0, 0];
  private _isReset = false;
  /** Virtual time when the chip came out of its last reset, ns. */
  private _started = 0;
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
    const rom = readFileSync(bootrom);
    bypassFlashInterface(rom);
    this._rom = Uint32Array.from({ length: rom.length / 4 }, (_, i) => rom.readUInt32LE(4 * i));
    this._onOctet = onOctet;
    this._start();
    this._chip.flash.set(readFlash(image));
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
    return (this._started + this._clock.nanos) / 1e6;
  }

  /** Plugs USB into a computer that has the serial port of the board open; before the first run. */
  plugUsb(onOctets: (octets: Uint8Array) => void): void {
    this._wire(() => (this._usb = new UsbSerial(this._chip.usbCtrl, onOctets)));
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

  /** Puts a chip on I2C 0. Octets take no time on the wire. */
  putOnI2c(chip: I2cDevice): void {
    this._wire(() => this._joinToI2c(chip));
  }

  private _joinToI2c(chip: I2cDevice): void {
    const i2c = this._chip.i2c[0]!;
    i2c.onStart = () => i2c.completeStart();
    i2c.onConnect = (address, mode) => {
      const taken = chip.start(address, mode === READING);
      // What rp2040js leaves out: an address that nobody takes empties the FIFO, for which the SDK waits.
      if (!taken) i2c.intRaw |= TX_EMPTY;
      i2c.completeConnect(taken);
    };
    i2c.onWriteByte = (octet) => i2c.completeWrite(chip.write(octet));
    i2c.onReadByte = () => i2c.completeRead(chip.read());
    i2c.onStop = () => {
      chip.stop();
      i2c.completeStop();
    };
  }

  /** What the converter reads at an input, 0 to 4095, from now on. */
  measure(input: 0 | 1 | 2 | 3, value: number): void {
    this._measured[input] = value;
    this._chip.adc.channelValues[input] = value;
  }

  /** The processor stands still for up to `ms`, or until the watchdog resets it. */
  stall(ms: number): void {
    const end = this.now + ms;
    while (this.now < end && !this._isReset) this._clock.tick(1e6);
  }

  /** Has each level told that the program gives a pin from now on. */
  watch(pin: number, told: (level: 0 | 1) => void): void {
    this._wire(() => {
      this._chip.gpio[pin]!.addListener((state) => {
        if (state === GPIOPinState.High || state === GPIOPinState.Low) told(state === GPIOPinState.High ? 1 : 0);
      });
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

  /** A chip that begins to run, with nothing in its flash. */
  private _start(): void {
    const chip = new RP2040();
    const ignore = () => {};
    chip.logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    // This erases the flash.
    chip.loadBootrom(this._rom);
    chip.core.PC = FLASH;
    chip.onBreak = (code) => this._break(code);
    this._measured.forEach((value, input) => (chip.adc.channelValues[input] = value));
    this._chip = chip;
    this._clock = chip.clock as unknown as SimulationClock;
    for (const pio of chip.pio) letNodeEnd(pio);
    for (const uart of [0, 1] as const) {
      chip.uart[uart]!.onByte = (octet) => this._onOctet(uart, octet);
      interruptAsTheChip(chip.uart[uart]!, this._clock);
    }
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

/** A PIO of rp2040js runs beside the processor, in timers of Node that never end: nobody is to wait for them. */
function letNodeEnd(pio: RPPIO): void {
  const run = pio.run.bind(pio);
  pio.run = () => {
    run();
    (pio as unknown as { runTimer: NodeJS.Timeout | null }).runTimer?.unref();
  };
}
