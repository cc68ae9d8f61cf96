import test from "ava";
import fc from "fast-check";
import { natText } from "../../support/scenario-text";
import { WorldRun } from "../../support/world-run";

/** When everything that happened is mended again, and when the last packet is sent to the router, s. */
const MENDED = 120;
const TOLD = 200;

const probability = fc.constantFrom(0, 0.01, 0.5, 1);
const path = fc.record({
  latency: fc.constantFrom(0, "1us", "30ms", "3s"),
  jitter: fc.constantFrom(0, "20ms", "2s"),
  loss: probability,
  duplication: probability,
  reordering: probability,
});
const addresses = fc.subarray(["203.0.113.1", "203.0.113.7", "203.0.113.8"], { minLength: 1 });
const router = { router: fc.constant("r1") };
const action = fc.oneof(
  fc.record({ ...router, power: fc.constantFrom("on", "off") }),
  fc.record({ ...router, sends: fc.constantFrom("esp", "ike") }),
  fc.record({ ...router, link: fc.constantFrom("up", "down") }),
  fc.record({ ...router, sleep: fc.constantFrom(0, "1ms", "10s", "70s") }),
  fc.record({ ...router, path }),
  fc.record({ nat: fc.constant("box"), path }),
  fc.record({ nat: fc.constant("box"), reboot: fc.constantFrom(0, "10s") }),
  fc.record({ nat: fc.constant("box"), reboot: fc.constant(0), addresses }),
  fc.record({ host: fc.constant("gateway"), path }),
  fc.record({ host: fc.constant("gateway"), sends: fc.constant("esp"), to: fc.constant("r1") }),
);
const events = fc.array(fc.tuple(fc.double({ min: 0, max: MENDED - 1, noNaN: true }), action), { maxLength: 20 });

const dependence = fc.constantFrom("endpoint-independent", "address-dependent", "address-and-port-dependent");
const nat = fc.record({
  mapping: dependence,
  filtering: dependence,
  refresh: fc.constantFrom("outbound", "both"),
  "preserves-ports": fc.boolean(),
  pooling: fc.constantFrom("paired", "arbitrary"),
  timeouts: fc.record({ "one-way": fc.constantFrom("25s", "60s"), answered: fc.constantFrom("25s", "5m") }),
});

/** YAML's flow of a map, without its braces. */
function inner(map: object): string {
  return JSON.stringify(map).slice(1, -1);
}

const PERFECT = { latency: 0, jitter: 0, loss: 0, duplication: 0, reordering: 0 };
const MENDING = [
  { router: "r1", power: "on" },
  { router: "r1", link: "up" },
  { router: "r1", path: PERFECT },
  { nat: "box", path: PERFECT },
  { host: "gateway", path: PERFECT },
].map((event) => ({ at: MENDED, ...event }));

for (const wifi of ["", ", wifi: { board: esp32, dtim: 3, beacon-loss: 0.3 }"]) {
  test(`whatever happens, what is mended is reached again${wifi === "" ? "" : ", over Wi-Fi"}`, async (t) => {
    const runs = fc.assert(
      fc.asyncProperty(events, nat, async (happened, behaviour) => {
        const timeline = [
          ...happened.map(([at, what]) => ({ at, ...what })),
          ...MENDING,
          // A NAT that changed behind a link that stayed up is not noticed: something is said that the peer answers.
          { at: TOLD - 5, router: "r1", sends: "ike" },
          { at: TOLD, host: "gateway", sends: "esp", to: "r1" },
        ];
        const text = natText({
          nat: inner(behaviour),
          natT: `interval: 20s${wifi}`,
          events: timeline.map((event) => inner(event)),
          expect: `{ router: r1, at: ${TOLD}, esp: arrives }`,
        });
        const judgements = await (await new WorldRun(text).until(TOLD + 10)).judged();
        for (const { text: expected, seen } of judgements) if (seen !== "") throw new Error(`${expected}: ${seen}`);
      }),
      { numRuns: 150 },
    );
    await t.notThrowsAsync(runs);
  });
}
