import Analog from "embedded:io/analog";
import { AnalogSupply } from "linkpulse/moddable/supply";

/** The rail behind the hold-up capacitor, through a divider to the pin. @param fullScale mV of the rail */
export function openSupply(pin: number, fullScale: number) {
  return new AnalogSupply({ io: Analog, pin, fullScale });
}
