import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Revision } from "../../src/drivers/enc28j60/bank3";
import { Enc28j60Chip } from "../chips/enc28j60/chip";
import { ERRATA, errataOf, withErrata } from "../chips/enc28j60/errata";
import type { Enc28j60Errata, Erratum } from "../chips/enc28j60/errata";
import { W5500Chip } from "../chips/w5500/chip";
import { ChipServer, ETHERNET_SOCKET, INTERRUPT_SOCKET } from "../chip-server/chip-server";
import type { ChipMaker } from "../chip-server/chip-server";
import { systemReason } from "../system-error";
import { UsageError } from "./usage-error";

export const CHIPS = ["enc28j60", "w5500"] as const;
export type ChipName = (typeof CHIPS)[number];

export interface ChipOptions {
  listen: string;
  duplex?: "half" | "full";
  revision?: string;
  errata?: string;
}

const REVISIONS: Record<string, Revision> = {
  B1: Revision.B1,
  B4: Revision.B4,
  B5: Revision.B5,
  B7: Revision.B7,
};

/** The longest path of a Unix socket, octets: 108 on Linux and 104 elsewhere, with a zero at the end. */
const LONGEST_PATH = 103;

/**
 * `linkpulse chip`: serves an emulated chip on Unix sockets, in real time, until it is interrupted; then says what there
 * was.
 * @throws UsageError when an option is wrong, or there can be no socket
 */
export async function chip(name: ChipName, options: ChipOptions): Promise<void> {
  const makeChip = name === "enc28j60" ? enc28j60(options) : w5500(options);
  const path = options.listen;
  checkPath(path);
  const server = new ChipServer(path, makeChip);
  try {
    await server.open();
  } catch (error) {
    throw new UsageError(`${(error as { path: string }).path}: ${reason(error)}`);
  }
  try {
    const pins = `SPI on ${path}, interrupt pin on ${path}${INTERRUPT_SOCKET}`;
    process.stdout.write(`${name}: ${pins}, Ethernet on ${path}${ETHERNET_SOCKET}\n`);
    await interrupted();
  } finally {
    server.close();
  }
  process.stdout.write(summary(server));
}

function enc28j60({ duplex = "half", revision = "B7", errata }: ChipOptions): ChipMaker {
  const number = REVISIONS[revision];
  if (number === undefined) {
    throw new UsageError(`--revision ${revision}: it must be one of ${Object.keys(REVISIONS).join(", ")}`);
  }
  const switches = errata === undefined ? errataOf(number) : parseErrata(errata);
  return (simulation, interrupt) => {
    const device = new Enc28j60Chip(simulation, { revision: number, errata: switches });
    device.onInterrupt = interrupt;
    return { device, speed: 10, duplex, plug: (medium) => device.plug(medium, duplex) };
  };
}

function w5500({ duplex = "full", revision, errata }: ChipOptions): ChipMaker {
  if (revision !== undefined) throw new UsageError("--revision: the W5500 has only one");
  if (errata !== undefined) throw new UsageError("--errata: none of the W5500 are known here");
  return (simulation, interrupt) => {
    const device = new W5500Chip(simulation, { duplex });
    device.onInterrupt = (low) => interrupt(low ? 0 : 1);
    return { device, speed: 100, duplex, plug: (medium) => device.plug(medium) };
  };
}

function parseErrata(text: string): Enc28j60Errata {
  const numbers = text === "none" ? [] : text.split(",");
  for (const number of numbers) {
    if (ERRATA.some((erratum) => String(erratum) === number)) continue;
    throw new UsageError(`--errata ${text}: it must be none, or numbers with commas between, of ${ERRATA.join(", ")}`);
  }
  return withErrata(...numbers.map((number) => Number(number) as Erratum));
}

function checkPath(path: string): void {
  if (!existsSync(dirname(path))) throw new UsageError(`${path}: there is no folder ${dirname(path)}`);
  const longest = LONGEST_PATH - ETHERNET_SOCKET.length;
  if (Buffer.byteLength(path) > longest) {
    throw new UsageError(`${path}: it is too long for a socket: at most ${longest} octets`);
  }
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return "it exists: end who serves it, or remove it";
  if (code === "EACCES" || code === "EPERM") return "no permission to make a socket there";
  return systemReason(error);
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}

function summary({ counters, station }: ChipServer): string {
  const { framesToChip, framesFromChip, wrongLength, notQueued, notSent } = station.counters;
  const { transactions, octets, empty, cutShort, framesCutShort, framesDropped } = counters;
  return [
    `SPI: ${transactions} transactions of ${octets} octets; ${empty} without octets, ${cutShort} cut short`,
    `Ethernet, to the chip: ${framesToChip} frames; ${wrongLength} of a wrong length, ${framesCutShort} cut short, ` +
      `${notQueued} too many at once, ${notSent} not sent`,
    `Ethernet, from the chip: ${framesFromChip} frames; ${framesDropped} dropped, because nobody fetched them`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}
