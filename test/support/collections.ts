import { GCProfiler } from "node:v8";

/** What garbage collections a soak caused. */
export interface Collected {
  /** The kind of each, as V8 names it. */
  kinds: string[];
}

/** Calls `run` once all is warm, in a process of `soakOnNode`; returns what was collected, and the microseconds it took. */
export function collectionsIn(run: () => void): Collected & { microseconds: number } {
  // What was made before may have left the young generation nearly full, and V8 makes some of its own as it compiles.
  globalThis.gc!();
  const profiler = new GCProfiler();
  profiler.start();
  const began = performance.now();
  run();
  const microseconds = (performance.now() - began) * 1000;
  return { kinds: profiler.stop()!.statistics.map(({ gcType }) => gcType), microseconds };
}
