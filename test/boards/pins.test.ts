import test from "ava";
import type { Board } from "../../boards/board";
import { board as esp32 } from "../../boards/esp32/board";
import { board as pico } from "../../boards/pico/board";
import { board as pico2 } from "../../boards/pico-2/board";
import { board as picoW } from "../../boards/pico-w/board";

/** GPIO functions F1 to F3 of RP2040 and RP2350, which repeat (RP2040 datasheet, 1.4.3): what a pin is, and of which port. */
const FUNCTIONS = {
  uart: (pin: number) => `${["TX", "RX", "CTS", "RTS"][pin & 3]} ${((pin + 4) >> 3) & 1}`,
  spi: (pin: number) => `${["RX", "CSn", "SCK", "TX"][pin & 3]} ${(pin >> 3) & 1}`,
  i2c: (pin: number) => `${["SDA", "SCL"][pin & 1]} ${(pin >> 1) & 1}`,
};

for (const [id, board] of Object.entries({ pico, "pico-2": pico2, "pico-w": picoW })) {
  test(`${id}: each pin has the function that the board wants of it`, (t) => {
    const { uart, spi, i2c } = FUNCTIONS;
    for (const { port, transmit, receive } of [board.line, board.console]) {
      t.deepEqual([uart(transmit), uart(receive)], [`TX ${port}`, `RX ${port}`]);
    }
    const { port, clock, out, in: input, select } = board.spi;
    t.deepEqual(
      [clock, out, input, select].map(spi),
      ["SCK", "TX", "RX", "CSn"].map((name) => `${name} ${port}`),
    );
    t.deepEqual([i2c(board.i2c.data), i2c(board.i2c.clock)], [`SDA ${board.i2c.port}`, `SCL ${board.i2c.port}`]);
    // ADC0 to ADC2; the fourth measures VSYS.
    t.true(board.supply >= 26 && board.supply <= 28);
    // GPIO 23 to 25 and 29 are not led out.
    const pins = [...Object.values(board.spi).slice(1), board.interrupt, board.line.transmit, board.console.transmit];
    for (const pin of pins) t.true(pin <= 22 || (pin >= 26 && pin <= 28), `GPIO ${pin}`);
  });
}

test("esp32: inputs drive nothing, flash and boot have their pins to themselves, ADC1 measures", (t) => {
  const { line, console, spi, interrupt, i2c, supply, led } = esp32;
  const driven = [line.transmit, console.transmit, spi.clock, spi.out, spi.select, i2c.data, i2c.clock, led.moddable!];
  for (const pin of driven) t.true(pin < 34, `GPIO ${pin} is an input only`);
  const all = [...driven, line.receive, console.receive, spi.in, interrupt, supply];
  for (const pin of all) {
    t.false(pin >= 6 && pin <= 11, `GPIO ${pin} is the flash's`);
    t.not(pin, 1);
    t.not(pin, 3);
    // Boot mode, the flash's voltage, and what the ROM prints (ESP32 datasheet, 3: strapping pins).
    t.false([0, 12, 15].includes(pin), `GPIO ${pin} is a strapping pin`);
  }
  // SDIO timing, which nothing here uses: pulled up, as a chip's select wants it. GPIO 2 must be low or open, as an LED leaves it.
  t.deepEqual([spi.select, led.moddable, led.espruino], [5, 2, 2]);
  t.true(supply >= 32 && supply <= 39);
});

test("esp32: line and SPI are on the pins that the chip has for them without its matrix", (t) => {
  t.deepEqual(esp32.line, { port: 2, transmit: 17, receive: 16 });
  t.deepEqual(esp32.spi, { port: 2, clock: 18, out: 23, in: 19, select: 5 });
});

test("a UART of its own for line and console, and another one for what the board boots with", (t) => {
  for (const board of [esp32, pico, pico2, picoW] as Board[]) t.not(board.line.port, board.console.port);
  t.false([esp32.line.port, esp32.console.port].includes(0));
});
