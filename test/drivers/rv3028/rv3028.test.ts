import test from "ava";
import { Rv3028Chip } from "../../../emulator/chips/rv3028/chip";
import { BackupMode, TrickleCharge } from "../../../src/drivers/rv3028/configuration";
import { Rv3028 } from "../../../src/drivers/rv3028/rv3028";
import { MemoryState, PortFault, Tearing } from "../../../src/ports";
import { ClockBench } from "../../support/rtc/clock-bench";

function bench(longest = 32) {
  const clock = new ClockBench(
    0x52,
    (simulation) => new Rv3028Chip(simulation),
    (bus, scheduler) => new Rv3028({ bus, scheduler, endurance: 1000 }),
    { longest },
  );
  return clock.pass(0.1);
}

type Bench = ReturnType<typeof bench>;

/** Polls the EEPROM to its end. @returns how it ended */
function finish({ driver, pass, now }: { driver: Rv3028; pass: () => void; now: () => number }): MemoryState {
  for (let i = 0; i < 2000; i++) {
    const state = driver.memory.poll(now());
    if (state !== MemoryState.Busy) return state;
    pass();
  }
  return MemoryState.Busy;
}

const run = (clock: Bench) => finish({ driver: clock.driver, pass: () => clock.pass(0.001), now: () => clock.now });

function setBackup(clock: Bench, mode: BackupMode, charge: TrickleCharge): boolean | null {
  let told: boolean | null = null;
  clock.driver.configuration.attach({ backupSet: (set) => (told = set), calibrated: () => {} });
  clock.driver.configuration.setBackup(mode, charge, clock.now);
  clock.run(500);
  return told;
}

for (const longest of [8, 32]) {
  test(`set, and read a while later, with transactions of up to ${longest} octets`, (t) => {
    const clock = bench(longest);
    t.is(clock.read(), "never set");
    t.is(clock.set("2024-02-28 23:59:50"), "set");
    clock.pass(10);
    t.is(clock.read(), "2024-02-29 00:00:00");
  });
}

test("a chip in the 12-hour mode is set and read in it", (t) => {
  const clock = bench();
  clock.pins.write(0x10, "02");
  for (const [time, hours] of [
    ["2024-06-15 00:10:00", "12"],
    ["2024-06-15 11:10:00", "11"],
    ["2024-06-15 12:10:00", "32"],
    ["2024-06-15 23:10:00", "31"],
  ] as const) {
    t.is(clock.set(time), "set");
    t.is(clock.pins.read(0x02, 1), hours);
    t.is(clock.read().slice(0, 16), time.slice(0, 16));
  }
});

test("setting the time leaves alarms, other flags, control and the UNIX counter", (t) => {
  const clock = bench();
  clock.pins.write(0x07, "11 22 33");
  clock.pins.write(0x0f, "20 08");
  clock.pins.write(0x1b, "00 00 00 80 77");
  clock.set("2024-06-15 12:00:00");
  t.is(clock.pins.read(0x07, 3), "11 22 33");
  t.is(clock.pins.read(0x0f, 2), "20 08");
  t.is(clock.pins.read(0x1e, 3), "80 77 00", "and the first octet of RAM");
});

test("a set that is broken off leaves no time that seems valid", (t) => {
  for (let octet = 4; octet <= 14; octet++) {
    const clock = bench();
    clock.set("2024-12-31 23:59:30");
    let left = octet;
    const write = clock.chip.write.bind(clock.chip);
    clock.chip.write = (value) => left-- > 0 && write(value);
    t.is(clock.set("2025-06-15 12:00:00"), "not set: absent");
    clock.chip.write = write;
    t.is(clock.read(), "never set", `octet ${octet}`);
  }
});

test("the backup is switched on in the EEPROM and its mirror, once, and nothing is charged unless asked for", (t) => {
  const clock = bench();
  t.true(setBackup(clock, BackupMode.Level, TrickleCharge.Off));
  t.is(clock.pins.read(0x37, 1), "1c");
  t.is(clock.chip.eeprom[0x37], 0x1c);
  t.is(clock.chip.writes, 1);
  t.true(setBackup(clock, BackupMode.Level, TrickleCharge.Off));
  t.is(clock.chip.writes, 1, "it did not change");
  t.true(setBackup(clock, BackupMode.Direct, TrickleCharge.Ohm9000));
  t.is(clock.pins.read(0x37, 1), "36");
  t.is(clock.pins.read(0x0f, 1), "00", "EERD is as it was");
});

test("the calibration bit that shares an octet with the backup stays", (t) => {
  const clock = bench();
  clock.chip.eeprom[0x37] = 0xd0;
  t.true(setBackup(clock, BackupMode.Direct, TrickleCharge.Off));
  t.is(clock.chip.eeprom[0x37], 0xd4);
});

test("the time goes on through a loss of the main supply once the backup is on", (t) => {
  const clock = bench();
  setBackup(clock, BackupMode.Level, TrickleCharge.Off);
  clock.set("2024-06-15 12:00:00");
  clock.chip.power(0);
  clock.pass(3600);
  clock.chip.power(3.3);
  t.is(clock.read().slice(0, 16), "2024-06-15 13:00");
  t.true(clock.driver.switchedOver);
});

// --- EEPROM

test("EEPROM: written, read back after a loss of all supplies; its numbers", (t) => {
  const clock = bench();
  const { memory } = clock.driver;
  t.deepEqual([memory.size, memory.tearing, memory.endurance], [43, Tearing.Octet, 1000]);
  const bytes = Uint8Array.from({ length: 50 }, (_, i) => i + 1);
  const begin = clock.now;
  memory.write(0, bytes, 0, 50);
  t.is(run(clock), MemoryState.Done);
  t.true(clock.now - begin < 2000, `${clock.now - begin} ms`);
  t.is(clock.chip.writes, 43, "none beyond the end");
  clock.chip.power(0, 0);
  clock.pass(10);
  clock.chip.power(3.3, 3);
  const back = new Uint8Array(43);
  memory.read(0, back, 0, 43);
  t.is(run(clock), MemoryState.Done);
  t.deepEqual(back, bytes.subarray(0, 43));
});

test("EEPROM: octets that do not change are not written", (t) => {
  const clock = bench();
  const { memory } = clock.driver;
  memory.write(0, Uint8Array.of(1, 2, 3, 4), 0, 4);
  run(clock);
  memory.write(0, Uint8Array.of(1, 9, 3, 4), 0, 4);
  run(clock);
  t.is(memory.writes, 5);
  t.is(clock.chip.writes, 5);
});

test("EEPROM: EERD is left as it was found, whichever that was", (t) => {
  const clock = bench();
  for (const control of ["00", "08", "20"]) {
    clock.pins.write(0x0f, control);
    clock.driver.memory.read(0, new Uint8Array(2), 0, 2);
    run(clock);
    t.is(clock.pins.read(0x0f, 1), control);
  }
});

test("EEPROM: right after power-up the refresh is waited for", (t) => {
  const clock = bench();
  clock.chip.power(0, 0);
  clock.chip.power(3.3, 3);
  const bytes = new Uint8Array(1);
  clock.driver.memory.read(0, bytes, 0, 1);
  t.is(run(clock), MemoryState.Done);
});

test("EEPROM: busy for ever is stuck, and a chip that is gone absent; the next operation puts EERD back", (t) => {
  const clock = bench();
  const { memory } = clock.driver;
  clock.chip.wedged = true;
  memory.read(0, new Uint8Array(1), 0, 1);
  t.is(run(clock), MemoryState.Failed);
  t.is(memory.fault, PortFault.Stuck);
  clock.chip.wedged = false;
  memory.read(0, new Uint8Array(1), 0, 1);
  t.is(run(clock), MemoryState.Done);
  t.is(clock.pins.read(0x0f, 1), "00");
  clock.chip.power(0, 0);
  memory.read(0, new Uint8Array(1), 0, 1);
  t.is(run(clock), MemoryState.Failed);
  t.is(memory.fault, PortFault.Absent);
});
