import UDP from "embedded:io/socket/udp";
import WiFi from "embedded:network/interface/wifi";
import type { ModdableNattPartOptions } from "linkpulse/moddable/natt";
import type config from "mc/config";

/** For who did not name a network: an app can't ask for one. */
const NO_NETWORK = "Wi-Fi: no network is named: the configuration needs its ssid, and its password";

/**
 * @param settings the manifest's `config`, or what it has of a NAT keepalive
 * @throws RangeError when no network is named
 */
export function nattOptions(settings: typeof config): ModdableNattPartOptions {
  if (settings.ssid === "") throw new RangeError(NO_NETWORK);
  return {
    peerAddress: settings.peer,
    peerPort: Number(settings.peerPort),
    port: Number(settings.port),
    keepalive: {
      interval: Number(settings.interval),
      natTimeout: Number(settings.natTimeout),
      forced: String(settings.forced) === "true",
    },
    udp: UDP,
    wifi: { io: WiFi, ssid: settings.ssid, password: settings.password },
  };
}
