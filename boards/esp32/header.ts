import type { Header } from "../board";

/** An ESP32-DevKitC V4; other boards have the same names in another order. */
export const header: Header = {
  left: [6, 7, 8, 15, 2, 0, 4, 16, 17, 5, 18, 19, "GND", 21, 3, 1, 22, 23, "GND"],
  right: ["5V", 11, 10, 9, 13, "GND", 12, 14, 27, 26, 25, 33, 32, 35, 34, 39, 36, "EN", "3V3"],
  numbered: false,
  notes: [
    "GPIO 6 to 11 belong to the flash, 1 and 3 to the USB bridge; 34 to 39 are inputs without pull-ups.",
    "The DevKitC has no LED on GPIO 2, other boards have.",
  ],
};
