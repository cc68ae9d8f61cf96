import { HoldUp } from "../../src/retention/hold-up";
import { powerConfig } from "../world/power-host";
import type { Fail } from "./build-interface";
import type { PowerPlan } from "./power-plan";
import type { Expectation, Instant, RouterPlan, TimelineEvent } from "./scenario";
import type { Duration, EventFile, ExpectationFile, RouterFile } from "./scenario-file";
import { milliseconds, parseDuration } from "./times";

/** The routine's own interval, ms. */
const LOOK = 5;

const span = (text: Duration) => milliseconds(parseDuration(text)!);

export function buildPower({ power, interfaces, sleep }: RouterFile, pointer: string, fail: Fail): PowerPlan {
  const file = power!;
  const first = Object.values(interfaces ?? {})[0];
  if (first === undefined || first.ethernet !== undefined) fail(pointer, "the router's first interface must be serial");
  if (sleep !== undefined) fail(pointer, "a router that looks after its supply does not sleep");
  const { capacitance, failing, minimum, current } = file["hold-up"];
  const millivolts = (volts: number) => Math.round(volts * 1000);
  const plan = {
    clock: file.clock,
    battery: file.battery,
    supply: file.supply,
    fall: span(file.fall),
    holdUp: { capacitance, failing: millivolts(failing), minimum: millivolts(minimum), current },
    checkpoint: span(file.checkpoint),
    codeLock: file["code-lock"],
  };
  try {
    new HoldUp(powerConfig(plan).holdUp, [], LOOK);
  } catch (error) {
    fail(`${pointer}/hold-up`, (error as Error).message);
  }
  return plan;
}

/** Whether an event happens to the supply of a router that knows of it. */
export function happensToPower(file: EventFile): boolean {
  return file["brown-out"] !== undefined || file.battery !== undefined || file.keeper !== undefined;
}

/** What happens to the supply of a router that knows of it. */
export function buildPowerEvent(
  file: EventFile,
  router: number,
  at: Instant,
  routers: readonly RouterPlan[],
  pointer: string,
  fail: Fail,
): TimelineEvent {
  needPower(routers, router, `${pointer}/router`, fail);
  const brownOut = file["brown-out"];
  if (brownOut !== undefined) {
    const { to, fall, hold, rise } = brownOut;
    const text = `${file.router}: brown-out to ${to} V`;
    return { at, text, kind: "brown-out", router, to, fall: span(fall), hold: span(hold), rise: span(rise) };
  }
  if (file.battery !== undefined) {
    return {
      at,
      text: `${file.router}: battery ${file.battery}`,
      kind: "battery",
      router,
      present: file.battery === "in",
    };
  }
  return { at, text: `${file.router}: keeper ${file.keeper}`, kind: "keeper", router, present: file.keeper === "in" };
}

export interface PowerContext {
  routers: readonly RouterPlan[];
  time: (text: Duration, pointer: string) => Instant;
  fail: Fail;
}

export function buildPowerExpectation(
  file: ExpectationFile,
  router: number,
  pointer: string,
  { routers, time, fail }: PowerContext,
): Expectation {
  needPower(routers, router, `${pointer}/router`, fail);
  if (file.retention !== undefined) {
    return {
      text: `${file.router}: finds ${file.retention.join(", ")}`,
      kind: "retention",
      router,
      results: file.retention,
    };
  }
  const at = time(file.at!, `${pointer}/at`);
  const expected = dateOf(file.clock!);
  if (Number.isNaN(expected)) fail(`${pointer}/clock`, "there is no such day");
  const text = `${file.router}: the clock says ${file.clock} at ${file.at}`;
  return { text, kind: "clock", router, at, time: expected, within: span(file.within ?? "1s") / 1000 };
}

function needPower(routers: readonly RouterPlan[], router: number, pointer: string, fail: Fail): void {
  if (routers[router]!.power === null) fail(pointer, "it must be a router with 'power'");
}

/** Seconds since the beginning of 2000 of `2026-11-25 12:00:00`; null for `none`, NaN for a day that there is not. */
function dateOf(text: string): number | null {
  if (text === "none") return null;
  const iso = `${text.replace(" ", "T")}.000Z`;
  const time = Date.parse(iso);
  return Number.isNaN(time) || new Date(time).toISOString() !== iso ? NaN : (time - Date.UTC(2000, 0, 1)) / 1000;
}
