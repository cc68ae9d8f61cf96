import test from "ava";
import { KeepaliveLed } from "../../../src/platform/espruino/keepalive-led";

test.serial(
  "it flashes with each keepalive while the line protocol is up, and not while the router is being made",
  (t) => {
    const written: number[] = [];
    const later: (() => void)[] = [];
    const { setTimeout } = globalThis;
    t.teardown(() => Object.assign(globalThis, { setTimeout }));
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms: number) => {
        t.is(ms, 50);
        later.push(run);
      },
    });
    const led = new KeepaliveLed({ write: (level) => written.push(level), mode: () => t.fail() });
    const router = { lineProtocolUp: false };
    led.keepaliveInterval();
    led.line = router;
    led.keepaliveInterval();
    t.deepEqual([written, later.length], [[], 0]);
    router.lineProtocolUp = true;
    led.keepaliveInterval();
    t.deepEqual(written, [1]);
    for (const run of later) run();
    t.deepEqual(written, [1, 0]);
  },
);
