import test from "ava";
import fc from "fast-check";
import { interfaceOf } from "../../src/console/console-interface";
import { ConsoleRouter, MemoryStore } from "../support/console-router";

const INTERFACES = {
  "Serial0/0": "all",
  "Serial1/0": "hdlc",
  Line2: "ppp",
  Ethernet0: "enc28j60",
  Ethernet1: "w5500",
} as const;

const address = fc
  .tuple(fc.integer({ min: 1, max: 126 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }))
  .map(([a, b, c]) => `${a}.${b}.0.${c}`);
const seconds = (most: number) => fc.integer({ min: 1, max: most * 1000 }).map((ms) => `${ms / 1000}`);
const retries = fc.integer({ min: 1, max: 255 });

/** A command that configures something, whether the interface has it or not. */
const command = fc.oneof(
  fc.constantFrom(...Object.keys(INTERFACES)).map((name) => `interface ${name}`),
  fc.constantFrom("hdlc", "ppp", "frame-relay").map((name) => `encapsulation ${name}`),
  fc.constantFrom("shutdown", "no shutdown", "down-when-looped", "no down-when-looped"),
  fc.constantFrom("auto", "peer", "phy", "self").map((mode) => `loopback ${mode}`),
  fc.constantFrom("loopback assist", "no loopback assist", "no loopback"),
  fc.constantFrom("keepalive", "keepalive 0", "keepalive disable", "no keepalive"),
  seconds(32767).map((period) => `keepalive ${period}`),
  fc.tuple(seconds(100), retries).map(([period, count]) => `keepalive ${period} ${count}`),
  address.map((ip) => `ip address ${ip} 255.255.255.0`),
  fc.constantFrom("ip address negotiated", "ip address slarp", "no ip address"),
  address.map((ip) => `path-probe ${ip}`),
  fc.tuple(address, seconds(100), retries).map(([ip, period, count]) => `path-probe ${ip} ${period} ${count}`),
  fc.constantFrom("no path-probe", "path-probe 10.1.1.1 0"),
  address.map((ip) => `peer default ip address ${ip}`),
  fc.integer({ min: 0, max: 0xffffffff }).map((accm) => `ppp accm ${accm.toString(16)}`),
  seconds(60).map((restart) => `ppp timeout restart ${restart}`),
  fc.constantFrom("ppp acfc", "no ppp acfc", "ppp pfc", "no ppp pfc", "ppp fcs 0", "ppp fcs 16", "ppp fcs 32"),
  fc.integer({ min: 5_000, max: 3_600_000 }).map((ms) => `crypto isakmp nat keepalive ${ms / 1000}`),
  fc.constantFrom("crypto isakmp nat keepalive 20", "no crypto isakmp nat keepalive"),
  fc.constantFrom("ppp echo adaptive", "no ppp echo adaptive", "no peer default ip address", "no ppp accm"),
);

const configurations = fc.array(command, { maxLength: 40 });

function configured(commands: string[], store = new MemoryStore()): ConsoleRouter {
  const router = new ConsoleRouter({ interfaces: INTERFACES, nat: {}, store }).boot();
  router.types("", "configure terminal", "interface serial 0/0", ...commands, "end");
  return router;
}

const show = (router: ConsoleRouter) => router.shows("show running-config");

test("a router whose defaults nobody changed has an empty configuration", (t) => {
  const router = new ConsoleRouter().boot();
  router.types("");
  t.deepEqual(show(router), ["!", "interface Serial0/0", "end"]);
});

test("the running configuration, typed at a router with the defaults, brings about the same", (t) => {
  fc.assert(
    fc.property(configurations, (commands) => {
      const text = show(configured(commands));
      const other = new ConsoleRouter({ interfaces: INTERFACES, nat: {} }).boot();
      const printed = other.types("", "configure terminal", ...text);
      t.deepEqual(
        printed.filter((line) => line.startsWith("%")),
        [],
      );
      t.deepEqual(show(other), text);
    }),
  );
});

test("what is saved is what a router starts with", (t) => {
  fc.assert(
    fc.property(configurations, (commands) => {
      const store = new MemoryStore();
      const saved = configured(commands, store);
      const text = show(saved);
      const printed = saved.shows("write memory");
      t.deepEqual(printed, ["Building configuration...", "[OK]"]);
      t.is(store.text, text.map((line) => `${line}\r\n`).join(""));
      const next = new ConsoleRouter({ interfaces: INTERFACES, nat: {}, store }).boot();
      t.is(next.screen.sent, "", "nothing in it was not understood, and nothing is logged");
      next.types("");
      t.deepEqual(show(next), text);
    }),
  );
});

test("what nobody stored changes nothing, and is said to be missing", (t) => {
  const router = new ConsoleRouter({ store: new MemoryStore() });
  t.false(router.commands.restore(0));
  t.false(router.serial.administrativelyUp);
  const storeless = new ConsoleRouter();
  t.false(storeless.commands.restore(0));
  storeless.types("");
  t.deepEqual(storeless.shows("write memory"), ["% write memory: this board has no store"]);
});

test("a store that is too small is told, and keeps what it had", (t) => {
  const store = new MemoryStore();
  const router = new ConsoleRouter({ store }).boot();
  router.types("");
  router.types("write");
  const before = store.text;
  store.room = 40;
  router.configures("keepalive 7");
  const octets = show(router).join("\r\n").length + 2;
  t.deepEqual(router.shows("wr mem"), [
    "Building configuration...",
    `% write memory: the store did not take the configuration's ${octets} octets`,
  ]);
  t.is(store.text, before);
});

test("the NAT keepalive stands before the interfaces, if it is not the default", (t) => {
  const router = new ConsoleRouter({ nat: { interval: 7_000 } }).boot();
  router.types("");
  const config = (command: string) => {
    t.deepEqual(router.configures(command), []);
    return show(router).slice(0, -2);
  };
  t.deepEqual(show(router).slice(0, -2), ["!", "crypto isakmp nat keepalive 7", "!"]);
  t.deepEqual(config("crypto isakmp nat keepalive 3600"), ["!", "crypto isakmp nat keepalive 3600", "!"]);
  t.deepEqual(config("no crypto isakmp nat keepalive"), ["!", "no crypto isakmp nat keepalive", "!"]);
  t.deepEqual(config("crypto isakmp nat keepalive 20"), ["!"]);
});

test("an interface that is shut down in the stored configuration is never started", (t) => {
  const store = new MemoryStore();
  store.text = "interface Serial0/0\r\n keepalive 5\r\n shutdown\r\ninterface Serial1/0\r\n no shutdown\r\n";
  const router = new ConsoleRouter({ interfaces: INTERFACES, nat: {}, store });
  router.boot().until(20_000);
  t.is(router.screen.sent, "");
  t.deepEqual(
    router.interfaces.map((shown) => interfaceOf(shown).administrativelyUp),
    [false, true, true, true, true],
  );
  router.types("");
  router.configures("no shutdown");
  t.true(router.serial.lineProtocolUp);
  t.is(router.serial.protocol.interval, 5_000);
});

test("the stored configuration counts from the defaults, whatever the firmware's options are", (t) => {
  const store = new MemoryStore();
  store.text = "interface Serial0/0\n ppp pfc\n";
  const router = new ConsoleRouter({ store });
  const { serial, hdlc, ppp } = router.serials[0]!;
  serial.encapsulate(1, 0);
  serial.setKeepalive(500, 9, 0);
  serial.setAddress(0x0a000001, -1, false, 0);
  hdlc!.downWhenLooped = true;
  ppp!.lcp.accm = 5;
  router.boot().types("");
  t.deepEqual(show(router), ["!", "interface Serial0/0", "end"]);
});

test("lines of a stored configuration that mean nothing are told and left out", (t) => {
  const store = new MemoryStore();
  const long = `! ${"x".repeat(90)}`;
  store.text = [
    "interface Serial9/9",
    "keepalive 5",
    "interface Serial0/0",
    long,
    "",
    "keepalive 99999",
    "keepalive 6",
    "end",
    "write memory",
    "interface Serial0/0",
    "keepalive",
    " ip address 10.0.0.1 255.0.0.0",
  ].join("\r\n");
  const router = new ConsoleRouter({ store }).boot();
  const ignored = (line: string) => `% stored configuration: not understood: ${line}`;
  t.deepEqual(router.screen.take(), [
    ignored("interface Serial9/9"),
    ignored("keepalive 5"),
    ignored(long.slice(0, 80)),
    ignored("keepalive 99999"),
    ignored("write memory"),
  ]);
  router.types("");
  t.deepEqual(show(router), ["!", "interface Serial0/0", " ip address 10.0.0.1 255.0.0.0", "end"]);
});
