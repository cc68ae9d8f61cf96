import { PassThrough } from "node:stream";
import test from "ava";
import { CutMemory } from "../../emulator/retention/cut-memory";
import { NodeTerminal } from "../../src/platform/node/terminal";
import { RouterLink, routerLinkTimers } from "../../src/platform/router-link";
import type { RouterLinkOptions } from "../../src/platform/router-link";
import type { PlatformPort } from "../../src/platform/serial-link";
import { Tearing, WakeSource } from "../../src/ports";
import { ROUTER_RETENTION_TIMERS, RouterRetention } from "../../src/retention/router-retention";
import { manualLoop } from "../support/manual-clock";

/** A router whose line leads nowhere, with a memory. */
function boot(memory: CutMemory, options: Partial<RouterLinkOptions> = {}) {
  const output = new PassThrough();
  const all: RouterLinkOptions = {
    ...options,
    console: new NodeTerminal({ input: new PassThrough(), output }),
    retention: { timers: ROUTER_RETENTION_TIMERS, of: (line) => new RouterRetention(line, { memory }) },
  };
  const { clock, loop } = manualLoop(routerLinkTimers(all));
  const port: PlatformPort = {
    wakeSource: WakeSource.AlwaysAwake,
    attach: () => {},
    write: (_bytes, start, end) => end - start,
    setModemLines: () => {},
    close: () => {},
  };
  const router = new RouterLink(all, port, loop, 1, 0);
  const printed = () => ((output.read() as Buffer | null) ?? "").toString();
  return { router, clock, printed };
}

test("a line starts when the memory was read, and its banner says what was found", (t) => {
  const contents = new Uint8Array(56);
  const first = boot(new CutMemory(contents, Tearing.Latched));
  t.false(first.router.serial.administrativelyUp);
  first.clock.runUntil(100);
  t.true(first.router.serial.administrativelyUp);
  t.regex(first.printed(), /^linkpulse, version .*\r\nRetained memory: empty\r\n/);

  const second = boot(new CutMemory(contents, Tearing.Latched));
  second.clock.runUntil(100);
  t.regex(second.printed(), /Retained memory: restored\r\n/);
});

test("a memory that does not answer keeps the line down for three seconds", (t) => {
  const memory = new CutMemory(new Uint8Array(56), Tearing.Latched);
  memory.off = true;
  const { router, clock, printed } = boot(memory);
  clock.runUntil(2900);
  t.false(router.serial.administrativelyUp);
  clock.runUntil(3100);
  t.true(router.serial.administrativelyUp);
  t.regex(printed(), /Retained memory: not read\r\n/);
});
