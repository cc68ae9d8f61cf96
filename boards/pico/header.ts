import type { Header } from "../board";

/** The 40 pins of a Pico, which all of its family have. */
export const header: Header = {
  left: [0, 1, "GND", 2, 3, 4, 5, "GND", 6, 7, 8, 9, "GND", 10, 11, 12, 13, "GND", 14, 15],
  right: [
    ...["VBUS", "VSYS", "GND", "3V3_EN", "3V3", "ADC_VREF", 28, "AGND", 27, 26],
    ...["RUN", 22, "GND", 21, 20, 19, 18, "GND", 17, 16],
  ],
  numbered: true,
  notes: ["The LED is on GPIO 25."],
};
