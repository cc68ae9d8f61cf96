import type { EspruinoPin } from "./spi-bus";

declare function setTimeout(callback: () => void, delay: number): number;

/** How long a flash lasts, ms. */
const FLASH = 50;

/** An LED that flashes with each keepalive while the line protocol is up. What `startRouter` takes as `listener`. */
export class KeepaliveLed {
  /** The router; undefined while it is being made. */
  line: { readonly lineProtocolUp: boolean } | undefined = undefined;
  private readonly _pin: EspruinoPin;
  private readonly _darken: () => void;

  /** @param pin lit while it is high */
  constructor(pin: EspruinoPin) {
    this._pin = pin;
    this._darken = () => pin.write(0);
  }

  keepaliveInterval(): void {
    if (this.line === undefined || !this.line.lineProtocolUp) return;
    this._pin.write(1);
    setTimeout(this._darken, FLASH);
  }
}
