import type { SpiBus } from "../../src/ports";
import type { RouterOutputs } from "./contract";

/** The device's side of the SPI bus of a chip. */
export class EmulatedSpi implements SpiBus {
  /** As the RP2040's port of Moddable has it. */
  readonly longest: number;
  private readonly _number: number;
  private readonly _outputs: RouterOutputs;

  /** @param number among its router's ports */
  constructor(outputs: RouterOutputs, number: number) {
    this.longest = 255;
    this._number = number;
    this._outputs = outputs;
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    this._outputs.transfer(this._number, bytes, start, end);
  }
}
