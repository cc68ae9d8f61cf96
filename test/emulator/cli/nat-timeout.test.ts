/** `linkpulse reflect` and `linkpulse nat-timeout` on the loopback interface, where no NAT is. */
import type { ChildProcess } from "node:child_process";
import test from "ava";
import type { ExecutionContext } from "ava";
import { linkpulse } from "../../support/command-line";
import type { Outcome } from "../../support/command-line";
import { eventually } from "../../support/processes";

/** A reflector on a free port of its own; ended with the test, or by `stop`, which tells what came of it. */
async function reflector(t: ExecutionContext): Promise<{ at: string; stop: () => Promise<Outcome> }> {
  let child: ChildProcess | undefined;
  let printed = "";
  const outcome = linkpulse(["reflect", "--port", "0"], (started) => {
    child = started;
    started.stdout!.on("data", (text: string) => (printed += text));
  });
  t.teardown(() => child!.kill());
  t.true(await eventually(() => printed.includes("\n")));
  const at = /^reflecting on (127\.0\.0\.1:\d+)\n/.exec(printed)![1]!;
  return { at, stop: () => (child!.kill("SIGINT"), outcome) };
}

const FAST = ["--first", "1s", "--longest", "2s"];

test("without a NAT a mapping outlives every trial, and the reflector says what it did", async (t) => {
  const { at, stop } = await reflector(t);
  const { status, out, err } = await linkpulse(["nat-timeout", at, ...FAST]);
  t.deepEqual([status, err], [0, ""]);
  const lines = out.trimEnd().split("\n");
  t.is(lines[0], `measuring with the reflector at ${at}; each line takes as long as it says, and more`);
  t.regex(lines[1]!, /^the reflector sees 127\.0\.0\.1:\d+$/);
  t.deepEqual(lines.slice(2), [
    "answered flow, idle for 1 s: still mapped",
    "answered flow, idle for 2 s: still mapped",
    "answered flow: still mapped after 2 s; a keepalive every 1 s is safe: 86400 wake-ups a day, more than the 4320 of " +
      "every 20 s",
  ]);
  const reflected = await stop();
  t.is(reflected.status, 0);
  t.is(reflected.out, `reflecting on ${at}\n6 answered, 0 refused, 0 too many, 0 no requests\n`);
});

test("interrupted, the measurement says what is known so far, and that it is not all", async (t) => {
  const { at } = await reflector(t);
  let child: ChildProcess | undefined;
  const outcome = linkpulse(["nat-timeout", at, "--first", "1s"], (started) => {
    child = started;
    started.stdout!.on("data", (text: string) => {
      if (text.includes("idle for 1 s")) child!.kill("SIGINT");
    });
  });
  const { status, out } = await outcome;
  t.is(status, 1);
  t.regex(out, /\nanswered flow: still mapped after 1 s; no interval is safe\ninterrupted before the end\n$/);
});

test("a reflector that is not there", async (t) => {
  const { status, out } = await linkpulse(["nat-timeout", "127.0.0.1:9", ...FAST]);
  t.is(status, 1);
  t.regex(out, /\nthe reflector does not answer\n$/);
});

test("a port that is taken, and an address that is not ours", async (t) => {
  const { at } = await reflector(t);
  const taken = await linkpulse(["reflect", "--port", at.split(":")[1]!]);
  t.deepEqual(taken, { status: 2, out: "", err: `linkpulse: ${at}: it is in use by another program\n` });
  const other = await linkpulse(["reflect", "--address", "192.0.2.1"]);
  t.is(other.err, "linkpulse: 192.0.2.1:4500: this machine does not have that address\n");
});
