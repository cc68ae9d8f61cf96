/** The measurement of a NAT's timeouts as a device runs it, behind every kind of NAT. */
import test from "ava";
import type { NatBehaviour } from "../../../emulator/network/nat-behaviour";
import { DEPENDENCES, LINUX } from "../../../emulator/network/nat-behaviour";
import { NatFlow, safeInterval } from "../../../src/keepalive/nat-timeout-report";
import { MeasuredNat } from "../../support/nat-measured";
import { ip } from "../../support/slarp";

const TIMEOUTS = [2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600];

/** Short enough to be below each of these. */
const FIRST = 1000;
const RESOLUTION = 1000;

function describe(nat: MeasuredNat): string {
  const { timeout } = nat;
  const of = (flow: NatFlow) => `(${timeout.longestAlive(flow)}, ${timeout.shortestGone(flow)}]`;
  return `${of(NatFlow.Replied)} replied, ${of(NatFlow.OneWay)} one way, phase ${timeout.phase}, failure ${timeout.failure}`;
}

const KINDS = DEPENDENCES.flatMap((mapping) => DEPENDENCES.map((filtering) => ({ mapping, filtering })));

for (const kind of KINDS) {
  test(`${kind.mapping} mapping, ${kind.filtering} filtering: every timeout is found within a second`, (t) => {
    for (const refresh of ["outbound", "both"] as const) {
      for (const seconds of TIMEOUTS) {
        const timeout = seconds * 1000;
        const behaviour = { ...kind, refresh, preservesPorts: false, timeouts: { oneWay: timeout, replied: timeout } };
        const nat = new MeasuredNat([behaviour], { first: FIRST, resolution: RESOLUTION, checkInterval: 0 });
        nat.start().untilEnded();
        const message = `${seconds} s, refresh ${refresh}: ${describe(nat)}`;
        t.true(nat.isDone, message);
        t.true(nat.found(NatFlow.Replied, timeout, RESOLUTION), message);
        t.true(nat.found(NatFlow.OneWay, timeout, RESOLUTION), message);
        t.true(safeInterval(nat.timeout.longestAlive(NatFlow.Replied)) < timeout, message);
      }
    }
  });

  test(`${kind.mapping} mapping, ${kind.filtering} filtering: two timeouts are told apart`, (t) => {
    for (const [oneWay, replied] of [
      [6000, 10_000],
      [30_000, 120_000],
      [30_000, 180_000],
      [60_000, 3_000_000],
    ] as const) {
      for (const preservesPorts of [true, false]) {
        const behaviour = { ...kind, preservesPorts, timeouts: { oneWay, replied } };
        const nat = new MeasuredNat([behaviour], { first: FIRST, resolution: RESOLUTION, checkInterval: 0 });
        nat.start().untilEnded();
        const message = `${oneWay}, ${replied}: ${describe(nat)}`;
        t.true(nat.isDone, message);
        t.true(nat.found(NatFlow.Replied, replied, RESOLUTION), message);
        t.true(nat.found(NatFlow.OneWay, oneWay, RESOLUTION), message);
      }
    }
  });
}

test("with its defaults the measurement finds Linux's 120 s and 30 s", (t) => {
  const nat = new MeasuredNat([LINUX], { checkInterval: 0 }).start().untilEnded();
  t.true(nat.found(NatFlow.Replied, 120_000, 1000), describe(nat));
  t.true(nat.found(NatFlow.OneWay, 30_000, 1000), describe(nat));
});

test("behind two NATs the shorter timeout of answered flows is found, whichever NAT has it", (t) => {
  const longer = { timeouts: { oneWay: 30_000, replied: 300_000 }, preservesPorts: false };
  const shorter = { timeouts: { oneWay: 60_000, replied: 120_000 } };
  for (const behaviours of [
    [longer, shorter],
    [shorter, longer],
  ]) {
    const nat = new MeasuredNat(behaviours, { checkInterval: 0 }).start().untilEnded();
    t.true(nat.found(NatFlow.Replied, 120_000, 1000), describe(nat));
    // The other NAT still knows the flow as one that was answered: its 30 s are not seen.
    t.true(nat.found(NatFlow.OneWay, 60_000, 1000), describe(nat));
  }
});

test("behind two NATs of a kind both timeouts are found", (t) => {
  const nat = new MeasuredNat([LINUX, LINUX], { checkInterval: 0 }).start().untilEnded();
  t.true(nat.found(NatFlow.Replied, 120_000, 1000), describe(nat));
  t.true(nat.found(NatFlow.OneWay, 30_000, 1000), describe(nat));
});

test("a NAT that gives each mapping any of its addresses is measured all the same", (t) => {
  const behaviour: Partial<NatBehaviour> = { ...LINUX, pooling: "arbitrary", preservesPorts: false };
  const nat = new MeasuredNat([behaviour], { checkInterval: 0 }).start().untilEnded();
  t.true(nat.isDone, describe(nat));
  t.true(nat.found(NatFlow.Replied, 120_000, 1000), describe(nat));
});

test("a NAT that never forgets within an hour is known to keep for an hour", (t) => {
  const behaviour = { timeouts: { oneWay: 7_200_000, replied: 7_200_000 } };
  const nat = new MeasuredNat([behaviour], { checkInterval: 0 }).start().untilEnded();
  t.true(nat.isDone);
  t.is(nat.timeout.longestAlive(NatFlow.Replied), 3_600_000);
  t.is(nat.timeout.shortestGone(NatFlow.Replied), 0);
});

test("another outside address is seen at the next look, and all is measured anew", (t) => {
  const nat = new MeasuredNat([LINUX]).start().untilEnded();
  const before = nat.timeout.mapping.address;
  t.is(before, ip("203.0.113.1"));
  nat.nats[0]!.behaviour.timeouts = { oneWay: 20_000, replied: 60_000 };
  nat.nats[0]!.setAddresses([ip("203.0.113.77")]);
  nat.untilEnded();
  t.is(nat.changes, 1);
  t.is(nat.timeout.mapping.address, ip("203.0.113.77"));
  t.true(nat.found(NatFlow.Replied, 60_000, 1000), describe(nat));
  t.true(nat.found(NatFlow.OneWay, 20_000, 1000), describe(nat));
});

test("another port is a change where the mapping should have lasted, and none where it was to be forgotten", (t) => {
  const changes = (checkInterval: number, reboots: boolean) => {
    const nat = new MeasuredNat([{ ...LINUX, preservesPorts: false }], { checkInterval }).start().untilEnded();
    nat.at(nat.now + 2 * checkInterval + 10_000);
    if (reboots) nat.nats[0]!.reboot();
    nat.at(nat.now + 2 * checkInterval);
    return nat.changes;
  };
  t.is(changes(25_000, true), 1);
  t.is(changes(25_000, false), 0);
  t.is(changes(3_600_000, false), 0);
});

test("a reboot of the NAT in the middle of the measurement does not spoil it", (t) => {
  for (const preservesPorts of [true, false]) {
    const nat = new MeasuredNat([{ ...LINUX, preservesPorts }], { checkInterval: 0 }).start();
    nat.at(130_000);
    nat.nats[0]!.reboot(2000);
    nat.untilEnded();
    t.true(nat.isDone, describe(nat));
    t.true(nat.found(NatFlow.Replied, 120_000, 1000), describe(nat));
    t.true(nat.found(NatFlow.OneWay, 30_000, 1000), describe(nat));
  }
});
