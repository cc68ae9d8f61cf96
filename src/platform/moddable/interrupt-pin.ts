import type { RunLoop } from "../../scheduler/run-loop";
import type { InterruptListener } from "../ethernet-on-chip";
import type { EmbeddedDigital, EmbeddedDigitalClass } from "./embedded";

export interface InterruptPinOptions {
  /** `Digital` of `embedded:io/digital`. */
  io: EmbeddedDigitalClass;
  pin: number;
}

/**
 * A chip's interrupt pin, active low, with the pull-up that an open drain wants.
 *
 * Memory: one object.
 */
export class ModdableInterruptPin {
  private readonly _digital: EmbeddedDigital;
  private _listener: InterruptListener | null = null;

  /** @throws what the Digital class throws when the pin can't be used */
  constructor(options: InterruptPinOptions, loop: RunLoop) {
    const Digital = options.io;
    this._digital = new Digital({
      pin: options.pin,
      mode: Digital.InputPullUp,
      edge: Digital.Falling,
      onReadable: () => this._fell(loop),
    });
  }

  /** Says whom to tell of each falling edge. */
  attach(listener: InterruptListener): void {
    this._listener = listener;
  }

  close(): void {
    this._listener = null;
    this._digital.close();
  }

  private _fell(loop: RunLoop): void {
    if (this._listener === null) return;
    this._listener.interrupt(loop.now());
    loop.update();
  }
}
