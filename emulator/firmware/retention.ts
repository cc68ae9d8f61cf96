/** What of a supply the settings of firmware/retention say, checked: memory, clock chip, hold-up capacitor. */
import type { Board, Runtime } from "../../boards/board";
import { HoldUp } from "../../src/retention/hold-up";
import type { HoldUpOptions } from "../../src/retention/hold-up";
import type { Settings } from "./config";

/** Clock chips whose memory has room for the record, and does not wear out. */
const WITH_MEMORY = ["ds1307", "ds3232", "mcp7940n"];

/**
 * How long a save takes at most, ms. Of a clock chip with Moddable it is twice what the emulated Pico takes and the bus
 * needs; the others are estimates from there, that of flash the erasure of a sector.
 */
const SAVE_TIMES: Record<string, Record<Runtime, number>> = {
  scratch: { moddable: 20, espruino: 200 },
  rtc: { moddable: 20, espruino: 200 },
  clock: { moddable: 40, espruino: 400 },
  flash: { moddable: 450, espruino: 450 },
};

/** From one look at the supply to the next, ms: the routine's own. */
const LOOK = 5;

const HOLD_UP = ["capacitance", "failing", "minimum", "current"];

/**
 * Fills in what was left out, by what the board has.
 * @param fail told a mistake, by the name of its setting
 */
export function chooseRetention(
  settings: Settings,
  board: Board,
  runtime: Runtime,
  fail: (key: string, problem: string) => never,
): void {
  const there = [...board.memories[runtime], "clock"];
  settings.memory ??= there[0]!;
  const memory = `${settings.memory}`;
  if (!there.includes(memory)) {
    fail("memory", `it must be one of ${there.join(", ")} on ${board.name} with ${runtime}`);
  }
  if (memory === "clock" && !WITH_MEMORY.includes(`${settings.clock}`)) {
    fail("memory", `the clock must be one with memory: ${WITH_MEMORY.join(", ")}`);
  }
  if (settings.supply === "none") {
    for (const key of [...HOLD_UP, "saveTime", "fullScale"]) settings[key] = 0;
    return;
  }
  for (const key of HOLD_UP) {
    if (settings[key] === undefined) fail("supply", `it needs ${HOLD_UP.join(", ")}: there is no ${key}`);
  }
  settings.fullScale ??= board.fullScale[runtime];
  settings.saveTime ??= SAVE_TIMES[memory]![runtime];
  try {
    new HoldUp(settings as unknown as HoldUpOptions, [], LOOK);
  } catch (error) {
    fail("capacitance", (error as Error).message);
  }
}
