import test from "ava";
import fc from "fast-check";
import { WorldRun } from "../../support/world-run";

/** When everything that happened is mended again, and when both stations must have recovered from it, s. */
const MENDED = 60;
const RECOVERED = 110;

const STATIONS = ["r1 Ethernet0", "r2 Ethernet0"];
const station = fc.constantFrom(...STATIONS);
const share = fc.constantFrom(0, 0.1, 0.5, 1);
const segmentFault = fc.oneof(
  fc.record({ cut: fc.boolean() }),
  fc.record({ "loss-to": share }),
  fc.record({ "loss-from": share }),
  fc.record({ collisions: share }),
  fc.record({ damage: share }),
  fc.record({ loop: fc.boolean() }),
);
const chipFault = fc.oneof(
  fc.record({ "transmitter-fails": fc.boolean() }),
  fc.record({ "receiver-fails": fc.boolean() }),
  fc.record({ "bus-cut": fc.boolean() }),
);
const commands = ["shut", "no shut", "show interfaces", "clear counters", "debug", "no debug"];
const action = fc.oneof(
  fc.record({ segment: fc.constant("lan"), set: segmentFault }),
  fc.record({ segment: fc.constant("lan"), station, set: segmentFault }),
  fc.record({ chip: station, set: chipFault }),
  fc.record({ chip: station, happens: fc.constant("reset") }),
  fc.record({ interface: station, do: fc.constantFrom(...commands) }),
  fc.record({ router: fc.constantFrom("r1", "r2"), power: fc.constantFrom("on", "off") }),
  fc.record({
    interface: station,
    send: fc.record({ octets: fc.integer({ min: 1, max: 1600 }), protocol: fc.nat(0xffff) }),
  }),
);
const events = fc.array(fc.tuple(fc.double({ min: 0, max: MENDED - 1, noNaN: true }), action), { maxLength: 14 });
const chip = fc.oneof(
  fc.record({ chip: fc.constant("enc28j60"), revision: fc.constantFrom("B1", "B4", "B5", "B7") }),
  fc.record({ chip: fc.constant("w5500") }),
);

const NO_FAULTS = { cut: false, "loss-to": 0, "loss-from": 0, collisions: 0, damage: 0, loop: false };
const WELL = { "transmitter-fails": false, "receiver-fails": false, "bus-cut": false };
const MENDING = [
  { at: MENDED, segment: "lan", set: NO_FAULTS },
  ...STATIONS.flatMap((name) => [
    { at: MENDED, chip: name, set: WELL },
    { at: MENDED, router: name.slice(0, 2), power: "on" },
    { at: MENDED + 1, interface: name, do: "no shut" },
  ]),
];

for (const medium of ["cable", "hub", "switch"]) {
  test(`${medium}: whatever happens, a station that is mended is answered by its loop server`, async (t) => {
    const runs = fc.assert(
      fc.asyncProperty(events, chip, chip, async (happened, first, second) => {
        const of = (ethernet: object, keepalive: object) => ({ interfaces: { Ethernet0: { ethernet, keepalive } } });
        const scenario = {
          duration: RECOVERED,
          routers: { r1: of(first, { interval: "2s", mode: "peer" }), r2: of(second, { interval: 0, assist: true }) },
          segments: { lan: { medium, stations: STATIONS } },
          timeline: [...happened.map(([at, what]) => ({ at, ...what })), ...MENDING],
          expect: [
            { interface: "r1 Ethernet0", at: RECOVERED, keepalive: "up", diagnostic: "answered" },
            { interface: "r2 Ethernet0", at: RECOVERED, "line-protocol": "up" },
          ],
        };
        const judgements = await (await new WorldRun(JSON.stringify(scenario)).until()).judged();
        for (const { text, seen } of judgements) if (seen !== "") throw new Error(`${text}: ${seen}`);
      }),
      { numRuns: 40 },
    );
    await t.notThrowsAsync(runs);
  });
}
