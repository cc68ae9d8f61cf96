import { board } from "../../boards/pico/board";
import type { ChipWires } from "../engine/engine";
import type { EmulatedPico } from "./pico";

/** An Ethernet chip at the pins of a Pico that the board's definition names. */
export class ChipPins {
  private readonly _pico: EmulatedPico;
  private readonly _chip: ChipWires;

  constructor(pico: EmulatedPico, chip: ChipWires) {
    this._pico = pico;
    this._chip = chip;
    const followed = {
      select: () => chip.select(),
      exchange: (octet: number) => chip.exchange(octet),
      deselect: () => {
        chip.deselect();
        this.follow();
      },
    };
    pico.putOnSpi(followed, board.spi.select);
    this.follow();
  }

  /** Gives the Pico's pin the level of the chip's interrupt, which may have changed. */
  follow(): void {
    this._pico.drive(board.interrupt, this._chip.interrupt);
  }
}
