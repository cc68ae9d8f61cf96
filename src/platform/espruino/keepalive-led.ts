import { isWorthFlash } from "../led-line";
import type { LedLine } from "../led-line";
import type { EspruinoPin } from "./spi-bus";

declare function setTimeout(callback: () => void, delay: number): number;

/** How long a flash lasts, ms. */
const FLASH = 50;

/**
 * An LED that flashes with each keepalive: of a router while the line protocol is up, of an Ethernet link if it came back
 * besides, with each NAT keepalive that was sent. What `startRouter`, `startEthernet` and `startNatt` take as `listener`.
 */
export class KeepaliveLed {
  /** The router or the Ethernet link; undefined while it is being made. */
  line: LedLine | undefined = undefined;
  private readonly _pin: EspruinoPin | undefined;
  private readonly _darken: () => void;

  /** @param pin lit while it is high; undefined: there is no LED, and nothing flashes */
  constructor(pin: EspruinoPin | undefined) {
    this._pin = pin;
    this._darken = () => this._pin!.write(0);
  }

  keepaliveInterval(): void {
    if (isWorthFlash(this.line)) this.keepaliveSent();
  }

  keepaliveSent(): void {
    if (this._pin === undefined) return;
    this._pin.write(1);
    setTimeout(this._darken, FLASH);
  }
}
