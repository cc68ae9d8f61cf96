import test from "ava";
import { EspruinoSpiBus } from "../../../src/platform/espruino/spi-bus";

/** `SPI1`, which answers each octet with its complement, and a pin. */
class FakeSpi {
  readonly calls: string[] = [];
  readonly pin = { write: (level: 0 | 1) => this.calls.push(`pin ${level}`), mode: () => {} };

  setup(options: object): void {
    this.calls.push(JSON.stringify(options));
  }

  send(data: Uint8Array, select: unknown): Uint8Array {
    if (select !== this.pin) throw new Error("the chip is not selected");
    this.calls.push(`send ${[...data].join(" ")}`);
    return data.map((octet) => octet ^ 0xff);
  }
}

function open() {
  const spi = new FakeSpi();
  const bus = new EspruinoSpiBus({ io: spi, sck: "D18", miso: "D16", mosi: "D19", select: spi.pin, baud: 1e7 });
  return { spi, bus };
}

test("the chip is deselected before the bus is set up, in mode 0", (t) => {
  t.deepEqual(open().spi.calls, [
    "pin 1",
    '{"sck":"D18","miso":"D16","mosi":"D19","baud":10000000,"mode":0,"order":"msb"}',
  ]);
});

test("a transaction is one call, and in place", (t) => {
  const { spi, bus } = open();
  const bytes = Uint8Array.of(1, 2, 3, 4, 5);
  bus.transfer(bytes, 1, 4);
  t.is(spi.calls.at(-1), "send 2 3 4");
  t.deepEqual([...bytes], [1, 0xfd, 0xfc, 0xfb, 5]);
});
