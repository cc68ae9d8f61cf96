import { TraceRecord } from "../link/trace";

/**
 * What a router takes of its runtime's memory while it starts, octets: measured on an emulated Pico, where tests hold it.
 * What it takes afterwards is in it.
 */

/** On XS (test/firmware/pico-heap.test.ts). */
export const enum XsRouter {
  Fixed = 15000,
  /** For each octet of the MTU. */
  EachOctet = 3,
}

/** On Espruino, whose variables have 14 octets there (test/firmware/espruino-heap.test.ts). */
export const enum EspruinoRouter {
  Fixed = 21000,
  EachOctet = 3,
}

/** What all else takes on XS (test/firmware/pico-heap-programs.test.ts). */
export const enum XsNeed {
  /** With either chip. */
  Ethernet = 14000,
  /** The same with commands. */
  EthernetRouter = 17000,
  Natt = 10500,
  /** As parts, with either chip, beyond what they are parts of. */
  EthernetPart = 12000,
  NattPart = 4500,
  /** With a clock chip's driver and a supply that is measured, beyond what the router takes. */
  Retention = 17000,
}

/** What all else takes on Espruino (test/firmware/espruino-heap.test.ts). */
export const enum EspruinoNeed {
  Ethernet = 15000,
  Natt = 11500,
  /** With a clock chip's driver and a supply that is measured, beyond what the router takes. */
  Retention = 12000,
}

/** What a program is asked for, as far as it takes memory. */
export interface NeedOptions {
  /** As the console shows its interface. */
  name?: string;
  trace?: number;
  parts?: readonly { readonly need: number }[];
  heap?: { readonly free: number };
}

/** The same for a router. */
export interface MemoryOptions extends NeedOptions {
  mtu?: number;
}

/**
 * Says what is wrong where a program with this MTU takes more than the `free` octets that there are; an empty text if it
 * does not.
 * @param fixed what it takes whatever the MTU
 * @param eachOctet what it takes for each octet of the MTU
 * @setup
 */
export function memoryProblem(fixed: number, eachOctet: number, mtu: number, free: number): string {
  const needed = fixed + eachOctet * mtu;
  if (needed <= free) return "";
  const longest = Math.floor((free - fixed) / eachOctet);
  const fits = longest < 1 ? "no MTU fits" : `the longest MTU that fits is ${longest}`;
  return `with an MTU of ${mtu} it takes ${needed} octets of memory, and ${free} are free: ${fits}`;
}

/**
 * @throws RangeError where a program would run out of memory while it starts
 * @setup
 */
export function checkMemory(fixed: number, eachOctet: number, options: MemoryOptions): void {
  if (options.heap === undefined) return;
  const mtu = options.mtu === undefined ? 1500 : options.mtu;
  const problem = memoryProblem(fixed + besides(options), eachOctet, mtu, options.heap.free);
  if (problem !== "") throw new RangeError(`${nameOf("Serial0/0", options)}: ${problem}`);
}

/**
 * The same for a program whose memory does not depend on an MTU.
 * @param usual what it is called where it has no other name
 * @throws RangeError where a program would run out of memory while it starts
 * @setup
 */
export function checkNeed(usual: string, fixed: number, options: NeedOptions): void {
  if (options.heap === undefined) return;
  const needed = fixed + besides(options);
  const free = options.heap.free;
  if (needed <= free) return;
  throw new RangeError(`${nameOf(usual, options)}: it takes ${needed} octets of memory, and ${free} are free`);
}

/** What trace records and parts take. @setup */
function besides(options: NeedOptions): number {
  let octets = traced(options);
  if (options.parts !== undefined) for (let i = 0; i < options.parts.length; i++) octets += options.parts[i]!.need;
  return octets;
}

/** What trace records take. @setup */
export function traced(options: { trace?: number }): number {
  return options.trace === undefined ? 0 : TraceRecord.Octets * options.trace;
}

/** @setup */
const nameOf = (usual: string, options: NeedOptions) => (options.name === undefined ? usual : options.name);
