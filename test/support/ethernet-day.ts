import type { Enc28j60Chip } from "../../emulator/chips/enc28j60/chip";
import { W5500Chip } from "../../emulator/chips/w5500/chip";
import { PHY_LNK, PHYCFGR, SOCK_MACRAW, Sn_RX_RSR } from "../../emulator/chips/w5500/registers";
import { RouterEvent } from "../../emulator/device/contract";
import { nodeEngine } from "../../emulator/engine/engine";
import { parseScenario } from "../../emulator/scenario/load";
import type { Scenario, TimelineEvent } from "../../emulator/scenario/scenario";
import { Chance } from "../../emulator/serial/chance";
import { World } from "../../emulator/world/world";
import { Bank0 } from "../../src/drivers/enc28j60/bank0";
import { Bank1 } from "../../src/drivers/enc28j60/bank1";
import { Common, Econ1 } from "../../src/drivers/enc28j60/common";
import { Fcs32 } from "../../src/framing/fcs";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";

/** Faults begin in the first part of a cycle and end in it; at its end all must be well. */
const CYCLE = 600;
const FAULTS_UNTIL = 360;
const LONGEST_FAULT = 90;
const FAULTS = 6;

/** What the driver gives socket 0, octets. */
const W5500_BUFFER = 8192;

/** Data frames have these types, by which each is known: the lowest bits are the sender's number. */
const FIRST_TYPE = 0xa000;
const TYPES = 0x4000;
/** Mean time between two data frames of a station, s. */
const DATA_EVERY = 4;
const BURST = 12;

/** ms between keepalives. */
const INTERVAL = 10_000;

const SCENARIO = `
duration: 1s
routers:
  enc1: { interfaces: { Ethernet0: { ethernet: { chip: enc28j60, hears-itself: true }, keepalive: { assist: true } } } }
  enc2: { interfaces: { Ethernet0: { ethernet: { chip: enc28j60, revision: B4 }, keepalive: { mode: peer } } } }
  wiz1: { interfaces: { Ethernet0: { ethernet: { chip: w5500 }, keepalive: { assist: true } } } }
  wiz2: { interfaces: { Ethernet0: { ethernet: { chip: w5500 } } } }
segments:
  lan: { medium: hub, stations: [enc1 Ethernet0, enc2 Ethernet0, wiz1 Ethernet0, wiz2 Ethernet0] }
`;

export interface StationNumbers {
  name: string;
  /** Good data frames that the wire delivered, and what became of them. */
  delivered: number;
  handedOn: number;
  noRoom: number;
  notReceiving: number;
  discarded: number;
  lost: string[];
  /** How often the chip stopped receiving. */
  windows: number;
  keepalives: number;
  /** Of the time between two keepalives, ms. */
  worstDeviation: number;
  changes: number;
}

const fcs = new Fcs32();

/** What a chip's buffers hold, seen from outside of it. */
interface Gauge {
  receiving(): boolean;
  /** Rises with each frame that it keeps. */
  held(): number;
  /** Whether there is room for a frame of so many octets, FCS included. */
  hasRoom(length: number): boolean;
}

function gaugeOf(chip: Enc28j60Chip | W5500Chip): Gauge {
  if (chip instanceof W5500Chip) {
    const socket = chip.sockets[0]!;
    const held = () => (socket.read(Sn_RX_RSR) << 8) | socket.read(Sn_RX_RSR + 1);
    return {
      receiving: () => !chip.deaf && hasLink(chip) && socket.status === SOCK_MACRAW,
      held,
      // Its length stands before it, and no FCS behind it.
      hasRoom: (length) => held() + 2 + length - 4 <= W5500_BUFFER,
    };
  }
  const { registers } = chip;
  return {
    receiving: () => !chip.deaf && registers.has(Common.ECON1, Econ1.RXEN),
    held: () => registers.get(Bank1.EPKTCNT),
    hasRoom: (length) => {
      const free = registers.get16(Bank0.ERXRDPTL) - registers.get16(Bank0.ERXWRPTL);
      const round = registers.get16(Bank0.ERXNDL) - registers.get16(Bank0.ERXSTL) + 1;
      return 6 + length + (length & 1) <= (free > 0 ? free : free + round);
    },
  };
}

/** Reads PHYCFGR as a host does. */
function hasLink(chip: W5500Chip): boolean {
  chip.select();
  const [, , , phy] = [PHYCFGR >> 8, PHYCFGR & 0xff, 0, 0].map((octet) => chip.exchange(octet));
  chip.deselect();
  return (phy! & PHY_LNK) !== 0;
}

/** Watches one station: what the wire brought its chip, and what its interface was given. */
class Watch {
  readonly numbers: StationNumbers;
  /** Whether a frame is its own: it may have heard it inside. */
  readonly isOwn: (type: number) => boolean;
  up = false;
  verdict = Verdict.Unknown;
  diagnostic = Diagnostic.None;
  /** Frames that the chip holds, by their type, and how often it had been emptied before. */
  private readonly _held: { type: number; emptied: number }[] = [];
  private _emptied = 0;
  private _stopped = false;
  private _lastKeepalive = -1;

  /** @param number the station's */
  constructor(name: string, number: number, stations: number, chip: Enc28j60Chip | W5500Chip) {
    this.isOwn = (type) => (type - FIRST_TYPE) % stations === number;
    this.numbers = {
      name,
      delivered: 0,
      handedOn: 0,
      noRoom: 0,
      notReceiving: 0,
      discarded: 0,
      lost: [],
      windows: 0,
      keepalives: 0,
      worstDeviation: 0,
      changes: 0,
    };
    this._watchEmptying(chip);
    const gauge = gaugeOf(chip);
    const arrives = chip.frameArrives.bind(chip);
    chip.frameArrives = (frame) => {
      const receiving = gauge.receiving();
      const before = gauge.held();
      const hasRoom = gauge.hasRoom(frame.length);
      arrives(frame);
      const type = dataType(frame);
      if (type === 0 || this.isOwn(type)) return;
      this.numbers.delivered++;
      if (gauge.held() > before) this._held.push({ type, emptied: this._emptied });
      else if (receiving && hasRoom) this.numbers.lost.push(`${type.toString(16)} did not get into the chip`);
      else if (receiving) this.numbers.noRoom++;
      else {
        this.numbers.notReceiving++;
        this._stop();
      }
    };
  }

  handedOn(type: number, at: string): void {
    for (let frame = this._held.shift(); frame !== undefined; frame = this._held.shift()) {
      if (frame.type === type) {
        this.numbers.handedOn++;
        this._stopped = false;
        return;
      }
      this._missing(frame, at);
    }
    this.numbers.lost.push(`${type.toString(16)} came from nowhere at ${at}`);
  }

  keepalive(milliseconds: number): void {
    this.numbers.keepalives++;
    if (this._lastKeepalive >= 0) {
      const deviation = Math.abs(milliseconds - this._lastKeepalive - INTERVAL);
      this.numbers.worstDeviation = Math.max(this.numbers.worstDeviation, deviation);
    }
    this._lastKeepalive = milliseconds;
  }

  /** The next keepalive is the first. */
  beginsAnew(): void {
    this._lastKeepalive = -1;
  }

  /** All that the chip holds should have been fetched by now. */
  settle(at: string): void {
    for (const frame of this._held.splice(0)) this._missing(frame, at);
  }

  private _missing(frame: { type: number; emptied: number }, at: string): void {
    if (frame.emptied === this._emptied) this.numbers.lost.push(`${frame.type.toString(16)} lost before ${at}`);
    else {
      this.numbers.discarded++;
      this._stop();
    }
  }

  private _stop(): void {
    if (!this._stopped) this.numbers.windows++;
    this._stopped = true;
  }

  /** A reset, and a socket that is opened again, lose what the chip holds. */
  private _watchEmptying(chip: Enc28j60Chip | W5500Chip): void {
    const emptied = () => this._emptied++;
    if (chip instanceof W5500Chip) {
      const socket = chip.sockets[0]!;
      const { reset, resetPointers } = socket;
      socket.reset = () => (emptied(), reset.call(socket));
      socket.resetPointers = () => (emptied(), resetPointers.call(socket));
    } else {
      const { registers } = chip;
      const { reset } = registers;
      registers.reset = () => (emptied(), reset.call(registers));
    }
  }
}

/** The type of a data frame that is whole; 0 for any other. */
function dataType(frame: Uint8Array): number {
  if (fcs.update(fcs.initial, frame, 0, frame.length) !== fcs.good) return 0;
  const type = (frame[12]! << 8) | frame[13]!;
  return type >= FIRST_TYPE && type < FIRST_TYPE + TYPES ? type : 0;
}

const instant = (seconds: number) => ({
  seconds: Math.floor(seconds),
  nanos: Math.floor((seconds - Math.floor(seconds)) * 1e6) * 1000,
});

/** Stations on a hub, with faults at random that end, and data frames all the time. */
function dayOf(cycles: number, seed: number): Scenario {
  const scenario = parseScenario(SCENARIO, "day");
  scenario.seed = seed;
  scenario.duration = instant(cycles * CYCLE);
  const dice = new Chance(seed);
  const { timeline, routers } = scenario;
  const between = (least: number, most: number) => least + dice.fraction() * (most - least);
  const plan = (at: number, event: object) => {
    timeline.push({ at: instant(at), text: "", ...event } as TimelineEvent);
  };
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (let i = 0; i < FAULTS; i++) {
      const station = Math.floor(between(0, routers.length));
      const at = cycle * CYCLE + between(20, FAULTS_UNTIL);
      planFault(plan, Math.floor(between(0, 12)), station, at, at + between(0.5, LONGEST_FAULT), between(0.1, 1));
    }
  }
  let count = 0;
  const send = (at: number, router: number, octets: number) => {
    const protocol = FIRST_TYPE + ((count++ * routers.length + router) % TYPES);
    plan(at, { kind: "send", end: { router, port: 0 }, protocol, octets });
  };
  for (let at = 5; at < cycles * CYCLE - 5; at += between(0, (2 * DATA_EVERY) / routers.length)) {
    const router = Math.floor(between(0, routers.length));
    const isBurst = dice.happens(0.002);
    for (let i = 0; i < (isBurst ? BURST : 1); i++) send(at + 0.002 * i, router, Math.floor(between(46, 1500)));
  }
  return scenario;
}

type Plan = (at: number, event: object) => void;

function planFault(plan: Plan, kind: number, station: number, at: number, end: number, share: number): void {
  const place = { end: { router: station, port: 0 } };
  const during = (event: (on: boolean) => object) => {
    plan(at, event(true));
    plan(end, event(false));
  };
  const segment = (faults: (on: boolean) => object) => {
    during((on) => ({ kind: "segment", segment: 0, stations: [station], faults: faults(on) }));
  };
  const chip = (fault: string) => during((on) => ({ kind: "chip", ...place, faults: { [fault]: on } }));
  switch (kind) {
    case 0:
      return segment((cut) => ({ cut }));
    case 1:
      return segment((on) => ({ lossTo: on ? share : 0 }));
    case 2:
      return segment((on) => ({ lossFrom: on ? share : 0 }));
    case 3:
      return segment((on) => ({ collisions: on ? share : 0 }));
    case 4:
      return segment((on) => ({ damage: on ? share : 0 }));
    case 5:
      return segment((loop) => ({ loop }));
    case 6:
      return chip("transmitter");
    case 7:
      return chip("receiver");
    case 8:
      return chip("bus");
    case 9:
      return plan(at, { kind: "incident", ...place, incident: "receiver off" });
    case 10:
      return plan(at, { kind: "incident", ...place, incident: "reset" });
    default:
      return during((off) => ({ kind: "power", router: station, on: !off }));
  }
}

export interface Day {
  stations: StationNumbers[];
  /** What was not as it has to be in the quiet at the end of a cycle. */
  wedged: string[];
  faults: Record<string, number>;
  looks: number;
}

/** Runs stations with ENC28J60 (all errata on) and W5500 for so many cycles of ten minutes of virtual time. */
export async function runEthernetDay(cycles: number, seed: number): Promise<Day> {
  const scenario = dayOf(cycles, seed);
  const watches: Watch[] = [];
  const clock = () => world.simulation.seconds * 1000 + Math.floor(world.simulation.nanos / 1e6);
  const world: World = new World(
    scenario,
    scenario.routers.map(() => nodeEngine),
    {
      routerEvent: (router, _port, event, a, b) => {
        const watch = watches[router]!;
        if (event === RouterEvent.Packet && !watch.isOwn(a)) watch.handedOn(a, `${clock()} ms`);
        else if (event === RouterEvent.LineProtocol) {
          watch.up = a === 1;
          watch.numbers.changes++;
        } else if (event === RouterEvent.Keepalive) {
          watch.verdict = a;
          watch.diagnostic = b;
        } else if (event === RouterEvent.Link) watch.beginsAnew();
      },
      powerChanged: (router) => watches[router]?.beginsAnew(),
      consoleLine: (router, line) => {
        if (line.includes(": CTP receipt ")) watches[router]!.keepalive(clock());
      },
    },
  );
  world.routers.forEach((router, i) => {
    watches.push(new Watch(router.plan.name, i, world.routers.length, router.chip(0).chip));
  });
  const day: Day = { stations: watches.map(({ numbers }) => numbers), wedged: [], faults: {}, looks: 0 };
  for (const event of scenario.timeline)
    if (event.kind !== "send") day.faults[event.kind] = (day.faults[event.kind] ?? 0) + 1;
  try {
    for (let cycle = 1; cycle <= cycles; cycle++) {
      await world.runUntil(instant(cycle * CYCLE));
      for (const watch of watches) {
        day.looks++;
        if (watch.up && watch.verdict === Verdict.Up && watch.diagnostic === Diagnostic.Answered) continue;
        const { name } = watch.numbers;
        day.wedged.push(`${name} at ${cycle * CYCLE} s: up ${watch.up}, verdict ${watch.verdict}, ${watch.diagnostic}`);
      }
    }
    for (const watch of watches) watch.settle("the end");
  } finally {
    await world.close();
  }
  return day;
}
