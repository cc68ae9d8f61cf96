import { PppFraming } from "../framing/ppp-framing";
import { Ppp } from "../keepalive/ppp";
import type { PppOptions } from "../keepalive/ppp-options";
import { mtuOption, SerialInterface } from "./serial-interface";
import type { Encapsulation, SerialInterfaceOptions } from "./serial-interface";

export interface PppInterfaceOptions extends SerialInterfaceOptions {
  /** Keepalive and what else is PPP's. */
  ppp: PppOptions;
}

/** A serial interface whose link protocol is PPP. */
export interface PppInterface extends SerialInterface {
  readonly protocol: Ppp;
}

/** PPP as one of an interface's encapsulations. @setup */
export function pppEncapsulation(options: PppInterfaceOptions): Encapsulation {
  const framing = new PppFraming();
  return { protocol: new Ppp(options.ppp, framing, mtuOption(options)), framing: framing };
}

/**
 * Wires a serial interface with PPP around the caller's port and scheduler. `start(now)` then brings it up.
 *
 * Memory: what {@link SerialInterface}, {@link PppFraming} and {@link Ppp} state.
 *
 * @throws RangeError when an option is out of range or the scheduler full
 * @setup
 */
export function createPppInterface(options: PppInterfaceOptions): PppInterface {
  return new SerialInterface(options, [pppEncapsulation(options)]) as PppInterface;
}
