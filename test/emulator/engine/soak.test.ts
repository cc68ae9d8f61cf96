import vm from "node:vm";
import test from "ava";
import { Soak } from "../../../emulator/device/soak";
import { SoakResult } from "../../../emulator/device/soak-end";
import { deviceProgram } from "../../../emulator/engine/device-program";

test("everything that a soak is for happens in it", (t) => {
  const soak = new Soak();
  soak.run(20_000);
  const { results } = soak;
  const rounds = results[SoakResult.Rounds]!;
  t.true(results[SoakResult.Events]! >= 20_000);
  t.true(rounds >= 10);
  for (let result = SoakResult.ConsoleLines; result <= SoakResult.PathDown; result++) {
    t.true(results[result]! >= rounds, `result ${result}: ${results[result]} in ${rounds} rounds`);
  }
});

test("a million events hold at least a thousand bad frames", (t) => {
  const soak = new Soak();
  soak.run(20_000);
  t.true(soak.results[SoakResult.BadFrames]! >= 20);
});

test("a soak in pieces is the same as one at a stretch", (t) => {
  const whole = new Soak();
  const pieces = new Soak();
  whole.run(5_000);
  for (let events = 100; events < 5_000; events += 100) pieces.run(events);
  pieces.run(5_000);
  t.deepEqual(pieces.results, whole.results);
});

test("the device program gives the same results in a bare context", (t) => {
  const soak = new Soak();
  soak.run(5_000);
  const context = vm.createContext({});
  vm.runInContext(`${deviceProgram()}; var soak = new linkpulse.Soak(); soak.run(5000);`, context);
  t.deepEqual(Array.from(context.soak.results as Int32Array), Array.from(soak.results));
});
