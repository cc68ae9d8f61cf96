import { errataOf, withErrata } from "../chips/enc28j60/errata";
import type { Erratum } from "../chips/enc28j60/errata";
import type { MediumFaults } from "../ethernet/faulty-medium";
import type { EthernetConfig } from "../device/contract";
import schema from "../scenario.schema.json";
import type { Fail } from "./build-interface";
import type { ChipFaults, ChipPlan, EndName, RouterPlan, SegmentPlan } from "./scenario";
import type { ChipFaultsFile, EthernetFile, InterfaceFile, SegmentFaultsFile, SegmentFile } from "./scenario-file";
import { milliseconds, parseDuration } from "./times";

/** What an interface can have with a chip; else it must be as if nothing was said. */
const WITH_CHIP = ["ethernet", "keepalive", "bandwidth", "debug", "shutdown", "trace"];
/** What only a chip's keepalive has. */
const OF_CHIPS = ["mode", "server", "assist"] as const;

/** EREVID of a silicon revision. */
const REVISIONS = { B1: 2, B4: 4, B5: 5, B7: 6 };

const BANDWIDTHS = { enc28j60: 10_000_000, w5500: 100_000_000 };
const SLOWEST_POLL = 1000;

/** A part of the schema, as far as defaults are looked for. */
interface Part {
  default?: unknown;
  properties?: Record<string, Part>;
}

/** bit/s */
export function bandwidthOf(file: EthernetFile): number {
  return BANDWIDTHS[file.chip];
}

/** Refuses what only serial interfaces have, or only Ethernet. */
export function checkKind(file: InterfaceFile, pointer: string, fail: Fail): void {
  if (file.ethernet === undefined) {
    for (const key of OF_CHIPS) {
      if (file.keepalive[key] !== undefined) fail(`${pointer}/keepalive/${key}`, "only Ethernet has it");
    }
    return;
  }
  const { properties } = schema.definitions.interface as Part;
  for (const [key, part] of Object.entries(properties!)) {
    const value = file[key as keyof InterfaceFile];
    if (!WITH_CHIP.includes(key) && !isDefault(value, part))
      fail(`${pointer}/${key}`, "an Ethernet interface has none");
  }
  if (file.keepalive["up-count"] !== 1) fail(`${pointer}/keepalive/up-count`, "only HDLC counts");
}

function isDefault(value: unknown, part: Part): boolean {
  if (typeof value !== "object" || value === null) return value === part.default;
  return Object.entries(value).every(([key, inner]) => isDefault(inner, part.properties?.[key] ?? {}));
}

/** @param place the router's number and the port's, for an address where none is given */
export function buildEthernet(
  file: InterfaceFile,
  place: EndName,
  pointer: string,
  fail: Fail,
): { config: EthernetConfig; chip: ChipPlan } {
  const ethernet = file.ethernet!;
  const { keepalive } = file;
  const isEnc = ethernet.chip === "enc28j60";
  if (!isEnc) {
    for (const key of ["duplex", "hears-itself", "revision", "errata"] as const) {
      if (ethernet[key] !== undefined) fail(`${pointer}/ethernet/${key}`, "only the ENC28J60 has it");
    }
  }
  const duplex = ethernet.duplex ?? "half";
  if (ethernet["hears-itself"] === true && duplex === "full") {
    fail(`${pointer}/ethernet/hears-itself`, "in full duplex the chip does not hear itself");
  }
  if (keepalive.mode === "phy" && !isEnc) {
    fail(`${pointer}/keepalive/mode`, "a W5500 can't test itself: it must be one of self, peer, auto");
  }
  const poll = parseDuration(ethernet.poll);
  if (poll === undefined || poll.nanos % 1e6 !== 0 || milliseconds(poll) < 1 || milliseconds(poll) > SLOWEST_POLL) {
    fail(`${pointer}/ethernet/poll`, `it must be a whole number of milliseconds from 1 to ${SLOWEST_POLL}`);
  }
  const { server } = keepalive;
  return {
    config: {
      chip: ethernet.chip,
      address:
        ethernet.address === undefined
          ? [2, 0, 0, 0, (place.router + 1) & 0xff, place.port & 0xff]
          : readMac(ethernet.address, `${pointer}/ethernet/address`, fail),
      duplex,
      hearsItself: ethernet["hears-itself"] === true,
      pollInterval: milliseconds(poll!),
      mode: keepalive.mode ?? "auto",
      server: server === undefined ? null : readMac(server, `${pointer}/keepalive/server`, fail),
      assist: keepalive.assist === true,
    },
    chip: {
      kind: ethernet.chip,
      speed: isEnc ? 10 : 100,
      duplex: isEnc ? duplex : "full",
      ...buildRevision(ethernet, pointer, fail),
    },
  };
}

function buildRevision(file: EthernetFile, pointer: string, fail: Fail): Pick<ChipPlan, "revision" | "errata"> {
  const name = file.revision ?? "B7";
  const revision = REVISIONS[name];
  const all = errataOf(revision);
  const errata = file.errata === undefined ? all : withErrata(...(file.errata as Erratum[]));
  file.errata?.forEach((number, i) => {
    if (!all[number as Erratum]) fail(`${pointer}/ethernet/errata/${i}`, `revision ${name} does not have it`);
  });
  return { revision, errata };
}

function readMac(text: string, pointer: string, fail: Fail): number[] {
  const octets = text.split(/[:-]/).map((octet) => parseInt(octet, 16));
  if ((octets[0]! & 1) !== 0) fail(pointer, "its first octet is odd: that is the address of a group, not of a station");
  return octets;
}

/**
 * Puts stations together. A W5500 takes the speed of its cable or hub; an ENC28J60 does not negotiate, and is taken for
 * half duplex there.
 */
export function buildSegments(
  files: Record<string, SegmentFile>,
  routers: RouterPlan[],
  end: (text: string, pointer: string) => EndName,
  fail: Fail,
): SegmentPlan[] {
  const taken = new Map<string, string>();
  return Object.entries(files).map(([name, file]) => {
    const pointer = `/segments/${name}`;
    if (file.medium === "cable" && file.stations.length !== 2) {
      fail(`${pointer}/stations`, "a cable has two ends: it must be a list of 2");
    }
    const chips: ChipPlan[] = [];
    const stations = file.stations.map((text, i) => {
      const at = `${pointer}/stations/${i}`;
      const found = end(text, at);
      const chip = chipAt(routers, found, at, fail);
      if (taken.has(text)) fail(at, `it is on segment ${taken.get(text)} already`);
      taken.set(text, name);
      chips.push(chip);
      return found;
    });
    const speed = chips.some(({ kind }) => kind === "enc28j60") ? 10 : 100;
    const full = file.medium === "switch" || (file.medium === "cable" && speed === 100);
    for (const chip of chips) {
      if (chip.kind !== "w5500") continue;
      chip.speed = file.medium === "switch" ? 100 : speed;
      chip.duplex = full ? "full" : "half";
    }
    return { name, medium: file.medium, stations, speed, faults: buildSegmentFaults(file.faults) };
  });
}

/** The chip at an end. */
export function chipAt(routers: RouterPlan[], { router, port }: EndName, pointer: string, fail: Fail): ChipPlan {
  return routers[router]!.interfaces[port]!.chip ?? fail(pointer, "it is a serial interface, and has no Ethernet chip");
}

export function buildSegmentFaults(file: SegmentFaultsFile): Partial<MediumFaults> {
  const faults: Partial<MediumFaults> = {};
  if (file.cut !== undefined) faults.cut = file.cut;
  if (file["loss-from"] !== undefined) faults.lossFrom = file["loss-from"];
  if (file["loss-to"] !== undefined) faults.lossTo = file["loss-to"];
  if (file.collisions !== undefined) faults.collisions = file.collisions;
  if (file.damage !== undefined) faults.damage = file.damage;
  if (file.loop !== undefined) faults.loop = file.loop;
  return faults;
}

export function buildChipFaults(file: ChipFaultsFile): Partial<ChipFaults> {
  const faults: Partial<ChipFaults> = {};
  if (file["transmitter-fails"] !== undefined) faults.transmitter = file["transmitter-fails"];
  if (file["receiver-fails"] !== undefined) faults.receiver = file["receiver-fails"];
  if (file["bus-cut"] !== undefined) faults.bus = file["bus-cut"];
  return faults;
}
