/**
 * What NAT keepalives cost a device on Wi-Fi, by policy, in a virtual day behind a NAT with Linux's timeouts. Nothing is
 * timed: the numbers are the same on every machine. What is emulated, and where the constants come from:
 * docs/nat-network.md.
 */
import assert from "node:assert/strict";
import { ESP32_LIGHT_SLEEP, ESP32_MODEM_SLEEP, PICO_W_RADIO } from "../emulator/network/energy";
import type { RadioPower } from "../emulator/network/energy";
import { measureOnce, policies, tryPolicy } from "../emulator/network/energy-comparison";

const DAY = 86_400;

const RADIOS: readonly { name: string; power: RadioPower; dtim: number }[] = [
  { name: "ESP32, automatic light sleep, DTIM 3", power: ESP32_LIGHT_SLEEP, dtim: 3 },
  { name: "ESP32, modem sleep, DTIM 3", power: ESP32_MODEM_SLEEP, dtim: 3 },
  { name: "Pico W, the radio alone, DTIM 1", power: PICO_W_RADIO, dtim: 1 },
];

function row(...cells: string[]): void {
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(22) : cell.padStart(12))).join(""));
}

function printPrices({ volts, dozing, receiving, sending, beacon, startUp, lingering }: RadioPower): void {
  const wakeUp = ((startUp + lingering) * receiving * volts) / 1000;
  const octet = 0.008 * sending * volts;
  console.log(
    `a wake-up ${wakeUp.toFixed(1)} mJ, an octet sent at 1 Mbit/s ${octet.toFixed(1)} uJ, ` +
      `a beacon ${((beacon * receiving * volts) / 1000).toFixed(2)} mJ, a second asleep ${(dozing * volts).toFixed(1)} mJ`,
  );
}

/** Each radio's table is as said: fewer wake-ups for the longer interval, fewer still for those that are shared. */
export function check(): void {
  for (const { power, dtim } of RADIOS) {
    const { interval } = measureOnce(power, dtim);
    assert.equal(interval, 104_000);
    const [none, fixed, measured, , , apart, shared] = policies(interval).map((policy) => {
      return tryPolicy(policy, power, dtim, 3600);
    });
    assert.equal(none!.reachable, false);
    for (const result of [fixed, measured, apart, shared]) assert.equal(result!.reachable, true);
    assert.ok(measured!.wakeUps < fixed!.wakeUps / 4);
    assert.ok(shared!.wakeUps < apart!.wakeUps);
  }
}

export function run(): void {
  for (const { name, power, dtim } of RADIOS) {
    const measured = measureOnce(power, dtim);
    console.log(`\n${name}`);
    printPrices(power);
    row("", "interval", "keepalives", "wake-ups", "keepalives", "all", "average", "reachable");
    row("", "s", "a day", "a day", "J a day", "J a day", "mA", "at the end");
    let without = 0;
    for (const policy of policies(measured.interval)) {
      const result = tryPolicy(policy, power, dtim, DAY);
      if (policy.interval === 0) without = result.energy;
      row(
        policy.name,
        policy.interval === 0 ? "-" : `${policy.interval / 1000}`,
        `${result.keepalives}`,
        `${result.wakeUps}`,
        (result.energy - without).toFixed(1),
        result.energy.toFixed(1),
        result.current.toFixed(3),
        result.reachable ? "yes" : "no",
      );
    }
    const { longestAlive, time, energy } = measured;
    console.log(
      `measured once: alive after ${longestAlive / 1000} s; took ${Math.round(time / 60_000)} min and ${energy.toFixed(1)} J`,
    );
  }
}
