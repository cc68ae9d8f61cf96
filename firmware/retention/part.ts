import { clockTimers, openClock } from "clock";
import { ROUTER_RETENTION_TIMERS, RouterRetention } from "linkpulse/moddable/retention";
import type { RetainedLine } from "linkpulse/moddable/retention";
import type config from "mc/config";
import { openMemory } from "memory";
import { openSupply } from "supply";
import type { Board } from "../../boards/board";

/**
 * What of the line lives through a loss of the supply: numbers, counters and clock. Memory, clock chip and what watches the
 * supply are modules of their own, of which the image has those that the environment names:
 * `LINKPULSE_RETENTION=part LINKPULSE_MEMORY=clock LINKPULSE_CLOCK=ds1307 mcconfig -m -p pico interval=5000`.
 */
export function openRetention(board: Board, settings: typeof config) {
  const supply = openSupply(board.supply, Number(settings.fullScale) || board.fullScale.moddable);
  const holdUp = {
    capacitance: Number(settings.capacitance),
    failing: Number(settings.failing),
    minimum: Number(settings.minimum),
    current: Number(settings.current),
    saveTime: Number(settings.saveTime),
  };
  return {
    timers: ROUTER_RETENTION_TIMERS + clockTimers,
    of(line: RetainedLine) {
      const chip = openClock(line.scheduler, board.i2c);
      return new RouterRetention(line, {
        memory: openMemory(chip.memory),
        clock: chip.clock,
        supply,
        holdUp: supply === undefined ? undefined : holdUp,
        checkpoint: Number(settings.checkpoint),
      });
    },
  };
}
