import { DeframerCounter } from "../../src/framing/framing";
import { Verdict } from "../../src/keepalive/machine";
import { TraceEvent, TraceRecord } from "../../src/link/trace";
import { diagnosticName } from "../world/run-record";
import { readInput } from "../input-file";
import { UsageError } from "./usage-error";

const VERDICTS: Record<Verdict, string> = {
  [Verdict.Unknown]: "unknown",
  [Verdict.Up]: "up",
  [Verdict.Down]: "down",
};

const DISCARDS: Partial<Record<DeframerCounter, string>> = {
  [DeframerCounter.FcsErrors]: "FCS error",
  [DeframerCounter.Aborts]: "aborted",
  [DeframerCounter.Short]: "too short",
  [DeframerCounter.Overlong]: "too long",
  [DeframerCounter.Unaligned]: "no whole number of octets",
};

const EVENTS: Record<TraceEvent, (a: number, b: number) => string> = {
  [TraceEvent.None]: () => "nothing",
  [TraceEvent.Verdict]: (a, b) => `verdict ${VERDICTS[a as Verdict] ?? a}, ${diagnosticName(b)}`,
  [TraceEvent.Reset]: (_a, b) => `reset, ${b} keepalives missing`,
  [TraceEvent.Administrative]: (a) => (a === 1 ? "no shut" : "shut"),
  [TraceEvent.Carrier]: (a) => (a === 1 ? "carrier found" : "carrier lost"),
  [TraceEvent.FrameReceived]: (_a, b) => `frame received, ${b} octets`,
  [TraceEvent.FrameSent]: (_a, b) => `frame sent, ${b} octets`,
  [TraceEvent.FrameNotSent]: (_a, b) => `frame not sent, ${b} octets`,
  [TraceEvent.FrameDiscarded]: (a) => `frame discarded, ${DISCARDS[a as DeframerCounter] ?? a}`,
  [TraceEvent.LostWhileWaking]: (_a, b) => `${b} octets lost while waking`,
  [TraceEvent.Interval]: () => "keepalive interval",
};

/**
 * `linkpulse decode`: prints a link's trace as lines of tick, ms since the record before, and event.
 * @param path a dump as octets, or as hexadecimal digits as a console prints them
 * @throws FileError when the file can't be read, UsageError when it is no trace
 */
export function decode(path: string): void {
  for (const line of decodeTrace(readDump(path), path)) process.stdout.write(`${line}\n`);
}

export function decodeTrace(dump: Uint8Array, path: string): string[] {
  if (dump.length % TraceRecord.Octets !== 0) {
    throw new UsageError(`${path}: it has ${dump.length} octets: a trace has ${TraceRecord.Octets} for each record`);
  }
  const view = new DataView(dump.buffer, dump.byteOffset, dump.length);
  const lines: string[] = [];
  for (let at = 0; at < dump.length; at += TraceRecord.Octets) {
    const event = view.getUint8(at + 4);
    const describe = EVENTS[event as TraceEvent];
    if (describe === undefined) {
      const most = Object.keys(EVENTS).length - 1;
      throw new UsageError(`${path}: the event at octet ${at + 4} is ${event}: it must be 0 to ${most}`);
    }
    const tick = view.getInt32(at);
    const since = at === 0 ? 0 : (tick - view.getInt32(at - TraceRecord.Octets)) | 0;
    const text = describe(view.getUint8(at + 5), view.getUint16(at + 6));
    lines.push(`${String(tick).padStart(11)} ${`+${since}`.padStart(8)}  ${text}`);
  }
  return lines;
}

function readDump(path: string): Uint8Array {
  const octets = readInput(path);
  const text = octets.toString("latin1");
  if (!/^[0-9a-fA-F\s]+$/.test(text)) return octets;
  const digits = text.replace(/\s/g, "");
  if (digits.length % 2 !== 0) throw new UsageError(`${path}: ${digits.length} hexadecimal digits are no whole octets`);
  return Buffer.from(digits, "hex");
}
