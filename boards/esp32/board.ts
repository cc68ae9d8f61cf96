import type { Board } from "../board";

/**
 * ESP32 boards (two cores, 240 MHz) with a USB bridge on UART0, which Moddable's debugger and Espruino's console use.
 * The line is on UART2, GPIO 17 and 16: not to be used where these drive PSRAM (WROVER modules). UART1's own pins belong
 * to the flash, so its signals are routed to GPIO 25 and 26. The FIFOs hold 128 octets.
 *
 * An Ethernet chip is on SPI3 (VSPI), on its own pins, a clock chip on I2C0, GPIO 21 and 22. The supply is measured at
 * GPIO 34, which is of ADC1: Wi-Fi takes ADC2. Moddable (SDK 8.2.3) gives what the chip's own calibration says, as a part
 * of 2450 mV; Espruino what the converter counts, which is near a part of 3600 mV from 1400 to 2200 mV, and 6 % less at 1000.
 * GPIO 34 has no pull-up.
 *
 * Many boards have an LED on GPIO 2, and the DevKitC has none: one with a resistor to ground goes there. The pin must not be
 * high while the boot loader starts, and such an LED pulls it low.
 *
 * The bridge's DTR and RTS drive reset and boot mode on most boards: a host must leave them alone.
 *
 * Of 4 MB flash Moddable's partition for the program has 4032 KB, Espruino's Storage 896.
 */
export const board: Board = {
  name: "ESP32",
  line: { port: 2, transmit: 17, receive: 16 },
  console: { port: 1, transmit: 25, receive: 26 },
  spi: { port: 2, clock: 18, out: 23, in: 19, select: 5 },
  interrupt: 4,
  i2c: { port: 0, data: 21, clock: 22 },
  supply: 34,
  fullScale: { moddable: 3 * 2450, espruino: 3 * 3600 },
  led: { moddable: 2, espruino: 2 },
  moddable: { platform: "esp32", drive: null },
  espruino: {
    board: "ESP32",
    chip: "ESP32",
    serial: "Serial3",
    transmit: "D17",
    receive: "D16",
    console: "Serial1",
    spi: "SPI2",
    i2c: "I2C1",
  },
  fastest: { moddable: 115200, espruino: 9600 },
  mtu: { moddable: 1500, espruino: 256 },
  flash: { moddable: 4128768, espruino: 917504 },
  memories: { moddable: ["rtc", "flash"], espruino: ["rtc"] },
  wifi: ["moddable", "espruino"],
};
