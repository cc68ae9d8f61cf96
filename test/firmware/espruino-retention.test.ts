import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { Board } from "../../boards/board";
import { board as pico } from "../../boards/pico/board";
import { parseSettings } from "../../emulator/firmware/config";
import { espruinoScript } from "../../emulator/firmware/espruino";
import { testOnEspruino } from "../support/espruino";
import { runScriptOnEspruino } from "../support/espruino-example";
import { ROOT } from "../support/lint";

const MAIN = readFileSync(join(ROOT, "firmware/retention/espruino/main.js"), "utf8");
const script = (name: string) => readFileSync(join(ROOT, `dist/espruino/${name}.min.js`), "utf8");

/** A Pico with more memory than there is: a router with a retention does not fit into a real one. */
const roomy: Board = { ...pico, heap: {} };

/** What `linkpulse build` makes for such a Pico, to be run on Espruino for Linux, whose I2C is a DS1307. */
function firmware(settings: string): string {
  const config = `retention: { interval: 1s, ${settings} }`;
  return espruinoScript(MAIN, roomy, parseSettings(config, "config.yaml", ["retention"], roomy, "espruino"))
    .replaceAll("process.env.BOARD", '"ESPR_RP2040_PICO"')
    .replace("global[BOARD.console]", "LoopbackA")
    .replaceAll(/new Pin\(BOARD\.\w+\)/g, "D0")
    .replace("global[BOARD.i2c]", "Ds1307");
}

/** What outlives a run: scratch registers, and a DS1307 whose clock stands still when nobody reads it. */
interface Kept {
  words: number[];
  registers: number[];
}

const BLANK: Kept = { words: [0, 0, 0, 0], registers: [0x80, ...new Array<number>(63).fill(0)] };

/** A line to be typed; or again and again until something is there. */
type Typed = string | { type: string; until: string };

/** Runs the firmware with what was kept, and types lines. */
async function run(t: ExecutionContext, settings: string, kept: Kept, commands: Typed[]) {
  const lines = await runScriptOnEspruino(
    t,
    `var words = ${JSON.stringify(kept.words)}, registers = ${JSON.stringify(kept.registers)}, pointer = 0, said = "";
     function peek32(address) { return words[(address - 0x4005800c) >> 2]; }
     function poke32(address, value) { words[(address - 0x4005800c) >> 2] = value; }
     var Ds1307 = {
       setup: function () {},
       writeTo: function (to, data) {
         pointer = data[0];
         for (var i = 1; i < data.length; i++) { registers[pointer] = data[i]; pointer = (pointer + 1) & 63; }
       },
       readFrom: function (address, count) {
         var data = new Uint8Array(count);
         for (var i = 0; i < count; i++) { data[i] = registers[pointer]; pointer = (pointer + 1) & 63; }
         return data;
       },
     };
     var Storage = { write: function () { return true; }, readArrayBuffer: function () {} };
     Serial1.setup = E.setConsole = function () {};
     LoopbackB.on("data", function (data) { said += data; });
     ${firmware(settings).replace('require("Storage")', "Storage")}
     var typed = ${JSON.stringify(commands)};
     setInterval(function () {
       if (typed.length && typed[0].until) {
         if (said.indexOf(typed[0].until) >= 0) typed.shift();
         else LoopbackB.write(typed[0].type + "\\r");
       } else if (typed.length) LoopbackB.write(typed.shift() + "\\r");
       else { print(said); print("KEPT " + JSON.stringify({ words: words, registers: registers })); quit(); }
     }, 800);`,
    { linkpulse: script("retention"), clock: script("ds1307") },
  );
  const after = lines.find((line) => line.startsWith("KEPT "))!;
  const numbers = lines.flatMap((line) => /HDLC myseq (\d+)/.exec(line)?.slice(1).map(Number) ?? []);
  return { lines, numbers, kept: JSON.parse(after.slice("KEPT ".length)) as Kept };
}

testOnEspruino("on Espruino numbers go on behind those of the last run, in scratch registers", async (t) => {
  t.timeout(120_000);
  const first = await run(t, "memory: scratch", BLANK, ["", "show retention", ""]);
  t.true(first.lines.includes("Retained memory: empty"), first.lines.join("\n"));
  t.true(first.numbers.length > 2 && first.numbers.at(-1)! < 20);
  const second = await run(t, "memory: scratch", first.kept, ["", "show power", ""]);
  t.true(second.lines.includes("Retained memory: restored"), second.lines.join("\n"));
  t.true(second.lines.includes("% Nothing watches the supply of this router"));
  t.is(second.numbers[0], 256);
  for (const line of [...first.lines, ...second.lines]) t.log(line);
});

testOnEspruino("on Espruino clock and numbers are kept in a DS1307", async (t) => {
  t.timeout(120_000);
  const settings = "memory: clock, clock: ds1307";
  const first = await run(t, settings, BLANK, [
    "",
    "show clock",
    "clock set 12:00:00 1 may 2026",
    { type: "show clock", until: " UTC " },
    "",
  ]);
  t.true(first.lines.includes("% No time: the oscillator of the clock stood still"), first.lines.join("\n"));
  t.true(
    first.lines.some((line) => /^12:00:0\d UTC Fri May 1 2026$/.test(line)),
    first.lines.join("\n"),
  );
  // An hour goes by.
  first.kept.registers[2] = 0x13;
  const second = await run(t, settings, first.kept, ["", { type: "show clock", until: " UTC " }, "show retention", ""]);
  t.true(
    second.lines.some((line) => /^13:00:0\d UTC Fri May 1 2026$/.test(line)),
    second.lines.join("\n"),
  );
  t.true(second.lines.some((line) => /^Retention: restored, saved 01:00:0\d before the start$/.test(line)));
  t.true(second.numbers[0]! > first.numbers.at(-1)! && second.numbers[0]! <= first.numbers.at(-1)! + 256);
  for (const line of [...first.lines, ...second.lines]) t.log(line);
});
