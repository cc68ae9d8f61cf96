import test from "ava";
import { Ds1307Chip } from "../../../emulator/chips/ds1307/chip";
import { EmulatedI2cBus } from "../../../emulator/i2c/emulated-i2c-bus";
import { Simulation } from "../../../emulator/simulation/simulation";
import { I2cResult } from "../../../src/ports";
import { FakeI2c, HeldPins } from "../../support/moddable/fake-i2c";
import type { I2cStyle } from "../../support/moddable/fake-i2c";
import { newHost } from "../../support/moddable/host";
import { importLinkpulse, registerModdableModules } from "../../support/moddable/modules";

registerModdableModules();

const DS1307 = 0x68;
const PINS = { port: 0, data: 4, clock: 5, hz: 100_000 };

/** A bus with a DS1307 on it, whose RAM is registers 08h to 3Fh. */
async function open(style: I2cStyle = "pico", addresses: number[] = [DS1307]) {
  const { ModdableI2cBus } = await importLinkpulse();
  newHost();
  FakeI2c.style = style;
  FakeI2c.opened.length = 0;
  HeldPins.clocks = 0;
  HeldPins.edges.length = 0;
  HeldPins.clockPin = PINS.clock;
  HeldPins.dataPin = PINS.data;
  const simulation = new Simulation();
  const wires = new EmulatedI2cBus(simulation, [new Ds1307Chip(simulation)], { blocking: true });
  FakeI2c.bus = wires;
  return { wires, bus: new ModdableI2cBus({ io: FakeI2c, digital: HeldPins, addresses, ...PINS }) };
}

test.serial("pins and clock are handed on, for each chip", async (t) => {
  await open("pico", [DS1307, 0x50]);
  const expected = [DS1307, 0x50].map((address) => ({ ...PINS, address, timeout: 50 }));
  t.deepEqual(
    FakeI2c.opened.map(({ options }) => options),
    expected,
  );
});

for (const style of ["pico", "esp32"] satisfies I2cStyle[]) {
  test.serial(`what is written is read, whole and in place (${style})`, async (t) => {
    const { bus } = await open(style);
    for (let length = 1; length < bus.longest; length++) {
      const written = Uint8Array.from({ length: length + 3 }, (_, i) => (i === 2 ? 8 : 7 * i + length));
      t.is(bus.begin(DS1307, written, 2, 3 + length, 3 + length), I2cResult.Done);
      t.is(bus.poll(), I2cResult.Done);
      const read = new Uint8Array(length + 4).fill(0xee);
      read[1] = 8;
      t.is(bus.begin(DS1307, read, 1, 2, 2 + length), I2cResult.Done);
      t.deepEqual([...read], [0xee, 8, ...written.subarray(3), 0xee, 0xee], `${length}`);
    }
  });

  test.serial(`reading alone goes on where the chip stands (${style})`, async (t) => {
    const { bus } = await open(style);
    bus.begin(DS1307, Uint8Array.of(8, 1, 2, 3), 0, 4, 4);
    bus.begin(DS1307, Uint8Array.of(9), 0, 1, 1);
    const read = new Uint8Array(2);
    t.is(bus.begin(DS1307, read, 0, 0, 2), I2cResult.Done);
    t.deepEqual([...read], [2, 3]);
  });

  test.serial(`a chip that does not answer, and one that the program did not name (${style})`, async (t) => {
    const { bus } = await open(style, [DS1307, 0x50]);
    const bytes = Uint8Array.of(0, 0xee);
    t.is(bus.begin(0x50, bytes, 0, 1, 2), I2cResult.AddressNak);
    t.is(bus.begin(0x51, bytes, 0, 1, 2), I2cResult.AddressNak);
    t.is(bus.poll(), I2cResult.AddressNak);
    t.deepEqual([...bytes], [0, 0xee]);
  });

  test.serial(`a chip that holds SDA is freed by clocks and a stop (${style})`, async (t) => {
    const { bus, wires } = await open(style);
    HeldPins.clocks = 3;
    wires.holdData(3);
    const bytes = Uint8Array.of(8);
    t.is(bus.begin(DS1307, bytes, 0, 1, 1), I2cResult.ClockHeld);
    HeldPins.edges.length = 0;
    t.is(bus.recover(), I2cResult.Done);
    t.is(HeldPins.edges.join(" "), "C1 D1 C0 C1 C0 C1 C0 C1 C0 D0 C1 D1");
    t.is(bus.begin(DS1307, bytes, 0, 1, 1), I2cResult.Done);
  });
}

test.serial("a chip that does not let go is told, and the bus can be tried again", async (t) => {
  const { bus, wires } = await open();
  HeldPins.clocks = 12;
  wires.holdData(12);
  t.is(bus.recover(), I2cResult.DataHeld);
  t.is(bus.recover(), I2cResult.Done);
  t.is(bus.begin(DS1307, Uint8Array.of(8), 0, 1, 1), I2cResult.Done);
});

test.serial("addresses that are none", async (t) => {
  await t.throwsAsync(() => open("pico", [DS1307, 0xd0]), {
    message: "I2C: address is 208: it must be a whole number from 8 to 119",
  });
  await t.throwsAsync(() => open("pico", []), {
    message: "I2C: number of addresses is 0: it must be a whole number from 1 to 8",
  });
});

test.serial("a closed bus gives its hardware back", async (t) => {
  const { bus } = await open();
  bus.close();
  t.deepEqual(FakeI2c.opened, []);
});
