/** What the programs of an image take of a board's memory, against what is free there. */
import type { Board, Runtime } from "../../boards/board";
import { EspruinoNeed, EspruinoRouter, memoryProblem, XsNeed, XsRouter } from "../../src/platform/memory-need";
import type { Program, Programs, Settings } from "./config";

/** What a main program takes, octets: those with a line whatever its MTU. */
const MAIN: Record<Runtime, Record<Program, number>> = {
  moddable: {
    router: XsRouter.Fixed,
    retention: XsRouter.Fixed + XsNeed.Retention,
    ethernet: XsNeed.EthernetRouter,
    natt: XsNeed.Natt,
  },
  espruino: {
    router: EspruinoRouter.Fixed,
    retention: EspruinoRouter.Fixed + EspruinoNeed.Retention,
    ethernet: EspruinoNeed.Ethernet,
    natt: EspruinoNeed.Natt,
  },
};

/** What a part takes beyond that; on Espruino there are none. */
const PART: Partial<Record<Program, number>> = { ethernet: XsNeed.EthernetPart, natt: XsNeed.NattPart };

/** For each octet of a line's MTU. */
const EACH_OCTET: Record<Runtime, number> = { moddable: XsRouter.EachOctet, espruino: EspruinoRouter.EachOctet };

/** What Espruino takes for the functions of a script, octets: of retention.min.js beyond router.min.js, of the least clock chip's. */
const RETENTION_SCRIPT = 17000;
const CLOCK_SCRIPT = 6000;

/**
 * Says what is wrong where the programs take more than the board has; an empty text if they do not, or nobody measured it.
 * @param settings of the main program
 */
export function lackOfMemory(programs: Programs, settings: Settings, board: Board, runtime: Runtime): string {
  const [main, ...parts] = programs;
  const free = (board.heap?.[runtime] ?? Infinity) - scriptsOf(main, settings, runtime);
  const needed = parts.reduce((sum, part) => sum + PART[part]!, MAIN[runtime][main]);
  const problem =
    settings.mtu !== undefined
      ? memoryProblem(needed, EACH_OCTET[runtime], settings.mtu as number, free)
      : needed > free
        ? `it takes ${needed} octets of memory, and ${free} are free`
        : "";
  return problem && `${board.name} with ${runtime} has too little memory for ${programs.join(",")}: ${problem}`;
}

/** What the scripts take of Espruino's variables where there are more of them than the router's, octets. */
function scriptsOf(main: Program, settings: Settings, runtime: Runtime): number {
  if (main !== "retention" || runtime !== "espruino") return 0;
  return RETENTION_SCRIPT + (settings.clock === "none" ? 0 : CLOCK_SCRIPT);
}
