/** `linkpulse bench` on ports that socat makes: a plug, nobody, and ourselves, also when we misbehave. */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "ava";
import type { ExecutionContext } from "ava";
import { benched } from "../support/benched";
import { linkpulse } from "../support/command-line";
import { cable, openPort, plug } from "../support/socat";
import { TSHARK } from "../support/ppp-capture";
import { temporaryFile } from "../support/temporary-file";
import { runTool, testWithAll } from "../support/tool";
import type { Tool } from "../support/tool";

const SOCAT: Tool[] = [["socat", "socat"]];

/** One after the other: what is judged is timing. */
const declare = test.serial;

/** Runs `linkpulse attach` on a port until the test is over. */
function attached(t: ExecutionContext, port: string, ...args: string[]): Promise<ChildProcess> {
  return new Promise((resolve) => {
    void linkpulse(["attach", port, ...args], (child) => {
      t.teardown(() => child.kill("SIGKILL"));
      child.stdout!.once("data", () => resolve(child));
      // With keepalives off it says nothing.
      setTimeout(() => resolve(child), 3000).unref();
    });
  });
}

const FAST = ["--keepalive", "500ms"];

testWithAll(
  [...SOCAT, ...TSHARK],
  "a plug: the line is good, HDLC and PPP find the loop, and all frames are in the capture",
  async (t) => {
    const [pcap, html] = [temporaryFile(t, "bench.pcapng"), temporaryFile(t, "bench.html")];
    const { report, missed } = await benched(await plug(t), ...FAST, "--pcap", pcap, "--html", html);
    t.deepEqual(missed, []);
    t.like(report, { found: "plug", verdict: "good", peer: null });
    const { patterns, latency, lineRate, modemLines } = report.line!;
    t.deepEqual(
      patterns.map(({ pattern }) => pattern),
      ["PRBS-9", "PRBS-15", "PRBS-23"],
    );
    t.is(lineRate, 11520);
    t.is(modemLines, null);
    t.true(latency!.samples.length > 100);
    t.true(report.loop!.hdlc! < 2000 && report.loop!.ppp! < 1000);
    const protocols = runTool("tshark", ["-r", pcap, "-T", "fields", "-e", "frame.protocols"]);
    t.deepEqual([...new Set(protocols.trim().split("\n"))].sort(), ["chdlc:slarp", "ppp:lcp"]);
    const page = readFileSync(html, "utf8");
    t.is(page.match(/<svg/g)!.length, 2);
    t.notRegex(page, /<script|src=|href=/);
  },
  declare,
);

testWithAll(
  SOCAT,
  "nobody there: one clear line, and a bad verdict",
  async (t) => {
    const { path } = await openPort(t);
    const { status, out, err } = await linkpulse(["bench", path, ...FAST]);
    t.is(err, "   0 s  listening\n");
    t.is(status, 1);
    t.is(
      out,
      "bad: nothing comes back: no plug between TX and RX, nobody at the other end or only one whose interval is longer " +
        "than --keepalive, or another baud rate there\n",
    );
  },
  declare,
);

testWithAll(
  SOCAT,
  "a console or another baud rate: something arrives, and no frame",
  async (t) => {
    const { path, line } = await openPort(t);
    const chatter = setInterval(() => line.write("login: \r\n"), 200);
    t.teardown(() => clearInterval(chatter));
    const { report } = await benched(path, ...FAST);
    t.like(report, { found: "noise", verdict: "bad" });
  },
  declare,
);

testWithAll(
  SOCAT,
  "our HDLC: good; with a longer interval, or keepalives off: bad, and why",
  async (t) => {
    const { ports } = await cable(t);
    const good = await attached(t, ports[1], ...FAST);
    const { report, missed } = await benched(ports[0], ...FAST);
    t.deepEqual(missed, []);
    t.is(report.found, "hdlc");
    t.is(Math.round(report.peer!.interval!.median / 50), 10);
    t.is(report.peer!.timeToDetect, null);
    good.kill();

    const other = await cable(t);
    await attached(t, other.ports[1], "--keepalive", "2s");
    const long = await benched(other.ports[0], ...FAST, "--duration", "6s");
    t.true(long.missed.includes("interval"), long.missed.join());
    t.true(long.report.notes.some(({ text }) => /a line with 3 retries goes down/.test(text)));

    const off = await cable(t);
    await attached(t, off.ports[1], "--keepalive", "0s", "--address", "10.1.1.1/30");
    const silent = await benched(off.ports[0], ...FAST);
    t.is(silent.report.found, "hdlc");
    t.deepEqual(silent.missed, ["sends-keepalives"]);
  },
  declare,
);

testWithAll(
  SOCAT,
  "our PPP: good, with the time that it took to notice; with echo off: bad",
  async (t) => {
    const { ports } = await cable(t);
    const good = await attached(t, ports[1], "--encapsulation", "ppp", ...FAST);
    const { report, missed } = await benched(ports[0], ...FAST);
    t.deepEqual(missed, []);
    t.is(report.found, "ppp");
    const { retries, timeToDetect, timeToRecover } = report.peer!;
    t.is(retries, 5);
    t.true(timeToDetect! > 2400 && timeToDetect! < 3600, `${timeToDetect}`);
    t.true(timeToRecover! < 5000);
    good.kill();

    const off = await cable(t);
    await attached(t, off.ports[1], "--encapsulation", "ppp", "--keepalive", "0s");
    const silent = await benched(off.ports[0], ...FAST);
    t.is(silent.report.found, "ppp");
    t.deepEqual(silent.missed, ["sends-keepalives", "detects"]);
  },
  declare,
);

testWithAll(
  SOCAT,
  "a passive monitor sends nothing, and tells the interval",
  async (t) => {
    const { ports } = await cable(t);
    await attached(t, ports[1], ...FAST);
    const { report, missed } = await benched(ports[0], ...FAST, "--passive");
    t.deepEqual(missed, []);
    t.like(report, { found: "hdlc", peer: { passive: true, roundTrips: [] } });
  },
  declare,
);

testWithAll(
  SOCAT,
  "a port that is in use: one line, status 2",
  async (t) => {
    const { ports } = await cable(t);
    await attached(t, ports[0], ...FAST);
    const { status, out, err } = await linkpulse(["bench", ports[0]]);
    t.deepEqual(
      { status, out, err },
      { status: 2, out: "", err: `linkpulse: ${ports[0]}: it is in use by another program\n` },
    );
  },
  declare,
);

testWithAll(
  SOCAT,
  "a port that is unplugged meanwhile: one line, status 2",
  async (t) => {
    const { socat, path, sent } = await openPort(t);
    sent.once("data", () => socat.kill("SIGKILL"));
    const { status, err } = await linkpulse(["bench", path, ...FAST]);
    t.is(err, `   0 s  listening\nlinkpulse: ${path}: it was unplugged\n`);
    t.is(status, 2);
  },
  declare,
);
