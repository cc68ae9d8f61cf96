/**
 * The emulated DS1307 and QEMU's DS1338 get the same I2C traffic and must give the same answers. The DS1338 is the same
 * clock with a flag for an oscillator that stopped. Where QEMU's differs, the last tests say how, and that it still does:
 * nothing else is kept out of the comparison but times that do not exist, which the data sheet leaves undefined.
 */
import type { ExecutionContext } from "ava";
import fc from "fast-check";
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { Ds1307, DS1307_TIMERS } from "../../src/drivers/ds1307/ds1307";
import { MemoryState, TimeValidity } from "../../src/ports";
import { Scheduler } from "../../src/scheduler/scheduler";
import { timeOf, timeText } from "../support/rtc/clock-bench";
import { DeviceMaster, readOn, readRegisters, writeRegisters } from "../support/rtc/i2c-master";
import type { I2cMaster } from "../support/rtc/i2c-master";
import { MasterBus } from "../support/rtc/master-bus";
import { QEMU_TOOLS, QemuI2c } from "../support/rtc/qemu-i2c";
import { testWithAll } from "../support/tool";

const DAY = 86400;

/** Both chips. */
class Pair {
  readonly ours = new DeviceMaster(0x68, (simulation) => new Ds1307Chip(simulation));
  readonly qemu: QemuI2c;
  compared = 0;

  /** QEMU 7.2 has the distance of its own time and that of the chip as an int32 of seconds, so its own is 2050. */
  constructor(private readonly _t: ExecutionContext) {
    this.qemu = new QemuI2c(_t, 0x68, "2050-01-01T00:00:00Z");
  }

  /** Does the same to both. @returns what both answered */
  async both(what: string, access: (master: I2cMaster) => Promise<string>): Promise<string> {
    const ours = await access(this.ours);
    const qemu = await access(this.qemu);
    if (ours !== qemu) this._t.fail(`${what}: ours ${ours}, QEMU's ${qemu}`);
    this.compared++;
    return ours;
  }

  write(register: number, text: string): Promise<string> {
    return this.both(`write ${register}: ${text}`, (master) => writeRegisters(master, register, text));
  }

  read(register: number, count: number): Promise<string> {
    return this.both(`read ${count} from ${register}`, (master) => readRegisters(master, register, count));
  }

  /**
   * Sets seconds to year, and then the weekday. QEMU's chip makes a date of each octet with those that it had before, and
   * after all of them have come once more it is the right one; and its weekday turns with every octet of a date.
   */
  async setTime(text: string): Promise<void> {
    await this.write(0x00, text);
    await this.write(0x00, text);
    await this.write(0x03, text.split(" ")[3]!);
  }

  async pass(seconds: number): Promise<void> {
    await this.ours.pass(seconds);
    await this.qemu.pass(seconds);
  }
}

const bcd = (value: number) => `${value % 100}`.padStart(2, "0");

/** Registers 0 to 6 of a time, with ISO 8601's weekday. */
function registersOf(ms: number): string {
  const date = new Date(ms);
  const clock = [date.getUTCSeconds(), date.getUTCMinutes(), date.getUTCHours()];
  const calendar = [date.getUTCDay() || 7, date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()];
  return [...clock, ...calendar].map(bcd).join(" ");
}

testWithAll(
  QEMU_TOOLS,
  "every end of a month from 2000 to 2099, leap days and the end of 2000 among them",
  async (t) => {
    const pair = new Pair(t);
    for (let month = 1; month < 1200; month++) {
      const next = Date.UTC(2000, month, 1);
      await pair.setTime(registersOf(next - 2000));
      await pair.pass(1);
      t.is(await pair.read(0x00, 7), registersOf(next - 1000));
      await pair.pass(1);
      t.is(await pair.read(0x00, 7), registersOf(next));
    }
    t.log(`${pair.compared} transactions compared`);
  },
);

testWithAll(QEMU_TOOLS, "every day of four years, and every second of ten minutes", async (t) => {
  const pair = new Pair(t);
  await pair.setTime("59 59 23 07 31 12 23");
  for (let day = 0; day < 1462; day++) {
    t.is(await pair.read(0x00, 7), registersOf(Date.UTC(2023, 11, 31 + day, 23, 59, 59)));
    await pair.pass(DAY);
  }
  await pair.setTime("00 00 12 04 15 06 24");
  for (let second = 0; second < 600; second++) {
    await pair.pass(1);
    await pair.read(0x00, 3);
  }
});

testWithAll(QEMU_TOOLS, "a whole century at one go ends on its last second", async (t) => {
  const pair = new Pair(t);
  await pair.setTime("00 00 00 06 01 01 00");
  await pair.pass(Date.UTC(2099, 11, 31, 23, 59, 59) / 1000 - Date.UTC(2000, 0, 1) / 1000);
  t.is(await pair.read(0x00, 7), "59 59 23 04 31 12 99");
});

testWithAll(QEMU_TOOLS, "what is read is of one moment, though seconds pass between the octets", async (t) => {
  const pair = new Pair(t);
  await pair.setTime("59 59 23 07 31 12 23");
  const read = await pair.both("read with pauses", async (master) => {
    await master.start(false);
    await master.write(0x00);
    await master.start(true);
    const octets: number[] = [];
    for (let i = 0; i < 7; i++) {
      octets.push(await master.read(i === 6));
      await master.pass(1);
    }
    await master.stop();
    return octets.map((octet) => octet.toString(16)).join(" ");
  });
  t.is(read, "59 59 23 7 31 12 23");
  t.is(await pair.read(0x00, 7), "06 00 00 01 01 01 24");
});

testWithAll(
  QEMU_TOOLS,
  "memory: 56 octets with many values each; control; the address that wraps onto the clock",
  async (t) => {
    const pair = new Pair(t);
    await pair.setTime("00 00 12 04 15 06 24");
    for (let value = 0; value < 256; value += 5) {
      const octets = Array.from({ length: 56 }, (_, i) => ((value + 73 * i) & 0xff).toString(16).padStart(2, "0")).join(
        " ",
      );
      await pair.write(0x08, octets);
      t.is(await pair.read(0x08, 56), octets);
      await pair.write(0x07, value.toString(16));
      await pair.read(0x07, 1);
    }
    await pair.write(0x3e, "aa bb 45 30 11");
    t.is(await pair.read(0x3e, 9), "aa bb 45 30 11 04 15 06 24");
    await pair.write(0x7f, "cc");
    t.is(await pair.read(0x3f, 1), "cc", "of the address six bits count");
  },
);

testWithAll(
  QEMU_TOOLS,
  "the address goes on from where the last access left it, and a start leaves it there",
  async (t) => {
    const pair = new Pair(t);
    await pair.setTime("00 00 12 04 15 06 24");
    await pair.write(0x08, "01 02 03 04 05 06");
    await pair.read(0x08, 2);
    t.is(await pair.both("read on", (master) => readOn(master, 2)), "03 04");
    await pair.write(0x0a, "33");
    t.is(await pair.both("read on", (master) => readOn(master, 2)), "04 05");
  },
);

testWithAll(QEMU_TOOLS, "random traffic", async (t) => {
  const pair = new Pair(t);
  const octet = fc.integer({ min: 0, max: 0xff }).map((value) => value.toString(16).padStart(2, "0"));
  const steps = fc.oneof(
    fc.record({ set: fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2098, 0, 1) / 1000 }) }),
    fc.record({ pass: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 10 * DAY })) }),
    fc.record({ at: fc.integer({ min: 0x08, max: 0x3f }), octets: fc.array(octet, { minLength: 1, maxLength: 60 }) }),
    fc.record({ from: fc.integer({ min: 0, max: 0xff }), count: fc.integer({ min: 1, max: 70 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 12 }), async (script) => {
      await pair.write(0x07, Array(57).fill("00").join(" "));
      await pair.setTime("00 00 00 06 01 01 00");
      for (const step of script) {
        if ("set" in step) await pair.setTime(registersOf(step.set * 1000));
        else if ("pass" in step) await pair.pass(step.pass);
        // Not on to the clock, where any octets are no time.
        else if ("at" in step) await pair.write(step.at, step.octets.slice(0, 0x40 - step.at).join(" "));
        else await pair.read(step.from, step.count);
      }
      await pair.read(0x00, 64);
    }),
    { numRuns: 100 },
  );
  t.log(`${pair.compared} transactions compared`);
  t.pass();
});

testWithAll(QEMU_TOOLS, "our driver sets and reads QEMU's chip, and keeps octets in its memory", async (t) => {
  const qemu = new QemuI2c(t, 0x68, "2050-01-01T00:00:00Z");
  const bus = new MasterBus(qemu);
  const scheduler = new Scheduler(DS1307_TIMERS);
  const { clock, memory } = new Ds1307({ bus, scheduler });
  const told: string[] = [];
  clock.attach({
    timeRead: (validity) => told.push(validity === TimeValidity.Valid ? timeText(clock.time) : "not valid"),
    timeSet: (set) => told.push(set ? "set" : "not set"),
  });
  let now = 0;
  const run = async () => {
    for (let steps = 0; steps < 100 && told.length === 0; steps++) {
      now += Math.max(0, scheduler.run(now));
      await bus.settled;
    }
    return told.splice(0).join(", ");
  };
  clock.read(now);
  t.is(await run(), "2050-01-01 00:00:00");
  for (const [time, seconds, later] of [
    ["2024-02-28 23:59:58", 3, "2024-02-29 00:00:01"],
    ["2023-02-28 23:59:58", 3, "2023-03-01 00:00:01"],
    ["2000-02-28 12:00:00", DAY, "2000-02-29 12:00:00"],
    ["2024-12-28 23:59:59", 4 * DAY, "2025-01-01 23:59:59"],
  ] as const) {
    clock.set(timeOf(time), now);
    t.is(await run(), "set");
    await qemu.pass(seconds);
    clock.read(now);
    t.is(await run(), later);
  }
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => 0xc0 ^ i);
  const back = new Uint8Array(64);
  memory.write(0, bytes, 0, 64);
  while (memory.poll(now++) === MemoryState.Busy) await bus.settled;
  memory.read(0, back, 0, 64);
  while (memory.poll(now++) === MemoryState.Busy) await bus.settled;
  t.deepEqual(back.subarray(0, 56), bytes.subarray(0, 56));
  clock.read(now);
  t.is(await run(), "2025-01-01 23:59:59", "and nothing went on to the clock");
});

/** What QEMU's chip does otherwise, and why it is ours that does what the data sheet says. */
const DIFFERENCES: [title: string, ours: string, qemu: string, script: (master: I2cMaster) => Promise<string>][] = [
  [
    "CH does not stop its clock, and is not read back",
    "80 00 12",
    "10 00 12",
    async (master) => {
      await writeRegisters(master, 0x00, "80 00 12");
      await master.pass(10);
      return readRegisters(master, 0x00, 3);
    },
  ],
  [
    "it knows no 12-hour mode that is set: the bit is lost, the hour is not",
    "00 00 71",
    "00 00 23",
    async (master) => {
      await writeRegisters(master, 0x00, "00 00 71");
      return readRegisters(master, 0x00, 3);
    },
  ],
  [
    "behind year 99 comes A0",
    "00 00 00 05 01 01 00",
    "00 00 00 05 01 01 a0",
    async (master) => {
      for (let i = 0; i < 2; i++) await writeRegisters(master, 0x00, "59 59 23 04 31 12 99");
      await writeRegisters(master, 0x03, "04");
      await master.pass(1);
      return readRegisters(master, 0x00, 7);
    },
  ],
  [
    "a date is made of each octet with those before it: 29 February, set over a day in 2023, is 1 February",
    "29 02 24",
    "01 02 24",
    async (master) => {
      for (let i = 0; i < 2; i++) await writeRegisters(master, 0x04, "15 02 23");
      await writeRegisters(master, 0x04, "29 02 24");
      return readRegisters(master, 0x04, 3);
    },
  ],
  [
    "its weekday turns with the date that is written",
    "01",
    "02",
    async (master) => {
      for (let i = 0; i < 2; i++) await writeRegisters(master, 0x00, "00 00 12 01 15 06 24");
      await writeRegisters(master, 0x03, "01");
      await writeRegisters(master, 0x04, "16");
      return readRegisters(master, 0x03, 1);
    },
  ],
  [
    "the time is fetched anew when a read wraps: so does a DS1338, and not a DS1307",
    "59",
    "00",
    async (master) => {
      await writeRegisters(master, 0x00, "59 00 12");
      await master.start(false);
      await master.write(0x3f);
      await master.start(true);
      await master.pass(1);
      await master.read(false);
      const seconds = await master.read(true);
      await master.stop();
      return seconds.toString(16).padStart(2, "0");
    },
  ],
];

for (const [title, ours, qemu, script] of DIFFERENCES) {
  testWithAll(QEMU_TOOLS, `QEMU's differs: ${title}`, async (t) => {
    const pair = new Pair(t);
    t.is(await script(pair.ours), ours);
    t.is(await script(pair.qemu), qemu);
  });
}
