import test from "ava";
import { espruinoProgram } from "../../../emulator/engine/espruino";
import { espruinoOutputLint } from "../../support/lint";

test("the device program has no form that Espruino lacks", async (t) => {
  const lint = await espruinoOutputLint();
  t.deepEqual(lint(espruinoProgram(), "device.js"), []);
});
