/** What frames say of who sent them: each thing that a peer does wrong is told, and nothing else. */
import test from "ava";
import fc from "fast-check";
import { onLine } from "../../../emulator/bench/behaviour";
import type { Behaviour, Observation } from "../../../emulator/bench/behaviour";
import type { BenchFrame } from "../../../emulator/bench/frame-monitor";
import { hdlcBehaviour } from "../../../emulator/bench/hdlc-behaviour";
import { pppBehaviour } from "../../../emulator/bench/ppp-behaviour";
import type { Span } from "../../../emulator/bench/report";
import { SlarpType, writeSlarp } from "../../../src/wire/chdlc";

const missed = ({ checks }: Behaviour) => checks.filter(({ met }) => !met).map(({ name }) => name);

function observed(frames: BenchFrame[], spans: Span[]): Observation {
  frames.sort((a, b) => a.at - b.at);
  const expected = { interval: 1000, retries: 3 };
  return { frames, spans, passive: false, expected, retriesAsked: false, opened: true, modemLinesChanged: null };
}

const WATCH: Span = { name: "watch", from: 0, to: 6500 };

// --- HDLC

function keepalive(at: number, sent: boolean, sequence: number, acknowledgement: number, good = true): BenchFrame {
  const bytes = Buffer.alloc(22);
  writeSlarp(bytes, 0, SlarpType.Keepalive, sequence, acknowledgement, at);
  return { at, sent, good, kind: "hdlc", bytes };
}

/** Both ends send once a second, we half a second before the peer. */
function hdlc(change: (frame: BenchFrame, second: number) => BenchFrame[] = (frame) => [frame]): BenchFrame[] {
  return [1, 2, 3, 4, 5, 6].flatMap((second) => [
    keepalive(1000 * second - 500, true, second, second - 1),
    ...change(keepalive(1000 * second, false, second, second), second),
  ]);
}

for (const [title, frames, expected] of [
  ["as it should be", hdlc(), []],
  ["twice the interval", hdlc((frame, second) => (second % 2 === 0 ? [frame] : [])), ["interval", "sequence"]],
  ["a single keepalive", hdlc((frame, second) => (second === 3 ? [frame] : [])), ["sends-keepalives"]],
  ["none", hdlc(() => []), ["sends-keepalives"]],
  [
    "late and early by turns",
    hdlc((frame, second) => [{ ...frame, at: frame.at + (second % 2 === 0 ? 200 : 0) }]),
    ["interval", "jitter"],
  ],
  ["numbers that stand still", hdlc((frame) => [keepalive(frame.at, false, 7, frame.at / 1000)]), ["sequence"]],
  ["an acknowledgement that lags", hdlc((frame, n) => [keepalive(frame.at, false, n, n - 1)]), ["acknowledges"]],
  [
    "another address",
    hdlc((frame) => {
      frame.bytes[0] = 0x0f;
      return [frame];
    }),
    ["frame"],
  ],
  ["damaged on the way", hdlc((frame) => [{ ...frame, good: false }]), ["sends-keepalives"]],
] as [string, BenchFrame[], string[]][]) {
  test(`HDLC, ${title}`, (t) => {
    t.deepEqual(missed(hdlcBehaviour(observed(frames, [WATCH]))), expected);
  });
}

test("HDLC: with timers of 3 to 1 a keepalive that comes a little early still tells that the line goes down", (t) => {
  for (const [interval, expected] of [
    [1900, null],
    [2500, /2 of ours pass: a line with 3 retries is reset$/],
    [2990, /3 of ours pass: a line with 3 retries goes down$/],
  ] as const) {
    const frames = [1, 2, 3].map((n) => keepalive(interval * n, false, n, 0));
    const { notes } = hdlcBehaviour(observed(frames, [{ ...WATCH, to: 9000 }]));
    if (expected === null) t.deepEqual(notes, []);
    else t.regex(notes[0]!.text, expected);
  }
});

test("HDLC: an acknowledgement of what crosses on the way may be the one before", (t) => {
  const frames = hdlc((_, n) => [keepalive(1000 * n - 490, false, n, n - 1)]);
  t.deepEqual(missed(hdlcBehaviour(observed(frames, [WATCH]))), []);
});

test("HDLC: a damaged keepalive that is acknowledged all the same", (t) => {
  const frames = hdlc();
  frames.push(keepalive(6600, true, 7, 6, false), keepalive(7000, false, 7, 7), keepalive(7600, true, 8, 7));
  const behaviour = hdlcBehaviour(observed(frames, [WATCH, { name: "corrupt", from: 6550, to: 7100 }]));
  t.deepEqual(missed(behaviour), ["damaged-ignored"]);
});

// --- PPP

const MINE = 0x11111111;
const THEIRS = 0x22222222;

function lcp(at: number, sent: boolean, code: number, identifier: number, magic: number, good = true): BenchFrame {
  const bytes = Buffer.from([0xff, 0x03, 0xc0, 0x21, code, identifier, 0, 8, 0, 0, 0, 0]);
  bytes.writeInt32BE(magic, 8);
  return { at, sent, good, kind: "ppp", bytes };
}

/** The peer's, before the watch. */
function configureRequest(options: string): BenchFrame {
  const length = (4 + options.length / 2).toString(16).padStart(4, "0");
  const bytes = Buffer.from(`ff03c0210101${length}${options}`, "hex");
  return { at: -100, sent: false, good: true, kind: "ppp", bytes };
}

type Exchange = (at: number, identifier: number) => BenchFrame[];

const ANSWERED: Exchange = (at, identifier) => [lcp(at + 20, false, 10, identifier, THEIRS)];

/** Both ends ask once a second; `answer` is what the peer says to our request. */
function ppp(answer: Exchange = ANSWERED, asks = true): BenchFrame[] {
  return [1, 2, 3, 4, 5, 6].flatMap((second) => [
    lcp(1000 * second - 500, true, 9, second, MINE),
    ...answer(1000 * second - 500, second),
    ...(asks ? [lcp(1000 * second, false, 9, second, THEIRS), lcp(1000 * second + 10, true, 10, second, MINE)] : []),
  ]);
}

for (const [title, frames, expected] of [
  ["as it should be", ppp(), []],
  ["without requests of its own", ppp(ANSWERED, false), ["sends-keepalives"]],
  ["without answers", ppp(() => []), ["answers-echo"]],
  ["answers of another identifier", ppp((at, id) => ANSWERED(at, id + 100)), ["answers-echo"]],
  ["answers with our own magic number", ppp((at, id) => [lcp(at + 20, false, 10, id, MINE)]), ["echo-magic"]],
  ["answers without a magic number", ppp((at, id) => [lcp(at + 20, false, 10, id, 0)]), []],
  ["answers that are damaged", ppp((at, id) => [lcp(at + 20, false, 10, id, THEIRS, false)]), ["answers-echo"]],
] as [string, BenchFrame[], string[]][]) {
  test(`PPP, ${title}`, (t) => {
    t.deepEqual(missed(pppBehaviour(observed(frames, [WATCH]))), expected);
  });
}

test("PPP: whether the link opened, and whether it was asked anything yet, are two things", (t) => {
  const unasked = [lcp(1000, false, 9, 1, THEIRS), lcp(2000, false, 9, 2, THEIRS)];
  const seen = observed(unasked, [WATCH]);
  t.deepEqual(missed(pppBehaviour(seen)), []);
  const { checks } = pppBehaviour({ ...seen, opened: false });
  t.deepEqual(
    checks.map(({ name, text }) => [name, text]),
    [["open", "the link never opened"]],
  );
});

test("PPP: a link that ends undisturbed is judged by that alone; that it wants to be told who we are is noted", (t) => {
  for (const [options, notes] of [
    ["0506222222220304c023", ["it asks us to authenticate ourselves, which we refuse"]],
    ["050622222222", []],
  ] as const) {
    const request = { ...configureRequest(options), at: -50 };
    const frames = [request, lcp(64, false, 5, 9, 0), { ...request, at: 3000 }, lcp(4000, false, 9, 1, THEIRS)];
    const behaviour = pppBehaviour(observed(frames, [WATCH]));
    t.deepEqual(
      behaviour.checks.map(({ name, text }) => [name, text]),
      [["open", "it gives the link up 64 ms after it opened, undisturbed"]],
    );
    t.deepEqual(
      behaviour.notes.map(({ text }) => text),
      notes,
    );
  }
});

test("PPP: echoes with another magic number than it negotiated are no fault of the link, but noted", (t) => {
  for (const [options, count] of [
    ["0506222222220702", 0],
    ["010405dc050622222222", 0],
    ["050633333333", 12],
    ["0702", 12],
    // Options that end behind the packet's end, and one that is too short.
    ["0506", 12],
    ["0500", 12],
  ] as const) {
    const { notes } = pppBehaviour(observed([configureRequest(options), ...ppp()], [WATCH]));
    const text = `${count} of its echoes carry another magic number than it negotiated (0 for none)`;
    t.deepEqual(
      notes.map((note) => note.text),
      count === 0 ? [] : [text],
      options,
    );
  }
});

test("PPP: only who was told how many retries there must be is judged by them", (t) => {
  const silence: Span = { name: "silence", from: 7000, to: 10_000 };
  const frames = [...ppp(), lcp(7500, false, 9, 8, THEIRS), lcp(8500, false, 9, 9, THEIRS), lcp(9500, false, 5, 9, 0)];
  const seen = observed(frames, [WATCH, silence]);
  t.deepEqual(missed(pppBehaviour(seen)), []);
  t.deepEqual(missed(pppBehaviour({ ...seen, retriesAsked: true })), ["retries"]);
  const expected = { interval: 1000, retries: 2 };
  t.deepEqual(missed(pppBehaviour({ ...seen, expected, retriesAsked: true })), []);
});

test("an end that asks nothing while answers are lost does not stay up in spite of that", (t) => {
  const seen = observed(ppp(ANSWERED, false), [WATCH, { name: "drop", from: 3900, to: 5000 }]);
  t.false(pppBehaviour(seen).checks.some(({ name }) => name === "drop-tolerated"));
});

test("of a single gap between keepalives no jitter is told", (t) => {
  const { checks } = hdlcBehaviour(observed([keepalive(1000, false, 1, 0), keepalive(2000, false, 2, 0)], [WATCH]));
  t.true(checks.some(({ name }) => name === "interval"));
  t.false(checks.some(({ name }) => name === "jitter"));
});

test("a line that loses frames: that is told, and not held against the other end", (t) => {
  const frames = hdlc((frame, second) => [{ ...frame, good: second !== 4 }]);
  const seen = observed(frames, [WATCH]);
  t.deepEqual(missed(hdlcBehaviour(seen)), ["jitter", "sequence"]);
  const judged = onLine(hdlcBehaviour(seen), seen);
  t.deepEqual(missed(judged), ["intact"]);
  t.regex(judged.checks[0]!.text, /^1 of its 6 frames arrive damaged: /);
  t.false(judged.checks.some(({ name }) => name === "sequence" || name === "jitter"));
  t.regex(judged.notes[1]!.text, /^sequence is not judged, since frames get lost on this line: its numbers don't rise/);
});

test("a line that loses frames excuses nothing that whole frames prove", (t) => {
  const frames = hdlc((frame, second) => [{ ...frame, good: second !== 4 }]);
  for (const { sent, bytes } of frames) if (!sent) bytes[0] = 0x0f;
  const seen = observed(frames, [WATCH]);
  t.deepEqual(missed(onLine(hdlcBehaviour(seen), seen)), ["intact", "frame"]);
});

test("what comes before the watch, or after the end gave up, are no damaged frames", (t) => {
  const frames = hdlc();
  frames.push(keepalive(10, false, 0, 0, false), keepalive(8000, false, 7, 7, false));
  const seen = observed(frames, [
    { ...WATCH, from: 100 },
    { name: "silence", from: 7000, to: 10_000 },
  ]);
  const { checks } = onLine(hdlcBehaviour(seen), seen);
  t.like(checks[0], { name: "intact", met: true, text: "all of its 6 frames arrive whole" });
});

test("PPP: a damaged request that is answered all the same", (t) => {
  const frames = [...ppp(), lcp(7000, true, 9, 77, MINE, false), lcp(7020, false, 10, 77, THEIRS)];
  const behaviour = pppBehaviour(observed(frames, [WATCH, { name: "corrupt", from: 6900, to: 8000 }]));
  t.deepEqual(missed(behaviour), ["damaged-ignored"]);
});

test("PPP: a link that is given up for one lost answer, and one that begins anew without a farewell", (t) => {
  const hasty = [...ppp(), lcp(7500, false, 5, 9, 0)];
  t.deepEqual(missed(pppBehaviour(observed(hasty, [WATCH, { name: "drop", from: 6900, to: 8000 }]))), [
    "drop-tolerated",
  ]);
  const anew = [...ppp(), lcp(7500, false, 9, 8, THEIRS), lcp(8500, false, 9, 9, THEIRS), lcp(9500, false, 1, 9, 0)];
  const behaviour = pppBehaviour(observed(anew, [WATCH, { name: "silence", from: 7000, to: 10_000 }]));
  t.like(behaviour.result, { retries: 2, timeToDetect: 2500, timeToRecover: null });
  t.true(behaviour.notes.some(({ text }) => text.includes("without a Terminate-Request")));
});

test("whatever frames there are, whatever is in them: a judgement, and no throw", (t) => {
  const head = fc.constantFrom("8f008035", "8f00803500000002", "ff03c021", "ff03c02109010008", "c0210a01", "");
  const bytes = fc
    .tuple(head, fc.uint8Array({ maxLength: 24 }))
    .map(([hex, rest]) => Buffer.concat([Buffer.from(hex, "hex"), rest]));
  const frame = fc.record({
    at: fc.nat(10_000),
    sent: fc.boolean(),
    good: fc.boolean(),
    kind: fc.constantFrom("hdlc", "ppp", "other"),
    bytes,
  });
  const names = ["watch", "drop", "corrupt", "delay", "silence", "recovery"] as const;
  const spans = names.map((name, i): Span => ({ name, from: 1500 * i, to: 1500 * i + 1400 }));
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 40 }), fc.nat(6), (frames, count) => {
      const seen = observed(frames as BenchFrame[], spans.slice(0, count));
      for (const behaviour of [hdlcBehaviour(seen), pppBehaviour(seen)]) {
        t.true(behaviour.checks.length > 0);
        t.deepEqual(JSON.parse(JSON.stringify(behaviour)), behaviour);
      }
    }),
  );
});
