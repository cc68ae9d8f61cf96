import type { Controller } from "../../ports";
import { ascii } from "../../text";
import { PhyBit } from "./common-registers";
import type { W5500 } from "./w5500";

const CHIP = ascii("W5500");
/** What VERSIONR holds; there is no other. */
const VERSION = ascii("4");
const HALF_DUPLEX_10 = ascii("10 Mbit/s, half duplex");
const FULL_DUPLEX_10 = ascii("10 Mbit/s, full duplex");
const HALF_DUPLEX_100 = ascii("100 Mbit/s, half duplex");
const FULL_DUPLEX_100 = ascii("100 Mbit/s, full duplex");

/** By `W5500Counter`. */
const COUNTERS = ascii(
  "SPI transactions|SPI octets|SPI errors|registers unsettled|resets found|times stuck|times not found|link changes|" +
    "sockets opened again|bad lengths|frames received|frames sent|frames not sent|datagrams received|" +
    "datagrams sent|datagrams not sent|datagrams too long",
);

/** A W5500 as `show controllers` shows it. */
export class W5500Controller implements Controller {
  readonly chip = CHIP;
  readonly revision = VERSION;
  readonly counters: Int32Array;
  readonly counterNames = COUNTERS;
  private readonly _driver: W5500;

  constructor(driver: W5500) {
    this.counters = driver.counters;
    this._driver = driver;
  }

  /** What the PHY negotiated. */
  get medium(): Uint8Array {
    const phy = this._driver.phy;
    const full = (phy & PhyBit.DPX) !== 0;
    if ((phy & PhyBit.SPD) !== 0) return full ? FULL_DUPLEX_100 : HALF_DUPLEX_100;
    return full ? FULL_DUPLEX_10 : HALF_DUPLEX_10;
  }
}
