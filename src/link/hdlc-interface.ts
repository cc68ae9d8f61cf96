import { FCS16 } from "../framing/fcs";
import type { Framing } from "../framing/framing";
import { OctetFraming } from "../framing/octet-framing";
import { HdlcKeepalive } from "../keepalive/hdlc";
import type { HdlcKeepaliveOptions } from "../keepalive/hdlc";
import { SerialInterface } from "./serial-interface";
import type { Encapsulation, SerialInterfaceOptions } from "./serial-interface";

export interface HdlcInterfaceOptions extends SerialInterfaceOptions {
  keepalive: HdlcKeepaliveOptions;
  /** How frames stand on the line. Default: octet-stuffed, FCS-16, nothing escaped but flag and escape. */
  framing?: Framing;
}

/** A serial interface whose link protocol is Cisco HDLC. */
export interface HdlcInterface extends SerialInterface {
  readonly protocol: HdlcKeepalive;
}

/** Cisco HDLC as one of an interface's encapsulations. @setup */
export function hdlcEncapsulation(options: HdlcInterfaceOptions): Encapsulation {
  const framing = options.framing === undefined ? new OctetFraming(FCS16, 0) : options.framing;
  return { protocol: new HdlcKeepalive(options.keepalive), framing: framing };
}

/**
 * Wires a serial interface with Cisco HDLC around the caller's port and scheduler. `start(now)` then brings it up.
 *
 * Memory: what {@link SerialInterface} and {@link HdlcKeepalive} state.
 *
 * @throws RangeError when an option is out of range or the scheduler full
 * @setup
 */
export function createHdlcInterface(options: HdlcInterfaceOptions): HdlcInterface {
  return new SerialInterface(options, [hdlcEncapsulation(options)]) as HdlcInterface;
}
