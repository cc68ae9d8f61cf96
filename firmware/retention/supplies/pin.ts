import Digital from "embedded:io/digital";
import { PowerGoodPin } from "linkpulse/moddable/supply";

/** A supervisor's power-good output, high while the supply is good. */
export const openSupply: (pin: number, fullScale: number) => PowerGoodPin = (pin) =>
  new PowerGoodPin({ io: Digital, pin });
