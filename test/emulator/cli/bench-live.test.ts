import { stripVTControlCharacters } from "node:util";
import test from "ava";
import type { ExecutionContext } from "ava";
import { BenchLine } from "../../../emulator/bench/bench-line";
import { BenchStatus } from "../../../emulator/bench/bench-status";
import { BenchLive } from "../../../emulator/cli/bench-live";
import type { Screen } from "../../../emulator/cli/bench-live";
import { benchOn, pluggedPort, portWithPeer } from "../../support/bench";
import { VirtualTime } from "../../support/virtual-time";

/** A view on a screen of so many columns, or on none; `drawn` is what is on it after a drawing. */
function view(t: ExecutionContext, status: BenchStatus, columns?: number) {
  const time = new VirtualTime();
  const line = new BenchLine(pluggedPort(time), time);
  const written: string[] = [];
  const screen = { isTTY: columns !== undefined, columns, write: (text: string) => written.push(text) };
  const live = new BenchLive(screen as unknown as Screen, line, status);
  t.teardown(() => live.end());
  const drawn = () => {
    written.length = 0;
    live.draw();
    return stripVTControlCharacters(written.join("")).trimEnd().split("\n");
  };
  return { time, line, live, written, drawn };
}

/** What a bench on a peer of PPP knows after so long, at its end where it is not given. */
async function known(interruptAt?: number): Promise<BenchStatus> {
  const time = new VirtualTime();
  const status = new BenchStatus();
  await benchOn(time, portWithPeer(time, "ppp", { interval: 2000, retries: 2 }).port, {}, interruptAt, status);
  return status;
}

test("what it is at, for how long, and about how long it will take", async (t) => {
  const status = new BenchStatus();
  status.doing = "listening";
  const { time, line, drawn } = view(t, status, 80);
  t.deepEqual(drawn(), ["0 s         listening", "octets      0 out, 0 in"]);
  await time.run(time.wait(61_500));
  status.end = line.time.now() + 100_000;
  status.doing = "watching its keepalives";
  t.deepEqual(drawn().slice(0, 2), ["1 min 1 s   watching its keepalives", "left        about 1 min 40 s"]);
});

test("what a peer does, what was done to it, and what that means", async (t) => {
  const { drawn } = view(t, await known(), 100);
  const lines = drawn();
  t.deepEqual(
    lines.map((text) => text.slice(0, 12).trim()),
    ["0 s", "left", "PPP", "keepalives", "round trip", "octets", "faults", "met", "NOT met"],
  );
  t.regex(lines[3]!, /^keepalives {2}\d+, every 2 s, jitter /);
  t.is(lines[6], "faults      one lost, one damaged, some late, silence");
  t.regex(lines[7]!, /^met {9}\d+: intact, open, answers-echo, /);
  t.is(lines[8], "NOT met     interval: its interval is 2 s, not 1 s");
});

test("nothing is judged, and no fault told, before it was seen", async (t) => {
  const { drawn } = view(t, await known(6_000), 100);
  t.deepEqual(
    drawn().map((text) => text.slice(0, 12).trim()),
    ["0 s", "left", "PPP", "keepalives", "round trip", "octets"],
  );
});

test("no line fills the terminal's last column, where another would begin", async (t) => {
  const { drawn } = view(t, await known(), 40);
  const lines = drawn();
  t.is(lines.length, 9);
  for (const text of lines) t.true(text.length < 40, text);
  t.true(lines.some((text) => text.length === 39 && text.endsWith("…")));
});

test("it is gone at the end, and nothing is drawn afterwards", (t) => {
  const { live, written, drawn } = view(t, new BenchStatus(), 80);
  drawn();
  written.length = 0;
  live.end();
  t.not(written.join(""), "");
  t.is(stripVTControlCharacters(written.join("")).trim(), "");
});

test("elsewhere than on a terminal each thing that it begins is a line", (t) => {
  const status = new BenchStatus();
  const { written, live } = view(t, status);
  live.draw();
  for (const doing of ["listening", "listening", "watching its keepalives"]) {
    status.doing = doing;
    live.draw();
    live.draw();
  }
  live.end();
  t.deepEqual(written, ["   0 s  listening\n", "   0 s  watching its keepalives\n"]);
});

test("on a plug the patterns are told as they end", async (t) => {
  const time = new VirtualTime();
  const status = new BenchStatus();
  await benchOn(time, pluggedPort(time), {}, undefined, status);
  const lines = view(t, status, 80).drawn();
  t.regex(lines[3]!, /^measured {4}PRBS-9: 0 of \d+ bits are wrong$/);
  t.true(lines.some((text) => text.startsWith("met         2: hdlc-loop, ppp-loop")));
});
