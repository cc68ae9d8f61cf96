import { XsWorker } from "../../emulator/engine/xs-worker";
import { xsWorkerPath } from "../../emulator/engine/xs";

/** What a run changed in the memory of XS. All zero and false: it has kept nothing, and allocated nothing. */
export interface SlotCheck {
  /** Slots in use more than before. */
  slots: number;
  /** Whether there was a garbage collection. */
  collected: boolean;
  /** Octets by which the heaps have grown, the ballast included. */
  grown: number;
  /** What the run returned, an ArrayBuffer. */
  reply: Uint8Array;
}

/** What an evaluation takes itself, whatever it evaluates. */
const SLOTS_OF_AN_EVALUATION = 6;

/**
 * Garbage slots show as slots in use until a collection; garbage octets (strings, buffers) show nowhere. Both show as a
 * collection once they are enough. That is told by an object that nobody holds, whose end a FinalizationRegistry
 * reports: XS as xsnap builds it lets no WeakRef go.
 */
const CANARY = `
globalThis.canary = { died: false };
canary.registry = new FinalizationRegistry((canary) => { canary.died = true; });
(function () { canary.registry.register({}, canary); })();
0`;

/**
 * Checks what a run does to the memory of XS, in a worker of its own.
 * @param setup makes `run`, a function without arguments
 * @param ballast octets of the heap to fill beforehand, so that little garbage forces a collection
 */
export async function checkSlots(setup: string, ballast: number): Promise<SlotCheck> {
  const worker = await XsWorker.start(xsWorkerPath());
  try {
    const { usage: fresh } = await worker.evaluate(`${setup}; 0`);
    await worker.evaluate(`globalThis.ballast = ${ballast > 0 ? `new ArrayBuffer(${ballast})` : "null"}; gc(); 0`);
    await worker.evaluate(CANARY);
    const { usage: before } = await worker.evaluate("globalThis.reply = null; 0");
    const { usage: after } = await worker.evaluate("reply = run(); 0");
    // In an evaluation of its own: what a collection lets go is told at the end of the one that it happened in.
    const died = (await worker.evaluate("new Uint8Array([canary.died ? 1 : 0]).buffer")).reply[0];
    const { reply } = await worker.evaluate("reply");
    return {
      slots: after.currentHeapCount - before.currentHeapCount - SLOTS_OF_AN_EVALUATION,
      collected: died === 1,
      grown: after.allocate - fresh.allocate,
      reply,
    };
  } finally {
    await worker.close();
  }
}

/**
 * The ballast that leaves about `margin` octets of the heap free. Found by trial, each in a worker of its own: a heap
 * that has grown stays large.
 */
export async function findBallast(setup: string, margin: number): Promise<number> {
  let fits = 0;
  let tooMuch = 1 << 26;
  while (tooMuch - fits > 4096) {
    const ballast = (fits + tooMuch) >> 1;
    // What the run goes on with is held by it alone, and is part of the heap that it is checked in.
    const idle = `${setup}; globalThis.checked = run; globalThis.run = () => null`;
    const { grown, collected } = await checkSlots(idle, ballast);
    if (grown > 0 || collected) tooMuch = ballast;
    else fits = ballast;
  }
  return fits - margin;
}
