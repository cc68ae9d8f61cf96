import type { Board } from "../board";

/**
 * Raspberry Pi Pico (RP2040, 125 MHz). UART0 on GPIO 0 and 1 (pins 1 and 2), UART1 on GPIO 4 and 5 (pins 6 and 7); both
 * have FIFOs of 32 octets, in front of which our driver keeps 256.
 *
 * An octet that comes costs XS 60 to 65 us in frames of 1500, and about 100 us in the shortest, measured on the emulator; at
 * 115200 bit/s it lasts 87 us. Espruino polls its UARTs and takes some 90 us for a step that XS does in 10.
 *
 * An Ethernet chip is on SPI0, GPIO 16 to 19, its interrupt on GPIO 21: as the W5500-EVB-Pico has them. The clock is 125 MHz
 * divided by an even number: of 10 MHz 8.9 are left.
 *
 * A clock chip is on I2C0, GPIO 8 and 9 (pins 11 and 12); the supply is measured at ADC0, GPIO 26 (pin 31).
 * Flash has 2 MB, of which Espruino's Storage is the last 256 KB.
 */
export const board: Board = {
  name: "Raspberry Pi Pico",
  line: { port: 0, transmit: 0, receive: 1 },
  console: { port: 1, transmit: 4, receive: 5 },
  spi: { port: 0, clock: 18, out: 19, in: 16, select: 17 },
  interrupt: 21,
  i2c: { port: 0, data: 8, clock: 9 },
  supply: 26,
  fullScale: { moddable: 3 * 3300, espruino: 3 * 3300 },
  led: { moddable: 25, espruino: 25 },
  moddable: { platform: "pico", drive: "RPI-RP2" },
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
  wifi: [],
};
