import type { Header } from "../board";
import { header as pico } from "../pico/header";

export const header: Header = {
  ...pico,
  notes: ["The LED is on the Wi-Fi chip, which Moddable reaches and Espruino does not."],
};
