import { NodeAlarm, NodeClock } from "../../src/platform/node/runtime";
import { RunLoop } from "../../src/scheduler/run-loop";
import { Scheduler } from "../../src/scheduler/scheduler";

/** Time as a bench sees it: the real one, or one that a test moves. */
export interface BenchTime {
  /** What the machines of the device core run on. */
  readonly loop: RunLoop;
  /** ms, with a fraction; it never goes back. */
  now(): number;
  /** Settles so many ms later. */
  wait(ms: number): Promise<void>;
}

/** Timers of the interfaces that one bench makes, one after the other. */
export const BENCH_TIMERS = 32;

/** Real time. */
export class RealTime implements BenchTime {
  readonly loop = new RunLoop(new Scheduler(BENCH_TIMERS), new NodeClock(), new NodeAlarm());

  now(): number {
    return performance.now();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}
