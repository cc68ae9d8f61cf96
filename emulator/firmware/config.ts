/** firmware/config.yaml: how a firmware is set, checked, as what mcconfig and a script for Espruino take. */
import type { Board, Runtime } from "../../boards/board";
import { EspruinoNeed, EspruinoRouter, memoryProblem, XsNeed, XsRouter } from "../../src/platform/memory-need";
import { chooseRetention } from "./retention";
import { MAX_SPAN } from "../../src/scheduler/time";
import type { Duration } from "../scenario/scenario-file";
import { formatSpan, instant, milliseconds, parseDuration } from "../scenario/times";
import { FileSchema, readText } from "../scenario/yaml-file";
import schema from "../firmware.schema.json";

/** The programs in `firmware/`. */
export const PROGRAMS = ["router", "retention", "ethernet", "natt"] as const;

export type Program = (typeof PROGRAMS)[number];

/** What a program is set to, by the names that its manifest's `config` has; times are ms. */
export type Settings = Record<string, string | number | boolean>;

type Section = Record<string, string | number | boolean>;

interface ConfigFile extends Record<Program, Section> {
  hostname: string;
}

/** Which settings are times. */
const TIMES = new Set(["interval", "poll", "natTimeout", "checkpoint"]);

/** The longest time between two looks at an Ethernet chip, ms: as its drivers have it. */
const LONGEST_POLL = 1000;

/** What Espruino takes for the functions of a script, octets: of retention.min.js beyond router.min.js, of the least clock chip's. */
const RETENTION_SCRIPT = 17000;
const CLOCK_SCRIPT = 6000;

const CONFIG = new FileSchema<ConfigFile>(schema, "the configuration");

/** Reads and checks a configuration for a program on a board. @throws FileError */
export function loadSettings(path: string, program: Program, board: Board, runtime: Runtime): Settings {
  return parseSettings(readText(path), path, program, board, runtime);
}

/** The same for a text; `path` is what errors name. @throws FileError */
export function parseSettings(text: string, path: string, program: Program, board: Board, runtime: Runtime): Settings {
  const { data, fail } = CONFIG.parse(text, path);
  const settings: Settings = { hostname: data.hostname };
  for (const [key, value] of Object.entries(data[program])) {
    settings[key] = TIMES.has(key) ? time(value as Duration, (problem) => fail(`/${program}/${key}`, problem)) : value;
  }
  const limit = (key: string, most: number, unit: string) => {
    settings[key] ??= most;
    if ((settings[key] as number) <= most) return;
    fail(`/${program}/${key}`, `it must be at most ${most} ${unit} on ${board.name} with ${runtime}`);
  };
  if (program === "router" || program === "retention") {
    limit("baud", board.fastest[runtime], "bit/s");
    limit("mtu", board.mtu[runtime], "octets");
    const free = (board.heap?.[runtime] ?? Infinity) - scriptsOf(program, settings, runtime);
    const problem = memoryProblem(...need(program, runtime), settings.mtu as number, free);
    const place = data[program].mtu === undefined ? `/${program}` : `/${program}/mtu`;
    if (problem !== "") fail(place, `${board.name} with ${runtime} has too little memory: ${problem}`);
    settings.retries ??= 0;
  }
  if (program === "retention") {
    chooseRetention(settings, board, runtime, (key, problem) => fail(`/retention/${key}`, problem));
  }
  if (program === "ethernet") {
    settings.poll ??= runtime === "espruino" ? 500 : 100;
    if (Number(settings.poll) < 1 || Number(settings.poll) > LONGEST_POLL) {
      fail("/ethernet/poll", `it must be from 1 to ${LONGEST_POLL} ms`);
    }
  }
  if (program === "natt") {
    if (settings.ssid === "") fail("/natt/ssid", "it must be the network's name");
    if (settings.peer === "") fail("/natt/peer", "it must be the peer's IPv4 address, such as 192.0.2.1");
  }
  return settings;
}

/** What a router takes of a runtime's memory: octets whatever its MTU, and octets for each of that. */
function need(program: Program, runtime: Runtime): [number, number] {
  const retains = program === "retention";
  return runtime === "espruino"
    ? [EspruinoRouter.Fixed + (retains ? EspruinoNeed.Retention : 0), EspruinoRouter.EachOctet]
    : [XsRouter.Fixed + (retains ? XsNeed.Retention : 0), XsRouter.EachOctet];
}

/** What the scripts take of Espruino's variables where there are more of them than the router's, octets. */
function scriptsOf(program: Program, settings: Settings, runtime: Runtime): number {
  if (program !== "retention" || runtime !== "espruino") return 0;
  return RETENTION_SCRIPT + (settings.clock === "none" ? 0 : CLOCK_SCRIPT);
}

function time(text: Duration, fail: (problem: string) => never): number {
  const duration = parseDuration(text);
  if (duration === undefined || milliseconds(duration) > MAX_SPAN || duration.nanos % 1e6 !== 0) {
    return fail(`it must be whole milliseconds up to ${formatSpan(instant(MAX_SPAN * 1e6))}`);
  }
  return milliseconds(duration);
}
