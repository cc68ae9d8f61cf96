/**
 * What the core asks of the world. Everything that touches hardware, a clock or a runtime implements one of these at
 * the edge (`platform/`, `drivers/`, or the emulator); nothing else knows more than what stands here.
 */

import type { CalendarTime } from "./calendar";

/** What brings the processor back from sleep when something arrives at a port. */
export const enum WakeSource {
  /** Nothing does: what arrives while the chip sleeps is lost, and the port can only be used awake or by polling. */
  None,
  /** The edge of a UART's start bit: the first octets of a burst are lost while the clock starts. */
  StartBit,
  /** A level on a pin, as a chip's interrupt line gives it: nothing is lost. */
  Gpio,
  /** The radio, which holds frames back until the station wakes. */
  Radio,
  /** The port never lets the chip sleep: nothing is lost. */
  AlwaysAwake,
}

/** Modem control lines: those that we drive (DTR, RTS) and those that we sense. A bit set means asserted. */
export const enum ModemLine {
  DTR = 1,
  RTS = 2,
  CTS = 4,
  DSR = 8,
  DCD = 16,
}

/** A serial port: octets out and in, modem control lines out. */
export interface SerialPort {
  /** What wakes the chip for this port. */
  readonly wakeSource: WakeSource;
  /**
   * Takes octets `[start, end)` to send, as many as fit now, and never waits. Nobody is called back from inside.
   * @returns how many were taken, 0 to `end - start`. After fewer than asked, the port calls `writable` on its
   * listener when there is room again.
   */
  write(bytes: Uint8Array, start: number, end: number): number;
  /**
   * Drives the outgoing modem lines; `lines` is made of {@link ModemLine} bits. A port without them does nothing. Nobody
   * is called back from inside.
   */
  setModemLines(lines: number): void;
}

/** What a serial port tells whoever uses it. */
export interface SerialPortListener {
  /** Octets `[start, end)` arrived; they are valid during the call only. */
  receive(bytes: Uint8Array, start: number, end: number, now: number): void;
  /** There is room to write again. */
  writable(now: number): void;
  /** The incoming modem lines are now `lines` (bits of {@link ModemLine}). Not called by ports without them. */
  modemLinesChanged(lines: number, now: number): void;
  /** `octets` were lost by the hardware: a character whose stop bit was wrong (framing error). */
  framingError(octets: number, now: number): void;
  /** `octets` were lost because nobody fetched them in time. */
  overrun(octets: number, now: number): void;
  /** `octets` (or at least that many) arrived while the chip was still waking up, and are lost. */
  lostWhileWaking(octets: number, now: number): void;
}

/** An SPI bus as one chip on it sees it: mode 0, most significant bit first. */
export interface SpiBus {
  /** The most octets of one transaction, 8 or more. */
  readonly longest: number;
  /**
   * One transaction: selects the chip, sends octets `[start, end)`, puts what comes in meanwhile in their place, and
   * deselects it. At most {@link longest} octets. Nobody is called back from inside.
   */
  transfer(bytes: Uint8Array, start: number, end: number): void;
}

/** How a transaction on an I2C bus stands, or ended. */
export const enum I2cResult {
  /** It is under way. */
  Pending,
  Done,
  /** Another transaction is under way, perhaps of another driver: to be tried again. */
  Busy,
  /** No chip acknowledged the address. */
  AddressNak,
  /** The chip took one or more octets and then acknowledged no more. */
  DataNak,
  /** Another master sent at the same time and won. */
  ArbitrationLost,
  /** A chip held SCL low for longer than the bus waits. */
  ClockHeld,
  /** SDA is low though nobody sends: a chip still waits for clocks that never came. */
  DataHeld,
}

/**
 * An I2C bus whose only master we are, or one of several. Transactions take time, some 25 to 100 µs an octet: `begin` may
 * wait for the end of it, where a runtime offers nothing else, or only start it, in which case `poll` tells.
 */
export interface I2cBus {
  /** The most octets of one transaction, those written and those read together, addresses left out; 8 or more. */
  readonly longest: number;
  /**
   * Begins one transaction with the chip at `address` (7 bits): octets `[start, middle)` are written, then `[middle, end)`
   * are read in their place, after a repeated start if there are both. One of the two may be empty, not both. The buffer
   * must be left alone until it is over. Nobody is called back from inside.
   * @returns {@link I2cResult.Pending}, or at once how it ended
   */
  begin(address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult;
  /** How the transaction that was begun last stands. Only whoever began it asks. */
  poll(): I2cResult;
  /**
   * Gives up what is under way, and frees the bus from a chip that holds SDA: up to nine clocks until SDA is released, then
   * a stop (UM10204 rev. 7, section 3.1.16). @returns {@link I2cResult.Done}, or what still holds the bus
   */
  recover(): I2cResult;
}

/** What is wrong with a chip. */
export const enum PortFault {
  None,
  /** No answer on the bus: all ones, or all zeros. */
  Absent,
  /** Another chip, or a revision that is not known. */
  WrongChip,
  /** The chip does not do what it was told within its time. */
  Stuck,
  /** It was reset by itself, and is being set up again. */
  Reset,
}

/** What a chip's test of itself has found. A failure is a hint only, where the test itself is unreliable. */
export const enum SelfTest {
  /** The chip has none. */
  Lacking,
  /** None has been made so far. */
  None,
  Running,
  Passed,
  Failed,
}

/** A station on an Ethernet: frames out and in, from the destination address on, without FCS. */
export interface FramePort {
  /** Our MAC address, 6 octets. */
  readonly address: Uint8Array;
  /** Whether the chip works and its link is there. */
  readonly linkUp: boolean;
  /** Whether the chip hears, from the wire, the frames that it sends to its own address. */
  readonly hearsItself: boolean;
  readonly fault: PortFault;
  /** What the last {@link startSelfTest} has found. */
  readonly selfTest: SelfTest;
  /**
   * Takes frame `[start, end)` to send, padded to 60 octets if it is shorter; false if one is still leaving, or the link
   * is not there. After true `frameSent` is told.
   */
  send(bytes: Uint8Array, start: number, end: number): boolean;
  /**
   * Takes the chip off the wire for an instant and has it hear a frame of its own; `portChanged` tells the end. Meanwhile
   * `send` refuses, and what is on the wire is lost.
   * @returns false if the chip has no such test, does not run, or is busy
   */
  startSelfTest(now: number): boolean;
}

/** What a chip's driver says of its chip, for a person to read. Texts are ASCII. */
export interface Controller {
  /** `ENC28J60`. */
  readonly chip: Uint8Array;
  /** `B7`; empty while it is not known. */
  readonly revision: Uint8Array;
  /** How the link runs, if it is there: `10 Mbit/s, half duplex`. */
  readonly medium: Uint8Array;
  /** What the driver counts; int32. */
  readonly counters: Int32Array;
  /** What these are called, in their order, with `|` between. */
  readonly counterNames: Uint8Array;
}

/** What a frame port tells whoever uses it. */
export interface FramePortListener {
  /** A frame arrived, octets `[start, end)`, valid during the call only. */
  frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
  /** The frame that was taken has left, or did not: the transmitter failed, too many collisions, the link went. */
  frameSent(sent: boolean, now: number): void;
  /** `linkUp` or `fault` changed, or a self-test ended. */
  portChanged(now: number): void;
}

/** A UDP socket. Addresses are IPv4, as int32. */
export interface DatagramPort {
  /**
   * Takes datagram `[start, end)` to send; false if one is still leaving, the port can't send now, or it is longer than
   * the port carries. After true `datagramSent` is told.
   */
  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean;
}

/** What a datagram port tells whoever uses it. */
export interface DatagramPortListener {
  /** A datagram arrived from `port` of `address`: octets `[start, end)`, valid during the call only. */
  datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
  /** The datagram that was taken has left, or did not: no station answers for the address, the link went. */
  datagramSent(sent: boolean, now: number): void;
}

/** Tells the time. */
export interface Clock {
  /** Milliseconds as an int32 that wraps; it never goes back. */
  now(): number;
}

/** The one timer of a runtime that a run loop needs. */
export interface Alarm {
  /** Says whom to wake; called once, by the run loop. */
  attach(listener: AlarmListener): void;
  /** Wakes the listener once, `delay` ms from now (0 or more), in place of any time set before; -1: not at all. */
  set(delay: number): void;
  /** Gives the timer back to the runtime; nobody is woken any more. */
  close(): void;
}

/** Woken by an {@link Alarm}, after whatever had arrived by then was handed on. */
export interface AlarmListener {
  wake(): void;
}

/** Why the program began. */
export const enum ResetCause {
  Unknown,
  PowerOn,
  BrownOut,
  /** The reset pin. */
  Pin,
  Watchdog,
  Software,
  /** From a sleep in which the processor was off. */
  DeepSleep,
  /** The runtime itself failed, in its own code or in that of the system below it. */
  Panic,
}

/** Has the processor sleep while there is nothing to do, on a runtime that does not by itself. */
export interface Sleep {
  /** From now on it sleeps until an interrupt comes or the runtime's next timer is due. To be called once. */
  allow(): void;
}

/** How many words a {@link Watchdog} keeps. */
export const RESET_WORDS = 3;

/**
 * Resets the processor when the program no longer gets on. A few words stay as they are through every reset that does not
 * come of a loss of the supply, so that the next start can tell why.
 */
export interface Watchdog {
  /** Why the processor started. */
  readonly cause: ResetCause;
  /** The longest time-out, ms. */
  readonly longest: number;
  /** From now on the processor is reset `timeout` ms after the last {@link feed}; 1 to {@link longest}. */
  start(timeout: number): void;
  feed(): void;
  /** Resets the processor at once; the cause is then {@link ResetCause.Software}. */
  reset(): void;
  /** One of {@link RESET_WORDS} words, int32. @param index from 0 on */
  word(index: number): number;
  setWord(index: number, value: number): void;
}

/** Random numbers, where a protocol asks for them. */
export interface Random {
  /** A random int32. */
  next(): number;
}

/** Takes finished console output: octets `[start, end)` of one or more lines, ended by CR LF. */
export interface ConsoleSink {
  write(bytes: Uint8Array, start: number, end: number): void;
}

/**
 * Where a person sits: a console that takes prompts and echo too, pieces of lines. Nobody is called back from inside
 * `write`.
 */
export interface Terminal extends ConsoleSink {
  /**
   * How many octets it takes now without losing any: 256 at least while none wait. Whoever was kept waiting by that is
   * told when there is more room; a terminal that never loses any says 2^31 - 1.
   */
  readonly room: number;
}

/** What the time of a clock chip is worth. */
export const enum TimeValidity {
  /** It has not been read, or the chip did not answer. */
  Unknown,
  Valid,
  /** Nobody set the clock since its supply came. */
  NeverSet,
  /** The oscillator stands still, or did. */
  OscillatorStopped,
  /** The supply was too low for the clock to be trusted. */
  VoltageLow,
  /** What the registers hold is no time. */
  Impossible,
}

/** A clock that goes on while the main supply is gone. One operation at a time; nobody is called back from inside. */
export interface RealTimeClock {
  /** What was read last; means nothing unless {@link validity} is {@link TimeValidity.Valid}. */
  readonly time: CalendarTime;
  readonly validity: TimeValidity;
  /** Why the last operation failed. */
  readonly fault: PortFault;
  /** Says whom to tell; once. */
  attach(listener: RealTimeClockListener): void;
  /** Begins to read the time; `timeRead` tells the end of it. @returns false while an operation is under way */
  read(now: number): boolean;
  /**
   * Begins to set the time, which makes it valid, and reads it back; `timeSet` tells the end of it.
   * @returns false while an operation is under way, or when the chip can't hold that time
   */
  set(time: CalendarTime, now: number): boolean;
}

/** What a clock tells whoever uses it. */
export interface RealTimeClockListener {
  /** The time was read at `now`, or could not be: `fault` tells why. */
  timeRead(validity: TimeValidity, now: number): void;
  timeSet(set: boolean, now: number): void;
}

/** What a power-good pin says in place of a voltage. */
export const enum PowerGood {
  No = 0,
  Yes = 0x7fff,
}

/** Tells how the main supply stands, for who watches it before it is gone. */
export interface SupplyMonitor {
  /**
   * The voltage of the rail that the hold-up capacitor feeds, mV, 0 to 32766; where only a pin tells, one of
   * {@link PowerGood}. Nobody is called back from inside.
   */
  millivolts(): number;
}

/** What a write leaves in a retained memory when the supply goes in the middle of it. */
export const enum Tearing {
  /** Octets are written in order; the one under way may take any value. */
  Octet,
  /** Octets are written in order, each whole or not at all: the chip takes it over at the acknowledge. */
  Latched,
  /** Aligned words of four octets are written in order, each whole or not at all. */
  Word,
}

/** How an operation on a retained memory stands. */
export const enum MemoryState {
  /** Under way: to be polled again, a millisecond later if there is time. */
  Busy,
  Done,
  /** It failed: {@link RetainedMemory.fault} tells why. Of a write, any number of octets from its beginning may be there. */
  Failed,
}

/**
 * Memory that keeps its contents while the main supply is gone. One operation at a time; it ends, one way or the other,
 * within two seconds. Nobody is called back from inside.
 */
export interface RetainedMemory {
  /** Octets. */
  readonly size: number;
  readonly tearing: Tearing;
  /** How often an octet can be written before it wears out; 0: as often as you like. */
  readonly endurance: number;
  /** Whether the memory itself tells that its supply was gone, so that its contents mean nothing. False if it can't tell. */
  readonly lost: boolean;
  /** Why the last operation failed. */
  readonly fault: PortFault;
  /**
   * Begins to read octets from `at` on into `[start, end)`. Nothing beyond the memory's end is touched.
   * @returns false when another operation is under way
   */
  read(at: number, bytes: Uint8Array, start: number, end: number): boolean;
  /**
   * Begins to write octets `[start, end)` from `at` on, in rising order. They must be left alone until it is over. A
   * memory of words asks for whole words at a multiple of four.
   * @returns false when another operation is under way
   */
  write(at: number, bytes: Uint8Array, start: number, end: number): boolean;
  /** Carries on with the operation that was begun last. Only whoever began it asks. */
  poll(now: number): MemoryState;
}

/** Where a board keeps its configuration while it is off: text, in lines that end in CR LF. */
export interface ConfigStore {
  /** Begins to save. What was saved before stays until {@link commit}. */
  begin(): void;
  /** Takes the next octets `[start, end)`. Returns whether there was room for them. */
  write(bytes: Uint8Array, start: number, end: number): boolean;
  /** All has been written. Returns whether it is saved now. */
  commit(now: number): boolean;
  /** Reads what is saved, from octet `from` on, to the start of `bytes`. Returns how many octets that is, 0 at the end. */
  read(from: number, bytes: Uint8Array): number;
}

/** What a runtime says of its memory, octets. */
export interface HeapGauge {
  readonly used: number;
  readonly free: number;
}
