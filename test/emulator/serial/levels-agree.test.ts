/** What crosses a line without faults is the same on octets and on pins, at the same times. */
import test from "ava";
import fc from "fast-check";
import { characterTime } from "../../../emulator/serial/character";
import type { UartSettings } from "../../../emulator/serial/line";
import { DEFAULT_UART } from "../../../emulator/serial/line";
import { LineBench } from "../../support/line-bench";
import type { Level } from "../../support/line-bench";

interface Traffic {
  format: Pick<UartSettings, "baud" | "dataBits" | "parity" | "stopBits">;
  drifts: [number, number];
  delay: number;
  seed: number;
  /** Where in virtual time it takes place, s. */
  start: number;
  runs: { wait: number; end: 0 | 1; octets: number[] }[];
}

const traffic: fc.Arbitrary<Traffic> = fc.record({
  format: fc.record({
    baud: fc.constantFrom(300, 9600, 115200, 921600),
    dataBits: fc.constantFrom(5 as const, 6 as const, 7 as const, 8 as const),
    parity: fc.constantFrom("none" as const, "even" as const, "odd" as const),
    stopBits: fc.constantFrom(1 as const, 2 as const),
  }),
  drifts: fc.tuple(fc.integer({ min: -8000, max: 8000 }), fc.integer({ min: -8000, max: 8000 })),
  delay: fc.constantFrom(0, 1, 1_234_567, 35e9),
  seed: fc.integer(),
  start: fc.constantFrom(0, 1, 365 * 86400),
  runs: fc.array(
    fc.record({
      // In characters, so that some runs follow others without a gap
      wait: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 20, noNaN: true })),
      end: fc.constantFrom(0 as const, 1 as const),
      octets: fc.array(fc.nat(255), { minLength: 1, maxLength: 20 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

function carried(level: Level, { format, drifts, delay, seed, start, runs }: Traffic): LineBench {
  const uarts = drifts.map((drift) => ({ ...format, drift })) as [Partial<UartSettings>, Partial<UartSettings>];
  const faults = [{ delay }, { delay }] as [{ delay: number }, { delay: number }];
  const bench = new LineBench(level, { uarts, seed, start, faults });
  const character = characterTime({ ...DEFAULT_UART, ...format }) / 1000;
  let now = 0;
  for (const { wait, end, octets } of runs) bench.at((now += wait * character)).send(end, ...octets);
  return bench.at(now + 500 * character + delay / 1000);
}

test("any traffic arrives alike on both levels, each octet within its last character", (t) => {
  fc.assert(
    fc.property(traffic, (all) => {
      const octets = carried("octets", all);
      const pins = carried("pins", all);
      const character = characterTime({ ...DEFAULT_UART, ...all.format });
      for (const end of [0, 1] as const) {
        t.is(pins.told(end), octets.told(end));
        pins.users[end].arrivals.forEach(({ at }, i) => {
          // On pins an octet is there after the middle of the first stop bit, before the character's end.
          const early = octets.users[end].arrivals[i]!.at - at;
          t.true(
            early > -0.05 * character && early < 0.3 * character,
            `octet ${i}: ${early / character} characters early`,
          );
        });
      }
    }),
    { numRuns: 300 },
  );
});
