import type { BenchLine } from "./bench-line";
import { hdlcEnd, pppEnd } from "./bench-end";
import type { LoopResult } from "./report";

/** HDLC needs three of its keepalives: one that comes back, a random number, and that again. ms */
const INTERVAL = 300;

/** How long a loop may take to be found, ms. */
const PATIENCE = 5000;

/** Lets HDLC and then PPP find out that the line is looped. */
export async function testLoop(line: BenchLine): Promise<LoopResult> {
  const hdlc = hdlcEnd(line, { interval: INTERVAL });
  const ppp = pppEnd(line, {});
  const result: LoopResult = { hdlc: null, ppp: null };
  for (const [name, end] of [["hdlc", hdlc] as const, ["ppp", ppp] as const]) {
    const began = line.time.now();
    end.start();
    const found = await line.until(() => end.serial.protocol.looped, PATIENCE);
    if (found) result[name] = Math.round(line.time.now() - began);
    end.stop();
    await line.wait(INTERVAL);
  }
  return result;
}
