import { hdlcEnd, pppEnd } from "./bench-end";
import type { BenchEnd } from "./bench-end";
import type { BenchLine } from "./bench-line";
import type { SerialInterface } from "../../src/link/serial-interface";
import { Fault } from "./fault-port";
import type { Found } from "./report";

/** How long a peer has to answer our first words, ms: PPP's Configure-Requests are sent each second. */
const PPP_PATIENCE = 3500;
const HDLC_PATIENCE = 1500;

/** So many damaged frames for each whole one are noise: one in 65536 of any octets has a good FCS. */
const MOST_DAMAGED = 100;

/**
 * Finds out what is at the other end: listens first, then speaks PPP, then HDLC.
 * @param listen how long nothing is sent, ms
 * @param passive whether nothing is sent at all
 */
export async function identify(line: BenchLine, listen: number, passive: boolean): Promise<Found> {
  let spoken: "hdlc" | "ppp" | null = null;
  let plugged = false;
  const sent: Buffer[] = [];
  let damaged = 0;
  let whole = 0;
  line.monitor.observer = ({ good, kind, bytes, sent: outbound }) => {
    if (!outbound && !good) damaged++;
    if (!good || kind === "other") return;
    if (outbound) sent.push(bytes);
    // On a plug, what arrives is what we sent. A peer's frame differs at least in its magic number or address.
    else if (sent.some((ours) => ours.equals(bytes))) plugged = true;
    else if (++whole * MOST_DAMAGED > damaged) spoken ??= kind;
  };
  const known = () => spoken !== null || plugged;
  const speak = async (end: BenchEnd<SerialInterface>, ms: number) => {
    end.start();
    await line.until(known, ms);
    // Without a farewell: a peer that it ends for may be closed for good.
    line.faults.inject(Fault.Drop);
    end.stop();
    line.faults.inject(Fault.None);
  };
  try {
    await line.until(known, listen);
    if (!passive && !known()) await speak(pppEnd(line, {}), PPP_PATIENCE);
    if (!passive && !known()) await speak(hdlcEnd(line, { interval: 500, askAddress: true }), HDLC_PATIENCE);
  } finally {
    line.monitor.observer = null;
  }
  if (plugged) return "plug";
  return spoken ?? (line.octetsIn > 0 ? "noise" : "nothing");
}
