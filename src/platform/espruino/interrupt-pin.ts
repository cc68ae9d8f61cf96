import type { RunLoop } from "../../scheduler/run-loop";
import type { InterruptListener } from "../ethernet-on-chip";
import type { EspruinoPin } from "./spi-bus";

declare function setWatch(callback: () => void, pin: unknown, options: { repeat: true; edge: "falling" }): number;
declare function clearWatch(id: number): void;

/** A chip's interrupt pin, active low, with the pull-up that an open drain wants. */
export class EspruinoInterruptPin {
  private readonly _watch: number;
  private _listener: InterruptListener | null = null;

  constructor(pin: EspruinoPin, loop: RunLoop) {
    pin.mode("input_pullup");
    this._watch = setWatch(() => this._fell(loop), pin, { repeat: true, edge: "falling" });
  }

  /** Says whom to tell of each falling edge. */
  attach(listener: InterruptListener): void {
    this._listener = listener;
  }

  close(): void {
    this._listener = null;
    clearWatch(this._watch);
  }

  private _fell(loop: RunLoop): void {
    if (this._listener === null) return;
    this._listener.interrupt(loop.now());
    loop.update();
  }
}
