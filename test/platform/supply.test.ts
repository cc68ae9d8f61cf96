import test from "ava";
import { AnalogSupply as EspruinoAnalogSupply, PowerGoodPin as EspruinoPin } from "../../src/platform/espruino/supply";
import { AnalogSupply, PowerGoodPin } from "../../src/platform/moddable/supply";
import { PowerGood } from "../../src/ports";

/** `Analog` of Moddable, whose converter reads what is set. */
class FakeAnalog {
  static reading = 0;
  readonly resolution = 12;
  static pin = -1;

  constructor({ pin }: { pin: number }) {
    FakeAnalog.pin = pin;
  }

  read(): number {
    return FakeAnalog.reading;
  }
}

let level = 1;

/** `Digital` of Moddable. */
class FakePin {
  static readonly InputPullUp = 2;
  static readonly Output = 8;
  static readonly Rising = 1;
  static readonly Falling = 2;

  constructor({ mode }: { pin: number; mode: number }) {
    if (mode !== FakePin.InputPullUp) throw new RangeError("an open drain wants a pull-up");
  }

  read(): number {
    return level;
  }

  write(): void {}
  close(): void {}
}

test("a measured supply is in mV of the rail, on either runtime", (t) => {
  const moddable = new AnalogSupply({ io: FakeAnalog, pin: 26, fullScale: 9900 });
  t.is(FakeAnalog.pin, 26);
  for (const [reading, millivolts] of [
    [0, 0],
    [4095, 9900],
    [2048, 4951],
  ] as const) {
    FakeAnalog.reading = reading;
    t.is(moddable.millivolts(), millivolts);
    const pin = { analog: () => reading / 4095, read: () => 0 };
    t.is(new EspruinoAnalogSupply({ pin, fullScale: 9900 }).millivolts(), millivolts);
  }
  t.throws(() => new AnalogSupply({ io: FakeAnalog, pin: 26, fullScale: 0 }), {
    message: "supply: full scale is 0: it must be a whole number from 1 to 32000 mV",
  });
});

test("a pin that is low says that the supply is bad", (t) => {
  const moddable = new PowerGoodPin({ io: FakePin, pin: 26 });
  const espruino = new EspruinoPin({ analog: () => 0, read: () => level });
  for (const [at, says] of [
    [1, PowerGood.Yes],
    [0, PowerGood.No],
  ] as const) {
    level = at;
    t.is(moddable.millivolts(), says);
    t.is(espruino.millivolts(), says);
  }
});
