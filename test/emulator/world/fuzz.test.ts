import test from "ava";
import fc from "fast-check";
import { scenarioText } from "../../support/scenario-text";
import { WorldRun } from "../../support/world-run";

/** When everything that happened is mended again, and when both lines must have recovered from it, s. */
const MENDED = 120;
const RECOVERED = 200;

const end = fc.constantFrom("r1 Serial0/0", "r2 Serial0/0");
const router = fc.constantFrom("r1", "r2");
const fault = fc.oneof(
  fc.record({ cut: fc.boolean() }),
  fc.record({ stuck: fc.constantFrom(0, 1, null) }),
  fc.record({ loopback: fc.boolean() }),
  fc.record({ "bit-errors": fc.constantFrom(0, 0.001, 0.02, 0.5, 1), burst: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ loss: fc.constantFrom(0, 0.01, 0.5, 1) }),
  fc.record({ duplication: fc.constantFrom(0, 0.01, 1) }),
  fc.record({ delay: fc.constantFrom(0, "1us", "3ms", "2s", "15s") }),
);
const commands = ["shut", "no shut", "show interfaces", "clear counters", "debug", "no debug"];
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ wire: fc.constant("line"), set: fault }) },
  { weight: 2, arbitrary: fc.record({ wire: fc.constant("line"), from: end, set: fault }) },
  { weight: 2, arbitrary: fc.record({ interface: end, do: fc.constantFrom(...commands) }) },
  { weight: 2, arbitrary: fc.record({ router, power: fc.constantFrom("on", "off") }) },
  fc.record({
    interface: end,
    send: fc.record({ octets: fc.integer({ min: 1, max: 1600 }), protocol: fc.nat(0xffff) }),
  }),
  fc.record({ interface: end, baud: fc.constantFrom(300, 4800, 9600, 115_200) }),
);
const events = fc.array(fc.tuple(fc.double({ min: 0, max: MENDED - 1, noNaN: true }), action), { maxLength: 14 });

const HEALED = {
  cut: false,
  stuck: null,
  loopback: false,
  "bit-errors": 0,
  burst: 1,
  loss: 0,
  duplication: 0,
  delay: 0,
};
const MENDING = [
  { at: MENDED, wire: "line", set: HEALED },
  ...["r1", "r2"].flatMap((name) => [
    { at: MENDED, router: name, power: "on" },
    { at: MENDED + 1, interface: `${name} Serial0/0`, do: "no shut" },
    { at: MENDED + 1, interface: `${name} Serial0/0`, baud: 9600 },
  ]),
];

for (const level of ["octet", "pins"]) {
  for (const modemLines of [false, true]) {
    test(`${level}${modemLines ? " with modem lines" : ""}: whatever happens, a line that is mended comes up`, async (t) => {
      const runs = fc.assert(
        fc.asyncProperty(events, fc.constantFrom(0, 16), fc.boolean(), async (happened, fifo, asks) => {
          const timeline = [...happened.map(([at, what]) => ({ at, ...what })), ...MENDING];
          const text = scenarioText({
            duration: `${RECOVERED}s`,
            r1: "power-on: 1s",
            interface: `{ uart: { fifo: ${fifo} }, trace: 16${asks ? ", address: ask" : ""} }`,
            wire: `level: ${level}\n    modem-lines: ${modemLines}`,
            more: `timeline: ${JSON.stringify(timeline)}\nexpect: ${JSON.stringify(
              ["r1", "r2"].map((name) => ({ interface: `${name} Serial0/0`, at: RECOVERED, "line-protocol": "up" })),
            )}`,
          });
          const judgements = await (await new WorldRun(text).until()).judged();
          for (const { text: expected, seen } of judgements) if (seen !== "") throw new Error(`${expected}: ${seen}`);
        }),
        { numRuns: 120 },
      );
      await t.notThrowsAsync(runs);
    });
  }
}
