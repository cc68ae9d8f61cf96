import { performance } from "node:perf_hooks";
import { delayOf, type Log } from "./schedule";

export interface NodeTimersResult {
  events: number;
  /** Processor time of the whole process, ns an event. */
  perEvent: number;
  /** Turns of the event loop for each in which a timer fired; NaN where Node does not count them (before 20.18). */
  wakeUps: number;
  /** Real ms. */
  mostLate: number;
  /** Real ms by which the earliest came before it was due; 0 if none did. */
  mostEarly: number;
}

function loopCount(): number {
  return performance.nodeTiming.uvMetricsInfo?.loopCount ?? NaN;
}

/**
 * The same schedule on `setTimeout`, which only real time moves.
 * @param scale real ms for each ms of the schedule
 * @param end ms of the schedule
 */
export function runNodeTimers(timers: number, scale: number, end: number, log: Log): Promise<NodeTimersResult> {
  return new Promise((resolve) => {
    const due = Int32Array.from({ length: timers }, (_, id) => delayOf(id, 0));
    const handles = new Array<NodeJS.Timeout>(timers);
    let lastTurn = -1;
    let mostLate = 0;
    let mostEarly = 0;
    // Arming so many takes a while, in which nothing may be due yet.
    const start = performance.now() + timers / 100;
    let cpu: NodeJS.CpuUsage;
    let firstTurn = 0;

    function arm(id: number): void {
      handles[id] = setTimeout(fire, Math.max(0, Math.ceil(start + due[id]! * scale - performance.now())), id);
    }

    function fire(id: number): void {
      const now = performance.now();
      if (due[id]! > end) {
        finish();
        return;
      }
      const late = now - (start + due[id]! * scale);
      if (late > mostLate) mostLate = late;
      if (-late > mostEarly) mostEarly = -late;
      const turn = loopCount();
      if (turn !== lastTurn) {
        log.usefulWakeUps++;
        lastTurn = turn;
      }
      log.fired(id, due[id]!);
      due[id]! += delayOf(id, due[id]!);
      arm(id);
    }

    function finish(): void {
      const { user, system } = process.cpuUsage(cpu);
      handles.forEach(clearTimeout);
      log.wakeUps = loopCount() - firstTurn;
      resolve({
        events: log.count,
        perEvent: ((user + system) * 1000) / log.count,
        wakeUps: log.wakeUps / log.usefulWakeUps,
        mostLate,
        mostEarly,
      });
    }

    for (let id = 0; id < timers; id++) arm(id);
    setImmediate(() => {
      cpu = process.cpuUsage();
      firstTurn = loopCount();
    });
  });
}

/** Timers that are armed, not to fire but to be cancelled or postponed. */
export class ArmedTimeouts {
  private readonly _timeouts: NodeJS.Timeout[];

  constructor(timers: number) {
    this._timeouts = Array.from({ length: timers }, (_, id) => setTimeout(() => {}, 1e6 + delayOf(id, 0)));
  }

  cancelAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) clearTimeout(this._timeouts[ids[i]!]);
  }

  postponeAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) this._timeouts[ids[i]!]!.refresh();
  }

  close(): void {
    this._timeouts.forEach(clearTimeout);
  }
}
