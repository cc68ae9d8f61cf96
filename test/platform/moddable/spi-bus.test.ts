import test from "ava";
import { ModdableSpiBus } from "../../../src/platform/moddable/spi-bus";
import { FakeSpi } from "../../support/moddable/fake-spi";
import type { SpiStyle } from "../../support/moddable/fake-spi";

const PINS = { port: 0, clock: 18, out: 19, in: 16, select: 17, hz: 10_000_000 };

function open(style: SpiStyle) {
  FakeSpi.style = style;
  FakeSpi.device = null;
  const bus = new ModdableSpiBus({ io: FakeSpi, ...PINS });
  return { bus, spi: FakeSpi.last };
}

const octets = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 7) & 0xff);

test.serial("pins and clock are handed on", (t) => {
  const { spi } = open("pico");
  const { clock, out, in: input, select, port, hz } = spi.options;
  t.deepEqual({ clock, out, in: input, select, port, hz }, PINS);
});

for (const style of ["pico", "esp32"] satisfies SpiStyle[]) {
  test.serial(`before the first transaction the chip has been deselected (${style})`, (t) => {
    const { bus, spi } = open(style);
    t.deepEqual(spi.transactions, [[0]]);
    bus.transfer(octets(2), 0, 2);
    t.deepEqual(spi.transactions, [[0], [0, 7]]);
  });

  test.serial(`transactions of any length are one selection each, and in place (${style})`, (t) => {
    const { bus, spi } = open(style);
    for (const length of [...Array.from({ length: 300 }, (_, i) => i + 1), bus.longest]) {
      spi.transactions.length = 0;
      const bytes = octets(length + 5);
      bus.transfer(bytes, 3, 3 + length);
      t.deepEqual(spi.transactions, [[...octets(length + 5).slice(3, 3 + length)]], `${length}`);
      const expected = octets(length + 5).map((octet, i) => (i >= 3 && i < 3 + length ? octet ^ 0xff : octet));
      t.deepEqual(bytes, expected, `${length}`);
    }
  });
}

test.serial("the short transactions of registers are one call each", (t) => {
  const { bus, spi } = open("pico");
  const calls = Array.from({ length: 10 }, (_, i) => {
    spi.calls = 0;
    bus.transfer(octets(16), 0, i + 1);
    return spi.calls;
  });
  t.deepEqual(calls, [1, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
});

test.serial("a closed bus gives its hardware back", (t) => {
  const { bus, spi } = open("pico");
  bus.close();
  t.true(spi.closed);
});
