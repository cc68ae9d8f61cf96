import test from "ava";
import { UsageError } from "../../../emulator/cli/usage-error";
import { espruinoEngine, espruinoProgram } from "../../../emulator/engine/espruino";
import type { RouterOutputs } from "../../../emulator/device/contract";
import { withEnvironment } from "../../support/environment";
import { espruinoOutputLint } from "../../support/lint";
import { routerConfig } from "../../support/router-config";

test("the device program has no form that Espruino lacks", async (t) => {
  const lint = await espruinoOutputLint();
  t.deepEqual(lint(espruinoProgram(), "device.js"), []);
});

test("a program that is no Espruino is named, with how it ended", async (t) => {
  withEnvironment(t, "ESPRUINO", "/bin/false");
  const nothing = {} as RouterOutputs;
  await t.throwsAsync(async () => espruinoEngine()(routerConfig(), nothing, 0), {
    instanceOf: UsageError,
    message: "engine espruino: /bin/false: ended with 1",
  });
});
