import { TRACE_RECORD } from "../link/trace";

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
  Fixed = 23000,
  EachOctet = 3,
}

/** What `startRouter` is asked for, as far as it takes memory. */
export interface MemoryOptions {
  name?: string;
  mtu?: number;
  trace?: number;
  heap?: { readonly free: number };
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
  const traced = options.trace === undefined ? 0 : TRACE_RECORD * options.trace;
  const problem = memoryProblem(fixed + traced, eachOctet, mtu, options.heap.free);
  if (problem !== "") throw new RangeError(`${options.name === undefined ? "Serial0/0" : options.name}: ${problem}`);
}
