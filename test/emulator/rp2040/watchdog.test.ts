import test from "ava";
import { RP2040 } from "rp2040js";
import { ResetReason, Watchdog } from "../../../emulator/rp2040/watchdog";
import type { ChipClock } from "../../../emulator/rp2040/chip-clock";
import type { Kept } from "../../../emulator/rp2040/watchdog";

const CTRL = 0x00;
const LOAD = 0x04;
const REASON = 0x08;
const SCRATCH0 = 0x0c;
const TICK = 0x2c;

const TRIGGER = 0x80000000;
const ENABLE = 0x40000000;
const TIME = 0xffffff;
/** 12 cycles of a crystal of 12 MHz: a microsecond. */
const EVERY_MICROSECOND = (1 << 9) | 12;

const chip = new RP2040();
const clock = chip.clock as unknown as ChipClock & { tick(nanos: number): void };

/** The registers, and when they reset the chip, in ms from their beginning. */
function watchdog(kept: Kept = { reason: ResetReason.None, scratch: new Uint32Array(8) }) {
  const began = clock.nanos;
  const resets: number[] = [];
  const registers = new Watchdog(chip, clock, kept, () => resets.push((clock.nanos - began) / 1e6));
  const pass = (ms: number) => clock.tick(ms * 1e6);
  return { registers, kept, resets, pass };
}

test("it resets the chip when what was loaded has been counted down, twice a tick", (t) => {
  const { registers, resets, pass } = watchdog();
  registers.writeUint32(TICK, EVERY_MICROSECOND);
  registers.writeUint32(LOAD, 2000 * 100);
  registers.writeUint32(CTRL, ENABLE);
  pass(60);
  t.is(registers.readUint32(CTRL) & TIME, 2000 * 40);
  pass(39.999);
  t.deepEqual(resets, []);
  pass(1);
  t.deepEqual(resets, [100]);
  t.is(registers.readUint32(REASON), ResetReason.Timer);
});

test("while it is fed it does not", (t) => {
  const { registers, resets, pass } = watchdog();
  registers.writeUint32(TICK, EVERY_MICROSECOND);
  registers.writeUint32(LOAD, 2000 * 100);
  registers.writeUint32(CTRL, ENABLE);
  for (let i = 0; i < 10; i++) {
    pass(99);
    registers.writeUint32(LOAD, 2000 * 100);
  }
  t.deepEqual(resets, []);
  pass(101);
  t.deepEqual(resets, [1090]);
});

test("without ticks, and disabled, it stands still", (t) => {
  const { registers, resets, pass } = watchdog();
  registers.writeUint32(LOAD, 2000 * 100);
  registers.writeUint32(CTRL, ENABLE);
  pass(1000);
  registers.writeUint32(TICK, EVERY_MICROSECOND);
  pass(60);
  registers.writeUint32(CTRL, 0);
  pass(1000);
  t.is(registers.readUint32(CTRL) & TIME, 2000 * 40);
  registers.writeUint32(CTRL, ENABLE);
  pass(41);
  t.deepEqual(resets, [2100]);
});

test("it resets at once when it is told to, and the next start knows", (t) => {
  const { registers, resets, kept } = watchdog();
  registers.writeUint32(CTRL, TRIGGER);
  t.deepEqual(resets, [0]);
  t.is(watchdog(kept).registers.readUint32(REASON), ResetReason.Force);
});

test("the scratch registers outlive a reset", (t) => {
  const { registers, kept } = watchdog();
  for (let i = 0; i < 8; i++) registers.writeUint32(SCRATCH0 + 4 * i, 0xfffffff0 + i);
  registers.writeUint32(CTRL, TRIGGER);
  const after = watchdog(kept).registers;
  for (let i = 0; i < 8; i++) t.is(after.readUint32(SCRATCH0 + 4 * i), 0xfffffff0 + i);
});
