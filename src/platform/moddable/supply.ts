import { checkedInteger } from "../../options";
import { PowerGood } from "../../ports";
import type { SupplyMonitor } from "../../ports";
import type { EmbeddedAnalog, EmbeddedAnalogClass, EmbeddedDigital, EmbeddedDigitalClass } from "./embedded";

export interface AnalogSupplyOptions {
  /** `Analog` of `embedded:io/analog`. */
  io: EmbeddedAnalogClass;
  pin: number;
  /** The voltage of the rail at which the converter reads its most, its divider included, 1 to 32000 mV. */
  fullScale: number;
}

/**
 * The voltage of a rail, through a divider to a pin that measures.
 *
 * Memory: one object of the class, 16 octets.
 */
export class AnalogSupply implements SupplyMonitor {
  private readonly _analog: EmbeddedAnalog;
  private readonly _fullScale: number;
  private readonly _most: number;

  /** @throws RangeError when an option is out of its range; what `Analog` throws when the pin can't be used */
  constructor(options: AnalogSupplyOptions) {
    this._fullScale = checkedInteger("supply: full scale", options.fullScale, 1, 32000, " mV");
    this._analog = new options.io({ pin: options.pin });
    this._most = (1 << this._analog.resolution) - 1;
  }

  millivolts(): number {
    return ((this._analog.read() * this._fullScale) / this._most) | 0;
  }
}

export interface PowerGoodPinOptions {
  /** `Digital` of `embedded:io/digital`. */
  io: EmbeddedDigitalClass;
  pin: number;
}

/**
 * A supervisor's power-good output, high while the supply is good; a pull-up is what an open drain wants.
 *
 * Memory: one object of the class.
 */
export class PowerGoodPin implements SupplyMonitor {
  private readonly _digital: EmbeddedDigital;

  /** @throws what `Digital` throws when the pin can't be used */
  constructor(options: PowerGoodPinOptions) {
    this._digital = new options.io({ pin: options.pin, mode: options.io.InputPullUp });
  }

  millivolts(): number {
    return this._digital.read() === 0 ? PowerGood.No : PowerGood.Yes;
  }
}
