import type { Board } from "../board";

/**
 * Raspberry Pi Pico W: a Pico (`../pico/board.ts`) with a Wi-Fi chip, a CYW43439 on GPIO 23, 24, 25 and 29, which are not
 * led out. Espruino has no build of its own for it and runs that of the Pico, without Wi-Fi.
 *
 * The LED is on that chip too: to Moddable it is pin 32, and what Espruino has for a Pico does not reach it. Moddable's own
 * manifest (SDK 8.2.3) does not tell its C of that pin, so `src/parts/led/manifest.json` does; without that a write throws.
 */
export const board: Board = {
  name: "Raspberry Pi Pico W",
  line: { port: 0, transmit: 0, receive: 1 },
  console: { port: 1, transmit: 4, receive: 5 },
  spi: { port: 0, clock: 18, out: 19, in: 16, select: 17 },
  interrupt: 21,
  i2c: { port: 0, data: 8, clock: 9 },
  supply: 26,
  fullScale: { moddable: 3 * 3300, espruino: 3 * 3300 },
  led: { moddable: 32 },
  moddable: { platform: "pico/pico_w", drive: "RPI-RP2" },
  espruino: {
    board: "ESPR_RP2040_PICO",
    chip: "RP2040",
    serial: "Serial1",
    transmit: "D0",
    receive: "D1",
    console: "USB",
    spi: "SPI1",
    i2c: "I2C1",
  },
  fastest: { moddable: 115200, espruino: 9600 },
  mtu: { moddable: 1500, espruino: 256 },
  heap: { moddable: 114000, espruino: 44000 },
  flash: { moddable: 2097152, espruino: 262144 },
  memories: { moddable: ["scratch", "flash"], espruino: ["scratch"] },
  wifi: ["moddable"],
};
