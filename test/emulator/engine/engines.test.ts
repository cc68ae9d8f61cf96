import test from "ava";
import { UsageError } from "../../../emulator/cli/usage-error";
import { engineNamed } from "../../../emulator/engine/engines";
import { withEnvironment } from "../../support/environment";

test("an unknown engine is refused with the names of those that there are", (t) => {
  t.throws(() => engineNamed("xsnap"), {
    instanceOf: UsageError,
    message: "there is no engine 'xsnap': it must be one of node, xs, espruino",
  });
});

test("an engine that is not there says how to get it", (t) => {
  withEnvironment(t, "ESPRUINO", undefined);
  withEnvironment(t, "LINKPULSE_XSNAP", "/no/such/xsnap-worker");
  t.throws(() => engineNamed("espruino"), { instanceOf: UsageError, message: /^engine espruino: ESPRUINO is not set/ });
  t.throws(() => engineNamed("xs"), {
    instanceOf: UsageError,
    message: "engine xs: LINKPULSE_XSNAP is /no/such/xsnap-worker: there is no such file",
  });
  withEnvironment(t, "ESPRUINO", "/no/such/espruino");
  t.throws(() => engineNamed("espruino"), {
    instanceOf: UsageError,
    message: "engine espruino: ESPRUINO is /no/such/espruino: there is no such file",
  });
});
