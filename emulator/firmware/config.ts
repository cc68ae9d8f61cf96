/** firmware/config.yaml: how a firmware is set, checked, as what mcconfig and a script for Espruino take. */
import type { Board, Runtime } from "../../boards/board";
import { lackOfMemory } from "./memory";
import { chooseRetention } from "./retention";
import { MAX_SPAN } from "../../src/scheduler/time";
import type { Duration } from "../scenario/scenario-file";
import { formatSpan, instant, milliseconds, parseDuration } from "../scenario/times";
import { FileSchema, readText } from "../scenario/yaml-file";
import schema from "../firmware.schema.json";

/** The programs in `firmware/`. */
export const PROGRAMS = ["router", "retention", "ethernet", "natt"] as const;

export type Program = (typeof PROGRAMS)[number];

/** The programs of an image in the order of {@link PROGRAMS}: the main one, then its parts, of `ethernet` and `natt`. */
export type Programs = [main: Program, ...parts: Program[]];

/** What a program is set to, by the names that its manifest's `config` has; times are ms. */
export type Settings = Record<string, string | number | boolean>;

/** The settings of the main program, and those of each part under its name. */
export type ImageSettings = Record<string, Settings[string] | Settings>;

type Section = Record<string, string | number | boolean>;

interface ConfigFile extends Record<Program, Section> {
  hostname: string;
}

/** Which settings are times. */
const TIMES = new Set(["interval", "poll", "natTimeout", "checkpoint"]);

/** The longest time between two looks at an Ethernet chip, ms: as its drivers have it. */
const LONGEST_POLL = 1000;

const CONFIG = new FileSchema<ConfigFile>(schema, "the configuration");

/** Reads and checks a configuration for programs on a board. @throws FileError */
export function loadSettings(path: string, programs: Programs, board: Board, runtime: Runtime): ImageSettings {
  return parseSettings(readText(path), path, programs, board, runtime);
}

/** The same for a text; `path` is what errors name. @throws FileError */
export function parseSettings(
  text: string,
  path: string,
  programs: Programs,
  board: Board,
  runtime: Runtime,
): ImageSettings {
  const [main, ...parts] = programs;
  const { data, fail } = CONFIG.parse(text, path);
  const section = (program: Program, settings: Settings) => {
    const failAt: FailAt = (key, problem) => fail(`/${program}/${key}`, problem);
    for (const [key, value] of Object.entries(data[program])) {
      settings[key] = TIMES.has(key) ? time(value as Duration, (problem) => failAt(key, problem)) : value;
    }
    CHECKS[program](settings, board, runtime, failAt);
    return settings;
  };
  const settings = section(main, { hostname: data.hostname });
  const others: Record<string, Settings> = {};
  for (const part of parts) {
    others[part] = section(part, {});
    if (sameName(others[part], settings)) fail(`/${part}/name`, `it is the name of ${main}, too`);
  }
  const problem = lackOfMemory(programs, settings, board, runtime);
  if (problem !== "") fail(data[main].mtu === undefined ? `/${main}` : `/${main}/mtu`, problem);
  return { ...settings, ...others };
}

/** Told a mistake, by the name of its setting. */
type FailAt = (key: string, problem: string) => never;

/** Fills in what was left out, and checks what depends on the board. */
const CHECKS: Record<Program, (settings: Settings, board: Board, runtime: Runtime, fail: FailAt) => void> = {
  router: checkLine,
  retention(settings, board, runtime, fail) {
    checkLine(settings, board, runtime, fail);
    chooseRetention(settings, board, runtime, fail);
  },
  ethernet(settings, _, runtime, fail) {
    settings.poll ??= runtime === "espruino" ? 500 : 100;
    if (Number(settings.poll) < 1 || Number(settings.poll) > LONGEST_POLL) {
      fail("poll", `it must be from 1 to ${LONGEST_POLL} ms`);
    }
  },
  natt(settings, _board, _runtime, fail) {
    if (settings.ssid === "") fail("ssid", "it must be the network's name");
    if (settings.peer === "") fail("peer", "it must be the peer's IPv4 address, such as 192.0.2.1");
  },
};

function checkLine(settings: Settings, board: Board, runtime: Runtime, fail: FailAt): void {
  const limit = (key: string, most: number, unit: string) => {
    settings[key] ??= most;
    if ((settings[key] as number) > most)
      fail(key, `it must be at most ${most} ${unit} on ${board.name} with ${runtime}`);
  };
  limit("baud", board.fastest[runtime], "bit/s");
  limit("mtu", board.mtu[runtime], "octets");
  settings.retries ??= 0;
}

/** Whether the console could not tell two interfaces apart. */
const sameName = (one: Settings, other: Settings) =>
  one.name !== undefined && `${one.name}`.toLowerCase() === `${other.name}`.toLowerCase();

function time(text: Duration, fail: (problem: string) => never): number {
  const duration = parseDuration(text);
  if (duration === undefined || milliseconds(duration) > MAX_SPAN || duration.nanos % 1e6 !== 0) {
    return fail(`it must be whole milliseconds up to ${formatSpan(instant(MAX_SPAN * 1e6))}`);
  }
  return milliseconds(duration);
}
