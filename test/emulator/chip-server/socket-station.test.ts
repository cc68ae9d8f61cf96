import test from "ava";
import { SocketStation } from "../../../emulator/chip-server/socket-station";
import { Hub } from "../../../emulator/ethernet/hub";
import { Simulation } from "../../../emulator/simulation/simulation";

/** A station and another one, of the same kind, on a hub of 10 Mbit/s. */
function onHub() {
  const simulation = new Simulation();
  const hub = new Hub(simulation);
  const heard: Uint8Array[][] = [[], []];
  const [station, other] = heard.map(
    (frames) => new SocketStation(simulation, hub, 10, "half", (frame) => frames.push(frame.slice())),
  );
  return { simulation, hub, station: station!, other: other!, heard: heard[1]!, heardBack: heard[0]! };
}

const frameOf = (length: number) => Uint8Array.from({ length }, (_, i) => i & 0xff);

test("a frame is padded to 60 octets, and arrives after its time on the wire", (t) => {
  const { simulation, station, heard } = onHub();
  station.send(frameOf(14));
  // 64 octets with FCS and 8 before them.
  void simulation.runUntil(0, 57_599);
  t.deepEqual(heard, []);
  void simulation.runUntil(0, 57_600);
  t.deepEqual([...heard[0]!], [...frameOf(14), ...new Array<number>(46).fill(0)]);
  t.is(station.counters.framesToChip, 1);
});

test("frames of a wrong length are counted; so are those that come while 64 wait", (t) => {
  const { simulation, station, heard } = onHub();
  for (const length of [0, 13, 1519]) station.send(frameOf(length));
  t.is(station.counters.wrongLength, 3);
  for (let i = 0; i < 70; i++) station.send(frameOf(1518));
  t.is(station.counters.notQueued, 6);
  void simulation.runUntil(1, 0);
  t.is(heard.length, 64);
});

test("two that begin at once collide, back off, and both get through", (t) => {
  const { simulation, station, other, heard, heardBack } = onHub();
  for (let i = 0; i < 20; i++) {
    station.send(frameOf(100));
    other.send(frameOf(100));
    void simulation.runUntil(i + 1, 0);
  }
  t.is(heard.length + station.counters.notSent, 20);
  t.is(heardBack.length + other.counters.notSent, 20);
  t.true(heard.length > 0 && heardBack.length > 0);
});

test("a damaged frame is not heard", (t) => {
  const { simulation, hub, heard } = onHub();
  const port = hub.plug({ frameArrives() {}, linkChanged() {} }, { speed: 10, duplex: "half" });
  port.transmit(frameOf(64), () => {});
  void simulation.runUntil(1, 0);
  t.deepEqual(heard, []);
});
