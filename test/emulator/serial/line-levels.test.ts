/** What both ways to carry a line have in common: each test runs on octets and on pins. 9600 baud, 8N1. */
import test from "ava";
import type { ExecutionContext } from "ava";
import { ModemLine } from "../../../src/ports";
import { LineBench } from "../../support/line-bench";
import type { Level } from "../../support/line-bench";

/** One bit and one character at 9600 baud, µs. */
const BIT = 1e6 / 9600;
const CHARACTER = 10 * BIT;

function onBoth(title: string, body: (t: ExecutionContext, level: Level) => void | Promise<void>): void {
  for (const level of ["octets", "pins"] as const) test(`${level}: ${title}`, (t) => body(t, level));
}

onBoth("octets arrive in order, each within its own last bit", (t, level) => {
  const bench = new LineBench(level);
  bench.send(0, 0x00, 0x55, 0xff).at(10_000);
  t.is(bench.told(1), "00 55 ff");
  t.is(bench.told(0), "");
  bench.users[1].arrivals.forEach(({ at }, i) => {
    const characters = at / 1000 / CHARACTER;
    t.true(characters > i + 0.95 && characters < i + 1.001, `octet ${i} arrived after ${characters} characters`);
  });
});

onBoth("both directions carry at the same time", (t, level) => {
  const bench = new LineBench(level);
  bench.send(0, 1, 2, 3).send(1, 4, 5, 6).at(10_000);
  t.is(bench.told(0), "04 05 06");
  t.is(bench.told(1), "01 02 03");
});

onBoth("a run that is handed over while another leaves follows it without a gap", (t, level) => {
  const bench = new LineBench(level);
  bench.send(0, 1, 2).at(CHARACTER / 2);
  bench
    .send(0, 3)
    .send(0)
    .at(3 * CHARACTER + 1);
  t.is(bench.told(1), "01 02 03");
});

onBoth("the sender hears when its octets have left, if it wants to", (t, level) => {
  const bench = new LineBench(level);
  bench.users[0].countsSent = true;
  bench.send(0, 1, 2).at(2 * CHARACTER - 1);
  const early = bench
    .told(0)
    .split(" ")
    .filter((word) => word === "sent").length;
  t.true(early < 2);
  bench.at(2 * CHARACTER + 1);
  t.is(
    early +
      bench
        .told(0)
        .split(" ")
        .filter((word) => word === "sent").length,
    2,
  );
});

onBoth("with fewer data bits only those cross", (t, level) => {
  const bench = new LineBench(level, { uarts: [{ dataBits: 5 }, { dataBits: 5 }] });
  bench.send(0, 0xff, 0x21).at(10_000);
  t.is(bench.told(1), "1f 01");
});

// --- Clocks

onBoth("clocks that are 2 % apart understand each other, 8 % apart they do not", (t, level) => {
  for (const sign of [-1, 1]) {
    const near = new LineBench(level, { uarts: [{}, { drift: sign * 20_000 }] });
    near.send(0, 0x00, 0x80, 0xff, 0x7e).at(10_000);
    t.is(near.told(1), "00 80 ff 7e");
    const far = new LineBench(level, { uarts: [{}, { drift: sign * 80_000 }] });
    far.send(0, 0x00, 0x80, 0x00, 0x80).at(10_000);
    t.regex(far.told(1), /error/);
  }
});

onBoth("a changed speed counts from the next character on, at both ends", (t, level) => {
  const bench = new LineBench(level);
  bench.send(0, 0x41).at(2000).told(1);
  bench.line.ends[0].setBaud(115200);
  bench.line.ends[1].setBaud(115200);
  bench.send(0, 0x42).at(2000 + 95);
  t.is(bench.told(1), "42");
});

// --- Faults

onBoth("a cut line is silent, and whole again when mended", (t, level) => {
  const bench = new LineBench(level);
  bench.faults(0, { cut: true }).send(0, 0x00, 0x55).send(1, 0x66).at(10_000);
  t.is(bench.told(1), "");
  t.is(bench.told(0), "66");
  bench.faults(0, { cut: false }).send(0, 0x77).at(20_000);
  t.is(bench.told(1), "77");
});

onBoth("a line stuck at 1 is silent", (t, level) => {
  const bench = new LineBench(level);
  bench.faults(0, { stuck: 1 }).send(0, 0x00).at(10_000);
  t.is(bench.told(1), "");
});

onBoth("a line stuck at 0 is one break, however long and whatever is sent", (t, level) => {
  const bench = new LineBench(level);
  bench
    .at(500)
    .faults(0, { stuck: 0 })
    .at(500 + CHARACTER);
  t.is(bench.told(1), "error");
  bench.send(0, 0x00, 0xff).faults(0, { loss: 0 }).at(1e6);
  t.is(bench.told(1), "");
  bench.faults(0, { stuck: null }).at(1_001_000).send(0, 0x5a).at(1_010_000);
  t.is(bench.told(1), "5a");
});

onBoth("a line can be stuck from the start", (t, level) => {
  const bench = new LineBench(level, { faults: [{ stuck: 0 }, {}] });
  bench.send(0, 0x55).at(10_000);
  t.is(bench.told(1), "error");
});

onBoth("a looped end hears itself and nobody else; the other end hears nothing", (t, level) => {
  const bench = new LineBench(level);
  bench.faults(0, { loopback: true }).send(0, 1, 2).send(1, 3).at(10_000);
  t.is(bench.told(0), "01 02");
  t.is(bench.told(1), "");
  bench.faults(1, { loopback: true }).send(0, 4).send(1, 5).at(20_000);
  t.is(bench.told(0), "04");
  t.is(bench.told(1), "05");
  bench.faults(0, { loopback: false }).faults(1, { loopback: false }).send(0, 6).send(1, 7).at(30_000);
  t.is(bench.told(0), "07");
  t.is(bench.told(1), "06");
});

onBoth("loss and duplication take whole octets, about as many as asked", (t, level) => {
  const octets = Array.from({ length: 2000 }, (_, i) => i & 0xff);
  const lossy = new LineBench(level, { faults: [{ loss: 0.2 }, {}] });
  lossy.send(0, ...octets).at(2000 * CHARACTER + 1000);
  const left = lossy.users[1].arrivals.map(({ octet }) => octet);
  t.true(left.length > 1500 && left.length < 1700, `${left.length} of 2000 arrived`);
  t.true(isSubsequence(left, octets));
  const doubling = new LineBench(level, { faults: [{ duplication: 0.2 }, {}] });
  doubling.send(0, ...octets).at(2600 * CHARACTER);
  const more = doubling.users[1].arrivals.map(({ octet }) => octet);
  t.true(more.length > 2300 && more.length < 2500, `${more.length} for 2000 arrived`);
  t.deepEqual(
    more.filter((octet, i) => octet !== more[i - 1]),
    octets,
  );
  t.is(doubling.told(1).includes("error"), false);
});

onBoth("bit errors change or break about as many octets as their probability says", (t, level) => {
  // With gaps, so that on pins an error in a start bit spoils no more than its own octet.
  const bench = new LineBench(level, { faults: [{ bitErrors: 0.01 }, {}] });
  for (let i = 0; i < 3000; i++) bench.send(0, 0xa5).at((i + 1) * 2 * CHARACTER);
  const wrong = bench
    .told(1)
    .split(" ")
    .filter((word) => word !== "a5").length;
  // 1 - 0.99^9 = 8.6 % of them, or 260; a bit less where the start bit is what is flipped.
  t.true(wrong > 190 && wrong < 330, `${wrong} of 3000 were wrong`);
});

onBoth("a burst of errors spoils several octets where a single error spoils one", (t, level) => {
  const spoilt = (burst: number) => {
    const bench = new LineBench(level, { faults: [{ bitErrors: 0.0005, burst }, {}] });
    for (let i = 0; i < 5000; i++) bench.send(0, 0xa5).at((i + 1) * 2 * CHARACTER);
    return 5000 - bench.users[1].arrivals.filter(({ octet }) => octet === 0xa5).length;
  };
  const single = spoilt(1);
  const bursts = spoilt(40);
  // A burst of 40 bits, half of them flipped, covers four to five octets.
  t.true(single > 5, `${single} octets singly`);
  t.true(bursts > 2.5 * single, `${bursts} octets in bursts, ${single} singly`);
});

onBoth("the same seed gives the same faults, another seed others", (t, level) => {
  const run = (seed: number) => {
    const bench = new LineBench(level, { seed, faults: [{ bitErrors: 0.02, loss: 0.02, duplication: 0.02 }, {}] });
    for (let i = 0; i < 200; i++) bench.send(0, i).at((i + 1) * 3 * CHARACTER);
    return bench.told(1);
  };
  t.is(run(5), run(5));
  t.not(run(5), run(6));
});

// --- Delay

onBoth("a delay shifts everything", (t, level) => {
  const bench = new LineBench(level, { faults: [{ delay: 17.5e9 }, {}] });
  bench.send(0, 1, 2).at(17_500_000 + 0.9 * CHARACTER);
  t.is(bench.told(1), "");
  bench.at(17_500_000 + 2 * CHARACTER + 1);
  t.is(bench.told(1), "01 02");
});

onBoth("what is on its way arrives although the line has been cut behind it", (t, level) => {
  const bench = new LineBench(level, { faults: [{ delay: 1e9 }, {}] });
  bench.send(0, 1).at(500_000).faults(0, { cut: true }).send(0, 2).at(3e6);
  t.is(bench.told(1), "01");
});

onBoth("nothing overtakes what is on its way when the delay shrinks", (t, level) => {
  const bench = new LineBench(level, { faults: [{ delay: 1e9 }, {}] });
  bench.send(0, 1, 2).at(10_000).faults(0, { delay: 0 }).send(0, 3).at(900_000);
  t.is(bench.told(1), "");
  bench.at(1_100_000);
  t.is(bench.told(1), "01 02 03");
  bench.send(0, 4).at(1_100_000 + CHARACTER + 1);
  t.is(bench.told(1), "04");
});

onBoth("a delay that grows lets a gap open", (t, level) => {
  const bench = new LineBench(level);
  bench.send(0, 1).at(2000).faults(0, { delay: 1e9 }).send(0, 2).at(900_000);
  t.is(bench.told(1), "01");
  bench.at(1_010_000);
  t.is(bench.told(1), "02");
});

// --- Modem lines

onBoth("a null modem cable takes DTR to DSR and DCD, RTS to CTS", (t, level) => {
  const bench = new LineBench(level, { crossed: true });
  bench.at(0);
  t.is(bench.told(0), "lines 0");
  t.is(bench.told(1), "lines 0");
  bench.line.ends[0].setModemLines(ModemLine.DTR);
  bench.at(1);
  t.is(bench.told(1), `lines ${ModemLine.DSR | ModemLine.DCD}`);
  t.is(bench.told(0), "");
  bench.line.ends[0].setModemLines(ModemLine.DTR | ModemLine.RTS);
  bench.at(2);
  t.is(bench.told(1), `lines ${ModemLine.DSR | ModemLine.DCD | ModemLine.CTS}`);
  bench.line.ends[1].setModemLines(ModemLine.RTS);
  bench.at(3);
  t.is(bench.told(0), `lines ${ModemLine.CTS}`);
});

onBoth("a cut drops the modem lines, and each change is told once", (t, level) => {
  const bench = new LineBench(level, { crossed: true });
  bench.line.ends[0].setModemLines(ModemLine.DTR);
  bench.at(1);
  t.is(bench.told(1), `lines 0 lines ${ModemLine.DSR | ModemLine.DCD}`);
  bench.faults(0, { bitErrors: 0.1 }).at(2);
  t.is(bench.told(1), "");
  bench.faults(0, { cut: true }).at(3);
  t.is(bench.told(1), "lines 0");
  bench.line.ends[0].setModemLines(ModemLine.DTR | ModemLine.RTS);
  bench.at(4);
  t.is(bench.told(1), "");
  bench.faults(0, { cut: false }).at(5);
  t.is(bench.told(1), `lines ${ModemLine.DSR | ModemLine.DCD | ModemLine.CTS}`);
});

onBoth("a line that falls and rises within an instant is not told", (t, level) => {
  const bench = new LineBench(level, { crossed: true });
  bench.line.ends[0].setModemLines(ModemLine.DTR);
  bench.at(1).told(1);
  bench.line.ends[0].setModemLines(0);
  bench.line.ends[0].setModemLines(ModemLine.DTR);
  bench.at(2);
  t.is(bench.told(1), "");
});

onBoth("whoever is plugged in again is told what there is to sense", (t, level) => {
  const bench = new LineBench(level, { crossed: true });
  bench.line.ends[0].setModemLines(ModemLine.RTS);
  bench.at(1).told(1);
  bench.line.plug(1, bench.users[1]);
  bench.at(2);
  t.is(bench.told(1), `lines ${ModemLine.CTS}`);
});

onBoth("without wires for modem lines nobody is told anything", (t, level) => {
  const bench = new LineBench(level);
  bench.line.ends[0].setModemLines(ModemLine.DTR);
  bench.faults(0, { cut: true }).at(1000);
  t.is(bench.told(0) + bench.told(1), "");
});

// --- Users that take their time

onBoth("the line waits while a user's promise is pending, and loses nothing", async (t, level) => {
  const bench = new LineBench(level, { crossed: true, faults: [{ bitErrors: 0.01 }, {}] });
  const hasty = new LineBench(level, { crossed: true, faults: [{ bitErrors: 0.01 }, {}] });
  for (const each of [bench, hasty]) {
    for (const user of each.users) user.countsSent = true;
    each.line.ends[0].setModemLines(ModemLine.DTR);
    for (let i = 0; i < 50; i++) each.send(0, i, i + 1, i + 2);
    each.send(1, 1, 2, 3);
  }
  for (const user of bench.users) user.answer = () => Promise.resolve();
  for (let pending = bench.simulation.runUntil(1, 0); pending !== undefined;) {
    await pending;
    pending = bench.simulation.runUntil(1, 0);
  }
  hasty.at(1e6);
  t.is(bench.told(0), hasty.told(0));
  t.is(bench.told(1), hasty.told(1));
  t.deepEqual(bench.users[1].arrivals, hasty.users[1].arrivals);
});

function isSubsequence(part: number[], whole: number[]): boolean {
  let at = 0;
  for (const item of whole) if (item === part[at]) at++;
  return at === part.length;
}
