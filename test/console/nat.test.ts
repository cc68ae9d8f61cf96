import test from "ava";
import type { NatKeepaliveOptions } from "../../src/keepalive/nat-keepalive";
import { ConsoleRouter } from "../support/console-router";
import { esp, isakmp } from "../support/nat-t";
import { ip } from "../support/slarp";

const PEER = ip("192.0.2.1");

/** A router without interfaces, with a NAT keepalive and somebody at its console. */
function router(nat: NatKeepaliveOptions = { forced: true }): ConsoleRouter {
  const router = new ConsoleRouter({ interfaces: {}, nat }).boot();
  router.types("");
  return router;
}

/** Types configuration commands, and returns what they print. */
function configures(router: ConsoleRouter, ...commands: string[]): string[] {
  const printed = router.types("configure terminal", ...commands, "end");
  return printed.filter((line) => !line.includes("#") && !line.startsWith("Enter configuration"));
}

const shows = (router: ConsoleRouter) => router.shows("show crypto isakmp nat");

test("the interval counts from the last datagram, at once", (t) => {
  const a = router();
  a.until(19_999);
  t.deepEqual(a.datagrams.told(), ["c0000201:4500 ff"], "the first leaves at 0");
  t.deepEqual(configures(a, "crypto isakmp nat keepalive 30"), []);
  a.until(29_999);
  t.deepEqual(a.datagrams.told(), []);
  a.until(30_000);
  t.deepEqual(a.datagrams.told(), ["c0000201:4500 ff"]);
  configures(a, "crypto isakmp nat keepalive 5");
  a.until(45_000);
  t.is(a.datagrams.told().length, 3, "at 35, 40 and 45 s");
});

test("its no form stops them, until there is an interval again", (t) => {
  const a = router();
  a.until(1_000);
  a.datagrams.told();
  t.deepEqual(configures(a, "no crypto isakmp nat keepalive"), []);
  a.until(4_000_000);
  t.deepEqual(a.datagrams.told(), []);
  t.is(a.scheduler.delay(a.now), -1, "and nothing wakes the chip");
  t.is(shows(a)[0], "Peer 192.0.2.1 port 4500, NAT keepalive off");
  configures(a, "crypto isakmp nat keepalive 20");
  a.until(4_000_001);
  t.deepEqual(a.datagrams.told(), ["c0000201:4500 ff"]);
});

test("seconds out of range get the marker, and ? says the range", (t) => {
  const a = router();
  a.types("configure terminal");
  for (const seconds of ["4", "4.999", "3601", "3600.001", "0", "-5", "x"]) {
    t.deepEqual(a.types(`crypto isakmp nat keepalive ${seconds}`).slice(1), [
      `${" ".repeat("Router1(config)#crypto isakmp nat keepalive ".length)}^`,
      "% Invalid input detected at '^' marker.",
      "",
    ]);
  }
  t.is(a.nat.keepalive.interval, 20_000);
  t.deepEqual(a.types("crypto isakmp nat keepalive").slice(1), ["% Incomplete command.", ""]);
  a.keys("crypto isakmp nat keepalive ?");
  t.deepEqual(a.screen.take().slice(1), ["  <5-3600>          Seconds with nothing sent before one is (default 20)"]);
  a.keys("\x15no crypto isakmp nat ?");
  t.deepEqual(a.screen.take().slice(1), ["  keepalive         Keep the NAT's mapping alive"]);
});

test("words may be cut short, and an interface is left as on IOS", (t) => {
  const a = new ConsoleRouter({ nat: {} }).boot();
  a.types("", "configure terminal", "interface serial 0/0", "cry isa nat keep 5.5");
  t.is(a.nat.keepalive.interval, 5_500);
  t.is(a.screen.last, "Router1(config)#");
  a.types("interface serial 0/0", "no cry isa nat keep");
  t.is(a.nat.keepalive.interval, 0);
  t.is(a.screen.last, "Router1(config)#");
});

test("show crypto isakmp nat tells peer, setting, state and counters", (t) => {
  const a = router({ forced: true, natTimeout: 30_000 });
  a.until(25_000);
  a.datagrams.arrive([0xff], PEER, 4500, a.now);
  a.datagrams.arrive([0, 0, 0, 0, ...isakmp(28)], PEER, 4500, a.now);
  a.datagrams.arrive(esp(1), PEER, 4500, a.now);
  a.datagrams.arrive(esp(2), ip("203.0.113.7"), 9, a.now);
  a.datagrams.arrive([1, 2, 3], PEER, 4500, a.now);
  a.nat.send(esp(3), 0, 32, PEER, 4500, a.now);
  a.datagrams.settle(true, a.now);
  a.until(32_000);
  t.deepEqual(shows(a), [
    "Peer 192.0.2.1 port 4500, NAT keepalive every 20 sec",
    "  Forced: sent whether a NAT is found or not",
    "  NAT timeout 30 sec",
    "  Last sent 00:00:07 ago",
    "  Keepalives: 2 sent, 0 not sent, 0 spared by traffic, 0 early, 1 received",
    "  Gaps after which the mapping was doubted: 0",
    "  Others: 1 IKE, 2 ESP and 1 junk received, 1 sent, 0 not sent",
  ]);
});

test("show crypto isakmp nat warns of an interval that is too long", (t) => {
  const a = router({ forced: true, natTimeout: 30_000 });
  configures(a, "crypto isakmp nat keepalive 30");
  t.is(shows(a)[1], "  Warning: not below the NAT's timeout, mappings will be lost");
  configures(a, "crypto isakmp nat keepalive 29");
  t.is(shows(a)[1], "  Forced: sent whether a NAT is found or not");
  a.nat.keepalive.setNatTimeout(0);
  t.is(shows(a)[1], "  Warning: above 20 sec, and the NAT's timeout is not known");
  t.true(shows(a).includes("  NAT timeout not known"));
});

test("show crypto isakmp nat says why no keepalive is sent", (t) => {
  const a = router({});
  t.deepEqual(shows(a).slice(1, 4), [
    "  No NAT found: no keepalives are sent",
    "  NAT timeout not known",
    "  Nothing sent lately",
  ]);
  a.nat.keepalive.setBehindNat(true, a.now);
  t.is(shows(a)[1], "  Behind a NAT");
  a.nat.stop();
  t.is(shows(a)[1], "  Stopped: no network");
  a.nat.setPeer(0, 4500, a.now);
  t.is(shows(a)[0], "No peer, NAT keepalive every 20 sec");
});

test("what was sent before the clock can tell is not given a time", (t) => {
  const a = router();
  a.until(100);
  a.datagrams.refuses = true;
  a.until(0x7fff_ffff);
  t.is(shows(a)[3], "  Last sent 3w3d ago");
  a.until(0x8000_1000);
  t.is(shows(a)[3], "  Nothing sent lately");
});

test("a router without NAT traversal says so, and changes nothing", (t) => {
  const a = new ConsoleRouter().boot();
  a.types("");
  const answer = "% crypto isakmp nat: this router has no NAT traversal";
  t.deepEqual(shows(a), [answer]);
  t.deepEqual(a.configures("crypto isakmp nat keepalive 30", "no crypto isakmp nat keepalive"), [answer, answer]);
  t.deepEqual(a.shows("show running-config"), ["!", "interface Serial0/0", "end"]);
});
