import { checkedInteger } from "../../options";
import { PowerGood } from "../../ports";
import type { SupplyMonitor } from "../../ports";

/** What this platform asks of a `Pin` that measures or tells. */
export interface EspruinoSupplyPin {
  /** 0 to 1. */
  analog(): number;
  read(): unknown;
}

export interface AnalogSupplyOptions {
  pin: EspruinoSupplyPin;
  /** The voltage of the rail at which the converter reads its most, its divider included, 1 to 32000 mV. */
  fullScale: number;
}

/**
 * The voltage of a rail, through a divider to a pin that measures.
 *
 * Memory: one object.
 */
export class AnalogSupply implements SupplyMonitor {
  private readonly _pin: EspruinoSupplyPin;
  private readonly _fullScale: number;

  /** @throws RangeError when the full scale is out of its range */
  constructor(options: AnalogSupplyOptions) {
    this._pin = options.pin;
    this._fullScale = checkedInteger("supply: full scale", options.fullScale, 1, 32000, " mV");
  }

  millivolts(): number {
    return (this._pin.analog() * this._fullScale) | 0;
  }
}

/**
 * A supervisor's power-good output, high while the supply is good.
 *
 * Memory: one object.
 */
export class PowerGoodPin implements SupplyMonitor {
  private readonly _pin: EspruinoSupplyPin;

  constructor(pin: EspruinoSupplyPin) {
    this._pin = pin;
  }

  millivolts(): number {
    return this._pin.read() ? PowerGood.Yes : PowerGood.No;
  }
}
