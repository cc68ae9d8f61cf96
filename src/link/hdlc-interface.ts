import { Fcs16 } from "../framing/fcs";
import type { Framing } from "../framing/framing";
import { OctetFraming } from "../framing/octet-framing";
import { HdlcKeepalive } from "../keepalive/hdlc";
import type { HdlcKeepaliveOptions } from "../keepalive/hdlc";
import type { SerialPort } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import { SerialInterface } from "./serial-interface";
import type { InterfaceListener } from "./serial-interface";

export interface HdlcInterfaceOptions {
  /** As the console shows it: `Serial0/0`. */
  name: string;
  port: SerialPort;
  /** Must have {@link SERIAL_INTERFACE_TIMERS} timers free. */
  scheduler: Scheduler;
  listener: InterfaceListener;
  keepalive: HdlcKeepaliveOptions;
  /** How frames stand on the line. Default: octet-stuffed, FCS-16, nothing escaped but flag and escape. */
  framing?: Framing;
  /** The longest packet without its header, 1 to 65000 octets. Default 1500. */
  mtu?: number;
  /** For `load`, 1 to 1000000000 bit/s. Default 64000. */
  bandwidth?: number;
  /** How long the carrier must be away to count as lost, 0 to 60000 ms. Default 2000. */
  carrierDelay?: number;
  /** How much earlier a keepalive may go out to share a wake-up, 0 to 2^30 - 1 ms. Default 0. */
  slack?: number;
  /** How many trace records to keep; 0, the default, keeps none. */
  trace?: number;
}

/** A serial interface whose link protocol is Cisco HDLC. */
export interface HdlcInterface extends SerialInterface {
  readonly protocol: HdlcKeepalive;
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
  const framing = options.framing === undefined ? new OctetFraming(new Fcs16(), 0) : options.framing;
  return new SerialInterface({
    name: options.name,
    port: options.port,
    scheduler: options.scheduler,
    encapsulations: [{ protocol: new HdlcKeepalive(options.keepalive), framing: framing }],
    listener: options.listener,
    mtu: options.mtu,
    bandwidth: options.bandwidth,
    carrierDelay: options.carrierDelay,
    slack: options.slack,
    trace: options.trace,
  }) as HdlcInterface;
}
