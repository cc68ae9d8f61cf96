import test from "ava";
import { board as esp32 } from "../../../boards/esp32/board";
import { board as pico } from "../../../boards/pico/board";
import { board as pico2 } from "../../../boards/pico-2/board";
import { systemOf } from "../../../src/platform/espruino/system";
import { ResetCause } from "../../../src/ports";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { CrashKind, Supervisor } from "../../../src/scheduler/supervisor";
import { FakeChip } from "../../support/retention/fake-chip";

/** Puts Espruino's `E` and `process.memory` where it has them; returns what the watchdog was told. */
function fakeEspruino(): string[] {
  const told: string[] = [];
  Object.assign(globalThis, {
    E: {
      enableWatchdog: (seconds: number, automatic: boolean) => told.push(`enable ${seconds} ${automatic}`),
      kickWatchdog: () => told.push("kick"),
      reboot: () => told.push("reboot"),
    },
  });
  Object.assign(process, { memory: (collect: boolean) => ({ usage: 1000, free: 200, blocksize: 14, collect }) });
  return told;
}

const words = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + 4 * i);

/** By chip: its registers, where it tells why it started, and what the watchdog keeps. */
const RP2040 = { reason: 0x40058008, reset: 0x40064008, kept: 0x40058020 };
const RP2350 = { reason: 0x400d8008, reset: 0x4010002c, kept: 0x400d8020 };
const ESP32 = { reset: 0x3ff48034, kept: 0x50001bf0 };

for (const [board, registers, longest, resets] of [
  [pico, RP2040, 8388, { [ResetCause.PowerOn]: 0x100, [ResetCause.Pin]: 0x10000, [ResetCause.Unknown]: 0 }],
  [
    pico2,
    RP2350,
    16777,
    {
      [ResetCause.PowerOn]: 0x10000,
      [ResetCause.BrownOut]: 0x20000,
      [ResetCause.Pin]: 0x40000,
      [ResetCause.Unknown]: 0,
    },
  ],
] as const) {
  const install = () => new FakeChip([registers.reason, registers.reset, ...words(registers.kept, 3)]).install();

  test.serial(`${board.name}: why it started, by the registers of its chip`, (t) => {
    const chip = install();
    for (const [cause, reset] of Object.entries(resets)) {
      chip.poke(registers.reset, reset);
      chip.poke(registers.reason, 0);
      t.is(systemOf(board.espruino.chip).watchdog!.cause, Number(cause));
      chip.poke(registers.reason, 1);
      t.is(systemOf(board.espruino.chip).watchdog!.cause, ResetCause.Watchdog);
      chip.poke(registers.reason, 2);
      t.is(systemOf(board.espruino.chip).watchdog!.cause, ResetCause.Software);
    }
  });

  test.serial(`${board.name}: a task that does not return is told of after the watchdog's reset`, (t) => {
    const chip = install();
    const told = fakeEspruino();
    const { watchdog } = systemOf(board.espruino.chip);
    t.is(watchdog!.longest, longest);
    const scheduler = new Scheduler(2);
    const supervisor = new Supervisor({ watchdog: watchdog!, scheduler, timeout: 2500 });
    supervisor.start(0);
    scheduler.run(1250);
    t.deepEqual(told, ["enable 2.5 false", "kick"]);
    supervisor.serving(0);
    chip.poke(registers.reason, 1);
    const next = new Supervisor({ watchdog: systemOf(board.espruino.chip).watchdog!, scheduler: new Scheduler(1) });
    t.deepEqual([next.crash, next.crashTimer], [CrashKind.Stall, 0]);
  });

  test.serial(`${board.name}: an exception outlives the reset that it makes`, (t) => {
    const chip = install();
    const told = fakeEspruino();
    const supervisor = new Supervisor({
      watchdog: systemOf(board.espruino.chip).watchdog!,
      scheduler: new Scheduler(1),
    });
    supervisor.failed(new TypeError("no such thing"));
    t.deepEqual(told, ["reboot"]);
    chip.poke(registers.reason, 2);
    const next = new Supervisor({ watchdog: systemOf(board.espruino.chip).watchdog!, scheduler: new Scheduler(1) });
    t.is(Buffer.from(next.crashText).toString(), "TypeErro");
  });
}

test.serial("ESP32: why it started, by the bits of its register", (t) => {
  const chip = new FakeChip([ESP32.reset, ...words(ESP32.kept, 4)]).install();
  for (const [bits, cause] of [
    [1, ResetCause.PowerOn],
    [5, ResetCause.DeepSleep],
    [7, ResetCause.Watchdog],
    [8, ResetCause.Watchdog],
    [9, ResetCause.Watchdog],
    [11, ResetCause.Watchdog],
    [13, ResetCause.Watchdog],
    [14, ResetCause.Unknown],
    [15, ResetCause.BrownOut],
    [16, ResetCause.Watchdog],
    [63, ResetCause.Unknown],
  ] as const) {
    // Bits 11 to 6 are those of the other processor.
    chip.poke(ESP32.reset, bits | (0x0e << 6));
    t.is(systemOf(esp32.espruino.chip).watchdog!.cause, cause, `${bits}`);
  }
});

test.serial("ESP32: a restart that nobody asked for is a panic, one that was asked for is not, once", (t) => {
  const chip = new FakeChip([ESP32.reset, ...words(ESP32.kept, 4)]).install();
  const told = fakeEspruino();
  const { watchdog } = systemOf(esp32.espruino.chip);
  watchdog!.start(2500);
  watchdog!.reset();
  t.deepEqual(told, ["enable 3 false", "reboot"]);
  chip.poke(ESP32.reset, 12);
  t.is(systemOf(esp32.espruino.chip).watchdog!.cause, ResetCause.Software);
  t.is(systemOf(esp32.espruino.chip).watchdog!.cause, ResetCause.Panic);
});

test.serial("a board of which no chip is known has the heap alone", (t) => {
  fakeEspruino();
  const { heap, watchdog } = systemOf();
  t.deepEqual([heap.used, heap.free], [14_000, 2800]);
  t.is(watchdog, undefined);
});
