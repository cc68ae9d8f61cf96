import test from "ava";
import { Cable } from "../../../emulator/ethernet/cable";
import { frameTime } from "../../../emulator/ethernet/collision-domain";
import { FaultyMedium } from "../../../emulator/ethernet/faulty-medium";
import { Hub } from "../../../emulator/ethernet/hub";
import type { Medium, MediumPort, MediumStation } from "../../../emulator/ethernet/medium";
import { Switch } from "../../../emulator/ethernet/switch";
import { Simulation } from "../../../emulator/simulation/simulation";
import type { Actor } from "../../../emulator/simulation/simulation";
import { Fcs32 } from "../../../src/framing/fcs";
import { withFcs } from "../../support/enc28j60/fake-medium";

const fcs = new Fcs32();

/** A frame from one numbered station to another, 60 octets and its FCS. */
function frame(to: number, from: number, octet = 0): Uint8Array {
  const body = new Uint8Array(60).fill(octet);
  body.set([2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from]);
  return withFcs(body);
}

const FRAME_TIME = frameTime(64, 10);

/** A station that notes what it hears, in virtual time. */
class Station implements MediumStation, Actor {
  readonly heard: Uint8Array[] = [];
  readonly log: string[] = [];
  readonly port: MediumPort;
  private readonly _simulation: Simulation;
  private readonly _event: number;
  private _frame: Uint8Array | null = null;

  constructor(simulation: Simulation, medium: Medium, duplex: "half" | "full" = "half", speed: 10 | 100 = 10) {
    this._simulation = simulation;
    this._event = simulation.register(this, 0);
    this.port = medium.plug(this, { speed, duplex });
  }

  frameArrives(bytes: Uint8Array): void {
    this.heard.push(bytes);
  }

  linkChanged(up: boolean): void {
    this.log.push(up ? "link" : "no link now");
  }

  /** Sends at a time, ns. */
  sends(at: number, bytes: Uint8Array): this {
    this._frame = bytes;
    this._simulation.at(this._event, Math.floor(at / 1e9), at % 1e9);
    return this;
  }

  fire(): void {
    this.port.transmit(this._frame!, (outcome) => this.log.push(`${outcome} at ${this._simulation.nanos}`));
  }

  told(): string[] {
    return this.log.splice(0);
  }
}

const run = (simulation: Simulation, nanos: number) => void simulation.runUntil(Math.floor(nanos / 1e9), nanos % 1e9);

test("a cable: a link once both ends are plugged in, and frames after the time that they take", (t) => {
  const simulation = new Simulation();
  const cable = new Cable(simulation);
  const a = new Station(simulation, cable);
  t.false(a.port.linkUp);
  a.sends(1000, frame(2, 1));
  run(simulation, 200_000);
  t.deepEqual(a.told(), [`no link at ${1000 + FRAME_TIME}`]);
  const b = new Station(simulation, cable);
  t.deepEqual(a.told(), ["link"]);
  t.deepEqual(b.told(), ["link"]);
  a.sends(300_000, frame(2, 1));
  run(simulation, 300_000 + FRAME_TIME - 1);
  t.is(b.heard.length, 0);
  run(simulation, 300_000 + FRAME_TIME);
  t.deepEqual(b.heard, [frame(2, 1)]);
  t.deepEqual(a.told(), [`sent at ${300_000 + FRAME_TIME}`]);
  t.is(a.heard.length, 0);
  t.throws(() => new Station(simulation, cable), { message: /two ends/ });
});

test("a cable between stations of different speeds has no link", (t) => {
  const simulation = new Simulation();
  const cable = new Cable(simulation);
  const a = new Station(simulation, cable, "half", 10);
  const b = new Station(simulation, cable, "half", 100);
  t.false(a.port.linkUp || b.port.linkUp);
});

test("full duplex: both ends send at once", (t) => {
  const simulation = new Simulation();
  const cable = new Cable(simulation);
  const a = new Station(simulation, cable, "full").sends(1000, frame(2, 1));
  const b = new Station(simulation, cable, "full").sends(20_000, frame(1, 2));
  run(simulation, 1e6);
  t.deepEqual([a.heard, b.heard], [[frame(1, 2)], [frame(2, 1)]]);
});

test("half duplex: who hears another waits for the gap after its frame; who can't yet collides, early", (t) => {
  const simulation = new Simulation();
  const hub = new Hub(simulation);
  const a = new Station(simulation, hub);
  const b = new Station(simulation, hub);
  const c = new Station(simulation, hub);
  for (const station of [a, b, c]) station.told();
  a.sends(0, frame(2, 1));
  b.sends(2000, frame(1, 2));
  run(simulation, 1e6);
  t.deepEqual(a.told(), [`sent at ${FRAME_TIME}`]);
  t.deepEqual(b.told(), [`sent at ${2 * FRAME_TIME + 9600}`]);
  t.deepEqual(c.heard, [frame(2, 1), frame(1, 2)]);
  a.sends(2e6, frame(2, 1));
  b.sends(2e6 + 500, frame(1, 2));
  run(simulation, 3e6);
  t.regex(a.told().join(), /^collision at/);
  t.regex(b.told().join(), /^collision at/);
  t.is(c.heard.length, 2);
  // Both waited for a third, and begin together.
  c.sends(4e6, frame(1, 3));
  a.sends(4e6 + 5000, frame(2, 1));
  b.sends(4e6 + 6000, frame(1, 2));
  run(simulation, 5e6);
  t.regex(a.told().join() + b.told().join(), /^collision at \d+collision at/);
  t.deepEqual(c.told(), [`sent at ${4e6 + FRAME_TIME}`]);
});

test("a duplex mismatch: the end in half duplex sees a late collision, and both frames are lost", (t) => {
  const simulation = new Simulation();
  const cable = new Cable(simulation);
  const half = new Station(simulation, cable, "half");
  const full = new Station(simulation, cable, "full");
  half.told();
  full.told();
  half.sends(0, frame(2, 1));
  full.sends(55_000, frame(1, 2));
  run(simulation, 1e6);
  t.deepEqual(half.told(), [`late collision at ${55_000 + 3200}`]);
  t.deepEqual(full.told(), [`sent at ${55_000 + FRAME_TIME}`]);
  t.is(half.heard.length + full.heard.length, 0);
});

test("a switch learns where stations are, floods what it does not know, and drops what would go back", (t) => {
  const simulation = new Simulation();
  const medium = new Switch(simulation);
  const [a, b, c] = [1, 2, 3].map(() => new Station(simulation, medium, "full")) as [Station, Station, Station];
  a.sends(0, frame(2, 1));
  run(simulation, 1e6);
  t.deepEqual(
    [a, b, c].map(({ heard }) => heard.splice(0).length),
    [0, 1, 1],
  );
  b.sends(1e6, frame(1, 2));
  run(simulation, 2e6);
  t.deepEqual(
    [a, b, c].map(({ heard }) => heard.splice(0).length),
    [1, 0, 0],
  );
  // A frame to oneself.
  a.sends(2e6, frame(1, 1));
  run(simulation, 3e6);
  t.deepEqual(
    [a, b, c].map(({ heard }) => heard.splice(0).length),
    [0, 0, 0],
  );
  const damaged = frame(2, 1);
  damaged[30]! ^= 1;
  a.sends(3e6, damaged);
  run(simulation, 4e6);
  t.is(b.heard.length, 0);
});

test("a switch sends again what collides with a station in half duplex", (t) => {
  const simulation = new Simulation();
  const medium = new Switch(simulation);
  const a = new Station(simulation, medium, "full");
  const b = new Station(simulation, medium, "half");
  b.told();
  a.sends(0, frame(2, 1));
  // The switch begins when it has all of it.
  b.sends(FRAME_TIME, frame(1, 2));
  run(simulation, 10e6);
  t.regex(b.told().join(), /^collision/);
  t.deepEqual(b.heard, [frame(2, 1)]);
});

test("faults: cut, loss, collisions, damage, loop", (t) => {
  const simulation = new Simulation();
  const medium = new FaultyMedium(simulation, new Cable(simulation));
  const a = new Station(simulation, medium);
  const b = new Station(simulation, medium);
  t.deepEqual([a.told(), b.told()], [["link"], ["link"]]);
  medium.set({ cut: true });
  t.deepEqual([a.told(), b.told()], [["no link now"], ["no link now"]]);
  a.sends(0, frame(2, 1));
  run(simulation, 1e6);
  t.deepEqual(a.told(), [`no link at ${FRAME_TIME}`]);
  medium.set({ cut: false, lossFrom: 1 });
  t.deepEqual(a.told(), ["link"]);
  a.sends(1e6, frame(2, 1));
  run(simulation, 2e6);
  t.deepEqual(a.told(), [`sent at ${1e6 + FRAME_TIME}`]);
  medium.set({ lossFrom: 0, lossTo: 1 });
  a.sends(2e6, frame(2, 1));
  run(simulation, 3e6);
  t.is(b.heard.length, 0);
  a.told();
  medium.set({ lossTo: 0, collisions: 1 });
  a.sends(3e6, frame(2, 1));
  run(simulation, 3.5e6);
  t.regex(a.told().join(), /^collision/);
  medium.set({ collisions: 0, damage: 1 });
  a.sends(3.5e6, frame(2, 1));
  run(simulation, 4e6);
  const damaged = b.heard.splice(0)[0]!;
  t.not(fcs.update(fcs.initial, damaged, 0, damaged.length), fcs.good);
  medium.set({ damage: 0, loop: true });
  a.sends(4e6, frame(2, 1));
  run(simulation, 5e6);
  t.deepEqual([a.heard, b.heard], [[frame(2, 1)], [frame(2, 1)]]);
});
