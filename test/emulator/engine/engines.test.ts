import test from "ava";
import { UsageError } from "../../../emulator/cli/usage-error";
import { engineNamed } from "../../../emulator/engine/engines";
import { withEnvironment } from "../../support/environment";

test("an unknown engine is refused with the names of those that there are", (t) => {
  t.throws(() => engineNamed("xsnap"), {
    instanceOf: UsageError,
    message: "there is no engine 'xsnap': it must be node, xs, espruino or rp2040:IMAGE",
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

test("a firmware image needs itself and a boot ROM", (t) => {
  const refused = (name: string, bootrom: string | undefined, message: string | RegExp) => {
    t.throws(() => engineNamed(name, { bootrom }), { instanceOf: UsageError, message });
  };
  refused("rp2040:", undefined, "engine rp2040: no image is named: it must be as in rp2040:xs_pico.uf2");
  refused("rp2040:/no/such.uf2", undefined, "engine rp2040: /no/such.uf2: there is no such file");
  refused(
    "rp2040:package.json",
    undefined,
    "engine rp2040: --bootrom is missing: it must name the RP2040's boot ROM, bootrom-b1.bin or -b2",
  );
  refused("rp2040:package.json", "/no/such.bin", "--bootrom /no/such.bin: there is no such file");
  refused("rp2040:package.json", "LICENSE", /^--bootrom LICENSE: it has \d+ octets: the RP2040's boot ROM has 16384$/);
});
