import type { Board } from "../board";

/**
 * Raspberry Pi Pico 2 (RP2350, 150 MHz), with the pins of a Pico (`../pico/board.ts`). What the processor takes for an
 * octet has not been measured: the limits of speed are the Pico's.
 *
 * Espruino's console is on GPIO 0 and 1 where no USB is attached, as is the line: the firmware takes it from there. Flash
 * has 4 MB, of which Espruino's Storage is the last 3.
 */
export const board: Board = {
  name: "Raspberry Pi Pico 2",
  line: { port: 0, transmit: 0, receive: 1 },
  console: { port: 1, transmit: 4, receive: 5 },
  spi: { port: 0, clock: 18, out: 19, in: 16, select: 17 },
  interrupt: 21,
  i2c: { port: 0, data: 8, clock: 9 },
  supply: 26,
  fullScale: { moddable: 3 * 3300, espruino: 3 * 3300 },
  led: { moddable: 25, espruino: 25 },
  moddable: { platform: "pico/pico_2", drive: "RP2350" },
  espruino: {
    board: "RP2350_PICO2",
    chip: "RP2350",
    serial: "Serial1",
    transmit: "D0",
    receive: "D1",
    console: "USB",
    spi: "SPI1",
    i2c: "I2C1",
  },
  fastest: { moddable: 115200, espruino: 9600 },
  mtu: { moddable: 1500, espruino: 256 },
  heap: { moddable: 114000 },
  flash: { moddable: 4194304, espruino: 3145728 },
  memories: { moddable: ["scratch", "flash"], espruino: ["scratch"] },
  wifi: [],
};
