/** What a board carries at once: a serial line, and an Ethernet interface and a NAT keepalive as parts of the same router. */
import { PassThrough } from "node:stream";
import test from "ava";
import { ETHERNET_ON_CHIP_TIMERS } from "../../src/platform/ethernet-on-chip";
import { ethernetRouterLink, ethernetRouterTimers, openEthernet } from "../../src/platform/ethernet-router-link";
import type { EthernetPartOptions } from "../../src/platform/ethernet-router-link";
import { LateDatagramPort } from "../../src/platform/late-datagram-port";
import { NATT_END_TIMERS, NattEnd } from "../../src/platform/natt-end";
import { NodeTerminal } from "../../src/platform/node/terminal";
import type { RouterPart } from "../../src/platform/router";
import { RouterLink, routerLinkTimers } from "../../src/platform/router-link";
import type { RouterLinkOptions } from "../../src/platform/router-link";
import type { PlatformPort } from "../../src/platform/serial-link";
import { WakeSource } from "../../src/ports";
import { MemoryStore } from "../support/console-router";
import { FakeDatagramPort } from "../support/datagram-port";
import { FakeFramePort } from "../support/fake-frame-port";
import { manualLoop } from "../support/manual-clock";

const KEEPALIVE = "c0000201:4500 ff";

/** Hardware in the test's hand, and who was closed of it. */
class Hardware {
  readonly closed: string[] = [];
  readonly socket = Object.assign(new FakeDatagramPort(), { close: () => this.closed.push("socket") });
  readonly place = {
    bus: { select() {}, exchange: () => 0, read() {}, write() {}, release() {}, close: () => this.closed.push("bus") },
    pin: { attach() {}, close: () => this.closed.push("pin") },
  };
  readonly port: PlatformPort = {
    wakeSource: WakeSource.AlwaysAwake,
    attach() {},
    write: (_bytes, start, end) => end - start,
    setModemLines() {},
    close: () => this.closed.push("port"),
  };
  chip: FakeFramePort | undefined;
  /** Whether the socket was made. */
  opened = false;
  readonly due: { at: number; happens: (now: number) => void }[] = [];
  time = 0;

  ethernetOptions(options: Partial<EthernetPartOptions> = {}): EthernetPartOptions {
    const chip = new FakeFramePort("enc28j60", 1, (delay, happens) =>
      this.due.push({ at: this.time + delay, happens }),
    );
    this.chip = chip;
    const driver = Object.assign(chip, {
      attach(listener: FakeFramePort["listener"]) {
        chip.listener = listener;
      },
      start() {},
      stop() {},
      interrupt() {},
    });
    return { keepalive: { interval: 5000 }, chip: () => ({ driver, controller: chip }), ...options };
  }

  ethernet(options: Partial<EthernetPartOptions> = {}): RouterPart {
    const given = this.ethernetOptions(options);
    return {
      timers: ETHERNET_ON_CHIP_TIMERS,
      need: 14000,
      open: (loop, console) => openEthernet(given, this.place as never, loop.scheduler, console, 2),
    };
  }

  natt(): RouterPart {
    return {
      timers: NATT_END_TIMERS,
      need: 10500,
      open: (loop, console) => {
        const late = new LateDatagramPort(() => {
          this.opened = true;
          return this.socket;
        });
        const options = { peerAddress: "192.0.2.1", keepalive: { forced: true } };
        return new NattEnd(options, late, null, undefined, loop, console);
      },
    };
  }
}

/** A person at a terminal. */
function person() {
  const input = new PassThrough();
  const output = new PassThrough();
  return {
    console: new NodeTerminal({ input, output }),
    async types(...lines: string[]): Promise<string[]> {
      input.write(lines.map((line) => `${line}\r`).join(""));
      await new Promise((resolve) => setImmediate(resolve));
      return ((output.read() as Buffer | null) ?? "").toString().split("\r\n");
    },
  };
}

function boot(parts: (hardware: Hardware) => RouterPart[], options: Partial<RouterLinkOptions> = {}) {
  const hardware = new Hardware();
  const given = { ...options, parts: parts(hardware) };
  const { clock, loop } = manualLoop(routerLinkTimers(given));
  const { console, types } = person();
  const router = new RouterLink({ ...given, console }, hardware.port, loop, 1, 0);
  return { router, hardware, clock, types, until: untilOf(hardware, clock) };
}

/** Lets time pass ms by ms, in which what was taken leaves and what is under way arrives. */
function untilOf(hardware: Hardware, clock: ReturnType<typeof manualLoop>["clock"]) {
  return (time: number) => {
    for (; clock.time < time; clock.runUntil(clock.time + 1)) {
      hardware.time = clock.time;
      hardware.socket.settle(true, clock.time);
      for (const { happens } of hardware.due.splice(0)) happens(clock.time);
    }
  };
}

test("one console shows a serial line, an Ethernet interface and a NAT keepalive, all of them at work", async (t) => {
  const { router, hardware, types, until } = boot((hardware) => [hardware.ethernet(), hardware.natt()]);
  until(21_000);
  t.true(router.lineProtocolUp);
  t.deepEqual(hardware.socket.told(), [KEEPALIVE, KEEPALIVE]);
  await types("");
  const interfaces = await types("show interfaces");
  t.true(interfaces.includes("Serial0/0 is up, line protocol is up (connected)"));
  t.true(interfaces.includes("Ethernet0 is up, line protocol is up (connected)"));
  const shown = await types("show keepalive");
  t.true(
    shown.some((line) => /^Ethernet0: ARPA keepalive every 5 sec/.test(line)),
    shown.join("\n"),
  );
  const nat = await types("show crypto isakmp nat");
  t.true(nat.includes("Peer 192.0.2.1 port 4500, NAT keepalive every 20 sec"));
});

test("what is saved of all of them is how they boot", async (t) => {
  const store = new MemoryStore();
  const first = boot((hardware) => [hardware.ethernet(), hardware.natt()], { store });
  const lines = ["crypto isakmp nat keepalive 5", "int e0", "keepalive 3 7", "int s0/0", "shut", "end", "write memory"];
  t.true((await first.types("", "conf t", ...lines)).includes("[OK]"));
  const second = boot((hardware) => [hardware.ethernet(), hardware.natt()], { store });
  second.until(10_100);
  t.deepEqual(second.hardware.socket.told(), [KEEPALIVE, KEEPALIVE, KEEPALIVE]);
  t.false(second.router.lineProtocolUp);
  await second.types("");
  t.true(
    (await second.types("show keepalive")).some((line) =>
      /^Ethernet0: ARPA keepalive every 3 sec, retries 7/.test(line),
    ),
  );
});

test("a part of a router without a serial line", async (t) => {
  const hardware = new Hardware();
  const { console, types } = person();
  const options = { ...hardware.ethernetOptions(), parts: [hardware.natt()], console };
  const { clock, loop } = manualLoop(ethernetRouterTimers(options));
  const link = ethernetRouterLink(options, hardware.place as never, loop, 1, 0);
  untilOf(hardware, clock)(21_000);
  t.true(link.lineProtocolUp);
  t.deepEqual(hardware.socket.told(), [KEEPALIVE, KEEPALIVE]);
  link.close();
  t.true(clock.closed);
  t.deepEqual(hardware.closed, ["pin", "bus", "socket"]);
  t.deepEqual((await types("")).at(-1), "");
});

test("a router that is closed gives back what its parts have", (t) => {
  const { router, hardware, clock, until } = boot((hardware) => [hardware.ethernet(), hardware.natt()]);
  until(100);
  hardware.socket.told();
  router.close();
  t.true(clock.closed);
  t.deepEqual(hardware.closed, ["port", "pin", "bus", "socket"]);
  until(60_000);
  t.deepEqual(hardware.socket.told(), []);
});

test("hardware is opened while the router is made, and at work once what is retained was read", (t) => {
  const commands = { attach() {} } as never;
  const retention = { timers: 0, of: () => ({ commands, start() {} }) };
  const { hardware, until } = boot((hardware) => [hardware.natt()], { retention });
  t.true(hardware.opened);
  until(60_000);
  t.deepEqual(hardware.socket.told(), []);
});

test("parts that don't go together get one line", (t) => {
  t.throws(() => boot((hardware) => [hardware.natt(), hardware.natt()]), {
    instanceOf: RangeError,
    message: "router: two of its parts are a NAT keepalive: it can have one",
  });
  t.throws(() => boot((hardware) => [hardware.ethernet({ name: "serial0/0" })]), {
    instanceOf: RangeError,
    message: "console: the name of interface 0 can stand for another one too: each must have its own",
  });
});
