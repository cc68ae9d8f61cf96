import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import test from "ava";
import type { ExecutionContext } from "ava";
import { ConfigFile } from "../../src/platform/node/config-file";
import { NodeTerminal } from "../../src/platform/node/terminal";
import { RouterLink, routerLinkTimers } from "../../src/platform/router-link";
import type { RouterLinkOptions } from "../../src/platform/router-link";
import type { PlatformPort } from "../../src/platform/serial-link";
import { WakeSource } from "../../src/ports";
import { manualLoop } from "../support/manual-clock";

/** A router whose line leads nowhere, with a person at its terminal. */
function boot(options: Partial<RouterLinkOptions> = {}) {
  const { clock, loop } = manualLoop(routerLinkTimers(options));
  const input = new PassThrough();
  const output = new PassThrough();
  const console = new NodeTerminal({ input, output });
  const port: PlatformPort = {
    wakeSource: WakeSource.AlwaysAwake,
    attach: () => {},
    write: (_bytes, start, end) => end - start,
    setModemLines: () => {},
    close: () => {},
  };
  const router = new RouterLink({ ...options, console }, port, loop, 1, 0);
  const type = async (...lines: string[]) => {
    input.write(lines.map((line) => `${line}\r`).join(""));
    await new Promise((resolve) => setImmediate(resolve));
    return ((output.read() as Buffer | null) ?? "").toString().split("\r\n");
  };
  return { router, clock, type };
}

function storeOf(t: ExecutionContext): ConfigFile {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return new ConfigFile(join(folder, "router.cfg"));
}

test("without any option a router speaks HDLC, and answers at its console", async (t) => {
  const { router, type } = boot();
  t.true(router.lineProtocolUp);
  const shown = await type("", "show interfaces");
  t.true(shown.includes("Router#show interfaces"));
  t.true(shown.includes("Serial0/0 is up, line protocol is up (connected)"));
  t.true(shown.includes("Encapsulation HDLC, loopback not set, keepalive set (10 sec)"));
});

test("the encapsulation is the one of the options until it is configured otherwise", async (t) => {
  const { router, type } = boot({ encapsulation: "ppp", hostname: "Sensor" });
  t.false(router.lineProtocolUp, "PPP has to negotiate");
  await type("", "configure terminal", "interface serial 0/0", "encapsulation hdlc", "end");
  t.true(router.lineProtocolUp);
});

test("a configuration that was saved is the one that the router boots with", async (t) => {
  const store = storeOf(t);
  const first = boot({ store });
  const saved = await first.type("", "conf t", "int s0/0", "encapsulation ppp", "keepalive 3 4", "end", "write memory");
  t.true(saved.includes("[OK]"));
  const second = boot({ store });
  t.is(second.router.serial.protocol.interval, 3000);
  t.is(second.router.serial.protocol.retries, 4);
  const shown = await second.type("", "show running-config");
  t.true(shown.includes(" encapsulation ppp"));
  t.true(shown.includes(" keepalive 3 4"));
});

test("a router that is closed gives everything back", async (t) => {
  const { router, clock, type } = boot();
  router.close();
  t.true(clock.closed);
  t.regex((await type()).join(), /Serial0\/0, changed state to administratively down/);
  t.deepEqual(await type("show interfaces"), [""]);
});
