import test from "ava";
import { Ds1307Chip } from "../../../emulator/chips/ds1307/chip";
import { EmulatedI2cBus } from "../../../emulator/i2c/emulated-i2c-bus";
import type { I2cDevice } from "../../../emulator/i2c/i2c-device";
import { Simulation } from "../../../emulator/simulation/simulation";
import { EspruinoI2cBus } from "../../../src/platform/espruino/i2c-bus";
import { I2cResult } from "../../../src/ports";

const DS1307 = 0x68;

/** `I2C1` as the Pico has it, with a chip on it, and the bus's pins: what was done with them is noted. */
class FakeI2c {
  readonly calls: string[] = [];
  readonly sda = this._pin("sda");
  readonly scl = this._pin("scl");
  /** Clocks for which a chip holds SDA. */
  held = 0;
  private readonly _wires: EmulatedI2cBus;
  /** What was written without a stop: the next start is a repeated one. */
  private _open: Uint8Array | null = null;

  constructor(device: (simulation: Simulation) => I2cDevice) {
    const simulation = new Simulation();
    this._wires = new EmulatedI2cBus(simulation, [device(simulation)], { blocking: true, longest: 64 });
  }

  setup(options: { sda: unknown; scl: unknown; bitrate: number }): void {
    const pins = options.sda === this.sda && options.scl === this.scl ? "sda scl" : "other pins";
    this.calls.push(`setup ${pins} ${options.bitrate}`);
  }

  writeTo({ address, stop }: { address: number; stop: boolean }, data: Uint8Array): void {
    if (stop) this._transact("jshI2CWrite", address, data.slice(), data.length);
    else this._open = data.slice();
  }

  readFrom(address: number, count: number): Uint8Array {
    const written = this._open ?? new Uint8Array(0);
    this._open = null;
    const bytes = Uint8Array.from([...written, ...new Uint8Array(count)]);
    this._transact("jshI2CRead", address, bytes, written.length);
    return bytes.slice(written.length);
  }

  private _transact(caller: string, address: number, bytes: Uint8Array, middle: number): void {
    if (this.held > 0) throw new Error(`${caller}: timeout`);
    const result = this._wires.begin(address, bytes, 0, middle, bytes.length);
    if (result !== I2cResult.Done && result !== I2cResult.DataNak) throw new Error(`${caller}: I2C I/O error`);
  }

  private _pin(name: "sda" | "scl") {
    return {
      read: () => name === "scl" || this.held === 0,
      mode: (mode: string) => this.calls.push(`${name} ${mode}`),
      write: (level: 0 | 1) => {
        this.calls.push(`${name} ${level}`);
        if (name === "scl" && level === 1 && this.calls.includes("scl 0") && this.held > 0) this.held--;
      },
    };
  }
}

function open() {
  const i2c = new FakeI2c((simulation) => new Ds1307Chip(simulation));
  const bus = new EspruinoI2cBus({ io: i2c, sda: i2c.sda, scl: i2c.scl, bitrate: 100_000 });
  return { i2c, bus };
}

test("pins and bit rate are set up", (t) => {
  t.deepEqual(open().i2c.calls, ["setup sda scl 100000"]);
});

test("what is written is read, whole and in place", (t) => {
  const { bus } = open();
  for (let length = 1; length < 56; length++) {
    const written = Uint8Array.from({ length: length + 3 }, (_, i) => (i === 2 ? 8 : 7 * i + length));
    t.is(bus.begin(DS1307, written, 2, 3 + length, 3 + length), I2cResult.Done);
    const read = new Uint8Array(length + 4).fill(0xee);
    read[1] = 8;
    t.is(bus.begin(DS1307, read, 1, 2, 2 + length), I2cResult.Done);
    t.deepEqual([...read], [0xee, 8, ...written.subarray(3), 0xee, 0xee], `${length}`);
  }
});

test("a chip that does not answer", (t) => {
  const { bus } = open();
  const bytes = Uint8Array.of(0, 0xee);
  t.is(bus.begin(0x50, bytes, 0, 1, 2), I2cResult.AddressNak);
  t.is(bus.poll(), I2cResult.AddressNak);
  t.deepEqual([...bytes], [0, 0xee]);
});

test("a chip that holds SDA is freed by clocks and a stop", (t) => {
  const { i2c, bus } = open();
  i2c.held = 2;
  t.is(bus.begin(DS1307, Uint8Array.of(8), 0, 1, 1), I2cResult.ClockHeld);
  i2c.calls.length = 0;
  t.is(bus.recover(), I2cResult.Done);
  t.deepEqual(i2c.calls, [
    ...["scl 1", "sda 1", "scl opendrain_pullup", "sda opendrain_pullup"],
    ...["scl 0", "scl 1", "scl 0", "scl 1"],
    ...["scl 0", "sda 0", "scl 1", "sda 1"],
    "setup sda scl 100000",
  ]);
  t.is(bus.begin(DS1307, Uint8Array.of(8), 0, 1, 1), I2cResult.Done);
});

test("a chip that does not let go is told", (t) => {
  const { i2c, bus } = open();
  i2c.held = 12;
  t.is(bus.recover(), I2cResult.DataHeld);
  t.is(bus.recover(), I2cResult.Done);
});

test("a bit rate that no bus has", (t) => {
  const i2c = new FakeI2c((simulation) => new Ds1307Chip(simulation));
  t.throws(() => new EspruinoI2cBus({ io: i2c, sda: i2c.sda, scl: i2c.scl, bitrate: 100 }), {
    message: "I2C: bit rate is 100: it must be a whole number from 10000 to 1000000 Hz",
  });
});
