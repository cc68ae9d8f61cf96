import Digital from "embedded:io/digital";
import Timer from "timer";

/** How long a flash lasts, ms. */
const FLASH = 50;

/** A timer that is to be armed again must repeat, or Moddable gives it up after its call: it is set anew before, ms. */
const REPEAT = 0x3fffffff;

/** The router whose line an LED tells of. */
interface Line {
  readonly lineProtocolUp: boolean;
}

/** An LED that flashes with each keepalive while the line protocol is up. What `startRouter` takes as `listener`. */
export class KeepaliveLed {
  /** Undefined while the router is being made. */
  line: Line | undefined;
  private readonly _pin: Digital;
  private readonly _timer: Timer;

  /** @param pin lit while it is high */
  constructor(pin: number) {
    this._pin = new Digital({ pin, mode: Digital.Output });
    this._pin.write(0);
    this._timer = Timer.repeat(() => {
      this._pin.write(0);
      Timer.schedule(this._timer);
    }, REPEAT);
    Timer.schedule(this._timer);
  }

  keepaliveInterval(): void {
    if (this.line === undefined || !this.line.lineProtocolUp) return;
    this._pin.write(1);
    Timer.schedule(this._timer, FLASH, REPEAT);
  }
}
