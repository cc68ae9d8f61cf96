import test from "ava";
import type { ExecutionContext } from "ava";
import { KeepaliveLed } from "../../../src/platform/espruino/keepalive-led";

/** What is written to an LED's pin, and what was asked for later. */
function wired(t: ExecutionContext) {
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
  const pass = () => {
    for (const run of later.splice(0)) run();
    return written.splice(0);
  };
  return { led, written, pass };
}

test.serial(
  "it flashes with each keepalive while the line protocol is up, and not while the router is being made",
  (t) => {
    const { led, written, pass } = wired(t);
    const router = { lineProtocolUp: false };
    led.keepaliveInterval();
    led.line = router;
    led.keepaliveInterval();
    t.deepEqual(pass(), []);
    router.lineProtocolUp = true;
    led.keepaliveInterval();
    t.deepEqual(written, [1]);
    t.deepEqual(pass(), [1, 0]);
  },
);

test.serial("of a link that says whether they came back, it flashes with those that did", (t) => {
  const { led, pass } = wired(t);
  const link = { lineProtocolUp: true, keepaliveAnswered: false };
  led.line = link;
  led.keepaliveInterval();
  t.deepEqual(pass(), []);
  link.keepaliveAnswered = true;
  led.keepaliveInterval();
  t.deepEqual(pass(), [1, 0]);
  link.lineProtocolUp = false;
  led.keepaliveInterval();
  t.deepEqual(pass(), []);
});

test.serial("it flashes with a NAT keepalive that was sent, whatever else is up", (t) => {
  const { led, pass } = wired(t);
  led.keepaliveSent();
  t.deepEqual(pass(), [1, 0]);
});

test.serial("where there is no LED nothing happens", (t) => {
  const { pass } = wired(t);
  const led = new KeepaliveLed(undefined);
  led.line = { lineProtocolUp: true };
  led.keepaliveInterval();
  led.keepaliveSent();
  t.deepEqual(pass(), []);
});
