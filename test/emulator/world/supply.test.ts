import test from "ava";
import { FileError } from "../../../emulator/input-file";
import { WorldRun } from "../../support/world-run";

const HOLD_UP = "{ capacitance: 2200, failing: 8, minimum: 6.5, current: 30 }";

/** A router with a supply on a line to another one. */
const scenario = ({ power = "", timeline = "", expect = "", holdUp = HOLD_UP, duration = "1100" }) => `
duration: ${duration}
routers:
  r1:
    power: { hold-up: ${holdUp}${power} }
    interfaces: { Serial0: {} }
  r2:
    interfaces: { Serial0: {} }
wires:
  line: { ends: [r1 Serial0, r2 Serial0] }
timeline:
  - { at: 1, router: r1, type: "clock set 12:00:00 25 nov 2026" }
${timeline}
expect:
  - { router: r1, at: 100, clock: "2026-11-25 12:01:39" }
${expect}
`;

async function unmet(text: string): Promise<string[]> {
  const judgements = await (await new WorldRun(text).until()).judged();
  return judgements.filter(({ met }) => !met).map(({ text, seen }) => `${text}: ${seen}`);
}

test("the coin cell taken out while the supply is away: cold, no time, and the peer sees numbers again", async (t) => {
  const timeline = `
  - { at: 1000, router: r1, power: "off" }
  - { at: 1010, router: r1, battery: out }
  - { at: 1020, router: r1, battery: in }
  - { at: 1030, router: r1, power: "on" }`;
  const expect = `
  - { router: r1, retention: [cold, cold] }
  - { router: r1, at: 1100, clock: none }
  - { interface: r2 Serial0, replays: 6 }`;
  t.deepEqual(await unmet(scenario({ timeline, expect })), []);
});

test("taken out while the supply is there it does no harm", async (t) => {
  const timeline = `
  - { at: 1000, router: r1, battery: out }
  - { at: 1010, router: r1, battery: in }
  - { at: 1030, router: r1, power: "off" }
  - { at: 1040, router: r1, power: "on" }`;
  const expect = `
  - { router: r1, retention: [cold, restored] }
  - { interface: r2 Serial0, replays: 0 }`;
  t.deepEqual(await unmet(scenario({ timeline, expect })), []);
});

test("a supercapacitor bridges a night, and no week", async (t) => {
  const timeline = `
  - { at: 300, router: r1, power: "off" }
  - { at: 11h, router: r1, power: "on" }
  - { at: 11.1h, router: r1, power: "off" }
  - { at: 7d, router: r1, power: "on" }`;
  const expect = `
  - { router: r1, retention: [cold, restored, cold] }
  - { router: r1, at: 11.05h, clock: "2026-11-25 23:02:59", within: 2s }
  - { router: r1, at: 7.005d, clock: none }`;
  const power = ", battery: supercapacitor, clock: ds3232";
  t.deepEqual(await unmet(scenario({ power, timeline, expect, duration: "7.01d" })), []);
});

test("a 9 V block lasts for an hour with 300 mA: then the memory is lost all the same", async (t) => {
  const timeline = `
  - { at: 200, router: r1, keeper: in }
  - { at: 300, router: r1, power: "off" }
  - { at: 3h, router: r1, power: "on" }`;
  const expect = `
  - { router: r1, at: 30m, clock: "2026-11-25 12:29:59" }
  - { router: r1, retention: [cold, cold] }`;
  const holdUp = "{ capacitance: 33000, failing: 8, minimum: 6.5, current: 300 }";
  t.deepEqual(await unmet(scenario({ power: ", battery: none", holdUp, timeline, expect, duration: "3.1h" })), []);
});

test("what is expected and not met is told", async (t) => {
  const expect = `
  - { router: r1, retention: [restored] }
  - { router: r1, at: 200, clock: none }
  - { router: r1, at: 300, clock: "2026-11-25 12:00:00" }
  - { interface: r2 Serial0, replays: 3 }`;
  t.deepEqual(await unmet(scenario({ expect })), [
    "r1: finds restored: it finds cold",
    "r1: the clock says none at 200: it says 2026-11-25 12:03:18",
    "r1: the clock says 2026-11-25 12:00:00 at 300: it says 2026-11-25 12:04:58",
    "r2 Serial0: 3 keepalives with a number that had come before: there are 0",
  ]);
});

/** Why a scenario is refused. */
function refused(text: string): string {
  try {
    new WorldRun(text);
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
  return "taken";
}

test("mistakes are told by place", (t) => {
  t.regex(
    refused(scenario({ holdUp: "{ capacitance: 100, failing: 8, minimum: 6.5, current: 30 }" })),
    /routers > r1 > power > hold-up: hold-up: 100 uF less 20 % give 116 uC .* must have \d+ uF/,
  );
  t.regex(
    refused(scenario({ timeline: '  - { at: 5, router: r2, battery: "out" }' })),
    /timeline > item 2 > router is "r2": it must be a router with 'power'/,
  );
  t.regex(
    refused(scenario({ expect: '  - { router: r1, at: 5, clock: "2026-02-29 00:00:00" }' })),
    /expect > item 2 > clock is "2026-02-29 00:00:00": there is no such day/,
  );
});
