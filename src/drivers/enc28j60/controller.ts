import type { Controller } from "../../ports";
import { ascii } from "../../text";
import { Revision } from "./bank3";
import type { Enc28j60 } from "./enc28j60";

const CHIP = ascii("ENC28J60");
const B1 = ascii("B1");
const B4 = ascii("B4");
const B5 = ascii("B5");
const B7 = ascii("B7");
const UNKNOWN = ascii("");
const HALF_DUPLEX = ascii("10 Mbit/s, half duplex");
const FULL_DUPLEX = ascii("10 Mbit/s, full duplex");

/** By `Enc28j60Counter`. */
const COUNTERS = ascii(
  "frames sent|frames received|transmit errors|late collisions, sent again (erratum 13)|" +
    "transmissions stuck (erratum 12)|bad lengths out|receive errors|bad lengths in|overruns|rings corrupt|" +
    "times found with the receiver off|resets found|set-ups|set-ups failed|registers written again (erratum 1)|" +
    "link changes|self-tests|self-tests failed",
);

/** An ENC28J60 as `show controllers` shows it. */
export class Enc28j60Controller implements Controller {
  readonly chip = CHIP;
  readonly counters: Int32Array;
  readonly counterNames = COUNTERS;
  private readonly _driver: Enc28j60;

  constructor(driver: Enc28j60) {
    this.counters = driver.counters;
    this._driver = driver;
  }

  get revision(): Uint8Array {
    switch (this._driver.revision as Revision) {
      case Revision.B1:
        return B1;
      case Revision.B4:
        return B4;
      case Revision.B5:
        return B5;
      case Revision.B7:
        return B7;
      default:
        return UNKNOWN;
    }
  }

  get medium(): Uint8Array {
    return this._driver.fullDuplex ? FULL_DUPLEX : HALF_DUPLEX;
  }
}
