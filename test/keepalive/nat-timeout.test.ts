import test from "ava";
import { NatTimeout } from "../../src/keepalive/nat-timeout";
import { NatFlow, NatTimeoutCounter, NatTimeoutPhase, safeInterval } from "../../src/keepalive/nat-timeout-report";
import { XorShift32 } from "../../src/random";
import { reflectionDelay, reflectionToken, writeReflection } from "../../src/wire/reflection";
import { NatLab } from "../support/nat-lab";
import { ip } from "../support/slarp";

const { Replied, OneWay } = { Replied: NatFlow.Replied, OneWay: NatFlow.OneWay };

test("the times double until one is too long, then the span is halved; then the same for one-way flows", (t) => {
  const lab = new NatLab({ oneWay: 6_000, replied: 10_000 }, { first: 4_000 }).start().run();
  t.deepEqual(lab.log, [
    "replied 4000 alive",
    "replied 8000 alive",
    "replied 16000 gone",
    "replied 12000 gone",
    "replied 10000 gone",
    "replied 9000 alive",
    "one-way 4000 alive",
    "one-way 8000 gone",
    "one-way 6000 gone",
    "one-way 5000 alive",
    "done",
  ]);
  t.is(lab.found, "replied (9000, 10000], one-way (5000, 6000]");
});

test("every timeout from 2 s to an hour is measured to the second, by NATs with new ports and with the same", (t) => {
  for (const replied of [2_000, 5_500, 20_000, 30_000, 61_000, 120_000, 180_000, 300_000, 1_234_567, 3_599_000]) {
    for (const newPorts of [true, false]) {
      const oneWay = Math.max(2_000, replied >> 2);
      const lab = new NatLab({ oneWay, replied, newPorts }, { longest: 3_600_000 }).start().run();
      t.is(lab.log.at(-1), "done", `${replied}`);
      for (const [flow, is] of [
        [Replied, replied],
        [OneWay, oneWay],
      ] as const) {
        const [alive, gone] = [lab.timeout.longestAlive(flow), lab.timeout.shortestGone(flow)];
        // The answer needs a round trip more than the time that was asked for.
        t.true(alive + 40 <= is && gone + 40 >= is && gone - alive <= 1_000, `${is}: (${alive}, ${gone}]`);
        t.true(safeInterval(alive) < is);
      }
    }
  }
});

test("a NAT that keeps mappings for longer than is tried: that much is safe, and one-way flows are not measured", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 7_200_000 }, { longest: 100_000 }).start().run();
  t.deepEqual(lab.log, [
    "replied 15000 alive",
    "replied 30000 alive",
    "replied 60000 alive",
    "replied 100000 alive",
    "done",
  ]);
  t.is(lab.found, "replied (100000, 0], one-way (0, 0]");
});

test("without one-way flows the measurement ends with the first timeout", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }, { oneWay: false, resolution: 10_000 }).start().run();
  t.deepEqual(lab.log, [
    "replied 15000 alive",
    "replied 30000 alive",
    "replied 60000 gone",
    "replied 45000 gone",
    "replied 37500 alive",
    "done",
  ]);
});

test("a NAT that forgets within the resolution has no safe interval", (t) => {
  const lab = new NatLab({ oneWay: 500, replied: 500 }).start().run();
  t.is(lab.found.replace(/\d+\]/g, "x]"), "replied (0, x], one-way (0, x]");
  t.is(safeInterval(lab.timeout.longestAlive(Replied)), 0);
});

test("a datagram that is lost now and then is no timeout", (t) => {
  for (let nth = 0; nth < 40; nth++) {
    const lab = new NatLab({ oneWay: 30_000, replied: 120_000 });
    let count = 0;
    lab.loses = () => count++ === nth;
    lab.start().run();
    t.is(lab.log.at(-1), "done", `${nth}`);
    const [replied, oneWay] = [lab.timeout.longestAlive(Replied), lab.timeout.longestAlive(OneWay)];
    t.true(replied > 118_900 && oneWay > 28_900, `${nth}: ${lab.found}`);
  }
});

test("a reflector that is not there is told after five tries", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 120_000 });
  lab.loses = (out) => out;
  lab.start().run();
  t.deepEqual([lab.log, lab.now], [["no answer"], 15_000]);
  t.is(lab.timeout.phase, NatTimeoutPhase.Failed);
  t.false(lab.timeout.active);
  t.is(lab.timeout.counters[NatTimeoutCounter.Unanswered], 5);
});

test("a reflector that goes away in the middle ends the measurement, and is no short timeout", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 120_000 });
  lab.loses = (out) => out && lab.now > 40_000;
  lab.start().run();
  t.deepEqual(lab.log, ["replied 15000 alive", "replied 30000 alive", "no answer"]);
});

test("what the port does not send is tried again, ever less often, and judged by nobody", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }, { oneWay: false });
  lab.broken = true;
  lab.start().run(600_000);
  t.deepEqual(lab.log, []);
  t.true(lab.timeout.counters[NatTimeoutCounter.NotSent]! < 20);
  lab.broken = false;
  lab.run();
  t.is(lab.found, "replied (39375, 40312], one-way (0, 0]");
});

test("a trial that the device slept through says nothing, and is made again", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }, { oneWay: false });
  lab.sleep = [10_000, 500_000];
  lab.start().run();
  t.is(lab.timeout.counters[NatTimeoutCounter.Void], 1);
  t.is(lab.log[0], "replied 15000 alive");
  t.is(lab.found, "replied (39375, 40312], one-way (0, 0]");
});

test("answers from elsewhere, with another token, or that nobody waits for are strangers'", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 });
  const receive = lab.measurement.datagramReceived.bind(lab.measurement);
  lab.start();
  lab.measurement.datagramReceived = (bytes, start, end, address, port, now) => {
    const others = bytes.slice();
    others[9]! ^= 1;
    receive(others, start, end, address, port, now);
    receive(bytes, start, end, ip("198.51.100.8"), port, now);
    receive(bytes, start, end, address, 4501, now);
    receive(bytes, start, end - 1, address, port, now);
    receive(bytes, start, end, address, port, now);
    receive(bytes, start, end, address, port, now);
  };
  lab.run(10_000);
  const { counters } = lab.timeout;
  t.is(counters[NatTimeoutCounter.Answers], 4);
  t.is(counters[NatTimeoutCounter.Strangers], 20);
});

test("an answer long before its time shows nothing, and the trial goes on", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }, { oneWay: false });
  const send = lab.send.bind(lab);
  lab.send = (bytes, start, end) => {
    const taken = send(bytes, start, end);
    // Somebody on the way answers at once.
    const answer = bytes.slice(start, end);
    const [token, delay] = [reflectionToken(answer, 0), reflectionDelay(answer, 0)];
    writeReflection(answer, 0, false, token, delay, 1, 1);
    const receive = () => lab.measurement.datagramReceived(answer, 0, 20, ip("198.51.100.7"), 4500, lab.now);
    if (delay > 0) lab.at(lab.now, receive);
    return taken;
  };
  lab.start().run();
  t.is(lab.found, "replied (39375, 40312], one-way (0, 0]");
  t.is(lab.timeout.counters[NatTimeoutCounter.Strangers], 12);
});

// --- the mapping

test("when all is measured the mapping is looked at once an hour: the same NAT changes nothing", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }).start().run();
  const before = lab.datagramsOut;
  lab.log.length = 0;
  lab.run(4 * 3_600_000 + 1_000);
  t.is(lab.datagramsOut - before, 4);
  t.deepEqual(lab.log, []);
  t.is(lab.timeout.phase, NatTimeoutPhase.Done);
});

test("another address is another NAT: all is measured anew", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }).start().run();
  lab.nat = { ...lab.nat, replied: 90_000, addresses: 7 };
  lab.reboot();
  lab.log.length = 0;
  lab.measurement.check(lab.now);
  lab.run(100);
  t.deepEqual(lab.log, ["mapping changed"]);
  t.is(lab.timeout.counters[NatTimeoutCounter.MappingChanges], 1);
  t.is(lab.timeout.longestAlive(Replied), 0);
  lab.run();
  t.true(lab.timeout.longestAlive(Replied) > 88_900, lab.found);
});

test("another port soon after the last datagram is a NAT that has forgotten us", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }, { checkInterval: 20_000 }).start().run();
  lab.run(65_000);
  lab.log.length = 0;
  lab.reboot().run(20_000);
  t.deepEqual(lab.log, ["mapping changed"]);
});

test("a NAT that takes any of several addresses for a new mapping is measured all the same, and known by that", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000, addresses: 3 }).start().run();
  t.is(lab.log.at(-1), "done");
  lab.log.length = 0;
  lab.run(9 * 3_600_000);
  t.deepEqual(lab.log, []);
});

test("a mapping that never stays ends the measurement", (t) => {
  const lab = new NatLab({ oneWay: 40_000, replied: 40_000 });
  let last = 0;
  lab.onSend = () => {
    const settled = lab.timeout.phase === NatTimeoutPhase.Holding && lab.now - last < 2_000;
    if (settled && lab.timeout.longestAlive(Replied) > 0) lab.reboot();
    last = lab.now;
  };
  lab.start().run();
  t.is(lab.log.at(-1), "unstable");
  t.is(lab.log.filter((line) => line === "mapping changed").length, 3);
});

test("stopped, nothing is sent; what was measured stays", (t) => {
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 }).start().run();
  lab.measurement.stop();
  const before = lab.datagramsOut;
  lab.run(10 * 3_600_000);
  t.is(lab.datagramsOut, before);
  t.true(lab.timeout.longestAlive(Replied) > 0);
  lab.measurement.check(lab.now);
  t.false(lab.timeout.active);
});

test("the listener may stop, or start anew, the measurement that calls it", (t) => {
  const stopped = new NatLab({ oneWay: 30_000, replied: 40_000 });
  stopped.trialEnded = () => stopped.measurement.stop();
  stopped.start().run(3_600_000);
  t.is(stopped.timeout.phase, NatTimeoutPhase.Off);
  const lab = new NatLab({ oneWay: 30_000, replied: 40_000 });
  let trials = 0;
  lab.trialEnded = () => {
    if (trials++ === 2) lab.measurement.start(lab.now);
  };
  lab.start().run();
  t.true(lab.timeout.longestAlive(Replied) > 38_900);
});

// --- what follows from it

test("the safe interval is an eighth shorter, a second at least, in whole seconds", (t) => {
  for (const [alive, safe] of [
    [0, 0],
    [1_999, 0],
    [2_000, 1_000],
    [5_000, 4_000],
    [9_000, 7_000],
    [29_500, 25_000],
    [119_000, 104_000],
    [3_600_000, 3_150_000],
    [0x3fffffff, 3_600_000],
  ] as const) {
    t.is(safeInterval(alive), safe, `${alive}`);
  }
});

test("an option out of its range is refused", (t) => {
  const given = { address: 1, random: new XorShift32(1) };
  for (const [options, message] of [
    [{ port: 0 }, "NAT timeout: reflector's port is 0: it must be a whole number from 1 to 65535"],
    [{ first: 999 }, "NAT timeout: first idle time is 999: it must be a whole number from 1000 to 3600000 ms"],
    [
      { longest: 14_999 },
      "NAT timeout: longest idle time is 14999: it must be a whole number from 15000 to 3600000 ms",
    ],
    [{ resolution: 99 }, "NAT timeout: resolution is 99: it must be a whole number from 100 to 60000 ms"],
    [{ confirmations: 6 }, "NAT timeout: confirmations is 6: it must be a whole number from 1 to 5"],
    [{ patience: 1 }, "NAT timeout: patience is 1: it must be a whole number from 100 to 60000 ms"],
    [{ checkInterval: -1 }, "NAT timeout: check interval is -1: it must be a whole number from 0 to 1073741823 ms"],
  ] as const) {
    t.throws(() => new NatTimeout({ ...given, ...options }), { instanceOf: RangeError, message });
  }
});
