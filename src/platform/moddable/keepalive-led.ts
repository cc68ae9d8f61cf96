import Timer from "timer";
import { isWorthFlash } from "../led-line";
import type { LedLine } from "../led-line";
import type { EmbeddedDigital, EmbeddedDigitalClass } from "./embedded";

/** How long a flash lasts, ms. */
const FLASH = 50;

/** A timer that is to be armed again must repeat, or Moddable gives it up after its call. It does after 12 days, ms. */
const REPEAT = 0x3fffffff;

export interface KeepaliveLedOptions {
  /** `Digital` of `embedded:io/digital`. */
  io: EmbeddedDigitalClass;
  /** Lit while it is high. Default: there is no LED, and nothing flashes. */
  pin?: number;
}

/**
 * An LED that flashes with each keepalive: of a router while the line protocol is up, of an Ethernet link if it came back
 * besides, with each NAT keepalive that was sent. What `startRouter`, `startEthernetRouter` and `startNatt` take as
 * `listener`.
 *
 * Memory: one object of the class, and a timer.
 */
export class KeepaliveLed {
  /** The router or the Ethernet link; undefined while it is being made. */
  line: LedLine | undefined = undefined;
  private readonly _digital: EmbeddedDigital | null;
  private readonly _timer: Timer;

  /** @throws what `Digital` throws when the pin can't be used */
  constructor(options: KeepaliveLedOptions) {
    const { io, pin } = options;
    const digital = pin === undefined ? null : new io({ pin, mode: io.Output });
    const darken = () => {
      if (digital !== null) digital.write(0);
    };
    darken();
    this._digital = digital;
    this._timer = Timer.repeat(darken, REPEAT);
  }

  keepaliveInterval(): void {
    if (isWorthFlash(this.line)) this.keepaliveSent();
  }

  keepaliveSent(): void {
    if (this._digital === null) return;
    this._digital.write(1);
    Timer.schedule(this._timer, FLASH, REPEAT);
  }
}
