import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("Espruino needs a program in its Storage", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const bootrom = join(folder, "bootrom.bin");
  writeFileSync(bootrom, new Uint8Array(16384));
  // A stack in RAM, a start in flash, and the name of the file that Espruino runs.
  const flash = Buffer.alloc(512, 0xff);
  flash.writeUInt32LE(0x20042000, 0x100);
  flash.writeUInt32LE(0x10000201, 0x104);
  flash.write(".bootcde", 0x108);
  const image = join(folder, "espruino.bin");
  writeFileSync(image, flash);
  const refused = (storage: string[], message: string) => {
    t.throws(() => engineNamed(`rp2040:${image}`, { bootrom, storage }), { instanceOf: UsageError, message });
  };
  refused(
    [],
    `engine rp2040: ${image}: Espruino's Storage is empty: its program must be there, as in ` +
      "--storage linkpulse:router.min.js --storage .bootcde:main.js",
  );
  refused(["main.js"], "--storage main.js: it must be NAME:FILE, as in linkpulse:router.min.js");
  refused([".bootcde:/no/such.js"], "--storage .bootcde:/no/such.js: there is no file /no/such.js");
  t.notThrows(() => engineNamed(`rp2040:${image}`, { bootrom, storage: [".bootcde:package.json"] }));
});
