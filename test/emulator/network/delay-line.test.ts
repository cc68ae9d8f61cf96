import test from "ava";
import fc from "fast-check";
import { DelayLine } from "../../../emulator/network/delay-line";
import { virtualTime } from "../../../emulator/network/virtual-time";
import { Simulation } from "../../../emulator/simulation/simulation";

test("items come at their times, those of one time in the order in which they were added", (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 50 }), (delays) => {
      const simulation = new Simulation();
      const came: [number, number][] = [];
      const line = new DelayLine<number>(simulation, (item) => void came.push([virtualTime(simulation), item]));
      for (const [i, delay] of delays.entries()) line.add(i, delay);
      simulation.runUntil(10, 0);
      const expected = delays.map((delay, i): [number, number] => [delay, i]).sort(([a, i], [b, j]) => a - b || i - j);
      t.deepEqual(came, expected);
      t.is(line.length, 0);
    }),
  );
});

test("an item may be added while another is handed on, and all may be forgotten", (t) => {
  const simulation = new Simulation();
  const came: string[] = [];
  const line: DelayLine<string> = new DelayLine(simulation, (item) => {
    came.push(`${item} at ${virtualTime(simulation)}`);
    if (item === "a") line.add("b", 0);
    if (item === "c") line.clear();
  });
  line.add("a", 0.5);
  line.add("c", 1);
  line.add("d", 2);
  simulation.runUntil(10, 0);
  t.deepEqual(came, ["a at 0.5", "b at 0.5", "c at 1"]);
});
