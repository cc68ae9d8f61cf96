/** Each of these is how some other stack fails, or leaves its users alone. */
import test from "ava";
import { Fcs16 } from "../../src/framing/fcs";
import { OctetFramer } from "../../src/framing/octet-framer";
import { PppFraming } from "../../src/framing/ppp-framing";
import { Disposition } from "../../src/keepalive/machine";
import { PppCounter } from "../../src/keepalive/ppp-counters";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { concat, counted, deframe, framed, toHex } from "../support/framing";
import { frame } from "../support/ppp";
import { PppTimeline } from "../support/ppp-timeline";

const request = (identifier: number) => `LCP EchoReq ${identifier} magic 11111111 00000000`;
const reply = (identifier: number) => `LCP EchoRep ${identifier} magic aaaaaaaa 00000000`;
const ANEW = ["LCP TermReq 2", "LCP ConfReq 3 accm 00000000 magic 22222222 pfc acfc"];

test("Linux hdlc_ppp: its magic number is always 0, so that no loop is ever seen", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.at(10_000).sends(request(1));
  line
    .receives(request(1))
    .sent(...ANEW)
    .tells("down: looped back")
    .ends();
});

test("Linux hdlc_ppp as the peer: no magic number, and replies that repeat ours keep the link up", (t) => {
  const line = new PppTimeline(t).at(0).opens("", "");
  for (let n = 1; n <= 20; n++) {
    line
      .at(n * 10_000)
      .sends(request(n))
      .tells();
    line.at(n * 10_000 + 20).receives(request(n).replace("EchoReq", "EchoRep"));
  }
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 20);
  // But a line that is looped brings back the request itself.
  line
    .at(210_000)
    .sends(request(21))
    .receives(request(21))
    .sent(...ANEW)
    .tells("down: looped back");
  line.ends();
});

test("Linux hdlc_ppp: only the last identifier counts, so that a long round trip never comes up", (t) => {
  const line = new PppTimeline(t, { retries: 3 }).at(0).opens();
  line.at(10_000).sends(request(1));
  line.at(20_000).sends(request(2));
  for (let n = 3; n <= 50; n++) {
    line
      .at(n * 10_000)
      .sends(request(n))
      .tells();
    line.at(n * 10_000 + 5_000).receives(reply(n - 2));
  }
  t.is(line.machine.roundTrips.mean, 25_000);
  line.ends();
});

test("pppd: a reply with any identifier at all counts as one", (t) => {
  const line = new PppTimeline(t, { retries: 2 }).at(0).opens();
  line.at(10_000).sends(request(1));
  line.at(11_000).receives(reply(2)).receives(reply(0)).receives(reply(200));
  line.at(20_000).sends(request(2));
  line.at(21_000).receives(reply(3)).receives(reply(255));
  line
    .at(30_000)
    .sends(...ANEW)
    .tells("down: missed");
  t.is(line.machine.echo.counters[EchoCounter.StrangeReplies], 5);
  line.ends();
});

test("pppd: traffic in the last interval before the verdict is not looked at", (t) => {
  const line = new PppTimeline(t, { adaptive: true }).at(0).opens("magic aaaaaaaa", "addr 10.0.0.2");
  line.at(10_000).sends();
  for (let n = 1; n <= 5; n++) line.at((n + 1) * 10_000).sends(request(n));
  line.at(69_999).receives("IPv4 45000000", Disposition.Payload);
  line.at(70_000).sends().tells().lcp("Opened").ends();
});

test("pppd: a duplicate reply makes its count of losses fall below zero, and 255 are lost", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.at(10_000).sends(request(1));
  line.at(10_050).receives(reply(1)).receives(reply(1)).receives(reply(1));
  t.is(line.machine.echo.unanswered, 0);
  t.is(line.machine.roundTrips.losses, 0);
  t.is(line.machine.roundTrips.sampled, 1);
  line.at(20_000).sends(request(2));
  line.at(20_050).receives(reply(2)).receives(reply(1));
  t.is(line.machine.echo.unanswered, 0);
  t.is(line.machine.roundTrips.losses, 0);
  line.ends();
});

test("pppd, lwIP: adaptive mode keeps stale misses, and drops a link that is alive", (t) => {
  const line = new PppTimeline(t, { adaptive: true }).at(0).opens();
  line.at(10_000).sends();
  let now = 10_000;
  let sent = 0;
  // Four misses, data, and so on for an hour: never five in a row.
  for (let round = 0; round < 72; round++) {
    for (let miss = 0; miss < 4; miss++)
      line
        .at((now += 10_000))
        .sends(request(++sent & 255))
        .tells();
    line.at(now + 5_000).receives("IPv4 45000000", Disposition.Payload);
    line
      .at((now += 10_000))
      .sends()
      .tells();
    t.is(line.machine.echo.unanswered, 0);
  }
  // The fifth in a row still counts.
  for (let miss = 0; miss < 5; miss++)
    line
      .at((now += 10_000))
      .sends(request(++sent & 255))
      .tells();
  line
    .at(now + 10_000)
    .sends(...ANEW)
    .tells("down: missed")
    .ends();
});

test("lwIP: a frame that its sender broke off with 7D 7E is left as one with a bad FCS", (t) => {
  const deframer = new PppFraming().createDeframer(1504);
  const echo = frame(reply(1));
  const whole = framed(new OctetFramer(new Fcs16(), -1), echo);
  const broken = concat(whole.subarray(0, 12), Uint8Array.of(0x7d, 0x7e));
  t.deepEqual(deframe(deframer, concat(broken, whole)), ["abort", toHex(echo)]);
  t.deepEqual(counted(deframer), { frames: 1, abort: 1 });
});

test("sppp: what comes back resets the count of misses before it is found to be our own", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  for (let n = 1; n <= 3; n++) line.at(n * 10_000).sends(request(n));
  t.is(line.machine.echo.unanswered, 3);
  line
    .at(31_000)
    .receives(request(3))
    .tells("down: looped back")
    .sent(...ANEW);
  t.is(line.machine.echo.unanswered, 3);
  t.is(line.machine.counters[PppCounter.LoopedBack], 1);
  line.ends();
});

test("Zephyr sends no Echo-Requests, esp-idf none by default: here they go every 10 s, unasked", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  t.is(line.machine.interval, 10_000);
  t.is(line.machine.retries, 5);
  t.is(line.machine.defaultRetries, 5);
  line.at(10_000).sends(request(1)).ends();
});
