import { board } from "board";
import Digital from "embedded:io/digital";
import UDP from "embedded:io/socket/udp";
import WiFi from "embedded:network/interface/wifi";
import { KeepaliveLed } from "linkpulse/moddable/led";
import { PreferenceConfig, SerialConsole, startNatt } from "linkpulse/moddable/natt";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import config from "mc/config";
import Preference from "preference";

/**
 * NAT keepalives over Wi-Fi, and a console that takes commands on a UART. Settings come from the manifest's `config`, and
 * can be given to mcconfig: `mcconfig -m -p esp32 ssid=NAME password=WORD peer=192.0.2.1`.
 */
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });

/** For who did not name a network: an app can't ask for one. */
const NO_NETWORK = "Wi-Fi: no network is named: mcconfig ... ssid=NAME password=WORD";

try {
  if (config.ssid === "") throw new RangeError(NO_NETWORK);
  startNatt({
    hostname: config.hostname,
    peerAddress: config.peer,
    peerPort: Number(config.peerPort),
    port: Number(config.port),
    keepalive: {
      interval: Number(config.interval),
      natTimeout: Number(config.natTimeout),
      forced: String(config.forced) === "true",
    },
    udp: UDP,
    wifi: { io: WiFi, ssid: config.ssid, password: config.password },
    console,
    store: new PreferenceConfig({ io: Preference }),
    ...system,
    listener: new KeepaliveLed({ io: Digital, pin: board.led.moddable }),
  });
} catch (error) {
  console.complain(error);
}
