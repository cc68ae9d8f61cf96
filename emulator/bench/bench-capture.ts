import { CAPTURE_EPOCH } from "../capture/epoch";
import { Direction, LinkType, PcapngWriter } from "../capture/pcapng";
import type { BenchFrame } from "./frame-monitor";

/** Writes what {@link BenchFrame}s there were as pcapng, as two interfaces: HDLC's frames and all others. */
export function writeCapture(path: string, frames: readonly BenchFrame[], start: number, wallClock: number): void {
  // The writer counts from its epoch, which a simulation's clock begins at.
  const writer = new PcapngWriter(path, wallClock - CAPTURE_EPOCH * 1000);
  const hdlc = writer.addInterface("bench HDLC", LinkType.Chdlc);
  const ppp = writer.addInterface("bench PPP", LinkType.PppHdlc);
  for (const { at, sent, good, kind, bytes } of frames) {
    const time = at - start;
    const direction = sent ? Direction.Outbound : Direction.Inbound;
    const seconds = Math.floor(time / 1000);
    const nanos = Math.round((time % 1000) * 1e6);
    writer.writeFrame(kind === "hdlc" ? hdlc : ppp, direction, !good, seconds, nanos, bytes, 0, bytes.length);
  }
  writer.close();
}
