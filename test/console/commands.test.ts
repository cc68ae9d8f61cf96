import test from "ava";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import { InterfaceCounter } from "../../src/link/counters";
import { ConsoleRouter } from "../support/console-router";

/** Two routers whose first interfaces are joined, 4 s after the first was switched on, when the second is. */
function pair(): [ConsoleRouter, ConsoleRouter] {
  const a = new ConsoleRouter({ hostname: "Router1", seed: 3 });
  const b = new ConsoleRouter({ hostname: "Router2", seed: 4 });
  a.connect(b).boot().until(4_000);
  return [a, b.boot()];
}

const config = (router: ConsoleRouter) => router.shows("show running-config");

// --- keepalive

test("keepalive: period, retries, none, and back to the defaults", (t) => {
  const router = new ConsoleRouter().boot();
  const { serial } = router;
  const set = (...commands: string[]) => {
    t.deepEqual(router.configures(...commands), []);
    return [serial.protocol.interval, serial.protocol.retries];
  };
  t.deepEqual(set("keepalive 5"), [5_000, 3]);
  t.deepEqual(set("keepalive 20 7"), [20_000, 7]);
  t.deepEqual(set("keepalive 2.25"), [2_250, 3]);
  t.deepEqual(set("keepalive 0"), [0, 3]);
  t.deepEqual(set("keepalive"), [10_000, 3]);
  t.deepEqual(set("keepalive disable"), [0, 3]);
  t.deepEqual(set("keepalive 32767 255"), [32_767_000, 255]);
  t.deepEqual(set("no keepalive"), [10_000, 3]);
});

test("keepalives that are off are shown as keepalive disable, the defaults not at all", (t) => {
  const router = new ConsoleRouter().boot();
  const keepalive = (command: string) => {
    router.configures(command);
    return config(router).filter((line) => line.includes("keepalive"));
  };
  t.deepEqual(keepalive("keepalive 0"), [" keepalive disable"]);
  t.deepEqual(keepalive("keepalive 0 9"), [" keepalive disable"]);
  t.deepEqual(keepalive("keepalive disable"), [" keepalive disable"]);
  t.deepEqual(keepalive("no keepalive"), []);
  t.deepEqual(keepalive("keepalive 10 3"), []);
  t.deepEqual(keepalive("keepalive 10 4"), [" keepalive 10 4"]);
  t.deepEqual(keepalive("keepalive 9"), [" keepalive 9"]);
  t.deepEqual(keepalive("keepalive 0.5"), [" keepalive 0.5"]);
});

test("keepalive outlasts a change of encapsulation, with each protocol's own retries where none were said", (t) => {
  const router = new ConsoleRouter().boot();
  router.configures("keepalive 7", "encapsulation ppp");
  t.deepEqual([router.serial.protocol.interval, router.serial.protocol.retries], [7_000, 5]);
  router.configures("keepalive 7 4", "encapsulation hdlc");
  t.deepEqual([router.serial.protocol.interval, router.serial.protocol.retries], [7_000, 4]);
});

test("values out of range get the marker", (t) => {
  const router = new ConsoleRouter().boot();
  router.types("configure terminal", "interface serial 0/0");
  for (const [command, at] of [
    ["keepalive 32768", 10],
    ["keepalive 32767.001", 10],
    ["keepalive -1", 10],
    ["keepalive 1.0000", 10],
    ["keepalive 10 0", 13],
    ["keepalive 10 256", 13],
    ["keepalive 10 3 x", 15],
    ["ip address 10.0.0.256 255.0.0.0", 11],
    ["ip address 0.0.0.0 255.0.0.0", 11],
    ["ip address 224.0.0.1 255.0.0.0", 11],
    ["ip address 10.0.0.1 255.0.255.0", 20],
    ["ip address 10.0.0.1 0.0.0.0", 20],
    ["ip address 10.0.0 255.0.0.0", 11],
    ["ip address 10.0.0.1.2 255.0.0.0", 11],
    ["ppp accm 0x100000000", 9],
    ["ppp timeout restart 0", 20],
    ["ppp timeout restart 60.001", 20],
    ["interface serial 0/1", 17],
    ["interface ethernet 0/0", 10],
  ] as const) {
    t.deepEqual(router.types(command).slice(1), [
      `${" ".repeat("Router1(config-if)#".length + at)}^`,
      "% Invalid input detected at '^' marker.",
      "",
    ]);
  }
  t.is(router.screen.last, "Router1(config-if)#");
});

// --- encapsulation

test("keepalive is refused where the encapsulation is Frame Relay", (t) => {
  const router = new ConsoleRouter().boot();
  const refusal = "% keepalive: Serial0/0 has FRAME-RELAY encapsulation; HDLC or PPP is needed";
  const printed = router.configures("encapsulation frame-relay", "keepalive 5", "no keepalive", "keepalive disable");
  t.deepEqual(
    printed.filter((line) => line.startsWith("%")),
    [refusal, refusal, refusal],
  );
  t.deepEqual(config(router), ["!", "interface Serial0/0", " encapsulation frame-relay", "end"]);
  router.until(1_000);
  t.true(
    router.screen
      .take()
      .includes("00:00:01.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to down"),
  );
  t.deepEqual(router.shows("show interfaces").slice(0, 4), [
    "Serial0/0 is up, line protocol is down (notconnect)",
    "Hardware is HD64570",
    "MTU 1500 bytes, BW 64 Kbit, DLY 20000 usec, rely 255/255, load 1/255",
    "Encapsulation FRAME-RELAY, loopback not set, keepalive not set",
  ]);
  t.deepEqual(router.shows("show keepalive"), ["Serial0/0: FRAME-RELAY encapsulation, which has no keepalive"]);
  router.configures("encapsulation hdlc");
  t.true(router.serial.lineProtocolUp);
});

test("an interface says what it can't have", (t) => {
  const hdlc = new ConsoleRouter({ interfaces: { "Serial0/0": "hdlc" } }).boot();
  t.deepEqual(hdlc.configures("encapsulation ppp", "ppp echo adaptive", "ip address negotiated"), [
    "% encapsulation: Serial0/0 can have HDLC",
    "% ppp: Serial0/0 has no PPP",
    "% ip address: Serial0/0 has HDLC encapsulation; PPP is needed",
  ]);
  const ppp = new ConsoleRouter({ interfaces: { "Serial0/0": "ppp" } }).boot();
  t.deepEqual(ppp.configures("encapsulation hdlc", "no down-when-looped", "ip address slarp"), [
    "% encapsulation: Serial0/0 can have PPP",
    "% down-when-looped: Serial0/0 has no HDLC",
    "% ip address: Serial0/0 has PPP encapsulation; HDLC is needed",
  ]);
  const all = new ConsoleRouter().boot();
  t.deepEqual(all.configures("encapsulation hdlc"), []);
});

// --- addresses

test("an address must not be its network's own, nor the one for all", (t) => {
  const router = new ConsoleRouter().boot();
  t.deepEqual(router.configures("ip address 10.0.0.0 255.0.0.0", "ip address 10.0.0.7 255.255.255.252"), [
    "Bad mask /8 for address 10.0.0.0",
    "Bad mask /30 for address 10.0.0.7",
  ]);
  t.is(router.serial.protocol.address, 0);
  t.deepEqual(router.configures("ip address 10.0.0.0 255.255.255.254", "ip address 10.0.0.7 255.255.255.255"), []);
  t.deepEqual(router.shows("show interfaces")[2], "Internet address is 10.0.0.7/32");
});

test("one end learns its address from the other by SLARP", (t) => {
  const [a, b] = pair();
  a.configures("ip address 10.0.0.1 255.255.255.252");
  b.configures("ip address slarp");
  t.deepEqual(config(b), ["!", "interface Serial0/0", " ip address slarp", "end"]);
  a.until(25_000);
  t.is(b.shows("show interfaces")[2], "Internet address is 10.0.0.2/30");
  b.configures("no ip address");
  t.deepEqual(config(b), ["!", "interface Serial0/0", "end"]);
  t.is(b.serial.protocol.address, 0);
});

test("over PPP one end assigns the other's address", (t) => {
  const [a, b] = pair();
  a.configures("ip address 10.0.0.1 255.255.255.252", "peer default ip address 10.0.0.2", "encapsulation ppp");
  b.configures("encapsulation ppp", "ip address negotiated");
  a.until(10_000);
  b.screen.take();
  a.screen.take();
  t.is(b.shows("show interfaces")[2], "Internet address is 10.0.0.2/32");
  t.is(a.shows("show interfaces")[2], "Internet address is 10.0.0.1/30");
  t.deepEqual(config(a), [
    "!",
    "interface Serial0/0",
    " encapsulation ppp",
    " ip address 10.0.0.1 255.255.255.252",
    " peer default ip address 10.0.0.2",
    "end",
  ]);
  t.deepEqual(config(b), ["!", "interface Serial0/0", " encapsulation ppp", " ip address negotiated", "end"]);
});

// --- shutdown

test("shutdown and no shutdown, with what the log says of them", (t) => {
  const [router] = pair();
  router.types("conf t", "int s0/0");
  t.deepEqual(router.types("shut"), [
    "Router1(config-if)#shut",
    "00:00:04.000: %LINK-5-CHANGED: Interface Serial0/0, changed state to administratively down",
  ]);
  router.until(5_000);
  t.deepEqual(router.screen.take(), [
    "Router1(config-if)#",
    "00:00:05.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to down",
  ]);
  router.until(6_000);
  t.is(router.screen.last, "Router1(config-if)#");
  t.deepEqual(config(router).length, 3, "show is no command of this mode");
  router.types("end");
  t.deepEqual(config(router), ["!", "interface Serial0/0", " shutdown", "end"]);
  t.is(router.shows("show interfaces")[0], "Serial0/0 is administratively down, line protocol is down (disabled)");
  t.is(router.configures("no shutdown").length, 1);
  t.true(router.serial.lineProtocolUp);
});

// --- debug

test("debug serial interface prints the keepalives of every interface, undebug all ends it", (t) => {
  const [a, b] = pair();
  t.deepEqual(a.types("", "debug serial interface"), [
    "Router1#debug serial interface",
    "Serial network interface debugging is on",
  ]);
  a.until(10_010);
  t.deepEqual(a.screen.take(), ["Router1#", "00:00:10.000: Serial0/0: HDLC myseq 0, mineseen 0, yourseen 0, line up"]);
  a.until(20_100);
  t.is(a.screen.take()[1], "00:00:20.000: Serial0/0: HDLC myseq 1, mineseen 1*, yourseen 1, line up");
  t.deepEqual(a.types("u all"), ["Router1#u all", "All possible debugging has been turned off"]);
  a.until(40_000);
  t.deepEqual(a.screen.take(), []);
  t.is(b.screen.sent, "", "nobody has typed there");
});

test("debug serial interface says nothing of HDLC while the interface speaks something else", (t) => {
  const [a] = pair();
  a.configures("encapsulation ppp");
  a.types("debug serial interface");
  a.until(60_000);
  t.false(a.screen.take().some((line) => line.includes("HDLC")));
  a.configures("encapsulation hdlc");
  a.until(75_000);
  t.true(a.screen.take().some((line) => line.includes("HDLC myseq 0")));
});

test("each of the debug commands says what it does", (t) => {
  const router = new ConsoleRouter().boot();
  router.types("");
  t.deepEqual(router.shows("debug ppp packet"), ["PPP packet display debugging is on"]);
  t.deepEqual(router.shows("no debug ppp packet"), ["PPP packet display debugging is off"]);
  t.deepEqual(router.shows("undebug ppp packet"), ["PPP packet display debugging is off"]);
  t.deepEqual(router.shows("no debug serial interface"), ["Serial network interface debugging is off"]);
  t.deepEqual(router.shows("undebug serial interface"), ["Serial network interface debugging is off"]);
  t.deepEqual(router.shows("debug ethernet interface"), ["Ethernet network interface debugging is on"]);
  t.deepEqual(router.shows("no debug ethernet interface"), ["Ethernet network interface debugging is off"]);
  t.deepEqual(router.shows("undebug ethernet interface"), ["Ethernet network interface debugging is off"]);
  t.deepEqual(router.shows("debug all"), [
    "Ethernet network interface debugging is on",
    "Serial network interface debugging is on",
    "PPP packet display debugging is on",
  ]);
  t.deepEqual(router.shows("no debug all"), ["All possible debugging has been turned off"]);
});

test("debug ppp packet prints the packets of LCP and IPCP", (t) => {
  const [a, b] = pair();
  b.configures("encapsulation ppp", "ip address 10.0.0.2 255.255.255.252");
  a.types("", "debug ppp packet");
  const first = a.configures("ip address 10.0.0.1 255.255.255.252", "encapsulation ppp");
  t.true(first[0]!.startsWith("00:00:04.000: Se0/0 LCP: O CONFREQ [Starting] id 1 len 20"), first[0]);
  a.until(20_000);
  const lines = a.screen.take().filter((line) => line.includes("CP"));
  const form = /^\d\d:\d\d:\d\d\.\d{3}: Se0\/0 (.*)$/;
  const said = lines.map((line) => form.exec(line)?.[1] ?? line).map((line) => line.replace(/0x[0-9A-F]{8}$/, "0x"));
  t.deepEqual(said.slice(0, 7), [
    "LCP: I CONFREQ [REQsent] id 1 len 20",
    "LCP: O CONFACK [REQsent] id 1 len 20",
    "LCP: I CONFACK [ACKsent] id 1 len 20",
    "IPCP: O CONFREQ [Starting] id 1 len 10",
    "IPCP: I CONFREQ [REQsent] id 1 len 10",
    "IPCP: O CONFACK [REQsent] id 1 len 10",
    "IPCP: I CONFACK [ACKsent] id 1 len 10",
  ]);
  t.deepEqual(said.slice(7, 11).sort(), [
    "LCP-FS: I ECHOREP [Open] id 1 len 12 magic 0x",
    "LCP-FS: I ECHOREQ [Open] id 1 len 12 magic 0x",
    "LCP-FS: O ECHOREP [Open] id 1 len 12 magic 0x",
    "LCP-FS: O ECHOREQ [Open] id 1 len 12 magic 0x",
  ]);
  a.types("undebug all");
  a.until(60_000);
  t.deepEqual(a.screen.take(), []);
});

// --- show

test("show interfaces takes one interface or shows all", (t) => {
  const router = new ConsoleRouter({ interfaces: { "Serial0/0": "all", "Serial1/0": "hdlc" } }).boot();
  router.types("");
  const all = router.shows("show interfaces");
  t.deepEqual(
    all.filter((line) => line.startsWith("Serial")),
    ["Serial0/0 is up, line protocol is up (connected)", "Serial1/0 is up, line protocol is up (connected)"],
  );
  t.deepEqual(router.shows("sh int s1/0"), all.slice(all.length / 2));
  t.deepEqual(router.shows("show interfaces Serial 1/0"), all.slice(all.length / 2));
});

test("show keepalive over HDLC", (t) => {
  const [a, b] = pair();
  a.types("");
  t.deepEqual(a.shows("show keepalive").slice(0, 2), [
    "Serial0/0: HDLC keepalive every 10 sec, retries 3",
    "  Verdict unknown yet: nothing heard, nothing missed, for 00:00:04",
  ]);
  a.until(45_000);
  t.deepEqual(a.shows("show keepalive"), [
    "Serial0/0: HDLC keepalive every 10 sec, retries 3",
    "  Verdict up: answered, for 00:00:30",
    "  myseq 4, mineseen 4, yourseen 4",
    "  0 unanswered, 4 sent, 4 received, 0 not sent",
    "  0 stale, 0 resets, 0 loop suspicions",
    "  0 intervals slept through, 0 not judged",
  ]);
  b.cut = true;
  a.until(85_000);
  a.screen.take();
  t.deepEqual(a.shows("show keepalive s0/0").slice(0, 4), [
    "Serial0/0: HDLC keepalive every 10 sec, retries 3",
    "  Verdict down: missed, for 00:00:05",
    "  myseq 8, mineseen 4, yourseen 4",
    "  4 unanswered, 8 sent, 4 received, 0 not sent",
  ]);
  a.configures("keepalive 0");
  t.deepEqual(a.shows("show keepalive")[0], "Serial0/0: HDLC keepalive not set");
});

test("show keepalive over PPP", (t) => {
  const [a, b] = pair();
  a.configures("encapsulation ppp", "ip address 10.0.0.1 255.255.255.252");
  t.is(a.shows("show keepalive")[1], "  Verdict down: negotiating, for 00:00:00");
  b.configures("encapsulation ppp", "ip address 10.0.0.2 255.255.255.252");
  a.until(45_000);
  a.screen.take();
  t.deepEqual(a.shows("show keepalive"), [
    "Serial0/0: PPP keepalive every 10 sec, retries 5",
    "  Verdict up: answered, for 00:00:40",
    "  LCP Open, IPCP Open, peer 10.0.0.2",
    "  0 unanswered, 4 sent, 4 answered, 0 lost, 0 not sent",
    "  0 duplicate replies, 0 to no request, 0 spared by inbound data",
    "  0 intervals slept through, 0 not judged",
    "  Round trip last 10, least 10, mean 10, greatest 10, jitter 0 ms, of the last 4",
  ]);
  b.cut = true;
  a.until(120_000);
  a.screen.take();
  t.is(a.serial.protocol.verdict, Verdict.Down);
  t.is(a.serial.protocol.diagnostic, Diagnostic.Missed);
  const shown = a.shows("show keepalive");
  t.regex(shown[1]!, /^ {2}Verdict down: missed, for 00:00:\d\d$/);
  t.is(shown[2], "  LCP REQsent, IPCP Initial");
});

test("show scheduler and show memory", (t) => {
  const router = new ConsoleRouter({ heap: { used: 4096, free: 123 } }).boot();
  router.types("");
  router.until(31_000);
  t.deepEqual(router.shows("show scheduler"), [
    "6 timers, 6 registered, 1 armed, the next due in 9000 ms",
    "4 wake-ups with work, 0 without, 4 timers served, 0 early, the latest 0 ms late",
  ]);
  router.configures("keepalive 0");
  t.is(router.shows("show scheduler")[0], "6 timers, 6 registered, 0 armed");
  t.deepEqual(
    router.shows("show memory").map((line) => line.replace(/\d+/g, "N")),
    [
      "SerialN/N: N octets",
      "Console: N octets",
      "Command table: N octets",
      "Scheduler: N octets",
      "Heap: N octets used, N octets free",
    ],
  );
  t.is(new ConsoleRouter().types("", "show memory").length, 1 + 4, "without a gauge nothing is said of a heap");
});

test("clear counters takes one interface or clears all", (t) => {
  const router = new ConsoleRouter({ interfaces: { "Serial0/0": "all", "Serial1/0": "hdlc" } }).boot();
  const sent = () => router.serials.map(({ serial }) => serial.counters[InterfaceCounter.PacketsOut]);
  router.until(25_000);
  t.deepEqual(sent(), [2, 2]);
  router.types("", "clear counters serial 1/0");
  t.deepEqual(sent(), [2, 0]);
  router.types("clear count");
  t.deepEqual(sent(), [0, 0]);
});

// --- PPP's settings

test("what PPP negotiates is set, shown and set back", (t) => {
  const router = new ConsoleRouter().boot();
  const settings = [
    "peer default ip address 10.1.2.3",
    "ppp accm 0x000a0000",
    "no ppp acfc",
    "ppp echo adaptive",
    "ppp fcs 32",
    "no ppp pfc",
    "ppp timeout restart 1.5",
  ];
  t.deepEqual(router.configures(...settings), []);
  t.deepEqual(config(router), ["!", "interface Serial0/0", ...settings.map((line) => ` ${line}`), "end"]);
  const { lcp, ipcp, echo, timers } = router.serials[0]!.ppp!;
  t.deepEqual(
    [ipcp.assign, lcp.accm, lcp.acfc, echo.adaptive, lcp.fcs, lcp.pfc, timers.restart],
    [0x0a010203, 0x000a0000, false, true, 32, false, 1500],
  );
  router.configures("ppp fcs 0", "ppp accm ffffffff");
  t.true(config(router).includes(" ppp fcs 0"));
  t.true(config(router).includes(" ppp accm 0xffffffff"));
  const back = [
    "no peer default ip address",
    "no ppp accm",
    "ppp acfc",
    "no ppp echo adaptive",
    "no ppp fcs",
    "ppp pfc",
    "no ppp timeout restart",
  ];
  t.deepEqual(router.configures(...back), []);
  t.deepEqual(config(router), ["!", "interface Serial0/0", "end"]);
});

test("down-when-looped", (t) => {
  const router = new ConsoleRouter().boot();
  router.configures("down-when-looped");
  t.true(router.serials[0]!.hdlc!.downWhenLooped);
  t.deepEqual(config(router), ["!", "interface Serial0/0", " down-when-looped", "end"]);
  router.configures("no down-when-looped");
  t.false(router.serials[0]!.hdlc!.downWhenLooped);
});

// --- the path behind the peer

test("path-probe has a verdict of its own", (t) => {
  const [a, b] = pair();
  b.configures("ip address 10.0.0.2 255.255.255.252");
  a.configures("ip address 10.0.0.1 255.255.255.252", "path-probe 10.0.0.2 5 2");
  a.until(31_000);
  const shown = () => {
    a.screen.take();
    return a.shows("show keepalive").slice(6);
  };
  t.deepEqual(shown(), [
    "  Path to 10.0.0.2 probed every 5 sec, retries 2: up: answered",
    "  6 sent, 6 answered, 0 lost, 0 not sent",
    "  Round trip last 10, least 10, mean 10, greatest 10, jitter 0 ms, of the last 6",
  ]);
  a.configures("path-probe 10.9.9.9");
  t.deepEqual(config(a), [
    "!",
    "interface Serial0/0",
    " ip address 10.0.0.1 255.255.255.252",
    " path-probe 10.9.9.9",
    "end",
  ]);
  a.until(72_000);
  t.is(shown()[0], "  Path to 10.9.9.9 probed every 10 sec, retries 3: down: missed");
  t.is(a.serial.protocol.verdict, Verdict.Up);
  a.configures("path-probe 10.9.9.9 0");
  t.deepEqual(shown()[0], "  Path to 10.9.9.9 not probed");
  a.configures("no path-probe");
  t.deepEqual(shown(), []);
  const hostless = new ConsoleRouter({ interfaces: { "Serial0/0": "hdlc" } }).boot();
  t.deepEqual(hostless.configures("path-probe 10.9.9.9"), ["% path-probe: Serial0/0 has no IPv4 host"]);
});
