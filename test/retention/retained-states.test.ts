import test from "ava";
import { RecordLayout, RetainedRecord } from "../../src/retention/record";
import { RetainedCounters } from "../../src/retention/retained-counters";
import { RetainedHdlc } from "../../src/retention/retained-hdlc";
import { RetainedPpp } from "../../src/retention/retained-ppp";
import type { RetainedState } from "../../src/retention/keep-alive-options";
import { HdlcTimeline } from "../support/hdlc-timeline";
import { PppTimeline } from "../support/ppp-timeline";
import { keepalive } from "../support/slarp";

const recordOf = ({ fields }: RetainedState) =>
  new RetainedRecord(new RecordLayout({ name: "test", id: 1, version: 1, fields: [...fields] }));

test("HDLC goes on behind what may have been sent, and tells the peer what it last saw of it", (t) => {
  const before = new HdlcTimeline(t);
  before.at(0).starts();
  before.at(5_000).receives(keepalive(40, 0)).tells("up: answered");
  before.at(10_000).sends("keepalive 1/40");
  const retained = new RetainedHdlc(before.machine);
  const record = recordOf(retained);
  retained.keep(record, 0);
  before.at(20_000).sends("keepalive 2/40").stops();

  const line = new HdlcTimeline(t);
  new RetainedHdlc(line.machine).resume(record, 0, false);
  line.at(0).starts().numbers(257, 257, 40);
  // The peer still acknowledges what it saw before: that takes nothing down.
  line.at(4_000).receives(keepalive(41, 2)).numbers(257, 257, 41).tells();
  line.at(10_000).sends("keepalive 258/41");
  line.at(10_100).receives(keepalive(42, 258)).numbers(258, 258, 42).tells("up: answered").ends();
});

test("only the next start of HDLC goes on from there", (t) => {
  const line = new HdlcTimeline(t);
  line.machine.restore(500, 9);
  line.at(0).starts().numbers(500, 500, 9).stops();
  line.at(100).starts().numbers(0, 0, 0).ends();
});

test("HDLC's numbers run out before they are used up, and when a looped line draws one", (t) => {
  const { machine } = new HdlcTimeline(t).at(0).starts();
  const retained = new RetainedHdlc(machine);
  const record = recordOf(retained);
  retained.keep(record, 0);
  const runsOut = (mySeq: number) => {
    machine.restore(mySeq, 0);
    return retained.runsOut(record, 0);
  };
  t.deepEqual([0, 128, 129, 255, 256, 0x40000000, -5].map(runsOut), [false, false, true, true, true, true, true]);
  machine.restore(0x7fffffff, 0);
  retained.keep(record, 0);
  t.is(record.get(0), (0x7fffffff + 256) | 0);
  t.false(retained.runsOut(record, 0));
});

test("after a fall-back HDLC leaves out twice as many numbers", (t) => {
  const { machine } = new HdlcTimeline(t);
  const retained = new RetainedHdlc(machine);
  const record = recordOf(retained);
  retained.keep(record, 0);
  retained.resume(record, 0, true);
  t.is(machine.mySeq, 512);
});

test("PPP does not take the magic number again that it had, knows it, and goes on with identifiers far ahead", (t) => {
  const before = new PppTimeline(t).at(0).opens();
  const retained = new RetainedPpp(before.machine);
  const record = recordOf(retained);
  before.machine.echo.identifier = 200;
  before.machine.echo.roundTrips.record(70);
  retained.keep(record, 0);
  t.false(retained.runsOut(record, 0));
  before.machine.echo.identifier = 9;
  t.true(retained.runsOut(record, 0));

  // It draws from the same seed: 11111111 first.
  const line = new PppTimeline(t);
  new RetainedPpp(line.machine).resume(record, 0);
  line.at(0).starts().sent("LCP ConfReq 1 accm 00000000 magic 22222222 pfc acfc");
  // Its own request of before the loss, on a long way back.
  line.receives("LCP ConfReq 9 magic 11111111").sent("LCP ConfNak 9 magic 33333333");
  t.is(line.machine.echo.identifier, (200 + 128) & 0xff);
  t.is(line.machine.echo.roundTrips.mean, 70);
  line.ends();
});

test("counters go on where they were", (t) => {
  const counters = Int32Array.of(5, 6, 7);
  const retained = new RetainedCounters(counters, [0, 2], ["errors", "frames"]);
  const record = recordOf(retained);
  retained.keep(record, 0);
  counters.fill(0);
  retained.resume(record, 0);
  t.deepEqual([...counters], [5, 0, 7]);
  t.throws(() => new RetainedCounters(counters, [3], ["x"]), { message: /retained counter x is 3: .* from 0 to 2/ });
});
