/** The emulated I2C bus as sigrok's decoders read its VCD: as a logic analyser would read the real wires. */
import type { ExecutionContext } from "ava";
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { Pcf8563Chip } from "../../emulator/chips/pcf8563/chip";
import { VcdWriter } from "../../emulator/capture/vcd";
import type { EmulatedI2cBus } from "../../emulator/i2c/emulated-i2c-bus";
import { Ds1307 } from "../../src/drivers/ds1307/ds1307";
import { Pcf8563 } from "../../src/drivers/pcf8563/pcf8563";
import { ClockBench } from "../support/rtc/clock-bench";
import { I2cPins } from "../support/rtc/i2c-pins";
import { VCD_INPUT } from "../support/sigrok";
import { temporaryFile } from "../support/temporary-file";
import { runTool, testWith } from "../support/tool";

/** Records the wires of a bus. */
function observe(bus: EmulatedI2cBus, path: string): VcdWriter {
  const vcd = new VcdWriter(path, 0, 100);
  bus.observe("r1.i2c", vcd);
  return vcd;
}

/** Has a DS1307 set, read and its memory written. */
function record(path: string): void {
  const pins = new I2cPins(0x68, (simulation) => new Ds1307Chip(simulation));
  const vcd = observe(pins.bus, path);
  pins.pass(0.001);
  pins.write(0x00, "56 34 12 04 29 02 24");
  pins.write(0x08, "de ad be ef");
  pins.read(0x00, 7);
  pins.pass(0.1);
  vcd.close(pins.simulation.seconds, pins.simulation.nanos);
}

const decode = (path: string, decoder: string, annotations: string) =>
  runTool("sigrok-cli", ["-I", VCD_INPUT, "-i", path, "-P", decoder, "-A", annotations]).trimEnd().split("\n");

const I2C = "i2c:scl=r1.i2c.SCL:sda=r1.i2c.SDA";

testWith("sigrok-cli", "sigrok-cli", "i2c: starts, addresses, octets, acknowledges and stops", (t) => {
  const path = temporaryFile(t, "out.vcd");
  record(path);
  const lines = decode(path, I2C, "i2c=addr-data");
  t.deepEqual(
    lines.map((line) => line.replace("i2c-1: ", "")).slice(0, 22),
    [
      "Start",
      "Write",
      "Address write: 68",
      "ACK",
      "Data write: 00",
      "ACK",
      "Data write: 56",
      "ACK",
      "Data write: 34",
      "ACK",
    ]
      .concat(["Data write: 12", "ACK", "Data write: 04", "ACK", "Data write: 29", "ACK", "Data write: 02", "ACK"])
      .concat(["Data write: 24", "ACK", "Stop", "Start"]),
  );
  t.deepEqual(lines.map((line) => line.replace("i2c-1: ", "")).slice(-3), ["Data read: 24", "NACK", "Stop"]);
});

testWith("sigrok-cli", "sigrok-cli", "ds1307: the time that was written and the time that is read", (t) => {
  const path = temporaryFile(t, "out.vcd");
  record(path);
  const lines = decode(path, `${I2C},ds1307`, "ds1307");
  t.true(
    lines.some((line) => /Written date\/time: .*29\.02\.2024 12:34:56/.test(line)),
    lines.join("\n"),
  );
  t.true(
    lines.some((line) => /Read date\/time: .*29\.02\.2024 12:34:56/.test(line)),
    lines.join("\n"),
  );
});

testWith("sigrok-cli", "sigrok-cli", "ds1307: CH, control and memory", (t) => {
  const path = temporaryFile(t, "out.vcd");
  const pins = new I2cPins(0x68, (simulation) => new Ds1307Chip(simulation));
  const vcd = observe(pins.bus, path);
  pins.pass(0.001);
  pins.write(0x00, "80");
  pins.write(0x07, "13");
  pins.write(0x3f, "a5");
  pins.pass(0.1);
  vcd.close(pins.simulation.seconds, pins.simulation.nanos);
  const lines = decode(path, `${I2C},ds1307`, "ds1307");
  for (const text of [
    "Clock halt: 1",
    "Square wave output: enabled",
    "Square wave output rate: 32768Hz",
    "SRAM: 0xA5",
  ]) {
    t.true(
      lines.some((line) => line.includes(text)),
      text,
    );
  }
});

for (const undefinedBits of [0, 1] as const) {
  testWith("sigrok-cli", "sigrok-cli", `rtc8564: a PCF8563, whose missing bits read as ${undefinedBits}`, (t) => {
    const path = temporaryFile(t, "out.vcd");
    const pins = new I2cPins(0x51, (simulation) => new Pcf8563Chip(simulation, { undefinedBits }));
    const vcd = observe(pins.bus, path);
    pins.pass(0.001);
    pins.read(0x02, 7);
    pins.write(0x02, "56 34 12 29 04 82 24");
    pins.read(0x02, 7);
    pins.pass(0.1);
    vcd.close(pins.simulation.seconds, pins.simulation.nanos);
    const lines = decode(path, `${I2C},rtc8564`, "rtc8564");
    const all = lines.map((line) => line.replace("rtc8564-1: ", ""));
    t.deepEqual(
      all.filter((line) => line.includes("date/time")),
      ["Read date/time: 17.05.99 12:45:23", "Write date/time: 29.02.24 12:34:56", "Read date/time: 29.02.24 12:34:56"],
    );
    t.deepEqual(
      all.filter((line) => line.startsWith("Voltage low") || line.startsWith("Century")),
      ["Voltage low: 1", "Century bit: 0", "Voltage low: 0", "Century bit: 1", "Voltage low: 0", "Century bit: 1"],
    );
  });
}

// --- what our drivers do, on a bus that goes on by itself

const ds1307 = () =>
  new ClockBench(
    0x68,
    (simulation) => new Ds1307Chip(simulation),
    (bus, scheduler) => new Ds1307({ bus, scheduler }),
  );

const pcf8563 = () =>
  new ClockBench(
    0x51,
    (simulation) => new Pcf8563Chip(simulation),
    (bus, scheduler) => new Pcf8563({ bus, scheduler }),
  );

type Bench = ReturnType<typeof ds1307> | ReturnType<typeof pcf8563>;

/** Records what a driver does, as a decoder's annotations. */
function annotated(t: ExecutionContext, clock: Bench, decoder: string, annotations: string, act: () => void): string[] {
  const path = temporaryFile(t, "out.vcd");
  const vcd = observe(clock.bus, path);
  clock.pass(0.001);
  act();
  vcd.close(clock.simulation.seconds, clock.simulation.nanos);
  return decode(path, decoder, annotations).map((line) => line.replace(/^\w+-1: /, ""));
}

testWith("sigrok-cli", "sigrok-cli", "ds1307: the driver halts the clock, sets it, and reads it back", (t) => {
  const clock = ds1307();
  const lines = annotated(t, clock, `${I2C},ds1307`, "ds1307", () => t.is(clock.set("2024-02-29 12:34:56"), "set"));
  // To the decoder Sunday is 1; ours is Monday.
  t.deepEqual(
    lines.filter((line) => /^(Clock halt|.*date.time)/.test(line)),
    [
      "Clock halt: 1",
      "Read date/time: Sunday, 01.01.2000 00:00:00",
      "Clock halt: 1",
      "Written date/time: Wednesday, 29.02.2024 12:34:56",
      "Clock halt: 0",
      // Only the seconds, which clear CH.
      "Written date/time: Wednesday, 29.02.2024 12:34:56",
      "Clock halt: 0",
      "Read date/time: Wednesday, 29.02.2024 12:34:56",
    ],
  );
});

testWith("sigrok-cli", "sigrok-cli", "rtc8564: the driver of the PCF8563 sets the time", (t) => {
  const clock = pcf8563();
  const lines = annotated(t, clock, `${I2C},rtc8564`, "rtc8564", () => t.is(clock.set("2024-02-29 12:34:56"), "set"));
  t.true(lines.includes("Write date/time: 29.02.24 12:34:56"), lines.join("\n"));
  t.is(lines.filter((line) => line.startsWith("Read date/time")).at(-1), "Read date/time: 29.02.24 12:34:56");
});

testWith("sigrok-cli", "sigrok-cli", "i2c: an address that nobody answers, and a bus that is freed", (t) => {
  const clock = ds1307();
  const lines = annotated(t, clock, I2C, "i2c=addr-data", () => {
    clock.chip.power(0, 3);
    t.is(clock.read(), "unknown: absent");
    clock.chip.power(5);
    clock.bus.holdData(5);
    t.is(clock.read(), "oscillator stopped");
  });
  t.deepEqual(lines.slice(0, 5), ["Start", "Write", "Address write: 68", "NACK", "Stop"]);
  t.deepEqual(lines.slice(-4), ["ACK", "Data read: 00", "NACK", "Stop"]);
});
