import test from "ava";
import { PassThrough } from "node:stream";
import { NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import { LateDatagramPort } from "../../src/platform/late-datagram-port";
import { nattPort } from "../../src/platform/natt-end";
import { NattLink, nattLinkTimers } from "../../src/platform/natt-link";
import type { NattLinkOptions } from "../../src/platform/natt-link";
import { NodeTerminal } from "../../src/platform/node/terminal";
import { MemoryStore } from "../support/console-router";
import { FakeDatagramPort } from "../support/datagram-port";
import { FakeWifi } from "../support/fake-wifi";
import { manualLoop } from "../support/manual-clock";
import { esp, isakmp } from "../support/nat-t";
import { ip } from "../support/slarp";

const PEER = ip("192.0.2.1");
const KEEPALIVE = "c0000201:4500 ff";

/** A socket that can be closed. */
class FakeSocket extends FakeDatagramPort {
  closed = false;

  close(): void {
    this.closed = true;
  }
}

interface Bench {
  wifi?: FakeWifi;
  /** What opening the socket throws, while there is something. */
  broken?: Error;
}

/** A link whose forced keepalives leave at once, with a person at its terminal. */
function boot(options: Partial<NattLinkOptions> = {}, bench: Bench = {}) {
  const { clock, loop } = manualLoop(nattLinkTimers(options));
  const sockets: FakeSocket[] = [];
  const late = new LateDatagramPort(() => {
    if (bench.broken) throw bench.broken;
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  });
  const input = new PassThrough();
  const output = new PassThrough();
  const link = new NattLink(
    {
      peerAddress: "192.0.2.1",
      keepalive: { forced: true },
      console: new NodeTerminal({ input, output }),
      ...options,
    },
    late,
    bench.wifi ?? null,
    bench.wifi && { ssid: "lab" },
    loop,
    0,
  );
  const printed = () => ((output.read() as Buffer | null) ?? "").toString().split("\r\n");
  return {
    link,
    clock,
    sockets,
    printed,
    /** Lets time pass; what was taken has left by the next millisecond. */
    until(time: number): void {
      for (; clock.time < time; clock.runUntil(clock.time + 1)) sockets[0]?.settle(true, clock.time);
    },
    sent: () => sockets[0]?.told() ?? [],
    async types(...lines: string[]): Promise<string[]> {
      input.write(lines.map((line) => `${line}\r`).join(""));
      await new Promise((resolve) => setImmediate(resolve));
      return printed();
    },
  };
}

test("keepalives leave on the interval, and at the console it is changed", async (t) => {
  const { sent, until, types } = boot();
  until(20_010);
  t.deepEqual(sent(), [KEEPALIVE, KEEPALIVE]);
  await types("", "conf t", "crypto isakmp nat keepalive 5", "end");
  until(30_010);
  t.is(sent().length, 2);
  const shown = await types("show crypto isakmp nat");
  t.true(shown.includes("Peer 192.0.2.1 port 4500, NAT keepalive every 5 sec"), shown.join("\n"));
});

test("the configuration is saved, and the next boot has it", async (t) => {
  const store = new MemoryStore();
  const first = boot({ store });
  const saved = await first.types("", "conf t", "no crypto isakmp nat keepalive", "end", "write memory");
  t.true(saved.includes("[OK]"));
  t.is(store.text, "!\r\nno crypto isakmp nat keepalive\r\nend\r\n");
  const second = boot({ store });
  second.until(100_000);
  t.deepEqual(second.sent(), []);
});

test("without being forced, keepalives begin when a NAT is found", (t) => {
  const { link, sent, until } = boot({ keepalive: { interval: 10_000 }, peerPort: 1024 });
  until(30_000);
  t.deepEqual(sent(), []);
  link.setBehindNat(true);
  until(45_000);
  t.deepEqual(sent(), ["c0000201:1024 ff", "c0000201:1024 ff"]);
});

test("traffic spares keepalives, and what arrives is handed on", (t) => {
  const log: string[] = [];
  const { link, clock, sockets, sent, until } = boot({
    listener: {
      ikeReceived: (_bytes, start, end) => log.push(`IKE ${end - start}`),
      espReceived: (_bytes, start, end) => log.push(`ESP ${end - start}`),
      datagramSent: (sent) => log.push(sent ? "sent" : "not sent"),
    },
  });
  until(10_000);
  t.true(link.send(esp(1), 0, 32, PEER, 4500));
  until(25_000);
  t.deepEqual(
    sent().map((line) => line.slice(0, 16)),
    [KEEPALIVE, "c0000201:4500 c0"],
  );
  t.is(link.traversal.keepalive.counters[NatKeepaliveCounter.Spared], 1);
  sockets[0]!.arrive([0, 0, 0, 0, ...isakmp(40)], PEER, 4500, clock.time);
  sockets[0]!.arrive(esp(2), PEER, 4500, clock.time);
  sockets[0]!.arrive([0xff], PEER, 4500, clock.time);
  t.deepEqual(log, ["sent", "IKE 40", "ESP 32"]);
});

test("a listener that wants nothing is left alone, a probe included", (t) => {
  const { link, clock, sockets, sent, until } = boot();
  until(10);
  sockets[0]!.arrive(esp(2), PEER, 4500, clock.time);
  sockets[0]!.arrive([0, 0, 0, 0, ...isakmp(40)], PEER, 4500, clock.time);
  sent();
  clock.time = 100_000;
  clock.ring();
  t.deepEqual(sent(), [KEEPALIVE]);
  t.is(link.traversal.keepalive.counters[NatKeepaliveCounter.ProbesWanted], 1);
});

test("the socket is opened with the network; without one all stands still", async (t) => {
  const wifi = new FakeWifi();
  const { sockets, sent, until, types } = boot({}, { wifi });
  until(1_000);
  t.is(sockets.length, 0);
  t.true((await types("", "show crypto isakmp nat")).includes("  Stopped: no network"));
  wifi.listener!.wifiJoined();
  until(2_000);
  t.deepEqual(sent(), [KEEPALIVE]);
  wifi.listener!.wifiLost();
  until(60_000);
  t.deepEqual(sent(), []);
  wifi.listener!.wifiJoined();
  until(60_500);
  t.deepEqual(sent(), [KEEPALIVE], "at once, for it may be another network");
  t.is(sockets.length, 1);
});

test("a socket that can't be had is told, and tried again with the next network", (t) => {
  const wifi = new FakeWifi();
  const bench: Bench = { wifi, broken: new Error("bind failed") };
  const { sockets, printed, sent, until } = boot({}, bench);
  wifi.listener!.wifiJoined();
  t.true(printed().includes("00:00:00.000: % UDP: there is no socket for our port"));
  bench.broken = undefined;
  wifi.listener!.wifiLost();
  until(1_001);
  wifi.listener!.wifiJoined();
  until(2_000);
  t.is(sockets.length, 1);
  t.deepEqual(sent(), [KEEPALIVE]);
});

test("a closed link gives everything back", async (t) => {
  const wifi = new FakeWifi();
  const { link, clock, sockets, sent, types } = boot({}, { wifi });
  wifi.listener!.wifiJoined();
  clock.runUntil(10);
  sent();
  link.close();
  t.true(clock.closed);
  t.true(sockets[0]!.closed);
  t.deepEqual(wifi.told(), ["join", "close"]);
  clock.runUntil(100_000);
  t.deepEqual(sent(), []);
  await types();
  t.deepEqual(await types("show memory"), [""]);
});

test("an option that is wrong gets one line", (t) => {
  const address = (given: string) =>
    `NAT-T: peer's address is ${given}: it must be a host's IPv4 address, such as 192.0.2.1`;
  const wrong: [Partial<NattLinkOptions>, string][] = [
    [{ peerAddress: undefined }, address("missing")],
    [{ peerAddress: "" }, address("missing")],
    [{ peerAddress: "192.0.2" }, address('"192.0.2"')],
    [{ peerAddress: "192.0.2.256" }, address('"192.0.2.256"')],
    [{ peerAddress: "224.0.0.1" }, address('"224.0.0.1"')],
    [{ peerAddress: "vpn.example.net" }, address('"vpn.example.net"')],
    [{ peerPort: 0 }, "NAT-T: peer's port is 0: it must be a whole number from 1 to 65535"],
    [{ peerPort: 65536 }, "NAT-T: peer's port is 65536: it must be a whole number from 1 to 65535"],
    [
      { keepalive: { interval: 4999 } },
      "NAT keepalive: interval is 4999: it must be a whole number from 5000 to 3600000 ms",
    ],
    [
      { keepalive: { interval: 3600001 } },
      "NAT keepalive: interval is 3600001: it must be a whole number from 5000 to 3600000 ms",
    ],
  ];
  for (const [options, message] of wrong) t.throws(() => boot(options), { instanceOf: RangeError, message });
  for (const port of [0, 65536]) {
    t.throws(() => nattPort({ peerAddress: "192.0.2.1", port }), {
      instanceOf: RangeError,
      message: `NAT-T: our port is ${port}: it must be a whole number from 1 to 65535`,
    });
  }
  t.is(nattPort({ peerAddress: "192.0.2.1" }), 4500);
});
