import vm from "node:vm";
import test from "ava";
import { board } from "../../../boards/pico/board";
import { espruinoScript } from "../../../emulator/firmware/espruino";

/** Runs a program on a Pico, and tells what is printed on its console and how often. */
function run(program: string): { printed: string[]; every: number[]; pass: () => void } {
  const printed: string[] = [];
  const every: number[] = [];
  let pass = () => {};
  const context = vm.createContext({
    process: { env: { BOARD: board.espruino.board } },
    global: { USB: { println: (line: string) => printed.push(line) } },
    setInterval: (call: () => void, ms: number) => {
      every.push(ms);
      pass = call;
    },
  });
  vm.runInContext(espruinoScript(program, board, { interval: 10000 }), context);
  return { printed, every, pass: () => pass() };
}

test("what keeps a program from starting is printed on the board's console every five seconds", (t) => {
  const { printed, every, pass } = run('throw new RangeError("interval is " + CONFIG.interval);\n');
  t.deepEqual(every, [5000]);
  t.deepEqual(printed, []);
  pass();
  pass();
  t.deepEqual(printed, ["interval is 10000", "interval is 10000"]);
});

test("of a program that starts nothing is printed", (t) => {
  t.deepEqual(run("var pin = BOARD.led;\n").every, []);
});
