import test from "ava";
import { MainSupply } from "../../../emulator/power/main-supply";
import type { SupplyPoint } from "../../../emulator/power/main-supply";
import { Rail } from "../../../emulator/power/rail";
import { SECOND, Simulation } from "../../../emulator/simulation/simulation";
import { XorShift32 } from "../../../src/random";

/** 1000 µF behind a diode of 0.3 V, on 5.3 V, with 100 mA: 0.1 V a ms. */
function bench(resistance = 0) {
  const simulation = new Simulation();
  const rail = new Rail(new MainSupply(simulation, 5.3), { capacitance: 1e-3, resistance });
  rail.current = 0.1;
  const pass = (ms: number) => {
    const nanos = simulation.nanos + Math.round(ms * 1e6);
    void simulation.runUntil(simulation.seconds + Math.floor(nanos / SECOND), nanos % SECOND);
    return rail.voltage();
  };
  return { rail, pass };
}

const near = (value: number, expected: number) => Math.abs(value - expected) < 1e-6;

test("a cut: the capacitor falls with the current, and with less once a load is shed", (t) => {
  const { rail, pass } = bench();
  t.true(near(pass(10), 5));
  rail.script([[0, 0]]);
  t.true(near(pass(4), 4.6));
  rail.current = 0.01;
  t.true(near(pass(10), 4.5));
  t.true(near(rail.timeBelow(4) / 1e6, 50));
  t.is(pass(1000), 0);
});

test("a supply that falls slower than the capacitor feeds it; one that falls faster leaves it behind", (t) => {
  const slow = bench();
  slow.rail.script([[100, 4.3]]);
  t.true(near(slow.pass(50), 4.5));
  t.is(slow.rail.timeBelow(3.9), -1);
  const fast = bench();
  fast.rail.script([[10, 0.3]]);
  t.true(near(fast.pass(10), 4));
});

test("a supply that comes back charges at once", (t) => {
  const { rail, pass } = bench();
  rail.script([[0, 0], [20, 0], [40, 5.3]]); // prettier-ignore
  t.true(near(pass(20), 3));
  t.true(near(pass(16), 0.8 * 5.3 - 0.3));
  t.true(near(pass(10), 5));
});

test("what the capacitor's resistance drops is missing while it feeds", (t) => {
  const { rail, pass } = bench(2);
  t.true(near(pass(1), 5));
  rail.script([[0, 0]]);
  t.true(near(pass(1), 4.7));
  t.true(near(rail.timeBelow(4) / 1e6, 7));
});

test("when a voltage is reached is what a fine walk along the course finds", (t) => {
  const random = new XorShift32(5);
  const draw = (most: number) => ((random.next() >>> 0) / 0x100000000) * most;
  for (let i = 0; i < 200; i++) {
    const { rail, pass } = bench(draw(1));
    const points: SupplyPoint[] = [];
    for (let at = draw(10); points.length < 4; at += draw(10)) points.push([at, draw(5.3)]);
    points.push([60, 0]);
    rail.script(points);
    const predicted = rail.timeBelow(3.5) / 1e6;
    let walked = 0;
    while (rail.voltage() > 3.5) {
      pass(0.01);
      walked += 0.01;
    }
    t.true(Math.abs(walked - predicted) < 0.02, `${predicted} or ${walked} ms`);
  }
});
