import type { InterfaceConfig, PppConfig, RouterConfig } from "../../emulator/device/contract";
import { WakeSource } from "../../src/ports";

/** PPP's own settings where nobody says otherwise. */
const PPP: PppConfig = {
  adaptive: false,
  pfc: true,
  acfc: true,
  peerAddress: 0,
  restart: 3000,
  hold: 10_000,
  debug: false,
};

/** An interface with HDLC, where nobody says otherwise. */
const SERIAL: InterfaceConfig = {
  name: "Serial0/0",
  hardware: "test bench",
  encapsulation: "hdlc",
  interval: 10_000,
  retries: 3,
  upCount: 1,
  downWhenLooped: false,
  address: 0,
  mask: 0,
  askAddress: false,
  mtu: 1500,
  bandwidth: 64_000,
  carrierDelay: 2000,
  slack: 0,
  trace: 0,
  fifo: 0,
  framing: "octet",
  fcs: 16,
  accm: 0,
  ppp: PPP,
  host: null,
  debug: true,
  shutdown: false,
  wakeSource: WakeSource.AlwaysAwake,
  ethernet: null,
};

export function interfaceConfig(changes: Partial<InterfaceConfig> = {}): InterfaceConfig {
  return { ...SERIAL, ...changes };
}

export function routerConfig(changes: Partial<RouterConfig> = {}): RouterConfig {
  return {
    seed: 1,
    timeOfDay: 0,
    hostname: "r1",
    console: false,
    forwards: false,
    interfaces: [],
    natT: null,
    ...changes,
  };
}
