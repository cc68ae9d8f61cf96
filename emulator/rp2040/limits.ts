import type { InterfacePlan, Scenario } from "../scenario/scenario";
import { UsageError } from "../cli/usage-error";
import { configurationOf } from "./configuration";
import { toldCounters } from "./console-counters";

/** How the engine of a router with an image begins. */
export const IMAGE = "rp2040:";

/**
 * What an image can't be, do or tell, looked for before the run: it begins as it was built, takes what can be typed, and
 * tells what its console prints.
 * @throws UsageError when a scenario wants more of a router
 */
export function checkImages(scenario: Scenario): void {
  const isImage = (router: number) => scenario.routers[router]!.engine.startsWith(IMAGE);
  scenario.routers.forEach((plan, router) => {
    if (!isImage(router)) return;
    const { name, interfaces } = plan;
    if (plan.power !== null) refuse(name, "power", "an image has no clock chip, and is not told of its supply");
    if (plan.natT !== null) refuse(name, "nat-t", "an image has no end of a tunnel");
    if (interfaces.length > 1) refuse(name, `it has ${interfaces.length} interfaces`, "an image has one");
    if (plan.sleep !== null) refuse(name, "sleep", "an image sleeps as it was built");
    if (plan.ticks !== 0) refuse(name, "ticks", "an image's clock begins at 0");
    checkConfig(name, interfaces[0]!);
  });
  for (const event of scenario.timeline) {
    if (event.kind !== "send" && event.kind !== "baud") continue;
    if (isImage(event.end.router)) refuse(event.text, event.kind, "an image can't be told to");
  }
  for (const expectation of scenario.expectations) {
    if (!("end" in expectation) || !isImage(expectation.end.router)) continue;
    const { text, kind, end } = expectation;
    if (kind === "path" || kind === "path-changes" || kind === "keepalive") {
      refuse(text, kind, "an image's console does not tell when it changes");
    }
    if (kind === "state" && expectation.diagnostic !== null) {
      refuse(text, "diagnostic", "an image's console does not tell why");
    }
    if (kind !== "count") continue;
    const told = toldCounters(scenario.routers[end.router]!.interfaces[end.port]!.config);
    if (told.includes(expectation.counter)) continue;
    refuse(text, "counter", `an image's console does not tell it; it tells ${told.join(", ")}`);
  }
}

function checkConfig(name: string, { config }: InterfacePlan): void {
  try {
    configurationOf(config);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`engine rp2040: ${name} ${error.message}`);
  }
}

function refuse(where: string, what: string, why: string): never {
  throw new UsageError(`engine rp2040: ${where}: ${what}: ${why}`);
}
