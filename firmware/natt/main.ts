import { board } from "board";
import Digital from "embedded:io/digital";
import { KeepaliveLed } from "linkpulse/moddable/led";
import { PreferenceConfig, SerialConsole, startNatt } from "linkpulse/moddable/natt";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import config from "mc/config";
import { nattOptions } from "natt-options";
import Preference from "preference";

/**
 * NAT keepalives over Wi-Fi, and a console that takes commands on a UART. Settings come from the manifest's `config`, and
 * can be given to mcconfig: `mcconfig -m -p esp32 ssid=NAME password=WORD peer=192.0.2.1`.
 */
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });

try {
  startNatt({
    hostname: config.hostname,
    ...nattOptions(config),
    console,
    store: new PreferenceConfig({ io: Preference }),
    ...system,
    listener: new KeepaliveLed({ io: Digital, pin: board.led.moddable }),
  });
} catch (error) {
  console.complain(error);
}
