import test from "ava";
import { RP2040 } from "rp2040js";
import { interruptAsTheChip } from "../../../emulator/rp2040/uart-receiver";
import type { ChipClock } from "../../../emulator/rp2040/chip-clock";

const DR = 0x00;
const IBRD = 0x24;
const FBRD = 0x28;
const LCR_H = 0x2c;
const IFLS = 0x34;
const MIS = 0x40;
const ICR = 0x44;
const IMSC = 0x38;

const RX = 1 << 4;
const TIMEOUT = 1 << 6;
const FIFOS = 1 << 4;

/** A UART at 115200 bit/s, a bit of which takes 8.68 us. */
function uart(lineControl = FIFOS) {
  const chip = new RP2040();
  const clock = chip.clock as unknown as ChipClock & { tick(nanos: number): void };
  const registers = chip.uart[0]!;
  interruptAsTheChip(registers, clock);
  registers.writeUint32(IBRD, 67);
  registers.writeUint32(FBRD, 52);
  registers.writeUint32(LCR_H, lineControl);
  registers.writeUint32(IMSC, RX | TIMEOUT);
  return {
    registers,
    pass: (us: number) => clock.tick(us * 1000),
    feed: (count: number) => {
      for (let i = 0; i < count; i++) registers.feedByte(i);
    },
    read: (count: number) => Array.from({ length: count }, () => registers.readUint32(DR)),
    interrupts: () => registers.readUint32(MIS),
  };
}

test("it interrupts when its FIFO is half full, until it is less", (t) => {
  const { feed, read, interrupts } = uart();
  feed(15);
  t.is(interrupts(), 0);
  feed(1);
  t.is(interrupts(), RX);
  read(1);
  t.is(interrupts(), 0);
});

for (const [select, level] of [4, 8, 16, 24, 28].entries()) {
  test(`RXIFLSEL ${select}: it interrupts at ${level} octets`, (t) => {
    const { registers, feed, interrupts } = uart();
    registers.writeUint32(IFLS, select << 3);
    t.is(registers.readUint32(IFLS), select << 3);
    feed(level - 1);
    t.is(interrupts(), 0);
    feed(1);
    t.is(interrupts(), RX);
  });
}

test("what is left is told when nothing came for 32 bits", (t) => {
  const { feed, read, pass, interrupts } = uart();
  feed(3);
  pass(200);
  feed(1);
  pass(270);
  t.is(interrupts(), 0);
  pass(10);
  t.is(interrupts(), TIMEOUT);
  t.deepEqual(read(3), [0, 1, 2]);
  t.is(interrupts(), TIMEOUT);
  read(1);
  t.is(interrupts(), 0);
});

test("a timeout is cleared by hand, and comes again with the next octets", (t) => {
  const { registers, feed, pass, interrupts } = uart();
  feed(1);
  pass(300);
  registers.writeUint32Atomic(ICR, TIMEOUT, 0);
  pass(1000);
  t.is(interrupts(), 0);
  feed(1);
  pass(300);
  t.is(interrupts(), TIMEOUT);
});

test("without FIFOs each octet interrupts", (t) => {
  const { feed, interrupts } = uart(0);
  feed(1);
  t.is(interrupts(), RX);
});
