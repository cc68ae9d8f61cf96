/** A line on pins: levels and edges in time, and faults in the middle of a character. 9600 baud, 8N1, unless said. */
import test from "ava";
import fc from "fast-check";
import type { LineFaults, UartSettings } from "../../../emulator/serial/line";
import type { PinLine } from "../../../emulator/serial/pin-line";
import { LineBench, PinLog } from "../../support/line-bench";
import type { BenchOptions } from "../../support/line-bench";

/** One bit and one character at 9600 baud, µs. */
const BIT = 1e6 / 9600;

function pins(options: BenchOptions = {}): { bench: LineBench; log: PinLog } {
  const bench = new LineBench("pins", options);
  const log = new PinLog();
  (bench.line as PinLine).observe(0, "a", log);
  (bench.line as PinLine).observe(1, "b", log);
  return { bench, log };
}

/** A pin's edges in bits, to a thousandth; falling ones negative. */
function bits(log: PinLog, pin: string): number[] {
  return log.edges(pin).map((micros) => Math.round((micros / BIT) * 1000) / 1000);
}

// --- What stands on the pins

test("start bit, data from the lowest bit, stop bit", (t) => {
  const { bench, log } = pins();
  bench
    .at(10 * BIT)
    .send(0, 0b00110101)
    .at(10_000);
  t.deepEqual(bits(log, "a.TX"), [-10, 11, -12, 13, -14, 15, -17, 19]);
  t.deepEqual(log.edges("b.RX"), log.edges("a.TX"));
  t.deepEqual(log.edges("a.RX"), []);
  t.deepEqual(log.edges("b.TX"), []);
});

test("seven data bits, even parity, two stop bits: the next start bit comes after eleven", (t) => {
  const format = { dataBits: 7, parity: "even", stopBits: 2 } as const;
  const { bench, log } = pins({ uarts: [format, format] });
  bench.send(0, 0x41, 0x43).at(10_000);
  // 41: 1000001 and parity 0; 43: 1100001 and parity 1.
  t.deepEqual(bits(log, "a.TX"), [-0, 1, -2, 7, -8, 9, -11, 12, -14, 18]);
  t.is(bench.told(1), "41 43");
});

test("odd parity makes the ones odd", (t) => {
  const format = { parity: "odd" } as const;
  const { bench, log } = pins({ uarts: [format, format] });
  bench.send(0, 0x00).at(10_000);
  t.deepEqual(bits(log, "a.TX"), [-0, 9]);
  t.is(bench.told(1), "00");
});

test("a thousand characters without a gap are as long as a thousand characters", (t) => {
  const { bench, log } = pins({ uarts: [{ baud: 115200 }, { baud: 115200 }] });
  bench.send(0, ...new Array<number>(1000).fill(0xff)).at(100_000);
  const edges = log.edges("a.TX");
  t.is(edges.length, 2000);
  // Edges stand at whole nanoseconds: rounded each by itself, a character would be 0.44 ns too long.
  t.is(edges[1998], -Math.round((999 * 10 * 1e9) / 115200) / 1000);
});

test("runs that follow each other without a gap keep the time of the first", (t) => {
  const { bench, log } = pins({ uarts: [{ baud: 115200 }, { baud: 115200 }] });
  bench.users[0].countsSent = true;
  let left = 1000;
  bench.users[0].answer = () => {
    if (--left > 0) bench.send(0, 0xff);
  };
  bench.send(0, 0xff).at(100_000);
  t.is(log.edges("a.TX")[1998], -Math.round((999 * 10 * 1e9) / 115200) / 1000);
});

test("drift is the clock's: 10000 ppm fast, a character is 1 % shorter", (t) => {
  const { bench, log } = pins({ uarts: [{ drift: 10_000 }, {}] });
  bench.send(0, 0x00).at(10_000);
  t.deepEqual(log.edges("a.TX"), [-0, Math.round((9 * BIT * 1000) / 1.01) / 1000]);
  t.is(bench.told(1), "00");
});

test("the receiver has its octet after the middle of the stop bit, within a tick of its clock", (t) => {
  for (let seed = 1; seed <= 20; seed++) {
    const { bench } = pins({ seed });
    bench.at(10_000).send(0, 0xa5).at(20_000);
    const after = (bench.users[1].arrivals[0]!.at / 1000 - 10_000) / BIT;
    t.true(after >= 9 + 9 / 16 && after <= 9 + 10 / 16 + 0.001, `${after} bits after the start`);
  }
});

test("two events a character, whatever its edges; a probe adds one for each edge", (t) => {
  const plain = new LineBench("pins");
  const before = plain.simulation.events;
  plain.send(0, 0x55, 0x55, 0x55).at(10_000);
  t.is(plain.simulation.events - before, 6);
  const { bench } = pins();
  bench.send(0, 0x55, 0x55, 0x55).at(10_000);
  t.is(bench.simulation.events - before, 6 + 2 * 30);
});

test("modem lines are pins too: 1 where asserted", (t) => {
  const { bench, log } = pins({ crossed: true });
  const names = ["TX", "RX", "DTR", "RTS", "DCD", "DSR", "CTS"];
  bench.line.ends[0].setModemLines(3);
  bench.at(100).line.ends[0].setModemLines(0);
  bench.at(200);
  t.deepEqual(
    log.channels,
    ["a", "b"].flatMap((end) => names.map((name) => `${end}.${name}`)),
  );
  for (const pin of ["a.DTR", "a.RTS", "b.DCD", "b.DSR", "b.CTS"]) t.deepEqual(log.edges(pin), [0, -100], pin);
  for (const pin of ["b.DTR", "b.RTS", "a.DCD", "a.DSR", "a.CTS"]) t.deepEqual(log.edges(pin), [], pin);
});

test("a delay is seen between the pins of the two ends", (t) => {
  const { bench, log } = pins({ faults: [{ delay: 5_000_000 }, {}] });
  bench.send(0, 0x00).at(10_000);
  t.deepEqual(bits(log, "a.TX"), [-0, 9]);
  t.deepEqual(
    log.edges("b.RX").map((micros) => Math.sign(micros) * (Math.abs(micros) - 5000)),
    log.edges("a.TX"),
  );
});

// --- How far clocks may be apart

type Format = Partial<UartSettings>;

/** Whether a thousand octets without a gap arrive, whatever the phase of the receiver's clock. */
function understood(format: Format, drift: number): boolean {
  for (let seed = 1; seed <= 10; seed++) {
    const bench = new LineBench("pins", { uarts: [format, { ...format, drift }], seed });
    const octets = Array.from({ length: 100 }, (_, i) => (i * 73 + seed) & ((1 << (format.dataBits ?? 8)) - 1));
    bench.send(0, ...octets).at(200_000);
    if (bench.users[1].arrivals.map(({ octet }) => octet).join() !== octets.join()) return false;
  }
  return true;
}

const FORMATS: [string, Format, number][] = [
  ["8N1", {}, 9],
  ["7N1", { dataBits: 7 }, 8],
  ["5N1", { dataBits: 5 }, 6],
  ["8E1", { parity: "even" }, 10],
];
for (const [name, format, stopBit] of FORMATS) {
  // Tick 16 n + 8 of the receiver lies at the stop bit's beginning, tick 16 n + 10 at its end.
  const fastest = (stopBit + 8 / 16) / stopBit - 1;
  const slowest = (stopBit + 10 / 16) / (stopBit + 1) - 1;
  const range = `${(slowest * 100).toFixed(2)} % to +${(fastest * 100).toFixed(2)} %`;
  test(`${name}: the receiver's clock may be ${range} off, and not more`, (t) => {
    t.true(understood(format, (fastest - 0.001) * 1e6));
    t.true(understood(format, (slowest + 0.001) * 1e6));
    t.false(understood(format, (fastest + 0.003) * 1e6));
    t.false(understood(format, (slowest - 0.003) * 1e6));
  });
}

test("with a second stop bit a slow receiver has time to catch up: -4.8 %, which the last data bit allows", (t) => {
  t.true(understood({ stopBits: 2 }, -48_000));
  t.false(understood({ stopBits: 2 }, -52_000));
});

test("at another speed nothing makes sense, and nothing breaks", (t) => {
  const octets = Array.from({ length: 256 }, (_, i) => i);
  for (const baud of [300, 4800, 19200, 115200]) {
    const bench = new LineBench("pins", { uarts: [{}, { baud }] });
    bench.send(0, ...octets).at(1e6);
    const heard = bench.told(1).split(" ").length;
    // A slow receiver hears a character now and then, a fast one at most one for each of five falling edges.
    t.true(heard > 5 && heard <= 256 * 5, `${heard} at ${baud} baud`);
    t.notDeepEqual(
      bench.users[1].arrivals.map(({ octet }) => octet),
      octets,
    );
    bench.send(1, 0x55).at(2e6);
    t.not(bench.told(0), "55");
  }
});

// --- Formats that disagree

test("wrong parity is a broken octet", (t) => {
  const { bench } = pins({ uarts: [{ parity: "odd" }, { parity: "even" }] });
  bench.send(0, 0x00, 0x01, 0xff).at(10_000);
  t.is(bench.told(1), "error error error");
});

test("a receiver without parity takes the parity bit for the stop bit", (t) => {
  const { bench } = pins({ uarts: [{ parity: "even" }, {}] });
  bench.send(0, 0x01, 0x03).at(10_000);
  t.is(bench.told(1), "01 error");
});

test("a receiver looks at the first stop bit only", (t) => {
  const { bench } = pins({ uarts: [{ stopBits: 1 }, { stopBits: 2 }] });
  bench.send(0, 0x00, 0xff, 0x5a).at(10_000);
  t.is(bench.told(1), "00 ff 5a");
});

// --- Faults in the middle of a character

test("a cut in the middle of a character: the rest of its bits are ones", (t) => {
  const { bench, log } = pins();
  bench
    .send(0, 0x00)
    .at(4 * BIT)
    .faults(0, { cut: true })
    .at(10_000);
  t.is(bench.told(1), "f8");
  t.deepEqual(bits(log, "b.RX"), [-0, 4]);
  t.deepEqual(bits(log, "a.TX"), [-0, 9]);
});

test("a cut in the start bit, before its middle, leaves a glitch that is no character", (t) => {
  const { bench } = pins();
  bench
    .send(0, 0x00)
    .at(0.4 * BIT)
    .faults(0, { cut: true })
    .at(10_000);
  t.is(bench.told(1), "");
});

test("a cut that is mended in the middle of a character: its first falling edge is taken for a start bit", (t) => {
  const { bench, log } = pins();
  bench
    .faults(0, { cut: true })
    .send(0, 0x0f)
    .at(3.5 * BIT)
    .faults(0, { cut: false })
    .at(10_000);
  // 0f is 0 11110000 1: data bits 4 to 7 look like start, 0, 0, 0; then stop and idle are ones.
  t.deepEqual(bits(log, "b.RX"), [-5, 9]);
  t.is(bench.told(1), "f8");
});

test("stuck at 0 in the middle of a character: no stop bit", (t) => {
  const { bench, log } = pins();
  bench
    .send(0, 0xff)
    .at(5.5 * BIT)
    .faults(0, { stuck: 0 })
    .at(20_000);
  t.is(bench.told(1), "error");
  bench.faults(0, { stuck: null }).at(30_000).send(0, 0x31).at(40_000);
  t.is(bench.told(1), "31");
  t.deepEqual(bits(log, "b.RX").slice(0, 3), [-0, 1, -5.5]);
});

test("a break shorter than a character is a character with zeros", (t) => {
  const { bench } = pins();
  bench
    .faults(0, { stuck: 0 })
    .at(7 * BIT)
    .faults(0, { stuck: null })
    .at(10_000);
  t.is(bench.told(1), "c0");
});

test("noise that begins in the middle of a character spares the bits before", (t) => {
  for (let seed = 1; seed <= 20; seed++) {
    const { bench, log } = pins({ seed });
    bench
      .send(0, 0x55)
      .at(5.2 * BIT)
      .faults(0, { bitErrors: 1 })
      .at(6.2 * BIT)
      .faults(0, { bitErrors: 0 })
      .at(10_000);
    // The bit under way stays as it is, the next is flipped, and those after it are whole again.
    t.deepEqual(bits(log, "b.RX"), [-0, 1, -2, 3, -4, 5, -8, 9]);
    t.is(bench.told(1), "75");
  }
});

test("a loop that is closed in the middle of a character: each end hears a part of it", (t) => {
  const { bench, log } = pins();
  bench
    .send(0, 0x00)
    .at(5 * BIT)
    .faults(0, { loopback: true })
    .at(10_000);
  t.deepEqual(bits(log, "b.RX"), [-0, 5]);
  t.deepEqual(bits(log, "a.RX"), [-5, 9]);
  t.is(bench.told(1), "f0");
  t.is(bench.told(0), "f8");
});

test("a change that changes nothing is not seen on the pins", (t) => {
  const { bench, log } = pins();
  bench.send(0, 0x55);
  for (let at = 0; at < 10_000; at += 7) bench.at(at).faults(0, { loss: 0 });
  t.deepEqual(log.edges("b.RX"), log.edges("a.TX"));
  t.is(bench.told(1), "55");
});

test("an octet that arrives twice makes those behind it wait, and the line catches up in the next gap", (t) => {
  const { bench, log } = pins();
  bench
    .faults(0, { duplication: 1 })
    .send(0, 0x00)
    .at(0.5 * BIT)
    .faults(0, { duplication: 0 });
  bench.send(0, 0x0f).at(100_000).send(0, 0xff).at(200_000);
  t.deepEqual(bits(log, "b.RX").slice(0, 6), [-0, 9, -10, 19, -20, 21]);
  t.is(bench.told(1), "00 00 0f ff");
  t.deepEqual(log.edges("b.RX").slice(-2), log.edges("a.TX").slice(-2));
});

test("a character does not overtake a level that was forced while others were on their way", (t) => {
  const { bench, log } = pins({ faults: [{ delay: 3_000_000 }, {}] });
  bench.send(0, 0xff).at(1500).faults(0, { delay: 0, stuck: 0 }).at(2000).faults(0, { stuck: null });
  // The line is low from 4500 to 5000; what is sent now would begin at 4042, at the end of the first character.
  bench.at(3000).send(0, 0xff).at(50_000);
  t.deepEqual(
    log.edges("b.RX").map((micros) => Math.round(micros)),
    [-3000, 3104, -4500, 5000, -5000, 5104],
  );
  t.is(bench.told(1), "ff e0");
});

test("a receiver whose speed is changed in the middle of a character finishes it at the old one", (t) => {
  const { bench } = pins();
  bench.send(0, 0x5a).at(3 * BIT);
  bench.line.ends[0].setBaud(115200);
  bench.line.ends[1].setBaud(115200);
  bench.at(2000).send(0, 0xa5).at(3000);
  t.is(bench.told(1), "5a a5");
});

// --- Whatever happens

const someFaults: fc.Arbitrary<Partial<LineFaults>> = fc.record(
  {
    cut: fc.boolean(),
    stuck: fc.constantFrom(null, 0, 1),
    loopback: fc.boolean(),
    bitErrors: fc.constantFrom(0, 0.05),
    burst: fc.constantFrom(1, 5),
    loss: fc.constantFrom(0, 0.2),
    duplication: fc.constantFrom(0, 0.2),
    delay: fc.constantFrom(0, 50_000, 3_000_000),
  },
  { requiredKeys: [] },
);
const steps = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 3000 }),
    end: fc.constantFrom(0 as const, 1 as const),
    faults: fc.option(someFaults),
    octets: fc.array(fc.nat(255), { maxLength: 4 }),
  }),
  { maxLength: 30 },
);

test("under any faults edges alternate, in the order of time, and after them the line works", (t) => {
  fc.assert(
    fc.property(steps, fc.integer(), (all, seed) => {
      const { bench, log } = pins({ seed });
      let now = 0;
      for (const { wait, end, faults, octets } of all) {
        if (faults !== null) bench.faults(end, faults);
        bench.send(end, ...octets).at((now += wait));
      }
      for (const end of [0, 1] as const) {
        bench.faults(end, {
          cut: false,
          stuck: null,
          loopback: false,
          bitErrors: 0,
          loss: 0,
          duplication: 0,
          delay: 0,
        });
      }
      bench.at(now + 1e6);
      bench.told(0);
      bench.told(1);
      bench
        .send(0, 0x12)
        .send(1, 0x34)
        .at(now + 2e6);
      t.is(bench.told(0), "34");
      t.is(bench.told(1), "12");
      const times = log.changes.map(({ at }) => at);
      t.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      for (const pin of log.channels) {
        const levels = log.changes.filter((change) => change.pin === pin).map(({ level }) => level);
        t.true(levels.every((level, i) => i === 0 || level !== levels[i - 1]));
      }
    }),
    { numRuns: 200 },
  );
});
