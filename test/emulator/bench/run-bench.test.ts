/** The whole bench in virtual time, on lines and against peers whose faults are known. */
import test from "ava";
import { BenchLine } from "../../../emulator/bench/bench-line";
import { ModemLine } from "../../../src/ports";
import { benchOn, missed, pluggedPort, portWithPeer } from "../../support/bench";
import { VirtualPort, VirtualTime } from "../../support/virtual-time";

const GOOD = { verdict: "good" } as const;
const BAD = { verdict: "bad" } as const;

/** An Echo-Request with its FCS. */
const GOOD_FRAME = Buffer.from("7eff03c02109010008000000006ef17e", "hex");

test("a plug: the line is good, both protocols find the loop, and no modem line is driven", async (t) => {
  const time = new VirtualTime();
  const port = pluggedPort(time);
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), []);
  t.like(report, { ...GOOD, found: "plug", peer: null });
  const { patterns, latency, lineRate, modemLines } = report.line!;
  for (const { sent, received, bits, errors, ratio, lost } of patterns) {
    t.true(sent > 22_000 && sent <= 23_040, `${sent}`);
    t.is(received, sent);
    t.true(bits > 8 * sent - 100);
    t.deepEqual([errors, ratio, lost], [0, 0, 0]);
  }
  t.is(lineRate, 11520);
  t.true(Math.abs(patterns[0]!.octetsPerSecond - 11520) < 200, `${patterns[0]!.octetsPerSecond}`);
  // An octet of ten bits at 115200 bit/s.
  t.like(latency, { lost: 0, octetTime: 0.087, p50: 0.087, greatest: 0.087 });
  t.is(modemLines, null);
  t.deepEqual(port.driven, []);
});

test("a plug with one wrong bit in a thousand octets", async (t) => {
  const time = new VirtualTime();
  let octets = 0;
  const port = pluggedPort(time, (bytes) => {
    // Single octets and frames, as loop detection and the latency send them, are spared.
    if (bytes.length < 100 || bytes.includes(0x7e)) return bytes;
    const damaged = Buffer.from(bytes);
    for (let i = 0; i < damaged.length; i++) if (++octets % 1000 === 0) damaged[i]! ^= 0x10;
    return damaged;
  });
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), ["bit-errors"]);
  t.like(report, BAD);
  for (const { ratio, syncLosses } of report.line!.patterns) {
    // Portions with a flag among their octets are spared too.
    t.true(ratio! > 0.2 / 8000 && ratio! <= 1.1 / 8000, `${ratio}`);
    t.is(syncLosses, 0);
  }
});

test("a plug that loses octets, and tells framing errors", async (t) => {
  const time = new VirtualTime();
  let portions = 0;
  const port = pluggedPort(time, (bytes) => {
    if (bytes.length < 100 || ++portions % 50 !== 0) return bytes;
    port.listener!.framingError(1, 0);
    return bytes.subarray(1);
  });
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), ["complete", "framing"]);
  for (const { lost, syncLosses, framingErrors } of report.line!.patterns) {
    t.true(lost > 0 && Math.abs(syncLosses - lost) <= 1, `${lost} lost, ${syncLosses} out of step`);
    t.is(framingErrors, lost);
  }
});

test("a plug behind an adapter that carries half of its rate", async (t) => {
  const time = new VirtualTime();
  const report = await benchOn(time, pluggedPort(time, undefined, 57600));
  t.true(missed(report).includes("throughput"));
  t.is(Math.round(report.line!.patterns[2]!.octetsPerSecond / 100), 58);
});

test("told to drive the modem lines, it tells which follow which", async (t) => {
  const time = new VirtualTime();
  const port = pluggedPort(time);
  port.linesSet = (lines) => {
    const seen =
      (lines & ModemLine.DTR ? ModemLine.DSR | ModemLine.DCD : 0) | (lines & ModemLine.RTS ? ModemLine.CTS : 0);
    time.after(100, () => port.listener?.modemLinesChanged(seen, time.loop.now()));
  };
  const report = await benchOn(time, port, { modemLines: true });
  t.deepEqual(report.line!.modemLines, { DTR: ["DSR", "DCD"], RTS: ["CTS"] });
  t.deepEqual(missed(report), []);
});

test("nobody there, and somebody who speaks neither: one line each", async (t) => {
  const time = new VirtualTime();
  const nothing = await benchOn(time, new VirtualPort(time.loop));
  t.like(nothing, { ...BAD, found: "nothing", checks: [], line: null });
  t.regex(nothing.summary, /^nothing comes back: no plug/);
  const silent = await benchOn(time, new VirtualPort(time.loop), { passive: true });
  t.is(silent.summary, "nothing arrives: nobody at the other end, or nobody who speaks first");
  const port = new VirtualPort(time.loop);
  time.after(500, () => port.receive(Buffer.from("ready\r\n~~~\r\n")));
  t.like(await benchOn(time, port), { ...BAD, found: "noise" });
});

test("somebody who sends any octets at full speed is no peer, though a frame of them has a good FCS", async (t) => {
  const time = new VirtualTime();
  const port = new VirtualPort(time.loop);
  const lcp = Buffer.from("7eff03c021010100146e7e", "hex");
  for (let i = 0; i < 400; i++) time.after(2 * i, () => port.receive(i === 300 ? GOOD_FRAME : lcp));
  t.like(await benchOn(time, port, { passive: true }), { ...BAD, found: "noise", peer: null });
});

test("a plug whose port can't tell framing errors: that is no check that is met", async (t) => {
  const time = new VirtualTime();
  const report = await benchOn(time, pluggedPort(time), { tellsFramingErrors: false });
  t.false(report.checks.some(({ name }) => name === "framing"));
  t.deepEqual(
    report.notes.map(({ text }) => text),
    ["the port does not tell framing errors: they are not checked"],
  );
});

test("HDLC: good, and nothing driven", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "hdlc", { interval: 1000 });
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), []);
  t.like(report, { ...GOOD, found: "hdlc" });
  t.like(report.peer!, { interval: { median: 1000, jitter: 0 }, retries: null, timeToDetect: null });
  t.true(report.peer!.timeToRecover! <= 2000);
  t.deepEqual(port.driven, []);
});

test("HDLC with an interval that is too long: it is named, and what it does to a line", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "hdlc", { interval: 3000 });
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), ["interval"]);
  t.is(report.checks.find(({ name }) => name === "interval")!.text, "its interval is 3 s, not 1 s");
  t.is(report.notes.length, 2);
});

test("HDLC without keepalives is found by its answer to an address request", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "hdlc", { interval: 0 });
  const report = await benchOn(time, port);
  t.is(report.found, "hdlc");
  t.deepEqual(missed(report), ["sends-keepalives"]);
});

test("HDLC whose modem lines drop when it resets: the time to detect is seen", async (t) => {
  const time = new VirtualTime();
  const { port, peerPort } = portWithPeer(time, "hdlc", { interval: 1000 });
  peerPort.linesSet = (lines) => port.listener?.modemLinesChanged(lines === 0 ? 0 : ModemLine.DSR, time.loop.now());
  time.after(10, () => port.listener?.modemLinesChanged(ModemLine.DSR, time.loop.now()));
  const report = await benchOn(time, port, { modemLines: true });
  // Reset at a difference of 2: two of its keepalives unanswered, and a third interval over.
  t.is(report.peer!.retries, 3);
  t.true(report.peer!.timeToDetect! > 2500 && report.peer!.timeToDetect! <= 3000, `${report.peer!.timeToDetect}`);
});

test("PPP: good; the numbers are those that the peer is told to keep", async (t) => {
  for (const retries of [2, 5]) {
    const time = new VirtualTime();
    const { port } = portWithPeer(time, "ppp", { interval: 1000, retries });
    const report = await benchOn(time, port);
    t.deepEqual(missed(report), []);
    const { interval, retries: seen, timeToDetect, timeToRecover } = report.peer!;
    t.like(interval, { median: 1000, jitter: 0 });
    t.is(seen, retries);
    t.true(timeToDetect! > 1000 * retries && timeToDetect! <= 1000 * (retries + 1), `${timeToDetect}`);
    t.true(timeToRecover! <= 2100, `${timeToRecover}`);
  }
});

test("PPP: told how many retries it should have, the bench judges by them, and waits for one that has more", async (t) => {
  for (const retries of [3, 5]) {
    const time = new VirtualTime();
    const { port } = portWithPeer(time, "ppp", { interval: 1000, retries: 5 });
    const report = await benchOn(time, port, { retries });
    t.deepEqual(missed(report), retries === 5 ? [] : ["retries"]);
    t.is(report.peer!.retries, 5);
  }
});

test("PPP that asks half as often as it should gets twice the time to notice, however much it said by then", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "ppp", { interval: 2000, retries: 5 });
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), ["interval"]);
  t.like(report.peer, { retries: 5 });
  t.true(report.peer!.timeToDetect! > 10_000, `${report.peer!.timeToDetect}`);
});

test("PPP that asks ten times as often as we do: we ask before we judge, and are late by half of its interval", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "ppp", { interval: 1000, retries: 5 });
  const report = await benchOn(time, port, { keepalive: 10_000, duration: 6000 });
  t.deepEqual(missed(report), ["interval"]);
  t.regex(report.checks.find(({ name }) => name === "answers-echo")!.text, /^all of our \d+ Echo-Requests/);
  t.like(report.peer, { retries: 5 });
});

test("HDLC and PPP on a line that loses one octet in a hundred: the line is what is bad", async (t) => {
  for (const encapsulation of ["hdlc", "ppp"] as const) {
    const time = new VirtualTime();
    let octets = 0;
    const way = (bytes: Buffer) => bytes.filter(() => ++octets % 101 !== 0) as Buffer;
    const report = await benchOn(time, portWithPeer(time, encapsulation, { interval: 1000, way }).port);
    t.deepEqual(missed(report), ["intact"]);
    t.true(report.notes.some(({ text }) => text.includes("is not judged, since frames get lost on this line")));
  }
});

test("PPP with echo off: it answers, and does not notice that we are silent", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "ppp", { interval: 0 });
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), ["sends-keepalives", "detects"]);
  t.is(report.peer!.timeToDetect, null);
});

test("PPP that falls silent once it is open: its requests and its answers are missing", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "ppp", {
    interval: 1000,
    way: (bytes) => (time.now() > 2500 ? Buffer.alloc(0) : bytes),
  });
  const report = await benchOn(time, port);
  t.is(report.found, "ppp");
  t.like(report, BAD);
  for (const name of ["answers-echo", "sends-keepalives", "detects"]) t.true(missed(report).includes(name), name);
});

test("PPP that hangs up before anything is disturbed: that is told, and nothing is disturbed", async (t) => {
  const time = new VirtualTime();
  const { port, peer, peerPort } = portWithPeer(time, "ppp", { interval: 1000 });
  time.after(3000, () => peer.shut(peerPort.loop.now()));
  const report = await benchOn(time, port);
  t.deepEqual(missed(report), ["open"]);
  t.deepEqual(
    report.peer!.spans.map(({ name }) => name),
    ["watch"],
  );
});

test("a passive monitor sends nothing", async (t) => {
  const time = new VirtualTime();
  const { port } = portWithPeer(time, "hdlc", { interval: 1000 });
  const { sent } = port;
  port.sent = (bytes) => {
    t.fail("something was sent");
    sent(bytes);
  };
  const report = await benchOn(time, port, { passive: true });
  t.like(report, { ...GOOD, found: "hdlc", peer: { passive: true, interval: { median: 1000 } } });
});

test("a port that fails ends the bench with what it says", async (t) => {
  const time = new VirtualTime();
  const line = new BenchLine(pluggedPort(time), time);
  time.after(3000, () => line.fail(new Error("unplugged")));
  await t.throwsAsync(time.run(line.wait(60_000)), { message: "unplugged" });
  t.true(time.now() < 3010);
});
