import Timer from "timer";
import type { EmbeddedDigital, EmbeddedDigitalClass } from "./embedded";

/** How long a flash lasts, ms. */
const FLASH = 50;

/** A timer that is to be armed again must repeat, or Moddable gives it up after its call: it is set anew before, ms. */
const REPEAT = 0x3fffffff;

export interface KeepaliveLedOptions {
  /** `Digital` of `embedded:io/digital`. */
  io: EmbeddedDigitalClass;
  /** Lit while it is high. */
  pin: number;
}

/**
 * An LED that flashes with each keepalive while the line protocol is up. What a router takes as `listener`.
 *
 * Memory: one object of the class, and a timer.
 */
export class KeepaliveLed {
  /** The router; undefined while it is being made. */
  line: { readonly lineProtocolUp: boolean } | undefined = undefined;
  private readonly _digital: EmbeddedDigital;
  private readonly _timer: Timer;

  /** @throws what `Digital` throws when the pin can't be used */
  constructor(options: KeepaliveLedOptions) {
    this._digital = new options.io({ pin: options.pin, mode: options.io.Output });
    this._digital.write(0);
    this._timer = Timer.repeat(() => this._darken(), REPEAT);
    Timer.schedule(this._timer);
  }

  keepaliveInterval(): void {
    if (this.line === undefined || !this.line.lineProtocolUp) return;
    this._digital.write(1);
    Timer.schedule(this._timer, FLASH, REPEAT);
  }

  private _darken(): void {
    this._digital.write(0);
    Timer.schedule(this._timer);
  }
}
