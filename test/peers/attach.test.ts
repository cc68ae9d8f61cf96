/** `linkpulse attach` at both ends of a cable that socat makes, each a process on a serial port of the machine. */
import type { ChildProcess } from "node:child_process";
import { linkpulse } from "../support/command-line";
import type { Outcome } from "../support/command-line";
import { cable, openPort } from "../support/socat";
import { testWith } from "../support/tool";

/** When a process has printed a line that matches. */
function printed(child: ChildProcess, pattern: RegExp): Promise<void> {
  let text = "";
  return new Promise((resolve) => {
    child.stdout!.on("data", (data: string) => {
      text += data;
      if (pattern.test(text)) resolve();
    });
  });
}

const FAST = ["--keepalive", "500ms"];

testWith(
  "socat",
  "socat",
  "both lines stay up, and the address that one asks for is the other's neighbour",
  async (t) => {
    const { ports } = await cable(t);
    // However much later one of them begins, they end together.
    const children: ChildProcess[] = [];
    const heard: Promise<void>[] = [];
    const attached = (port: string, address: string) =>
      linkpulse(["attach", port, ...FAST, "--address", address], (child) => {
        children.push(child);
        heard.push(printed(child, /myseq 5, mineseen [45]\*/));
      });
    const outcomes = Promise.all([attached(ports[0], "10.1.1.1/30"), attached(ports[1], "ask")]);
    await Promise.all(heard);
    for (const child of children) child.kill("SIGINT");
    const [one, other] = await outcomes;
    for (const [{ status, out, err }, address] of [
      [one, "10.1.1.1/30"],
      [other, "10.1.1.2/30"],
    ] as const) {
      t.is(err, "");
      t.is(status, 0);
      t.regex(out, /^\d\d:\d\d:\d\d\.\d{3}: Serial0\/0: HDLC myseq 3, mineseen [23]\*, yourseen \d+, line up$/m);
      t.regex(out, /^Serial0\/0 is up, line protocol is up \(connected\)$/m);
      t.true(out.includes(`\nInternet address is ${address}\n`), out);
      t.notRegex(out, /line down/);
    }
  },
);

testWith("socat", "socat", "a line whose other end is gone goes down, and is reset on the way", async (t) => {
  const { ports } = await cable(t);
  const { status, out } = await linkpulse(["attach", ports[0], ...FAST, "--for", "3.5s"]);
  t.is(status, 0);
  t.regex(out, /HD\(0\): Reset from 0x000002\n[^]*HD\(0\): Reset from 0x000003\n[^]*, line down\n/);
  t.regex(out, /^Serial0\/0 is up, line protocol is down \(notconnect\)$/m);
});

testWith("socat", "socat", "an interrupt shows the interface, and is no failure", async (t) => {
  const { ports } = await cable(t);
  const { status, out, err } = await linkpulse(["attach", ports[0], ...FAST], (child) => {
    void printed(child, /myseq 0/).then(() => child.kill("SIGINT"));
  });
  t.is(err, "");
  t.is(status, 0);
  t.regex(out, /^Serial0\/0 is up, line protocol is up/m);
});

testWith("socat", "socat", "a port that is in use: one line, status 2, and whoever has it goes on", async (t) => {
  const { ports } = await cable(t);
  let second: Promise<Outcome> | undefined;
  const first = await linkpulse(["attach", ports[0], ...FAST], (child) => {
    void printed(child, /myseq 0/).then(async () => {
      await (second = linkpulse(["attach", ports[0], "--for", "1s"]));
      child.kill("SIGINT");
    });
  });
  t.deepEqual(await second, {
    status: 2,
    out: "",
    err: `linkpulse: ${ports[0]}: it is in use by another program\n`,
  });
  t.is(first.status, 0);
});

testWith("socat", "socat", "a port that is unplugged: one line, status 2", async (t) => {
  const { socat, ports } = await cable(t);
  const { status, err } = await linkpulse(["attach", ports[0], ...FAST], (child) => {
    void printed(child, /myseq 0/).then(() => socat.kill("SIGKILL"));
  });
  t.is(err, `linkpulse: ${ports[0]}: it was unplugged\n`);
  t.is(status, 2);
});

testWith("socat", "socat", "noise on the port is counted, and takes nothing down", async (t) => {
  const { path, line } = await openPort(t);
  const ended = linkpulse(["attach", path, ...FAST, "--retries", "20", "--for", "3s"], (child) => {
    void printed(child, /myseq 0/).then(() => line.write(Buffer.from("7e0011223344556677887e7d7e", "hex")));
  });
  const { status, out } = await ended;
  t.is(status, 0);
  t.regex(out, /^[1-9]\d* input errors, 1 CRC, .* 1 abort, /m);
});
