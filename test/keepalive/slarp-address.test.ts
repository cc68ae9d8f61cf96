import test from "ava";
import { HdlcCounter } from "../../src/keepalive/hdlc";
import { SlarpAddress } from "../../src/keepalive/slarp-address";
import { HdlcTimeline } from "../support/hdlc-timeline";
import { Pair } from "../support/pair";
import { ip, keepalive, reply, request } from "../support/slarp";

const learned = (address: string, mask: string): number => {
  const asker = new SlarpAddress(0, 0, 3);
  asker.reset();
  asker.learn(reply(address, mask), 0);
  return asker.address;
};

test("the asker takes the other host of the peer's subnet", (t) => {
  t.is(learned("10.0.0.1", "255.0.0.0"), ip("10.0.0.2"));
  t.is(learned("10.0.0.2", "255.0.0.0"), ip("10.0.0.1"));
  t.is(learned("192.168.7.1", "255.255.255.0"), ip("192.168.7.2"));
  t.is(learned("172.16.0.6", "255.255.255.252"), ip("172.16.0.5"));
  t.is(learned("172.16.0.4", "255.255.255.254"), ip("172.16.0.5"));
  t.is(learned("172.16.0.5", "255.255.255.254"), ip("172.16.0.4"));
  t.is(learned("223.255.255.1", "255.255.255.0"), ip("223.255.255.2"));
});

test("no address follows from other hosts, no mask, a mask with holes, or a /32", (t) => {
  t.is(learned("10.0.0.3", "255.0.0.0"), 0);
  t.is(learned("10.0.1.1", "255.0.0.0"), 0);
  t.is(learned("10.0.0.0", "255.0.0.0"), 0);
  t.is(learned("0.0.0.0", "0.0.0.0"), 0);
  t.is(learned("0.0.0.1", "0.0.0.0"), 0);
  t.is(learned("10.0.0.1", "255.0.255.0"), 0);
  t.is(learned("10.0.0.1", "0.0.0.255"), 0);
  t.is(learned("10.0.0.1", "255.255.255.255"), 0);
});

test("an asker asks at the start and before each keepalive, as often as the retries, until it is told", (t) => {
  const line = new HdlcTimeline(t, { askAddress: true });
  line.at(0).starts().sent("request");
  line.at(10_000).sends("request", "keepalive 1/0");
  line.at(12_000).receives(reply("10.0.0.1", "255.0.0.0"));
  t.is(line.machine.address, ip("10.0.0.2"));
  t.is(line.machine.mask, ip("255.0.0.0"));
  line.at(20_000).sends("keepalive 2/0");
  line.at(21_000).receives(reply("10.9.9.1", "255.255.255.0"));
  t.is(line.machine.address, ip("10.0.0.2"), "a second reply changes nothing");
  t.is(line.machine.counters[HdlcCounter.RequestsSent], 2);
  t.is(line.machine.counters[HdlcCounter.RepliesReceived], 2);
  t.is(line.machine.counters[HdlcCounter.RepliesUnusable], 1);
  line.ends();
});

test("an asker that nobody answers gives up after the retries", (t) => {
  const line = new HdlcTimeline(t, { askAddress: true, retries: 2 });
  line.at(0).starts().sent("request");
  line.at(10_000).sends("request", "keepalive 1/0");
  line.at(20_000).sends("keepalive 2/0").tells("reset: 1 missing");
  t.is(line.machine.address, 0);
  line.ends();
});

test("a request that was not taken costs none of the retries", (t) => {
  const line = new HdlcTimeline(t, { askAddress: true, retries: 1 });
  line.busy = true;
  line.at(0).starts().sent();
  line.busy = false;
  line.at(10_000).sends("request", "keepalive 1/0");
  line.at(20_000).sends("keepalive 2/0").forgets();
  line.ends();
});

test("a start forgets what was learned and asks again", (t) => {
  const line = new HdlcTimeline(t, { askAddress: true });
  line.at(0).starts().sent("request").receives(reply("10.0.0.1", "255.0.0.0"));
  line.at(5_000).stops().starts().sent("request");
  t.is(line.machine.address, 0);
  line.ends();
});

test("who has an address never asks, and who does not ask takes none", (t) => {
  const configured = new HdlcTimeline(t, { askAddress: true, address: ip("10.0.0.2"), mask: ip("255.0.0.0") });
  configured.at(0).starts().sent().receives(reply("10.0.0.9", "255.0.0.0"));
  t.is(configured.machine.address, ip("10.0.0.2"));
  const silent = new HdlcTimeline(t);
  silent.at(0).starts().sent().receives(reply("10.0.0.1", "255.0.0.0"));
  t.is(silent.machine.address, 0);
  t.is(silent.machine.counters[HdlcCounter.RepliesUnusable], 1);
});

test("a request is answered with our address and mask, and resets our numbers: the peer has restarted", (t) => {
  const line = new HdlcTimeline(t, { address: ip("10.0.0.1"), mask: ip("255.0.0.0") });
  line.at(0).starts();
  line.at(4_000).receives(keepalive(40, 0)).tells("up: answered");
  for (let n = 1; n <= 3; n++) line.at(n * 10_000).sends(`keepalive ${n}/40`);
  line.tells("reset: 2 missing").numbers(3, 0, 40);
  line.at(31_000).receives(request()).sent("reply 10.0.0.1/255.0.0.0").numbers(0, 0, 0);
  line.at(40_000).sends("keepalive 1/0").tells();
  t.is(line.machine.counters[HdlcCounter.RequestsReceived], 1);
  t.is(line.machine.counters[HdlcCounter.RepliesSent], 1);
  line.ends();
});

test("a request to who has no address is not answered, and still resets the numbers", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line.at(11_000).receives(request()).sent().numbers(0, 0, 0);
  line.at(20_000).sends("keepalive 1/0");
  line.ends();
});

test("a reply that was not taken is counted; the peer asks again", (t) => {
  const line = new HdlcTimeline(t, { address: ip("10.0.0.1") });
  line.at(0).starts();
  line.busy = true;
  line.at(11).receives(request()).sent();
  t.is(line.machine.counters[HdlcCounter.NotSent], 1);
  t.is(line.machine.counters[HdlcCounter.RepliesSent], 0);
  line.ends();
});

test("with keepalives off an asker is silent, and requests are answered", (t) => {
  new HdlcTimeline(t, { interval: 0, askAddress: true }).at(0).starts().sent().ends();
  const line = new HdlcTimeline(t, { interval: 0, address: ip("10.0.0.1"), mask: -2 });
  line.at(0).starts();
  line.at(5_000).receives(request()).sent("reply 10.0.0.1/255.255.255.254").ends();
});

test("over a line: one end learns its address, and neither end resets the other", (t) => {
  const pair = new Pair({
    a: { keepalive: { address: ip("10.0.0.1"), mask: ip("255.255.255.252") } },
    b: { keepalive: { askAddress: true } },
  }).start();
  pair.until(1_000_000);
  t.is(pair.b.machine.address, ip("10.0.0.2"));
  t.is(pair.b.machine.mask, ip("255.255.255.252"));
  t.deepEqual([...pair.a.log, ...pair.b.log], []);
});

test("over a line: requests that nobody answers cost neither end a reset", (t) => {
  for (const head of [0, 1, 4_000, 9_999]) {
    const pair = new Pair({ b: { keepalive: { askAddress: true } } });
    pair.a.itf.start(pair.a.clock);
    pair.until(head);
    pair.b.itf.start(pair.b.clock);
    pair.until(1_000_000);
    t.is(pair.b.machine.counters[HdlcCounter.RequestsSent], 3);
    t.deepEqual([...pair.a.log, ...pair.b.log], [], `b ${head} ms later`);
  }
});

test("over a loop: an asker's own requests confuse nothing, and the loop is found", (t) => {
  const pair = new Pair({ a: { keepalive: { askAddress: true, downWhenLooped: true } } });
  pair.a.port.faults.loop = true;
  pair.a.itf.start(0);
  pair.until(100_000);
  t.true(pair.a.machine.looped);
  t.is(pair.a.machine.address, 0);
  t.is(pair.a.log.length, 1);
});
