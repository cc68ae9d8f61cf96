import { readFileSync } from "node:fs";
import test from "ava";
import { stepFor, VcdWriter } from "../../../emulator/capture/vcd";
import { temporaryFile } from "../../support/temporary-file";

test("header, first levels, changes under their times, and the time of the end", (t) => {
  const path = temporaryFile(t, "out.vcd");
  // 17:21:04.929
  const vcd = new VcdWriter(path, 62_464_929, 1);
  const transmit = vcd.addChannel("r1.Serial0/0.TX", 1);
  const dtr = vcd.addChannel("r1.Serial0/0.DTR", 0);
  vcd.levelChanged(dtr, 1, 0, 0);
  vcd.levelChanged(transmit, 0, 0, 104_167);
  vcd.levelChanged(transmit, 1, 12, 5);
  vcd.levelChanged(dtr, 0, 12, 5);
  vcd.close(20, 0);
  t.is(
    readFileSync(path, "latin1"),
    `$date 2024-01-01T17:21:04.929Z $end
$version linkpulse $end
$timescale 1 ns $end
$var wire 1 ! r1.Serial0_0.TX $end
$var wire 1 " r1.Serial0_0.DTR $end
$enddefinitions $end
#0
$dumpvars
1!
0"
$end
1"
#104167
0!
#12000000005
1!
0"
#20000000000
`,
  );
});

test("nothing but a header and an end where nothing changes", (t) => {
  const path = temporaryFile(t, "out.vcd");
  const vcd = new VcdWriter(path, 0, 1);
  vcd.addChannel("a.TX", 1);
  vcd.close(1, 0);
  t.true(readFileSync(path, "latin1").endsWith("$enddefinitions $end\n#0\n$dumpvars\n1!\n$end\n#1000000000\n"));
});

test("times of a virtual year are exact beyond 2^53 ns", (t) => {
  const path = temporaryFile(t, "out.vcd");
  const vcd = new VcdWriter(path, 0, 1);
  const channel = vcd.addChannel("a.TX", 1);
  vcd.levelChanged(channel, 0, 365 * 86400, 1);
  vcd.levelChanged(channel, 1, 365 * 86400, 2);
  vcd.close(365 * 86400, 3);
  t.true(readFileSync(path, "latin1").endsWith("#31536000000000001\n0!\n#31536000000000002\n1!\n#31536000000000003\n"));
});

test("every channel has a code of its own, of printable characters", (t) => {
  const path = temporaryFile(t, "out.vcd");
  const vcd = new VcdWriter(path, 0, 1);
  const count = 94 + 94 * 94 + 10;
  for (let i = 0; i < count; i++) vcd.addChannel(`p${i}`, 0);
  vcd.close(0, 0);
  const codes = [...readFileSync(path, "latin1").matchAll(/^\$var wire 1 ([!-~]+) p\d+ \$end$/gm)].map(
    ([, code]) => code,
  );
  t.is(codes.length, count);
  t.is(new Set(codes).size, count);
});

test("a channel after the first change is refused: the header has been written", (t) => {
  const vcd = new VcdWriter(temporaryFile(t, "out.vcd"), 0, 1);
  vcd.levelChanged(vcd.addChannel("a.TX", 1), 0, 1, 0);
  t.throws(() => vcd.addChannel("b.TX", 1), { message: "VCD: b.TX comes too late, the header is written" });
  vcd.close(2, 0);
});

for (const [step, timescale, times] of [
  [1, "1 ns", ["999999499", "999999500", "1999999999", "31536000000104167", "31536000000999999"]],
  [10, "10 ns", ["99999950", "200000000", "3153600000010417", "3153600000100000"]],
  [100, "100 ns", ["9999995", "20000000", "315360000001042", "315360000010000"]],
  [1000, "1 us", ["999999", "1000000", "2000000", "31536000000104", "31536000001000"]],
] as const) {
  test(`times are rounded to steps of ${timescale}, the next second included`, (t) => {
    const path = temporaryFile(t, "out.vcd");
    const vcd = new VcdWriter(path, 0, step);
    const channel = vcd.addChannel("a.TX", 1);
    vcd.levelChanged(channel, 0, 0, 999_999_499);
    vcd.levelChanged(channel, 1, 0, 999_999_500);
    vcd.levelChanged(channel, 0, 1, 999_999_999);
    vcd.levelChanged(channel, 1, 31_536_000, 104_167);
    vcd.close(31_536_000, 999_999);
    const text = readFileSync(path, "latin1");
    t.true(text.includes(`$timescale ${timescale} $end\n`));
    t.deepEqual(
      [...text.matchAll(/^#(\d+)$/gm)].map(([, time]) => time),
      ["0", ...times],
    );
  });
}

test("the step leaves the fastest bit at least 64 of them", (t) => {
  t.is(stepFor(300), 1000);
  t.is(stepFor(9600), 1000);
  t.is(stepFor(15_625), 1000);
  t.is(stepFor(15_626), 100);
  t.is(stepFor(115_200), 100);
  t.is(stepFor(1_000_000), 10);
  t.is(stepFor(4_000_000), 1);
});
