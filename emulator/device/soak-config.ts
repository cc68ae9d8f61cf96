import { WakeSource } from "../../src/ports";
import type { InterfaceConfig, RouterConfig } from "./contract";

/** Interfaces of a router. */
export const SOAK_PORTS = 4;
/** ms between two steps of the timeline. */
export const SOAK_TICK = 5000;
/** An ACCM that escapes 11 and 13. */
const XON_XOFF = 0x000a0000;

/**
 * A router of the soak, 0 or 1, with four wires to the other:
 *
 * 0. HDLC, FCS-16, transmitters of 16 octets, a keepalive every second step;
 * 1. HDLC in bits, FCS-32, a keepalive every fourth step;
 * 2. PPP, FCS-32 one way, XON and XOFF escaped the other; adaptive; the second router is told its address;
 * 3. PPP as plain as can be, with transmitters of 16 octets, a host at each end, and a path probe from the first to the
 *    second.
 *
 * @setup
 */
export function soakRouter(router: number): RouterConfig {
  const interfaces: InterfaceConfig[] = [];
  for (let port = 0; port < SOAK_PORTS; port++) interfaces.push(interfaceConfig(router, port));
  return {
    seed: router + 1,
    timeOfDay: 0,
    hostname: "r",
    console: true,
    forwards: false,
    interfaces: interfaces,
    natT: null,
  };
}

/** A router of the echo soak, 0 or 1: with the plain PPP of {@link soakRouter} and nothing else. @setup */
export function soakLink(router: number): RouterConfig {
  const config = soakRouter(router);
  config.console = false;
  config.interfaces = [config.interfaces[SOAK_PORTS - 1]!];
  config.interfaces[0]!.host = null;
  config.interfaces[0]!.fifo = 0;
  return config;
}

/** @setup */
function interfaceConfig(router: number, port: number): InterfaceConfig {
  const first = router === 0;
  const isPpp = port >= 2;
  const bits = port === 1;
  const plain = port === 3;
  return {
    // The same at both routers: the same is typed at both.
    name: `Serial0/${port}`,
    hardware: "memory",
    encapsulation: isPpp ? "ppp" : "hdlc",
    interval: (bits ? 4 : 2) * SOAK_TICK,
    retries: 3,
    upCount: bits ? 2 : 1,
    downWhenLooped: first,
    // The second router learns its addresses from the first.
    address: first ? 0x0a000001 + (port << 8) : plain ? 0x0a000302 : 0,
    mask: first ? -4 : 0,
    askAddress: !first,
    mtu: 128,
    bandwidth: 9600,
    carrierDelay: 2000,
    slack: bits ? 500 : 0,
    trace: 32,
    fifo: port === 0 || plain ? 16 : 0,
    framing: bits ? "bit" : "octet",
    fcs: bits || (port === 2 && first) ? 32 : 16,
    accm: bits || (port === 2 && !first) ? XON_XOFF : 0,
    ppp: {
      adaptive: port === 2,
      pfc: !plain,
      acfc: port === 2,
      peerAddress: first && port === 2 ? 0x0a000202 : 0,
      restart: 3000,
      hold: 2 * SOAK_TICK,
      debug: false,
    },
    host: plain ? { target: first ? 0x0a000302 : 0, interval: SOAK_TICK, retries: 3 } : null,
    debug: false,
    shutdown: false,
    wakeSource: WakeSource.AlwaysAwake,
    ethernet: null,
  };
}
