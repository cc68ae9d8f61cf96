import test from "ava";
import type { ExecutionContext } from "ava";
import fc from "fast-check";
import { EthernetLoopback } from "../../src/keepalive/ethernet-loopback";
import { LoopbackCounter } from "../../src/keepalive/ethernet-loopback-counters";
import { LoopbackMode } from "../../src/keepalive/ethernet-loopback-options";
import type { EthernetLoopbackOptions } from "../../src/keepalive/ethernet-loopback-options";
import { Disposition, Verdict } from "../../src/keepalive/machine";
import { PortFault } from "../../src/ports";
import { LEAST_FRAME } from "../../src/wire/ctp";
import { ASSISTANT, LoopbackTimeline, OTHER, OURS, SERVER } from "../support/loopback-timeline";
import { ScriptedRandom } from "../support/scripted-random";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));

/** A chip that hears itself, and has since its first keepalive. */
function heard(t: ExecutionContext, options: Partial<EthernetLoopbackOptions> = {}) {
  const loop = new LoopbackTimeline(t, true, options);
  loop.at(0).starts().due(0).sends("to us: reply 1").due(10_000).leaves();
  return loop.comesBack().tells("up: answered");
}

/** A chip that does not, with a loop server that has answered its first request. */
function answered(t: ExecutionContext, options: Partial<EthernetLoopbackOptions> = {}) {
  const loop = new LoopbackTimeline(t, false, { mode: "peer", ...options });
  loop.at(0).starts().sends("to assistant: request 1").leaves().at(2).answers().tells("up: answered");
  return loop;
}

// --- self

test("the first frame leaves at once, then one an interval; one that is heard brings the link up, told once", (t) => {
  const loop = heard(t);
  loop.at(10_000).sends("to us: reply 2").leaves().at(10_001).comesBack().tells().due(20_000);
  loop.at(20_000).sends("to us: reply 3").comesBack().tells().leaves();
  loop.counts(LoopbackCounter.OwnSent, 3).counts(LoopbackCounter.OwnReceived, 3);
  t.is(loop.frame.length, LEAST_FRAME);
  loop.ends();
});

test("self: frames that are not heard make the verdict unknown after the retries, and never down", (t) => {
  const loop = heard(t, { mode: "self" });
  for (const n of [2, 3, 4]) loop.atKeepalive(n).sends(`to us: reply ${n}`).leaves().tells();
  loop.at(40_000).sends("to us: reply 5").tells("unknown: missed").leaves();
  for (let n = 6; n < 30; n++) loop.atKeepalive(n).sends(`to us: reply ${n}`).leaves().tells();
  loop.comesBack().tells("up: answered");
  loop.ends();
});

test("self: a chip that does not hear itself leaves the verdict unknown", (t) => {
  const loop = new LoopbackTimeline(t, false, { mode: "self" });
  loop.at(0).starts().sends("to us: reply 1").leaves();
  for (const n of [2, 3]) loop.atKeepalive(n).sends(`to us: reply ${n}`).leaves().tells();
  loop.at(30_000).sends("to us: reply 4").leaves().tells("unknown: missed");
  loop.ends();
});

test("a frame that comes back damaged is told, and after the retries is why the verdict is unknown", (t) => {
  const loop = heard(t, { mode: "self" });
  loop.at(10_000).sends("to us: reply 2").leaves().comesBack({ 59: 1 }).tells("up: damaged");
  loop.at(20_000).sends("to us: reply 3").leaves().comesBack({ 20: 0x80 }).tells();
  loop.at(30_000).sends("to us: reply 4").leaves().comesBack({ 40: 4 }).tells();
  loop.counts(LoopbackCounter.Damaged, 3);
  loop.at(40_000).sends("to us: reply 5").leaves().tells("unknown: damaged");
  loop.comesBack().tells("up: answered");
  loop.ends();
});

test("whether the last keepalive came back: by itself, by a loop server, by a self-test", (t) => {
  const own = new LoopbackTimeline(t, true, { mode: "self" });
  own.answered(false).at(0).starts().sends("to us: reply 1").leaves().answered(false);
  own.at(1).comesBack().tells("up: answered").answered(true);
  own.at(10_000).sends("to us: reply 2").leaves().comesBack({ 59: 1 }).tells("up: damaged").answered(false);
  own.at(20_000).sends("to us: reply 3").leaves().comesBack().tells("up: answered").answered(true);
  own.port(false).tells("down: link down").answered(false).ends();

  const asked = answered(t).answered(true);
  asked.at(10_000).sends("to server: request 2").leaves().answered(false).at(15_000).answers().answered(true);
  asked.at(20_000).sends("to server: request 3").leaves().answered(false).ends();

  const tests = new LoopbackTimeline(t, false, { mode: "phy" });
  tests.at(0).starts().sends("self-test").answered(false).at(5).tested(true).tells("up: answered").answered(true);
  tests.at(10_000).sends("self-test").at(10_005).tested(false).answered(false).ends();
});

// --- phy

test("phy: a self-test each interval in place of a frame; those that fail make the verdict unknown, never down", (t) => {
  const loop = new LoopbackTimeline(t, false, { mode: "phy" });
  loop.at(0).starts().sends("self-test").due(10_000).at(8).tested(true).tells("up: answered");
  for (const n of [2, 3, 4]) loop.atKeepalive(n).sends("self-test").tested(false).tells();
  loop.at(40_000).sends("self-test").tells("unknown: missed").tested(false).tells();
  for (let n = 6; n < 30; n++) loop.atKeepalive(n).sends("self-test").tested(false).tells();
  loop.at(290_000).sends("self-test").at(290_008).tested(true).tells("up: answered");
  loop.counts(LoopbackCounter.SelfTests, 30).counts(LoopbackCounter.SelfTestsPassed, 2);
  loop.counts(LoopbackCounter.OwnSent, 0).counts(LoopbackCounter.RequestsSent, 0).ends();
});

test("phy: a chip that is too busy to test itself is tried again, and neither fails nor misses", (t) => {
  const loop = new LoopbackTimeline(t, true, { mode: "phy" });
  loop.at(0).starts().sends("self-test").tested(true).tells("up: answered");
  loop.busy = true;
  loop.at(10_000).sends().due(10_100);
  for (let at = 10_100; at < 90_000; at = loop.machine.due) loop.lateAt(at).sends().tells();
  loop.busy = false;
  loop.at(90_000).sends("self-test").tested(true).tells();
  loop.ends();
});

test("phy: a test that somebody else began, or that the link's loss overtook, is none of ours", (t) => {
  const loop = new LoopbackTimeline(t, true, { mode: "phy" });
  loop.at(0).tested(true).starts().sends("self-test").at(3).port(false).tells("down: link down").tested(false).tells();
  loop.at(5).port(true).tells("unknown: none").tested(true).tells();
  loop.counts(LoopbackCounter.SelfTests, 0).sends("self-test").tested(true).tells("up: answered");
  loop.ends();
});

// --- transmit failures and the port

test("down when nothing left of three keepalives in a row; the next that leaves takes that back", (t) => {
  const loop = heard(t);
  for (const n of [2, 3, 4]) {
    loop
      .atKeepalive(n)
      .sends(`to us: reply ${n}`)
      .at((n - 1) * 10_000 + 20)
      .fails()
      .tells();
  }
  loop.at(40_000).sends("to us: reply 5").tells("down: transmit failed");
  loop.at(40_020).fails().tells();
  loop.at(50_000).sends("to us: reply 6").leaves().tells("unknown: none");
  loop.comesBack().tells("up: answered");
  loop.counts(LoopbackCounter.TransmitFailures, 4);
  loop.ends();
});

test("a frame that failed to leave is no miss: a loop server is not blamed", (t) => {
  const loop = answered(t);
  for (const n of [2, 3, 4]) loop.atKeepalive(n).sends(`to server: request ${n}`).fails().tells();
  loop.at(40_000).sends("to server: request 5").leaves().tells("down: transmit failed", "unknown: none");
  loop.at(50_000).sends("to server: request 6").leaves().answers().tells("up: answered");
  loop.ends();
});

test("a transmitter that takes nothing is tried again ever less often, and is a failed one after the retries", (t) => {
  const loop = heard(t);
  loop.busy = true;
  loop.at(10_000).sends().due(10_100).at(10_100).sends().due(10_200).at(10_200).sends().due(10_300);
  loop.busy = false;
  loop.at(10_250).leaves("to us: reply 2").due(20_000).leaves().comesBack().tells();
  loop.busy = true;
  for (let at = 20_000; at < 50_000; at = loop.machine.due) loop.lateAt(at).sends();
  loop.at(50_000).sends().tells("down: transmit failed");
  loop.busy = false;
  loop.at(50_100).sends("to us: reply 6").leaves().tells("unknown: none").comesBack().tells("up: answered");
  loop.ends();
});

test("link status and faults of the chip are down at once; with them gone everything begins anew", (t) => {
  const loop = heard(t);
  loop
    .at(12_000 - 2_000)
    .sends("to us: reply 2")
    .leaves()
    .comesBack();
  loop.at(12_000).port(false).tells("down: link down").idle();
  loop.at(13_000).port(false, PortFault.Absent).tells("down: chip fault").idle();
  loop.at(14_000).port(false).tells("down: link down").at(15_000).port(true).tells("unknown: none").due(15_000);
  loop.sends("to us: reply 3").leaves().comesBack().tells("up: answered");
  loop.port(true).tells();
  loop.ends();
});

test("a transmitter that failed, and a chip that got stuck, have to send before the verdict is more than down", (t) => {
  const loop = answered(t);
  for (const n of [2, 3, 4]) loop.atKeepalive(n).sends(`to server: request ${n}`).fails().tells();
  loop.at(40_000).sends("to server: request 5").tells("down: transmit failed");
  loop.at(40_500).fails().port(false, PortFault.Stuck).tells("down: chip fault").idle();
  loop.at(41_500).port(false).tells("down: link down").at(43_500).port(true).tells("down: transmit failed");
  loop.sends("to server: request 6").at(44_000).fails().tells();
  loop.at(44_001).port(false).tells("down: link down").at(45_000).port(true).tells("down: transmit failed");
  loop.sends("to server: request 7").leaves().tells("unknown: none").answers().tells("up: answered");
  loop.at(46_000).port(false).tells("down: link down").at(47_000).port(true).tells("unknown: none");
  loop.ends();
});

test("the link goes while a frame leaves: that it did not is nobody's failure", (t) => {
  const loop = heard(t);
  loop.at(10_000).sends("to us: reply 2").at(10_001).port(false).tells("down: link down").fails();
  loop.counts(LoopbackCounter.TransmitFailures, 0);
  loop.ends();
});

// --- peer

test("a loop server is learned from the first answer, and remembered", (t) => {
  const loop = answered(t);
  loop.at(10_000).sends("to server: request 2").leaves().answers().tells();
  t.deepEqual(loop.machine.server, SERVER);
  loop.counts(LoopbackCounter.RequestsSent, 2).counts(LoopbackCounter.AnswersReceived, 2);
  loop.at(12_000).port(false).tells("down: link down").at(13_000).port(true).tells("unknown: none");
  loop.sends("to server: request 3").leaves().answers().tells("up: answered");
  loop.ends();
});

test("until a loop server has answered the verdict is unknown, never down", (t) => {
  const loop = new LoopbackTimeline(t, false, { mode: "peer" });
  loop.at(0).starts().sends("to assistant: request 1").leaves().tells();
  loop.at(10_000).sends("to assistant: request 2").leaves().tells("unknown: no loop server");
  for (let n = 3; n < 50; n++) loop.atKeepalive(n).sends(`to assistant: request ${n}`).leaves().tells();
  loop.answers().tells("up: answered");
  loop.ends();
});

test("a learned loop server that is gone when everything begins anew is forgotten after the retries", (t) => {
  const loop = answered(t);
  loop.at(5_000).machine.stop(5_000);
  loop.tells("unknown: none").at(6_000).starts().sends("to server: request 2").leaves();
  loop.at(16_000).sends("to server: request 3").leaves().tells("unknown: no loop server");
  loop.at(26_000).sends("to server: request 4").leaves();
  loop.at(36_000).sends("to assistant: request 5").leaves().tells().answers(OTHER).tells("up: answered");
  t.deepEqual(loop.machine.server, OTHER);
  loop.ends();
});

test("a configured loop server is asked, and only it may answer", (t) => {
  const loop = new LoopbackTimeline(t, false, { mode: "peer", server: SERVER });
  loop.at(0).starts().sends("to server: request 1").leaves();
  loop.answers(OTHER).tells().counts(LoopbackCounter.Strangers, 1);
  loop.at(10_000).sends("to server: request 2").leaves().tells("unknown: no loop server");
  loop.answers().tells("up: answered");
  for (const n of [3, 4, 5]) loop.atKeepalive(n).sends(`to server: request ${n}`).leaves().tells();
  loop.at(50_000).sends("to server: request 6").leaves().tells("down: missed");
  loop.ends();
});

test("down after three unanswered requests; another loop server may answer then", (t) => {
  const loop = answered(t);
  for (const n of [2, 3, 4]) loop.atKeepalive(n).sends(`to server: request ${n}`).leaves().tells();
  loop.at(40_000).sends("to assistant: request 5").leaves().tells("down: missed");
  loop.at(50_000).sends("to assistant: request 6").leaves().answers(OTHER).tells("up: answered");
  loop.at(60_000).sends("to other: request 7").leaves().ends();
});

test("answers that come back damaged are why a loop server's link is down", (t) => {
  const loop = answered(t);
  loop.at(10_000).sends("to server: request 2").leaves().answers(SERVER, { 30: 1 }).tells("up: damaged");
  for (const n of [3, 4]) {
    loop.atKeepalive(n).sends(`to server: request ${n}`).leaves().answers(SERVER, { 50: 1 }).tells();
  }
  loop.at(40_000).sends("to assistant: request 5").leaves().tells("down: damaged");
  loop.answers(SERVER, { 50: 1 }).tells().answers().tells("up: answered");
  loop.ends();
});

test("answers that come again, too late, or to nothing are counted apart", (t) => {
  const loop = answered(t, { retries: 2 });
  loop.answers().tells().counts(LoopbackCounter.Duplicates, 1);
  loop.at(10_000).sends("to server: request 2").leaves();
  const second = loop.frame;
  loop.at(20_000).sends("to server: request 3").leaves().tells();
  loop.at(30_000).sends("to assistant: request 4").leaves().tells("down: missed");
  loop.answers(SERVER, {}, second).tells().counts(LoopbackCounter.Late, 1);
  loop.answers(SERVER, { 26: 0x10 }).tells().counts(LoopbackCounter.Late, 2);
  loop.answers(ASSISTANT).tells().counts(LoopbackCounter.Strangers, 1);
  loop.answers().tells("up: answered");
  loop.ends();
});

test("an answer that takes longer than an interval counts while it is one of the last", (t) => {
  const loop = answered(t);
  for (let n = 2; n < 20; n++) {
    const before = loop.frame;
    loop.atKeepalive(n).sends(`to server: request ${n}`).leaves();
    if (n > 2)
      loop
        .at((n - 1) * 10_000 + 5_000)
        .answers(SERVER, {}, before)
        .tells();
  }
  loop.counts(LoopbackCounter.Late, 0).ends();
});

// --- auto

test("auto: while the chip hears itself nobody else is asked; a missing echo has a loop server asked too", (t) => {
  const loop = heard(t);
  loop.at(10_000).sends("to us: reply 2").leaves();
  loop.at(20_000).sends("to us: reply 3").leaves("to assistant: request 3").leaves().answers().tells();
  loop.at(30_000).sends("to us: reply 4").leaves("to server: request 4").leaves();
  loop.at(40_000).sends("to us: reply 5").leaves("to server: request 5").leaves();
  loop.at(50_000).sends("to us: reply 6").leaves("to server: request 6").leaves().tells();
  loop.at(60_000).sends("to us: reply 7").tells("down: missed").leaves("to assistant: request 7");
  loop.at(60_500).leaves().at(70_000).sends("to us: reply 8").comesBack().tells("up: answered");
  loop.leaves("to assistant: request 8").leaves();
  loop.at(80_000).sends("to us: reply 9").tells().leaves().comesBack().tells();
  loop.ends();
});

test("auto: without echo and without loop server the verdict is unknown", (t) => {
  const loop = heard(t);
  loop.at(10_000).sends("to us: reply 2").leaves();
  loop.at(20_000).sends("to us: reply 3").leaves("to assistant: request 3").leaves();
  loop.at(30_000).sends("to us: reply 4").leaves("to assistant: request 4").leaves().tells();
  loop.at(40_000).sends("to us: reply 5").leaves("to assistant: request 5").leaves().tells("unknown: missed");
  loop.ends();
});

test("auto: a chip that does not hear itself asks a loop server, and looks for loops with frames to itself", (t) => {
  const loop = new LoopbackTimeline(t, false);
  loop.at(0).starts().sends("to us: reply 1").leaves("to assistant: request 1").leaves().tells();
  loop.at(10_000).sends("to us: reply 2").tells("unknown: no loop server").leaves("to assistant: request 2").leaves();
  for (const n of [3, 4, 5, 6]) {
    loop.atKeepalive(n).sends(`to us: reply ${n}`).leaves(`to assistant: request ${n}`).leaves().tells();
  }
  loop.answers().tells("up: answered");
  const own = loop.at(60_000).sends("to us: reply 7").frame;
  loop.leaves("to server: request 7").answers().tells().comesBack({}, own).tells("up: looped back");
  loop.ends();
});

// --- loops

test("a frame that is heard twice went round in the network: looped, until the retries passed without one", (t) => {
  const loop = heard(t);
  loop.at(5_000).comesBack().tells("up: looped back");
  t.true(loop.machine.looped);
  for (const n of [2, 3, 4]) loop.atKeepalive(n).sends(`to us: reply ${n}`).leaves().comesBack().tells();
  loop.at(40_000).sends("to us: reply 5").leaves().comesBack().tells("up: answered");
  t.false(loop.machine.looped);
  loop.counts(LoopbackCounter.Looped, 1).ends();
});

test("a chip that can't hear itself, and does, is in a loop", (t) => {
  const loop = new LoopbackTimeline(t, false, { mode: "peer" });
  loop.at(0).starts().sends("to assistant: request 1").leaves().comesBack().tells("unknown: looped back");
  loop.at(1).answers().tells("up: looped back").comesBack().tells().counts(LoopbackCounter.Looped, 2);
  for (const n of [2, 3, 4]) loop.atKeepalive(n).sends(`to server: request ${n}`).leaves().answers().tells();
  loop.at(40_000).sends("to server: request 5").leaves().answers().tells("up: answered");
  const self = new LoopbackTimeline(t, false, { mode: "self" });
  self.at(0).starts().sends("to us: reply 1").leaves().comesBack().tells("unknown: looped back");
  loop.ends();
});

test("a chip that hears itself hears its request to the assistant too: once is no loop, twice is", (t) => {
  const loop = new LoopbackTimeline(t, true, { mode: "peer" });
  loop.at(0).starts().sends("to assistant: request 1").leaves().comesBack().tells();
  loop.answers().tells("up: answered").comesBack().tells("up: looped back");
  loop.ends();
});

test("a loop is no reason to stay up", (t) => {
  const loop = answered(t);
  loop.comesBack().tells("up: looped back");
  for (const n of [2, 3, 4]) {
    loop.atKeepalive(n).sends(`to server: request ${n}`).leaves().comesBack().tells();
  }
  loop.at(40_000).sends("to assistant: request 5").leaves().tells("down: missed");
  loop.ends();
});

test("a station with our address is a stranger, not a loop", (t) => {
  const loop = heard(t);
  const stranger = hex(`02000012345602000012345690000000 0100 9911`.padEnd(120 + 2, "0"));
  loop.receives(stranger).tells().counts(LoopbackCounter.Strangers, 1);
  loop.ends();
});

// --- other stations

const forward = (to: string, target: string) =>
  hex(`${to} 020000000007 9000 0000 0200 ${target} 0100 2a00 ${"77".repeat(32)}`);

test("other stations' frames are forwarded by a loop server, and by nobody else", (t) => {
  const loop = heard(t);
  loop.receives(forward("020000123456", "020000000007")).sent().counts(LoopbackCounter.Refused, 1);
  loop.receives(forward("cf0000000000", "020000000007")).sent().counts(LoopbackCounter.Refused, 2);
  const server = heard(t, { assist: true });
  server.receives(forward("020000123456", "020000000007")).sent("to other: reply 42");
  t.deepEqual(server.frame, hex(`020000000007 020000123456 9000 0800 0200 020000000007 0100 2a00 ${"77".repeat(32)}`));
  server.leaves().receives(forward("cf0000000000", "020000000007")).sent("to other: reply 42").fails();
  server.counts(LoopbackCounter.Forwarded, 1).counts(LoopbackCounter.NotForwarded, 1);
  for (const target of ["cf0000000000", "ffffffffffff", "020000123456"]) {
    server.receives(forward("020000123456", target)).sent();
  }
  server.counts(LoopbackCounter.Refused, 3);
  server.receives(forward("02000000005e", "020000000007")).sent().counts(LoopbackCounter.NotOurs, 1);
  server.ends();
});

test("one frame of the least length waits while another of ours is leaving", (t) => {
  const server = heard(t, { assist: true });
  server.receives(forward("020000123456", "020000000007")).sent("to other: reply 42");
  server.receives(forward("cf0000000000", "020000000007")).sent();
  server.receives(forward("020000123456", "020000000007")).sent().counts(LoopbackCounter.NotForwarded, 1);
  server.leaves("to other: reply 42");
  t.deepEqual(server.frame, hex(`020000000007 020000123456 9000 0800 0200 020000000007 0100 2a00 ${"77".repeat(32)}`));
  const long = Uint8Array.of(...forward("020000123456", "020000000007"), 0);
  server.receives(long).sent().counts(LoopbackCounter.NotForwarded, 2);
  server.leaves().counts(LoopbackCounter.Forwarded, 2);
  server.receives(long).sent("to other: reply 42").leaves().counts(LoopbackCounter.Forwarded, 3);
  server.ends();
});

test("loop servers that ask each other in step both answer: the answer follows our own request", (t) => {
  const server = new LoopbackTimeline(t, false, { assist: true, mode: "peer" });
  server.at(0).starts().sends("to assistant: request 1");
  server.receives(forward("cf0000000000", "020000000007")).sent().leaves("to other: reply 42").leaves();
  server.counts(LoopbackCounter.Forwarded, 1).ends();
});

test("a frame that waits to be forwarded is forgotten with the link", (t) => {
  const server = heard(t, { assist: true });
  server.busy = true;
  server.receives(forward("020000123456", "020000000007")).sent();
  server.machine.portChanged(false, PortFault.None, server.now);
  server.busy = false;
  server.machine.transmitterFree(server.now);
  server.sent().tells("down: link down").ends();
});

test("a keepalive waits for a frame that is being forwarded", (t) => {
  const loop = heard(t, { assist: true });
  loop.at(9_999).receives(forward("020000123456", "020000000007")).sent("to other: reply 42");
  loop.at(10_000).sends().due(10_100).at(10_003).leaves("to us: reply 2").due(20_000).leaves().comesBack().tells();
  loop.ends();
});

// --- time, settings, mistakes

test("a poll that is a whole interval late judges nothing, as often in a row as there are retries", (t) => {
  const loop = answered(t, { retries: 1 });
  loop.lateAt(25_000).sends("to server: request 2").leaves().tells();
  loop.counts(LoopbackCounter.Excused, 1).counts(LoopbackCounter.MissedPeriods, 1);
  loop.lateAt(55_000).sends("to server: request 3").leaves().tells();
  loop.at(60_000).sends("to assistant: request 4").leaves().tells("down: missed");
  loop.ends();
});

test("interval 0: nothing is sent, and the state of the link alone decides", (t) => {
  const loop = new LoopbackTimeline(t, true, { interval: 0 });
  loop.at(0).starts().idle().sends().at(1000).port(false).tells("down: link down");
  loop.at(2000).port(true).tells("unknown: none").idle();
  loop.machine.setKeepalive(5000, 1, 2000);
  loop.due(2000).sends("to us: reply 1").due(7000).ends();
});

test("an interval that is changed begins anew, with the verdict and what is missing as they are", (t) => {
  const loop = answered(t);
  loop.at(10_000).sends("to server: request 2").leaves();
  loop.at(15_000).machine.setKeepalive(2_000, 2, 15_000);
  loop.tells().due(17_000).at(17_000).sends("to server: request 3").leaves().tells();
  loop.at(19_000).sends("to assistant: request 4").leaves().tells("down: missed");
  loop.machine.setKeepalive(0, 3, 19_000);
  loop.tells("unknown: none").idle().ends();
});

test("another mode begins anew: what was known of a loop server counts no more", (t) => {
  const loop = answered(t);
  loop.at(12_000 - 2_000).sends("to server: request 2");
  loop.at(12_000).machine.setMode(LoopbackMode.Self, 12_000);
  loop.tells("unknown: none").sends("to us: reply 3").leaves();
  for (const n of [4, 5, 6]) {
    const at = 12_000 + (n - 3) * 10_000;
    loop.at(at).sends(`to us: reply ${n}`).leaves();
  }
  loop.tells("unknown: missed").machine.setMode(LoopbackMode.Self, 42_000);
  loop.tells().due(52_000).ends();
});

test("a loop server may be made and unmade at any time", (t) => {
  const loop = heard(t);
  loop.machine.assists = true;
  loop.receives(forward("020000123456", "020000000007")).sent("to other: reply 42").leaves();
  loop.machine.assists = false;
  loop.receives(forward("020000123456", "020000000007")).sent();
  loop.counts(LoopbackCounter.Forwarded, 1).counts(LoopbackCounter.Refused, 1).ends();
});

test("the listener may stop and start the machine from inside each call", (t) => {
  for (const restarts of [false, true]) {
    const loop = heard(t, { retries: 1 });
    let calls = 0;
    loop.onCall = () => {
      if (calls++ > 3) return;
      loop.machine.stop(loop.now);
      if (restarts) loop.machine.start(loop.now);
    };
    for (let at = 0; at < 200_000; at += 500) {
      loop.lateAt(at);
      loop.machine.poll(at);
      loop.machine.frameSent((at & 1024) === 0, at);
      loop.machine.transmitterFree(at);
      loop.receives(loop.frame);
      (loop as unknown as { _sent: string[]; _told: string[] })._sent = [];
      (loop as unknown as { _told: string[] })._told = [];
    }
    t.is(loop.machine.active, restarts);
  }
});

test("time and receipt numbers wrap", (t) => {
  const start = 0x7fffffff - 15_000;
  const loop = new LoopbackTimeline(t, true, { random: new ScriptedRandom(0xfffe, 1) });
  loop.lateAt(start).starts().sends("to us: reply 65535").leaves().comesBack().tells("up: answered");
  loop
    .at(start + 10_000)
    .sends("to us: reply 0")
    .leaves();
  loop
    .at(start + 20_000)
    .sends("to us: reply 1")
    .comesBack()
    .leaves("to assistant: request 1")
    .tells();
  loop.ends();
});

test("other Ethernet types are payload; frames that say too much are bad", (t) => {
  const loop = heard(t);
  loop.receives(hex("020000123456 020000000007 0800 45"), Disposition.Payload);
  loop.receives(hex("020000123456 0200"), Disposition.Discarded);
  loop.receives(hex("020000123456 020000000007 9000 ffff 0100 0000"));
  loop.counts(LoopbackCounter.BadFrames, 2).receives(hex("020000123456 020000000007 9000 0000 0700 0000"));
  loop.counts(LoopbackCounter.NotOurs, 1).ends();
});

test("whatever arrives, nothing throws, no verdict changes but by our own frames, and keepalives stay on time", (t) => {
  const random = (seed: number) => new ScriptedRandom(seed, seed * 77);
  const octet = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 0x90, 0xff));
  const parts = fc.record({
    to: fc.constantFrom(OURS, SERVER, OTHER, ASSISTANT),
    from: fc.constantFrom(OURS, SERVER, OTHER, ASSISTANT),
    type: fc.constantFrom(0x00, 0x90),
    rest: fc.array(octet, { maxLength: 60 }),
    cut: fc.nat(80),
  });
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 20 }), fc.boolean(), fc.nat(0xffff), (frames, assist, seed) => {
      const loop = new LoopbackTimeline(t, false, { assist, random: random(seed), mode: "peer" });
      loop.starts();
      loop.machine.poll(0);
      loop.machine.frameSent(true, 0);
      for (const { to, from, type, rest, cut } of frames) {
        const bytes = Uint8Array.of(...to, ...from, type, 0, ...rest).slice(0, cut);
        const buffer = new Uint8Array(200).fill(0xee);
        buffer.set(bytes, 3);
        loop.machine.receive(buffer, 3, 3 + bytes.length, 1);
        loop.machine.frameSent(true, 1);
      }
      t.is(loop.machine.verdict, Verdict.Unknown);
      t.is(loop.machine.due, 10_000);
    }),
    { numRuns: 1000 },
  );
});

test("a frame of ours that comes back with other data never counts as one that came back", (t) => {
  const changes = fc.array(fc.tuple(fc.integer({ min: 18, max: 59 }), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(changes, fc.integer({ min: 0, max: 60 }), fc.boolean(), (flips, length, cut) => {
      const loop = new LoopbackTimeline(t, true);
      loop.at(0).starts().sends("to us: reply 1").leaves();
      const bytes = cut ? loop.frame.slice(0, length) : loop.frame.slice();
      for (const [at, octet] of flips) if (at < bytes.length) bytes[at]! ^= octet;
      // Flips may take each other back.
      if (Buffer.from(bytes).equals(loop.frame)) return;
      loop.machine.receive(bytes, 0, bytes.length, 0);
      t.is(loop.machine.verdict, Verdict.Unknown);
    }),
    { numRuns: 500 },
  );
});

test("wrong options are refused with what would be right", (t) => {
  const refused: [Record<string, unknown>, string][] = [
    [{ interval: -1 }, "loopback: interval is -1: it must be a whole number from 0 to 1073741823 ms"],
    [{ retries: 0 }, "loopback: retries is 0: it must be a whole number from 1 to 255"],
    [{ mode: "phys" }, 'loopback: mode is phys: it must be "self", "phy", "peer" or "auto"'],
    [{ mode: "phy" }, 'loopback: mode is "phy", and the chip can\'t test itself: it must be "self", "peer" or "auto"'],
    [
      { server: ASSISTANT },
      "loopback: server must be a MAC address of 6 octets, the first of them even: not a group's",
    ],
  ];
  for (const [options, message] of refused) {
    const make = () => new EthernetLoopback({ random: new ScriptedRandom(0), ...options }, OURS, true, false);
    t.throws(make, { instanceOf: RangeError, message });
  }
});
