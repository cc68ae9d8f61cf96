import test from "ava";
import { HdlcTimeline } from "../support/hdlc-timeline";
import { Pair } from "../support/pair";
import { keepalive } from "../support/slarp";

/**
 * The session that Cisco documents for `debug serial interface`: the numbers, asterisks, resets and states of both
 * routers, as printed there. Its router 2 starts 4.756 s before router 1, and router 1 is shut 2.26 s after a line.
 */
const ROUTER_1 = [
  "myseq 0, mineseen 0*, yourseen 1, line up",
  "myseq 1, mineseen 1*, yourseen 2, line up",
  "myseq 2, mineseen 2*, yourseen 3, line up",
  "myseq 3, mineseen 3*, yourseen 4, line up",
  "myseq 4, mineseen 4*, yourseen 5, line up",
  "myseq 5, mineseen 5*, yourseen 6, line up",
  "myseq 6, mineseen 6*, yourseen 7, line up",
  "myseq 7, mineseen 7*, yourseen 8, line up",
  "myseq 8, mineseen 8*, yourseen 9, line up",
  "myseq 9, mineseen 9*, yourseen 10, line up",
];
const ROUTER_2 = [
  "myseq 0, mineseen 0, yourseen 0, line up",
  "myseq 1, mineseen 1*, yourseen 1, line up",
  "myseq 2, mineseen 2*, yourseen 2, line up",
  "myseq 3, mineseen 3*, yourseen 3, line up",
  "myseq 4, mineseen 4*, yourseen 4, line up",
  "myseq 5, mineseen 5*, yourseen 5, line up",
  "myseq 6, mineseen 6*, yourseen 6, line up",
  "myseq 7, mineseen 7*, yourseen 7, line up",
  "myseq 8, mineseen 8*, yourseen 8, line up",
  "myseq 9, mineseen 9*, yourseen 9, line up",
  "myseq 10, mineseen 10*, yourseen 10, line up",
  "myseq 11, mineseen 10, yourseen 10, line up",
  "myseq 12, mineseen 10, yourseen 10, line up",
  "myseq 13, mineseen 10, yourseen 10, line down",
  "myseq 14, mineseen 10, yourseen 10, line down",
];

test("both routers of the documented session, line for line", (t) => {
  const pair = new Pair();
  const router1 = pair.a;
  const router2 = pair.b;
  router2.itf.start(router2.clock);
  pair.until(4_756);
  router1.itf.start(router1.clock);
  pair.until(104_756 + 2_260);
  router1.itf.shut(router1.clock);
  pair.until(155_000);
  t.deepEqual(router1.lines, ROUTER_1);
  t.deepEqual(router1.log, ["107016 link down", "107016 line protocol down"]);
  t.deepEqual(router2.lines, ROUTER_2);
  t.deepEqual(router2.log, ["130000 reset 2", "140000 reset 3", "140000 line protocol down"]);
});

test("router 2 alone: first poll after one interval, judged, printed and sent in this order", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts().due(10_000);
  line.nothing(9_999).due(10_000);
  line.at(10_000).sends("keepalive 1/0").prints("myseq 0, mineseen 0, yourseen 0, line up").due(20_000);
  line.at(14_800).receives(keepalive(1, 1)).tells("up: answered").due(20_000);
  line.at(20_000).sends("keepalive 2/1").prints("myseq 1, mineseen 1*, yourseen 1, line up").due(30_000);
  line.at(24_800).receives(keepalive(2, 2)).due(30_000);
  line.at(30_000).sends("keepalive 3/2").prints("myseq 2, mineseen 2*, yourseen 2, line up");
  line.at(40_000).sends("keepalive 4/2").prints("myseq 3, mineseen 2, yourseen 2, line up");
  line.at(50_000).sends("keepalive 5/2").prints("myseq 4, mineseen 2, yourseen 2, line up").tells("reset: 2 missing");
  line.at(60_000).sends("keepalive 6/2").prints("myseq 5, mineseen 2, yourseen 2, line down");
  line.tells("reset: 3 missing", "down: missed").due(70_000);
  line.at(70_000).sends("keepalive 7/2").prints("myseq 6, mineseen 2, yourseen 2, line down").due(80_000);
  line.at(80_000).sends("keepalive 8/2");
  line.ends();
});

test("a line that never hears anything prints `line up` and goes down by the same rule", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0").prints("myseq 0, mineseen 0, yourseen 0, line up");
  line.at(20_000).sends("keepalive 2/0").prints("myseq 1, mineseen 0, yourseen 0, line up");
  line.at(30_000).sends("keepalive 3/0").prints("myseq 2, mineseen 0, yourseen 0, line up").tells("reset: 2 missing");
  line.at(40_000).sends("keepalive 4/0").prints("myseq 3, mineseen 0, yourseen 0, line down");
  line.tells("reset: 3 missing", "down: missed");
  line.ends();
});

test("the first keepalive of a link acknowledges 0, as in captures of real routers", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(100).receives(keepalive(1, 0)).tells("up: answered").numbers(0, 0, 1);
  line.at(10_000).sends("keepalive 1/1");
  line.ends();
});
