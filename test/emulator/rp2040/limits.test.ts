import test from "ava";
import { UsageError } from "../../../emulator/cli/usage-error";
import { checkImages } from "../../../emulator/rp2040/limits";
import { parseScenario } from "../../../emulator/scenario/load";

interface Parts {
  router?: string;
  interfaces?: string;
  timeline?: string;
  expect?: string;
}

/** A scenario of an image, `board`, and a peer; what is said of the board stands in its place. */
function check({ router = "", interfaces = "Serial0/0: {}", timeline = "", expect = "" }: Parts): void {
  const scenario = parseScenario(
    `
duration: 1m
routers:
  board: { ${router} interfaces: { ${interfaces} } }
  peer: { interfaces: { Serial0/0: {} } }
timeline: [${timeline}]
expect: [${expect}]
`,
    "test.yaml",
  );
  scenario.routers[0]!.engine = "rp2040:router.uf2";
  checkImages(scenario);
}

test("what an image can do passes", (t) => {
  t.notThrows(() =>
    check({
      interfaces: "Serial0/0: { encapsulation: ppp, keepalive: { interval: 1s }, debug: true }",
      timeline: "{ at: 1s, interface: board Serial0/0, do: shut }, { at: 2s, router: board, type: show interfaces }",
      expect:
        "{ router: board, log: x }, { interface: board Serial0/0, at: 1s, line-protocol: up }, " +
        "{ interface: board Serial0/0, line-protocol-changes: [] }, " +
        "{ interface: board Serial0/0, counter: echo-requests-sent, at-least: 1 }",
    }),
  );
});

test("what is asked of other routers is not looked at", (t) => {
  t.notThrows(() =>
    check({
      timeline: "{ at: 1s, interface: peer Serial0/0, baud: 9600 }",
      expect: "{ interface: peer Serial0/0, counter: wake-ups, is: 0 }",
    }),
  );
});

const REFUSED: [Parts, string | RegExp][] = [
  [{ interfaces: "S0: {}, S1: {}" }, "board: it has 2 interfaces: an image has one"],
  [{ router: "sleep: { latency: 1ms, linger: 1ms }," }, "board: sleep: an image sleeps as it was built"],
  [
    { router: "power: { hold-up: { capacitance: 2200, failing: 8, minimum: 6.5, current: 30 } }," },
    "board: power: an image has no clock chip, and is not told of its supply",
  ],
  [{ router: "ticks: 5," }, "board: ticks: an image's clock begins at 0"],
  [{ interfaces: "Serial0/0: { trace: 16 }" }, "board Serial0/0: trace is 16: an image has 0"],
  [
    { timeline: "{ at: 1s, interface: board Serial0/0, baud: 9600 }" },
    "board Serial0/0: baud 9600: baud: an image can't be told to",
  ],
  [
    { expect: "{ interface: board Serial0/0, at: 1s, line-protocol: up, diagnostic: answered }" },
    "board Serial0/0: line protocol up (answered) at 1s: diagnostic: an image's console does not tell why",
  ],
  [
    { expect: "{ interface: board Serial0/0, at: 1s, path: up }" },
    "board Serial0/0: path up at 1s: path: an image's console does not tell when it changes",
  ],
  [
    { expect: "{ interface: board Serial0/0, counter: wake-ups, is: 0 }" },
    /^engine rp2040: board Serial0\/0: wake-ups is 0: counter: an image's console does not tell it; it tells packets-in, /,
  ],
];

for (const [parts, message] of REFUSED) {
  test(`refused: ${JSON.stringify(parts)}`, (t) => {
    const whole = typeof message === "string" ? `engine rp2040: ${message}` : message;
    t.throws(() => check(parts), { instanceOf: UsageError, message: whole });
  });
}
