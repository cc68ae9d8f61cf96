import test from "ava";
import type { ExecutionContext } from "ava";
import { Trace, TraceEvent } from "../../src/link/trace";

/** The records of a dump into the middle of a buffer, whose neighbours must stay as they are. */
function dumped(t: ExecutionContext, trace: Trace): number[][] {
  const out = new Uint8Array(trace.length + 2).fill(0xee);
  t.is(trace.dump(out, 1), trace.length + 1);
  t.deepEqual([out[0], out[out.length - 1]], [0xee, 0xee]);
  const records: number[][] = [];
  for (let at = 1; at < trace.length + 1; at += 8) {
    const view = new DataView(out.buffer, at, 8);
    records.push([view.getUint32(0), view.getUint8(4), view.getUint8(5), view.getUint16(6)]);
  }
  return records;
}

const ticks = (t: ExecutionContext, trace: Trace) => dumped(t, trace).map((record) => record[0]);

test("records are 8 octets: tick, event, two arguments, big-endian, oldest first", (t) => {
  const trace = new Trace(3);
  t.is(trace.length, 0);
  t.deepEqual(dumped(t, trace), []);
  trace.record(1, TraceEvent.FrameSent, 0, 22);
  trace.record(-2, TraceEvent.Verdict, 2, 2);
  t.deepEqual(dumped(t, trace), [
    [1, TraceEvent.FrameSent, 0, 22],
    [0xfffffffe, TraceEvent.Verdict, 2, 2],
  ]);
});

test("a full ring keeps the last records, and a dump changes nothing", (t) => {
  const trace = new Trace(3);
  for (let i = 1; i <= 3; i++) trace.record(i, TraceEvent.Interval, 0, 0);
  t.deepEqual(ticks(t, trace), [1, 2, 3]);
  for (let i = 4; i <= 8; i++) {
    trace.record(i, TraceEvent.Interval, 0, 0);
    t.is(trace.length, 24);
    t.deepEqual(ticks(t, trace), [i - 2, i - 1, i]);
    t.deepEqual(ticks(t, trace), [i - 2, i - 1, i]);
  }
});

test("arguments keep their low bits", (t) => {
  const trace = new Trace(1);
  trace.record(0, TraceEvent.FrameReceived, 0x1ff, 0x12345);
  t.deepEqual(dumped(t, trace), [[0, TraceEvent.FrameReceived, 0xff, 0x2345]]);
});

test("a ring of no record is refused", (t) => {
  t.throws(() => new Trace(0), { message: "trace: records is 0: it must be a whole number from 1 to 8192" });
  t.throws(() => new Trace(8193), { instanceOf: RangeError });
});
