import test from "ava";
import { linkpulseHere } from "../../support/command-line";

const powerCut = (...args: string[]) => linkpulseHere(["power-cut", ...args]);

test.serial("says how many cuts were tried, and that nothing was wrong", async (t) => {
  const { status, out } = await powerCut("--memory", "16", "--compact", "--tearing", "word");
  t.is(status, 0);
  t.regex(
    out,
    /^memory of 16 octets, record of 4, at most 4 fit\n\d+ cuts, \d+ pairs of cuts \(every one\), \d+ faults .*: 0 wrong\n$/,
  );
});

test.serial("a memory of more than 64 octets: random pairs", async (t) => {
  const { status, out } = await powerCut("--memory", "80", "--record", "4", "--pairs", "50");
  t.is(status, 0);
  t.regex(out, / 50 pairs of cuts \(random\)/);
});

test.serial("a cut is repeated by its id, step by step", async (t) => {
  const id = "32.3.octet.full.1.both:27r,40n";
  const { status, out } = await powerCut("--cut", id);
  t.is(status, 0);
  t.is(out, (await powerCut("--cut", id)).out);
  t.regex(
    out,
    /^memory before: [0-9a-f]{64}\nsaving [0-9a-f]{6}, cut 27r\nmemory: .*\nmay be found: .*\nsaving .*, cut 40n\n/,
  );
  t.regex(out, /found as it should be, and a save after it too\n$/);
});

test.serial("registers and flash, with their drivers, and a cut of each by its id", async (t) => {
  const words = await powerCut("--memory", "16", "--compact", "--words");
  t.is(words.status, 0);
  t.regex(words.out, / pairs of cuts \(every one\).*: 0 wrong\n$/);
  const flash = await powerCut("--memory", "32", "--flash", "128", "--depth", "1");
  t.is(flash.status, 0);
  t.regex(flash.out, /^memory of 32 octets, record of 6, at most 6 fit\n/);
  const again = await powerCut("--cut", "32.6.octet.full.1.both.flash128:0r,3n");
  t.is(again.status, 0);
  t.regex(again.out, /^memory before: [0-9a-f]{512}\n/);
  t.is((await powerCut("--cut", "16.4.word.compact.1.both.words:2b")).status, 0);
});

for (const [args, message] of [
  [["--words", "--flash", "128"], "--words --flash: it must be one of them"],
  [
    ["--cut", "32.6.octet.full.1.both.disk:0r"],
    "--cut 32.6.octet.full.1.both.disk:0r: it must be an id as linkpulse power-cut prints it",
  ],
  [["--memory", "56", "--flash", "100"], "flash memory: size is 56: a sector of 100 octets must hold it twice"],
  [["--memory", "none"], "--memory none: it must be a whole number from 1 to 65536"],
  [
    ["--memory", "56", "--record", "19"],
    'record "power cut" has 19 octets: a slot of 28 octets, 10 of them its header, holds 18',
  ],
  [["--cut", "what"], "--cut what: it must be an id as linkpulse power-cut prints it"],
  [["--cut", "32.3.octet.full.1.both:9"], 'cut "9": it must be an octet\'s number and one of b o n r s k w'],
] as const) {
  test.serial(`linkpulse power-cut ${args.join(" ")} is a mistake that is named`, async (t) => {
    const { status, err } = await powerCut(...args);
    t.deepEqual([status, err], [2, `linkpulse: ${message}\n`]);
  });
}
