import { writeFileSync } from "node:fs";
import test from "ava";
import fc from "fast-check";
import { decodeTrace } from "../../../emulator/cli/decode";
import { UsageError } from "../../../emulator/cli/usage-error";
import { DeframerCounter } from "../../../src/framing/framing";
import { Diagnostic, Verdict } from "../../../src/keepalive/machine";
import { Trace, TraceEvent } from "../../../src/link/trace";
import { linkpulseHere } from "../../support/command-line";
import { temporaryFile } from "../../support/temporary-file";

/** A dump as a device makes it. */
function dump(...records: [tick: number, event: TraceEvent, a: number, b: number][]): Uint8Array {
  const trace = new Trace(Math.max(1, records.length));
  for (const [tick, event, a, b] of records) trace.record(tick, event, a, b);
  const bytes = new Uint8Array(8 * records.length);
  trace.dump(bytes, 0);
  return bytes;
}

test("every event in words, with its tick and the time since the one before", (t) => {
  const bytes = dump(
    [1000, TraceEvent.Administrative, 1, 0],
    [1000, TraceEvent.Carrier, 1, 0],
    [11_000, TraceEvent.Interval, 0, 0],
    [11_000, TraceEvent.FrameSent, 0, 24],
    [11_005, TraceEvent.FrameNotSent, 0, 24],
    [11_027, TraceEvent.FrameReceived, 0, 22],
    [11_028, TraceEvent.FrameDiscarded, DeframerCounter.FcsErrors, 0],
    [11_030, TraceEvent.LostWhileWaking, 0, 5],
    [41_000, TraceEvent.Reset, 0, 2],
    [51_000, TraceEvent.Verdict, Verdict.Down, Diagnostic.Missed],
    [51_100, TraceEvent.Verdict, Verdict.Up, Diagnostic.Answered],
    [51_200, TraceEvent.Carrier, 0, 0],
    [51_300, TraceEvent.Administrative, 0, 0],
  );
  t.deepEqual(decodeTrace(bytes, "x"), [
    "       1000       +0  no shut",
    "       1000       +0  carrier found",
    "      11000   +10000  keepalive interval",
    "      11000       +0  frame sent, 24 octets",
    "      11005       +5  frame not sent, 24 octets",
    "      11027      +22  frame received, 22 octets",
    "      11028       +1  frame discarded, FCS error",
    "      11030       +2  5 octets lost while waking",
    "      41000   +29970  reset, 2 keepalives missing",
    "      51000   +10000  verdict down, missed",
    "      51100     +100  verdict up, answered",
    "      51200     +100  carrier lost",
    "      51300     +100  shut",
  ]);
});

test("ticks that wrap go on: the time between two records stays what it was", (t) => {
  const bytes = dump([0x7fffffff, TraceEvent.Interval, 0, 0], [-0x7fffff00, TraceEvent.Interval, 0, 0]);
  t.deepEqual(decodeTrace(bytes, "x"), [
    " 2147483647       +0  keepalive interval",
    "-2147483392     +257  keepalive interval",
  ]);
});

test("values that no device writes are shown as numbers", (t) => {
  t.deepEqual(decodeTrace(Uint8Array.of(0, 0, 0, 0, TraceEvent.Verdict, 9, 0, 200), "x"), [
    "          0       +0  verdict 9, 200",
  ]);
});

test("no records are no lines", (t) => t.deepEqual(decodeTrace(new Uint8Array(0), "x"), []));

test("what is no trace", (t) => {
  t.throws(() => decodeTrace(new Uint8Array(12), "x"), {
    instanceOf: UsageError,
    message: "x: it has 12 octets: a trace has 8 for each record",
  });
  t.throws(() => decodeTrace(Uint8Array.of(...new Uint8Array(12), 255, 0, 0, 0), "x"), {
    instanceOf: UsageError,
    message: "x: the event at octet 12 is 255: it must be 0 to 10",
  });
});

test("fuzz: whatever is in a file, it is a trace or no trace", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        t.is(decodeTrace(bytes, "x").length, bytes.length / 8);
      } catch (error) {
        t.true(error instanceof UsageError);
      }
    }),
    { numRuns: 2000 },
  );
});

test.serial("a file as octets, and as a console's digits with blanks and line ends among them", async (t) => {
  const bytes = dump([10_000, TraceEvent.Interval, 0, 0], [10_000, TraceEvent.FrameSent, 0, 24]);
  const hex = Buffer.from(bytes).toString("hex");
  const lines = "      10000       +0  keepalive interval\n      10000       +0  frame sent, 24 octets\n";
  const contents = [
    bytes,
    hex,
    hex.toUpperCase(),
    `${hex.slice(0, 5)} ${hex.slice(5, 16)}\r\n\r\n${hex.slice(16)}\r\n`,
  ];
  const path = temporaryFile(t, "dump");
  for (const content of contents) {
    writeFileSync(path, content);
    t.deepEqual(await linkpulseHere(["decode", path]), { status: 0, out: lines, err: "" });
  }
});

test.serial("digits of which one is missing", async (t) => {
  const path = temporaryFile(t, "dump");
  writeFileSync(path, "0000271004000018 0");
  t.deepEqual(await linkpulseHere(["decode", path]), {
    status: 2,
    out: "",
    err: `linkpulse: ${path}: 17 hexadecimal digits are no whole octets\n`,
  });
});
