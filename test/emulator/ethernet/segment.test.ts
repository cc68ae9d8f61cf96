import test from "ava";
import type { MediumPort, MediumStation } from "../../../emulator/ethernet/medium";
import { Segment } from "../../../emulator/ethernet/segment";
import type { SegmentKind } from "../../../emulator/ethernet/segment";
import { TappedMedium } from "../../../emulator/ethernet/tapped-medium";
import { Simulation } from "../../../emulator/simulation/simulation";

/** A station of a segment that notes what becomes of its link and what it hears, by the first octet. */
class Station implements MediumStation {
  readonly port: MediumPort;
  readonly log: string[] = [];

  constructor(segment: Segment, number: number) {
    this.port = segment.mediumFor(number).plug(this, { speed: 10, duplex: "half" });
  }

  frameArrives(frame: Uint8Array): void {
    this.log.push(`heard ${frame[0]}`);
  }

  linkChanged(up: boolean): void {
    this.log.push(up ? "up" : "down");
  }

  sends(octet: number): this {
    this.port.transmit(new Uint8Array(64).fill(octet), () => {});
    return this;
  }

  told(): string[] {
    return this.log.splice(0);
  }
}

function bench(kind: SegmentKind, stations: number) {
  const simulation = new Simulation();
  const segment = new Segment(simulation, kind, stations, 10, 1);
  const all = Array.from({ length: stations }, (_, number) => new Station(segment, number));
  const pass = () => void simulation.runUntil(simulation.seconds + 1, 0);
  return { segment, all, pass, told: () => all.map((station) => station.told().join()) };
}

test("a cable has a link while both its stations have power and nobody has cut it at either end", (t) => {
  const { segment, all, told } = bench("cable", 2);
  segment.setPower(0, true);
  t.deepEqual(told(), ["", ""]);
  segment.setPower(1, true);
  t.deepEqual(told(), ["up", "up"]);
  segment.setFaults(1, { cut: true });
  t.deepEqual(told(), ["down", "down"]);
  segment.setFaults(0, { cut: false });
  t.deepEqual(told(), ["up", "up"]);
  segment.setPower(0, false);
  t.deepEqual(told(), ["down", "down"]);
  t.false(all[0]!.port.linkUp || all[1]!.port.linkUp);
});

test("at a hub each station has a cable, and a power switch, of its own", (t) => {
  const { segment, all, pass, told } = bench("hub", 3);
  for (const number of [0, 1, 2]) segment.setPower(number, true);
  t.deepEqual(told(), ["up", "up", "up"]);
  segment.setFaults(1, { cut: true });
  segment.setFaults(2, { lossTo: 1 });
  t.deepEqual(told(), ["", "down", ""]);
  all[0]!.sends(2);
  pass();
  t.deepEqual(told(), ["", "", ""]);
  segment.setFaults(1, { cut: false });
  all[0]!.sends(4);
  pass();
  t.deepEqual(told(), ["", "up,heard 4", ""]);
  segment.setFaults(2, { lossTo: 0, loop: true });
  all[2]!.sends(6);
  pass();
  t.deepEqual(told(), ["heard 6", "heard 6", "heard 6"]);
});

test("a tap sees what has left and what arrives, and nothing that did not", (t) => {
  const simulation = new Simulation();
  const segment = new Segment(simulation, "hub", 2, 10, 1);
  const log: string[] = [];
  const tapped = new TappedMedium(segment.mediumFor(0), {
    frameSent: (frame) => log.push(`sent ${frame[0]}`),
    frameArrived: (frame) => log.push(`arrived ${frame[0]}`),
  });
  const outcomes: string[] = [];
  const quiet = { frameArrives: () => {}, linkChanged: () => {} };
  const port = tapped.plug(quiet, { speed: 10, duplex: "half" });
  const other = new Station(segment, 1);
  for (const number of [0, 1]) segment.setPower(number, true);
  t.true(port.linkUp);
  const send = (octet: number) => {
    port.transmit(new Uint8Array(64).fill(octet), (outcome) => outcomes.push(outcome));
    void simulation.runUntil(simulation.seconds + 1, 0);
  };
  send(2);
  other.sends(4);
  void simulation.runUntil(simulation.seconds + 1, 0);
  segment.setFaults(0, { collisions: 1 });
  send(6);
  t.deepEqual(outcomes, ["sent", "collision"]);
  t.deepEqual(log, ["sent 2", "arrived 4"]);
});
