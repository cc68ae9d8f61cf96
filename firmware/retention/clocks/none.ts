import type { RealTimeClock, RetainedMemory, Scheduler } from "linkpulse/moddable/retention";

/** How many timers the clock's driver registers. */
export const clockTimers = 0;

/** No clock: the console's time stamps begin at the start, and how long the board was away is not known. */
export const openClock: (
  scheduler: Scheduler,
  pins: object,
) => { clock?: RealTimeClock; memory?: RetainedMemory } = () => ({});
