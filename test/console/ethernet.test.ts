import test from "ava";
import { LoopbackMode } from "../../src/keepalive/ethernet-loopback-options";
import { EthernetCounter } from "../../src/link/ethernet-counters";
import { PortFault } from "../../src/ports";
import { ConsoleRouter, MemoryStore } from "../support/console-router";
import type { FakeChip } from "../support/fake-frame-port";

/** A router with an Ethernet and a serial interface that keeps quiet, switched on at 0, somebody at its console. */
function router(kind: FakeChip = "enc28j60"): ConsoleRouter {
  const router = new ConsoleRouter({ interfaces: { Ethernet0: kind, "Serial0/0": "all" } }).boot();
  router.serial.setKeepalive(0, 3, 0);
  router.types("");
  return router;
}

/** What was printed but prompts, since the last look. */
const printed = (router: ConsoleRouter) => router.screen.take().filter((line) => !line.endsWith("#"));

const config = (router: ConsoleRouter) => {
  const lines = router.shows("show running-config");
  return lines.slice(2, lines.indexOf("!", 1));
};

// --- what the log prints

test("the log prints the link and, a second later, the line protocol", (t) => {
  const a = router();
  const [chip] = a.chips;
  a.until(15_000);
  t.deepEqual(printed(a), []);
  chip!.change(false, PortFault.None, a.now);
  a.until(17_000);
  t.deepEqual(printed(a), [
    "00:00:15.000: %LINK-3-UPDOWN: Interface Ethernet0, changed state to down",
    "00:00:16.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to down",
  ]);
  chip!.change(true, PortFault.None, a.now);
  a.until(20_000);
  t.deepEqual(printed(a), [
    "00:00:17.000: %LINK-3-UPDOWN: Interface Ethernet0, changed state to up",
    "00:00:18.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to up",
  ]);
});

test("the log prints the line protocol alone while the link is there", (t) => {
  const a = router("w5500");
  const [chip] = a.chips;
  a.until(15_000);
  chip!.serverAnswers = false;
  a.until(55_000);
  t.deepEqual(printed(a), [
    "00:00:51.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to down",
  ]);
  chip!.serverAnswers = true;
  a.until(65_000);
  t.deepEqual(printed(a), [
    "00:01:01.004: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to up",
  ]);
});

test("shutdown and no shutdown", (t) => {
  const a = router();
  a.until(5_000);
  a.types("conf t", "int e0");
  t.deepEqual(a.types("shut"), [
    "Router1(config-if)#shut",
    "00:00:05.000: %LINK-5-CHANGED: Interface Ethernet0, changed state to administratively down",
  ]);
  a.until(8_000);
  t.deepEqual(printed(a), [
    "00:00:06.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to down",
  ]);
  a.types("end");
  t.deepEqual(config(a), [" shutdown"]);
  t.is(a.shows("show interfaces e0")[0], "Ethernet0 is administratively down, line protocol is down (disabled)");
  t.deepEqual(a.configures("no shut"), ["00:00:08.000: %LINK-3-UPDOWN: Interface Ethernet0, changed state to up"]);
  t.true(a.ethernet.lineProtocolUp);
});

test("debug ethernet interface prints each keepalive as it was judged, and of Ethernets only", (t) => {
  const a = router();
  t.deepEqual(a.shows("debug ethernet interface"), ["Ethernet network interface debugging is on"]);
  a.until(35_000);
  const receipts = printed(a).map((line) => line.replace(/receipt \d+/, "receipt N"));
  t.deepEqual(receipts, [
    "00:00:00.000: Ethernet0: CTP receipt N, own missing 0, peer missing 0, server none, line up",
    "00:00:10.000: Ethernet0: CTP receipt N, own missing 0, peer missing 0, server none, line up",
    "00:00:20.000: Ethernet0: CTP receipt N, own missing 0, peer missing 0, server none, line up",
    "00:00:30.000: Ethernet0: CTP receipt N, own missing 0, peer missing 0, server none, line up",
  ]);
  a.configures("loopback peer");
  a.until(36_000);
  a.chips[0]!.serverAnswers = false;
  a.screen.take();
  a.until(80_000);
  t.deepEqual(
    printed(a).map((line) => line.replace(/receipt \d+/, "receipt N")),
    [
      "00:00:45.000: Ethernet0: CTP receipt N, own missing 0, peer missing 0, server 0200.0000.005e, line up",
      "00:00:55.000: Ethernet0: CTP receipt N, own missing 0, peer missing 1, server 0200.0000.005e, line up",
      "00:01:05.000: Ethernet0: CTP receipt N, own missing 0, peer missing 2, server 0200.0000.005e, line up",
      "00:01:15.000: Ethernet0: CTP receipt N, own missing 0, peer missing 3, server none, line down",
      "00:01:16.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to down",
    ],
  );
  a.types("undebug all");
  a.until(100_000);
  t.deepEqual(printed(a), []);
});

test("a loop in the network is told once, in the words of a switch", (t) => {
  const a = router("w5500");
  const [chip] = a.chips;
  a.until(15_000);
  chip!.loop = true;
  a.until(55_000);
  t.deepEqual(printed(a), [
    "00:00:30.000: %ETHCNTR-3-LOOP_BACK_DETECTED: Keepalive packet loop-back detected on Ethernet0",
  ]);
  t.is(a.shows("show interfaces e0")[0], "Ethernet0 is up, line protocol is up (looped)");
  t.is(a.shows("show keepalive e0")[1], "  Verdict up: looped back, for 00:00:34");
  chip!.loop = false;
  a.until(115_000);
  t.is(a.shows("show interfaces e0")[0], "Ethernet0 is up, line protocol is up (connected)");
  chip!.loop = true;
  a.until(135_000);
  t.deepEqual(printed(a), [
    "00:02:10.000: %ETHCNTR-3-LOOP_BACK_DETECTED: Keepalive packet loop-back detected on Ethernet0",
  ]);
});

// --- keepalive and loopback

test("keepalive: period, retries, none, and back to the defaults", (t) => {
  const a = router();
  const { protocol } = a.ethernet;
  const set = (command: string) => {
    t.deepEqual(a.configures(command), []);
    return [protocol.interval, protocol.retries, ...config(a)];
  };
  t.deepEqual(set("keepalive 5"), [5_000, 3, " keepalive 5"]);
  t.deepEqual(set("keepalive 20 7"), [20_000, 7, " keepalive 20 7"]);
  t.deepEqual(set("keepalive"), [10_000, 3]);
  t.deepEqual(set("keepalive 0 9"), [0, 3, " keepalive disable"]);
  t.deepEqual(set("keepalive 10 4"), [10_000, 4, " keepalive 10 4"]);
  t.deepEqual(set("keepalive disable"), [0, 3, " keepalive disable"]);
  t.deepEqual(set("no keepalive"), [10_000, 3]);
  t.is(a.serial.protocol.interval, 0, "the other interface has its own");
});

test("loopback: whom a keepalive asks, and whether we are a loop server", (t) => {
  const a = router();
  const { protocol } = a.ethernet;
  const set = (command: string) => {
    t.deepEqual(a.configures(command), []);
    return [protocol.mode, protocol.assists, ...config(a)];
  };
  t.deepEqual(set("loopback self"), [LoopbackMode.Self, false, " loopback self"]);
  t.deepEqual(set("loopback phy"), [LoopbackMode.Phy, false, " loopback phy"]);
  t.deepEqual(set("loopback peer"), [LoopbackMode.Peer, false, " loopback peer"]);
  t.deepEqual(set("loop ass"), [LoopbackMode.Peer, true, " loopback peer", " loopback assist"]);
  t.deepEqual(set("no loopback"), [LoopbackMode.Auto, true, " loopback assist"]);
  t.deepEqual(set("no loopback assist"), [LoopbackMode.Auto, false]);
  t.deepEqual(set("loopback self"), [LoopbackMode.Self, false, " loopback self"]);
  t.deepEqual(set("loopback auto"), [LoopbackMode.Auto, false]);
});

test("what the interface can't do is told in one line, and changes nothing", (t) => {
  const a = router("w5500");
  t.deepEqual(
    a.configures(
      "encapsulation ppp",
      "ip address 10.0.0.1 255.0.0.0",
      "ip address negotiated",
      "no ip address",
      "path-probe 10.0.0.2",
      "no path-probe",
      "down-when-looped",
      "ppp echo adaptive",
      "peer default ip address 10.0.0.2",
      "loopback phy",
    ),
    [
      "% encapsulation: Ethernet0 can have ARPA",
      "% ip address: Ethernet0 has no IPv4 host",
      "% ip address: Ethernet0 has no IPv4 host",
      "% ip address: Ethernet0 has no IPv4 host",
      "% path-probe: Ethernet0 has no IPv4 host",
      "% path-probe: Ethernet0 has no IPv4 host",
      "% down-when-looped: Ethernet0 has no HDLC",
      "% ppp: Ethernet0 has no PPP",
      "% ppp: Ethernet0 has no PPP",
      "% loopback: Ethernet0 has no PHY loopback",
    ],
  );
  t.deepEqual(config(a), []);
  a.types("configure terminal", "interface serial 0/0");
  for (const command of ["loopback self", "loopback assist", "no loopback", "no loopback assist"]) {
    t.deepEqual(a.types(command).slice(1), ["% loopback: Serial0/0 has no Ethernet"]);
  }
});

// --- show

test("show interfaces ethernet", (t) => {
  const a = router();
  a.until(25_000);
  t.deepEqual(a.shows("show interfaces ethernet 0"), [
    "Ethernet0 is up, line protocol is up (connected)",
    "Hardware is ENC28J60, address is 0200.0000.0001",
    "MTU 1500 bytes, BW 10000 Kbit, DLY 1000 usec, rely 255/255, load 1/255",
    "Encapsulation ARPA, loopback not set, keepalive set (10 sec)",
    "3 packets input, 180 bytes",
    "3 packets output, 180 bytes",
    "0 output errors, 0 output drops, 0 carrier transitions",
  ]);
  a.configures("keepalive 0", "loopback peer");
  t.is(a.shows("show int e0")[3], "Encapsulation ARPA, loopback set (peer), keepalive not set");
  a.types("clear counters e0");
  t.is(a.ethernet.counters[EthernetCounter.PacketsOut], 0);
  const all = a.shows("show interfaces");
  t.deepEqual(
    all.filter((line) => line.includes(" line protocol ")),
    ["Ethernet0 is up, line protocol is up (connected)", "Serial0/0 is up, line protocol is up (connected)"],
  );
});

test("show keepalive says what was heard, and what that proves", (t) => {
  const a = router();
  a.until(25_000);
  t.deepEqual(a.shows("show keepalive e0"), [
    "Ethernet0: ARPA keepalive every 10 sec, retries 3",
    "  Verdict up: answered, for 00:00:24",
    "  Proved: transmitter, receiver and this end of the wire",
    "  Loopback auto, loop server not known",
    "  To ourselves: 0 unanswered, 3 sent, 3 received",
    "  To a loop server: 0 unanswered, 0 sent, 0 answered",
    "  Self-tests: 0 made, 0 passed",
    "  0 not sent, 0 transmit failures, 0 damaged",
    "  0 looped, 0 duplicates, 0 late answers, 0 strangers, 0 bad frames",
    "  Loop server for others: off, 0 sent back, 0 not, 0 refused, 0 not for us",
    "  0 intervals slept through, 0 not judged",
  ]);
  a.configures("loopback phy");
  t.deepEqual(a.shows("show keepalive e0").slice(1, 3), [
    "  Verdict unknown yet: nothing heard, nothing missed, for 00:00:00",
    "  Proved: nothing, the state of the link decides",
  ]);
  a.until(26_000);
  const phy = a.shows("show keepalive e0");
  t.is(phy[2], "  Proved: the chip and its PHY, not the wire");
  t.is(phy[6], "  Self-tests: 1 made, 1 passed");
  a.configures("loopback peer", "loopback assist");
  a.until(27_000);
  const peer = a.shows("show keepalive e0");
  t.is(peer[2], "  Proved: both ways to the loop server, and the network between");
  t.is(peer[3], "  Loopback peer, loop server 0200.0000.005e (learned)");
  t.is(peer[9], "  Loop server for others: on, 0 sent back, 0 not, 0 refused, 0 not for us");
  a.chips[0]!.change(false, PortFault.Absent, a.now);
  a.screen.take();
  const down = a.shows("show keepalive e0");
  t.is(down[1], "  Verdict down: chip fault, for 00:00:00");
  t.is(down[2], "  Loopback peer, loop server 0200.0000.005e (learned)");
  const deaf = router("w5500").shows("show keepalive e0");
  t.false(deaf.some((line) => line.includes("Self-tests")));
});

test("each diagnostic has its words", (t) => {
  const a = router("w5500");
  const [chip] = a.chips;
  chip!.serverAnswers = false;
  const verdict = () => {
    a.screen.take();
    return a.shows("show keepalive e0")[1]!.replace(/, for .*/, "");
  };
  a.until(15_000);
  t.is(verdict(), "  Verdict unknown yet: no loop server");
  chip!.serverAnswers = true;
  a.until(25_000);
  t.is(verdict(), "  Verdict up: answered");
  chip!.serverAnswers = false;
  a.until(65_000);
  t.is(verdict(), "  Verdict down: missed");
  chip!.change(false, PortFault.None, a.now);
  t.is(verdict(), "  Verdict down: link down");
  chip!.change(true, PortFault.None, a.now);
  chip!.send = () => false;
  a.until(110_000);
  t.is(verdict(), "  Verdict down: transmit failed");
});

test("show controllers: the chip, its link, what is wrong with it, and what its driver counts", (t) => {
  const a = router();
  a.serial.setKeepalive(10_000, 3, 0);
  a.until(25_000);
  t.deepEqual(a.shows("show controllers ethernet 0"), [
    "Ethernet0: ENC28J60 revision B7",
    "  Link is up, 10 Mbit/s, half duplex, self-test not made",
    "  3 frames sent, 3 frames received, 0 transmit errors",
    "  0 overruns",
  ]);
  a.configures("loopback phy");
  a.until(25_000);
  t.is(a.shows("show cont e0")[1], "  Link is up, 10 Mbit/s, half duplex, self-test running");
  a.until(26_000);
  a.chips[0]!.change(false, PortFault.Stuck, a.now);
  a.screen.take();
  t.is(a.shows("show cont e0")[1], "  Link is down, fault: stuck, self-test passed");
  t.deepEqual(a.shows("show controllers").slice(-3), [
    "Serial0/0: HD64570",
    "  Carrier is up",
    "  0 octets in and 52 out on the line, framing included",
  ]);
  const deaf = router("w5500");
  t.deepEqual(deaf.shows("show cont e0").slice(0, 2), [
    "Ethernet0: W5500 revision 4",
    "  Link is up, 10 Mbit/s, half duplex",
  ]);
});

test("show memory has a line for it", (t) => {
  const a = router();
  t.is(a.shows("show memory")[0], `Ethernet0: ${a.ethernet.memory} octets`);
});

// --- the stored configuration

test("write memory saves it, and the next boot begins with it", (t) => {
  const store = new MemoryStore();
  const interfaces = { Ethernet0: "enc28j60", "Serial0/0": "all" } as const;
  const first = new ConsoleRouter({ interfaces, store }).boot();
  first.types("");
  first.configures("keepalive 5 2", "loopback peer", "loopback assist");
  t.deepEqual(first.shows("write memory"), ["Building configuration...", "[OK]"]);
  t.is(
    store.text,
    [
      "!",
      "interface Ethernet0",
      " keepalive 5 2",
      " loopback peer",
      " loopback assist",
      "!",
      "interface Serial0/0",
      "end",
    ]
      .map((line) => `${line}\r\n`)
      .join(""),
  );
  const next = new ConsoleRouter({ interfaces, store }).boot();
  t.is(next.screen.sent, "");
  const { protocol } = next.ethernet;
  t.deepEqual(
    [protocol.interval, protocol.retries, protocol.mode, protocol.assists],
    [5_000, 2, LoopbackMode.Peer, true],
  );
  next.until(1_000);
  t.true(protocol.serverAnswered);
  next.types("");
  next.configures("shutdown", "no loopback", "no loopback assist");
  next.types("write");
  const last = new ConsoleRouter({ interfaces, store }).boot();
  t.false(last.ethernet.administrativelyUp);
  t.deepEqual([last.ethernet.protocol.mode, last.ethernet.protocol.assists], [LoopbackMode.Auto, false]);
});
