import test from "ava";
import { parsePrograms } from "../../../emulator/cli/program-list";

for (const [text, programs] of [
  ["natt", ["natt"]],
  ["natt,ethernet", ["ethernet", "natt"]],
  ["natt,ethernet,router", ["router", "ethernet", "natt"]],
  ["ethernet,retention", ["retention", "ethernet"]],
] as const) {
  test(`--program ${text}: the first is ${programs[0]}`, (t) => {
    t.deepEqual(parsePrograms(text), [...programs]);
  });
}

for (const [text, message] of [
  ["uno", "'uno' is none of router, retention, ethernet, natt."],
  ["", "'' is none of router, retention, ethernet, natt."],
  ["router,", "'' is none of router, retention, ethernet, natt."],
  ["router, natt", "' natt' is none of router, retention, ethernet, natt."],
  ["natt,router,natt", "'natt' must be there once."],
  ["retention,router", "It must be router or retention, which is a router that outlives its supply."],
] as const) {
  test(`--program ${text || "(empty)"} is refused`, (t) => {
    t.throws(() => parsePrograms(text), { code: "commander.invalidArgument", message });
  });
}
