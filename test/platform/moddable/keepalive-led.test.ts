import test from "ava";
import { FakeDigital, newHost } from "../../support/moddable/host";
import { importLinkpulse, registerModdableModules } from "../../support/moddable/modules";

registerModdableModules();

test("it flashes for 50 ms with each keepalive while the line protocol is up, and not while the router is being made", async (t) => {
  const { KeepaliveLed } = await importLinkpulse();
  const host = newHost();
  const led = new KeepaliveLed({ io: FakeDigital, pin: 25 });
  const pin = host.pins.get(25)!;
  const router = { lineProtocolUp: false };
  const at = (ticks: number) => {
    host.runUntil(ticks);
    return pin.level;
  };
  t.is(at(0), 0);
  led.keepaliveInterval();
  led.line = router;
  led.keepaliveInterval();
  t.deepEqual([at(0), at(100)], [0, 0]);

  router.lineProtocolUp = true;
  led.keepaliveInterval();
  t.deepEqual([at(100), at(149), at(150)], [1, 1, 0]);
  // Again, and once more before it is dark.
  host.runUntil(1000);
  led.keepaliveInterval();
  host.runUntil(1030);
  led.keepaliveInterval();
  t.deepEqual([at(1079), at(1080), at(60_000)], [1, 0, 0]);
  t.is(host.timerCalls, 2);
});

test("of a link that says whether they came back, it flashes with those that did", async (t) => {
  const { KeepaliveLed } = await importLinkpulse();
  const host = newHost();
  const led = new KeepaliveLed({ io: FakeDigital, pin: 25 });
  const pin = host.pins.get(25)!;
  const link = { lineProtocolUp: true, keepaliveAnswered: false };
  led.line = link;
  led.keepaliveInterval();
  t.is(pin.level, 0);
  link.keepaliveAnswered = true;
  led.keepaliveInterval();
  t.is(pin.level, 1);
  host.runUntil(50);
  link.lineProtocolUp = false;
  led.keepaliveInterval();
  t.is(pin.level, 0);
});

test("it flashes with a NAT keepalive that was sent, whatever else is up", async (t) => {
  const { KeepaliveLed } = await importLinkpulse();
  const host = newHost();
  const led = new KeepaliveLed({ io: FakeDigital, pin: 25 });
  led.keepaliveSent();
  t.is(host.pins.get(25)!.level, 1);
  host.runUntil(50);
  t.is(host.pins.get(25)!.level, 0);
});

test("where there is no LED no pin is taken, and nothing happens", async (t) => {
  const { KeepaliveLed } = await importLinkpulse();
  const host = newHost();
  const led = new KeepaliveLed({ io: FakeDigital });
  led.line = { lineProtocolUp: true };
  led.keepaliveInterval();
  led.keepaliveSent();
  host.runUntil(1000);
  t.is(host.pins.size, 0);
  t.is(host.timerCalls, 0);
});
