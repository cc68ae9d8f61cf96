import { readFileSync } from "node:fs";
import test from "ava";
import { EnergyAccount, ESP32_LIGHT_SLEEP } from "../../../emulator/network/energy";
import { measureOnce, policies, tryPolicy } from "../../../emulator/network/energy-comparison";
import type { PolicyResult } from "../../../emulator/network/energy-comparison";

const HOUR = 3600;

test("an account sums what was drawn in each state", (t) => {
  const account = new EnergyAccount();
  account.dozing = 9000;
  account.awake = 1000;
  account.sending = 100;
  const power = { ...ESP32_LIGHT_SLEEP, volts: 2, dozing: 1, receiving: 100, sending: 200 };
  t.is(account.current(power), (9000 * 1 + 900 * 100 + 100 * 200) / 10_000);
  t.is(account.energy(power), ((9000 * 1 + 900 * 100 + 100 * 200) * 2) / 1e6);
});

test("policies: the longer the interval the less is spent, least where wake-ups are shared, and all are reachable", (t) => {
  const { interval } = measureOnce(ESP32_LIGHT_SLEEP, 3);
  t.is(interval, 104_000);
  const [none, fixed, measured, otherAlone, fixedToo, apart, shared] = policies(interval).map((policy) =>
    tryPolicy(policy, ESP32_LIGHT_SLEEP, 3, HOUR),
  );
  t.is(none!.keepalives, 0);
  t.false(none!.reachable);
  t.false(otherAlone!.reachable);
  for (const { policy, reachable } of [fixed!, measured!, fixedToo!, apart!, shared!]) t.true(reachable, policy.name);
  t.is(fixed!.keepalives, HOUR / 20);
  t.true(measured!.energy - none!.energy < (fixed!.energy - none!.energy) / 4);
  t.true(shared!.energy - otherAlone!.energy < (apart!.energy - otherAlone!.energy) / 5);
  t.true(shared!.early >= 58, `${shared!.early} of ${shared!.keepalives}`);
  t.is(shared!.wakeUps, otherAlone!.wakeUps);
});

test("the numbers repeat exactly", (t) => {
  const policy = policies(104_000)[5]!;
  t.deepEqual(tryPolicy(policy, ESP32_LIGHT_SLEEP, 3, HOUR), tryPolicy(policy, ESP32_LIGHT_SLEEP, 3, HOUR));
});

test("the table in the documents is what comes out", (t) => {
  const table = readFileSync("docs/nat-network.md", "utf8").split("J a day for keepalives")[1]!;
  const rows = [...table.matchAll(/^\| (\w[^|]*?) *\| (\d+) s *\| (\d+) *\| ([\d.]+) *\|$/gm)].map((match) =>
    match.slice(1),
  );
  const results = policies(104_000).map((policy) => tryPolicy(policy, ESP32_LIGHT_SLEEP, 3, 24 * HOUR));
  const [none, fixed, measured, otherAlone, , apart, shared] = results;
  const rowOf = (result: PolicyResult, base: PolicyResult) => [
    `${result.policy.interval / 1000}`,
    `${result.wakeUps}`,
    (result.energy - base.energy).toFixed(1),
  ];
  t.deepEqual(rows, [
    ["fixed", ...rowOf(fixed!, none!)],
    ["measured", ...rowOf(measured!, none!)],
    ["measured, another link", ...rowOf(apart!, otherAlone!)],
    ["measured, sharing its wake-ups", ...rowOf(shared!, otherAlone!)],
  ]);
});
