import test from "ava";
import type { ExecutionContext } from "ava";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { ControlCounter } from "../../src/keepalive/ppp-control-counters";
import { ip } from "../support/slarp";
import { PppTimeline } from "../support/ppp-timeline";

/** A link whose LCP opened at 0, and whose IPCP has just sent its first request. */
function begun(t: ExecutionContext, options: Partial<PppOptions> = {}): PppTimeline {
  const line = new PppTimeline(t, options).at(0).starts().agrees("LCP", "magic aaaaaaaa").tells("up: answered");
  return line.ipcp("Req-Sent");
}

const OURS = { address: ip("10.0.0.1") };

test("a configured address is asked for, the peer's own is taken", (t) => {
  const line = begun(t, OURS).sent("IPCP ConfReq 1 addr 10.0.0.1");
  line.receives("IPCP ConfReq 5 addr 10.0.0.2").sent("IPCP ConfAck 5 addr 10.0.0.2");
  line.receives("IPCP ConfAck 1 addr 10.0.0.1").ipcp("Opened").tells("payloads pass");
  t.is(line.machine.address, ip("10.0.0.1"));
  t.is(line.machine.configuredAddress, ip("10.0.0.1"));
  t.is(line.machine.configuredMask, -1);
  t.is(line.machine.mask, -1);
  t.false(line.machine.asksAddress);
  t.is(line.machine.ipcp.peerAddress, ip("10.0.0.2"));
  t.is(line.header(0x0800, 20), "ff030021");
  line.ends();
});

test("without an address the peer is asked with 0.0.0.0, and assigns one by a Nak", (t) => {
  const line = begun(t).sent("IPCP ConfReq 1 addr 0.0.0.0");
  t.true(line.machine.asksAddress);
  t.is(line.machine.address, 0);
  line.receives("IPCP ConfNak 1 addr 10.0.2.15").sent("IPCP ConfReq 2 addr 10.0.2.15");
  line.receives("IPCP ConfAck 2 addr 10.0.2.15").receives("IPCP ConfReq 5 addr 10.0.2.2").ipcp("Opened");
  t.is(line.machine.address, ip("10.0.2.15"));
  t.is(line.machine.configuredAddress, 0);
  t.is(line.machine.configuredMask, 0);
  line.forgets();
  // The next negotiation asks again.
  line.receives("IPCP ConfReq 6 addr 10.0.2.2").sent("IPCP ConfReq 3 addr 0.0.0.0", "IPCP ConfAck 6 addr 10.0.2.2");
  line.ends();
});

test("a configured address is given up for one that the peer insists on", (t) => {
  const line = begun(t, OURS).sent("IPCP ConfReq 1 addr 10.0.0.1");
  line.receives("IPCP ConfNak 1 addr 192.0.2.9").sent("IPCP ConfReq 2 addr 192.0.2.9");
  line.receives("IPCP ConfAck 2 addr 192.0.2.9").receives("IPCP ConfReq 5 addr 192.0.2.1").ipcp("Opened").forgets();
  t.is(line.machine.address, ip("192.0.2.9"));
  t.is(line.machine.configuredAddress, ip("10.0.0.1"));
  line.ends();
});

test("a peer that knows no IP-Address option opens without one; ours stays what it was", (t) => {
  const line = begun(t, OURS).sent("IPCP ConfReq 1 addr 10.0.0.1");
  line.receives("IPCP ConfRej 1 addr 10.0.0.1").sent("IPCP ConfReq 2");
  line.receives("IPCP ConfAck 2").receives("IPCP ConfReq 5").sent("IPCP ConfAck 5").ipcp("Opened").forgets();
  t.is(line.machine.address, ip("10.0.0.1"));
  t.is(line.machine.ipcp.peerAddress, 0);
  line.ends();
});

test("a peer that asks for an address gets the one that is assigned, whatever it names", (t) => {
  const line = begun(t, { ...OURS, peerAddress: ip("10.0.0.2") }).forgets();
  line.receives("IPCP ConfReq 5 addr 0.0.0.0").sent("IPCP ConfNak 5 addr 10.0.0.2");
  line.receives("IPCP ConfReq 6 addr 10.9.9.9").sent("IPCP ConfNak 6 addr 10.0.0.2");
  line.receives("IPCP ConfReq 7 addr 10.0.0.2").sent("IPCP ConfAck 7 addr 10.0.0.2");
  t.is(line.machine.ipcp.peerAddress, ip("10.0.0.2"));
  line.ends();
});

test("a peer that asks with 0.0.0.0 is told as often as it asks; one that insists on another has that rejected", (t) => {
  const line = begun(t, { ...OURS, peerAddress: ip("10.0.0.2"), maxFailure: 3 }).forgets();
  // The line loses each Nak.
  for (let n = 0; n < 9; n++) line.receives("IPCP ConfReq 5 addr 0.0.0.0").sent("IPCP ConfNak 5 addr 10.0.0.2");
  for (let n = 6; n < 9; n++) {
    line.receives(`IPCP ConfReq ${n} addr 192.0.2.1`).sent(`IPCP ConfNak ${n} addr 10.0.0.2`);
  }
  line.receives("IPCP ConfReq 9 addr 192.0.2.1").sent("IPCP ConfRej 9 addr 192.0.2.1");
  line.receives("IPCP ConfReq 10 addr 0.0.0.0").sent("IPCP ConfNak 10 addr 10.0.0.2").ends();
});

test("a peer that asks for an address where there is none to assign has its option rejected, not its link", (t) => {
  const line = begun(t, OURS).forgets();
  line.receives("IPCP ConfReq 5 addr 0.0.0.0").sent("IPCP ConfRej 5 addr 0.0.0.0");
  line.receives("IPCP ConfReq 6").sent("IPCP ConfAck 6").receives("IPCP ConfAck 1 addr 10.0.0.1").ipcp("Opened");
  line.forgets().ends();
});

test("slirp's way: VJ rejected, 0.0.0.0 naked, then open", (t) => {
  const line = begun(t, { peerAddress: ip("10.0.2.2") }).forgets();
  line.receives("IPCP ConfReq 1 addr 0.0.0.0 vj 002d0f01").sent("IPCP ConfRej 1 vj 002d0f01");
  line.receives("IPCP ConfReq 2 addr 0.0.0.0").sent("IPCP ConfNak 2 addr 10.0.2.2");
  line.receives("IPCP ConfNak 1 addr 10.0.2.15").sent("IPCP ConfReq 2 addr 10.0.2.15");
  line.receives("IPCP ConfReq 3 addr 10.0.2.2").sent("IPCP ConfAck 3 addr 10.0.2.2");
  line.receives("IPCP ConfAck 2 addr 10.0.2.15").ipcp("Opened").tells("payloads pass").ends();
});

test("compression, the old IP-Addresses and name servers are rejected, each whole", (t) => {
  const line = begun(t, OURS).forgets();
  const others = "addrs 0a0000020a000001 vj 002d0f01 option129:00000000 option131:00000000 option3:0a00";
  line.receives(`IPCP ConfReq 5 addr 10.0.0.2 ${others}`).sent(`IPCP ConfRej 5 ${others}`).ipcp("Req-Sent").ends();
});

test("a Nak or Reject of what was not asked for is stale", (t) => {
  const line = begun(t, OURS).forgets();
  line.receives("IPCP ConfNak 1 vj 002d0f01").receives("IPCP ConfRej 1 option129:00000000").sent();
  line.receives("IPCP ConfNak 1 option3:0a00").sent();
  t.is(line.machine.ipcp.control.counters[ControlCounter.StaleAnswers], 3);
  line.receives("IPCP ConfRej 1 addr 10.0.0.1").sent("IPCP ConfReq 2");
  line.receives("IPCP ConfNak 2 addr 10.0.0.7").sent().ipcp("Req-Sent").ends();
});

test("a peer that naks every address without end is asked without one in the end", (t) => {
  const line = begun(t, OURS).forgets();
  for (let n = 1; n <= 5; n++)
    line.receives(`IPCP ConfNak ${n} addr 10.0.1.${n}`).sent(`IPCP ConfReq ${n + 1} addr 10.0.1.${n}`);
  line.receives("IPCP ConfNak 6 addr 10.0.1.6").sent("IPCP ConfReq 7").ends();
});

test("IPCP before LCP is open is discarded, and IPCP of a peer that opens later is sent again", (t) => {
  const line = new PppTimeline(t, OURS).at(0).starts().forgets();
  line.at(1).receives("LCP ConfReq 5 magic aaaaaaaa").forgets();
  line
    .receives(Uint8Array.of(0xff, 3, 0x80, 0x21, 1, 1, 0, 4), 0)
    .sent()
    .ipcp("Initial");
  line.receives("LCP ConfAck 1 accm 00000000 magic 11111111 pfc acfc").forgets();
  // The peer drops ours too until its LCP is open.
  line.at(3_001).sends("IPCP ConfReq 1 addr 10.0.0.1").at(6_001).sends("IPCP ConfReq 1 addr 10.0.0.1").ends();
});

test("a Protocol-Reject of IPCP ends it and not the link, until the peer begins it", (t) => {
  for (const rejected of ["8021 0101000a03060a000001", "0021 4500"]) {
    const line = begun(t, OURS).forgets();
    line.receives(`LCP ProtRej 9 ${rejected}`).sent().tells().lcp("Opened").ipcp("Stopped").due(10_000);
    line.at(500).receives("IPCP ConfReq 1 addr 10.0.0.2");
    line.sent("IPCP ConfReq 2 addr 10.0.0.1", "IPCP ConfAck 1 addr 10.0.0.2").ipcp("Ack-Sent").ends();
  }
});

test("a Protocol-Reject of IP in an open link ends IPCP", (t) => {
  const line = new PppTimeline(t, OURS).at(0).opens();
  line.at(10).receives("LCP ProtRej 9 0021 4500").sent("IPCP TermReq 2").ipcp("Stopping").lcp("Opened");
  t.is(line.header(0x0800, 20), "");
  line.receives("LCP ProtRej 10 8021 05020004").sent().ipcp("Stopped").due(10_000).ends();
});

test("IPCP that comes to nothing is tried again after the hold, while the link lives", (t) => {
  const line = begun(t, { ...OURS, interval: 0, maxConfigure: 2, hold: 5_000 }).sent("IPCP ConfReq 1 addr 10.0.0.1");
  line.at(3_000).sends("IPCP ConfReq 1 addr 10.0.0.1").at(6_000).sends().ipcp("Stopped").due(11_000);
  line.at(11_000).sends("IPCP ConfReq 2 addr 10.0.0.1").ipcp("Req-Sent").lcp("Opened").due(14_000).ends();
});

test("IPCP that the peer terminates is tried again after the hold", (t) => {
  const line = new PppTimeline(t, { ...OURS, interval: 0 }).at(0).opens();
  line.at(100).receives("IPCP TermReq 9").sent("IPCP TermAck 9").tells().ipcp("Stopping").verdict("up: answered");
  t.is(line.header(0x0800, 20), "");
  line.at(3_100).sends().ipcp("Stopped").due(13_100);
  line.at(13_100).sends("IPCP ConfReq 2 addr 10.0.0.1").ends();
});

test("a link that goes down while IPCP waits for its hold begins with LCP", (t) => {
  const line = begun(t, { ...OURS, maxConfigure: 1, hold: 4_000 }).forgets();
  line.at(3_000).sends().ipcp("Stopped").due(7_000);
  line.at(4_000).receives("LCP ConfReq 7 magic bbbbbbbb").forgets().ipcp("Initial");
  line.at(7_000).sends().lcp("Stopped").ipcp("Initial").due(11_000).ends();
});

test("an address that is set while the link is open is negotiated at once", (t) => {
  const line = new PppTimeline(t, OURS).at(0).opens();
  line.at(100);
  line.machine.setAddress(ip("172.16.0.9"), -1, false, 100);
  line.sent("IPCP ConfReq 2 addr 172.16.0.9").tells().ipcp("Req-Sent").verdict("up: answered");
  t.is(line.header(0x0800, 20), "");
  line.receives("IPCP ConfReq 8 addr 10.0.0.2").receives("IPCP ConfAck 2 addr 172.16.0.9").ipcp("Opened");
  line.forgets();
  line.machine.setAddress(0, 0, false, 100);
  line.sent("IPCP ConfReq 3 addr 0.0.0.0");
  t.true(line.machine.asksAddress);
  line.ends();
});

test("an address that is set before the link is open is that of the next negotiation", (t) => {
  const line = new PppTimeline(t, OURS).at(0).starts();
  line.machine.setAddress(ip("172.16.0.9"), -1, false, 0);
  line.agrees("LCP", "").sent("IPCP ConfReq 1 addr 172.16.0.9").forgets().ends();
});

test("codes that are LCP's alone are unknown to IPCP", (t) => {
  const line = new PppTimeline(t, OURS).at(0).opens();
  line.at(10).receives("IPCP EchoReq 1 magic aaaaaaaa").sent("IPCP CodeRej 2 09010008aaaaaaaa");
  line.receives("IPCP ProtRej 1 8057").sent("IPCP CodeRej 3 080100068057").ipcp("Opened").ends();
});

test("what IPCP sends keeps to the peer's MRU", (t) => {
  const line = new PppTimeline(t, OURS).at(0).opens("mru 128");
  line.at(10).receives(`IPCP code9 1 ${"ab".repeat(200)}`);
  const [reject] = line.takes();
  t.is(reject!.length, "IPCP CodeRej 2 ".length + 2 * (128 - 4));
  line.ends();
});

test("a peer that negotiates IPCP anew is known by the address that it then names", (t) => {
  const line = new PppTimeline(t, OURS).at(0).opens("magic aaaaaaaa", "addr 10.0.0.2");
  line.at(10).receives("IPCP ConfReq 7 addr 10.0.0.77").forgets().ipcp("Ack-Sent");
  t.is(line.machine.ipcp.peerAddress, ip("10.0.0.77"));
  line.receives("IPCP ConfAck 2 addr 10.0.0.1").ipcp("Opened").forgets();
  t.is(line.machine.ipcp.peerAddress, ip("10.0.0.77"));
  line.receives("IPCP TermReq 8").forgets();
  t.is(line.machine.ipcp.peerAddress, 0);
  line.ends();
});
