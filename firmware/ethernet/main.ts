import { board } from "board";
import Digital from "embedded:io/digital";
import { ethernetOptions } from "ethernet-options";
import { PreferenceConfig, SerialConsole, startEthernetRouter } from "linkpulse/moddable/ethernet";
import { KeepaliveLed } from "linkpulse/moddable/led";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import config from "mc/config";
import { nattParts } from "natt-parts";
import Preference from "preference";

/**
 * The loopback keepalive on an ENC28J60 or W5500 at the board's SPI, and a console that takes commands. Settings come from
 * the manifest's `config`, and can be given to mcconfig. The chip's driver is a module of its own, of which the image has
 * the one that the environment names: `LINKPULSE_CHIP=w5500 mcconfig -m -p pico interval=5000`.
 */
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });

try {
  const led = new KeepaliveLed({ io: Digital, pin: board.led.moddable });
  led.line = startEthernetRouter({
    hostname: config.hostname,
    ...ethernetOptions(board, config),
    console,
    store: new PreferenceConfig({ io: Preference }),
    ...system,
    parts: nattParts(config.natt),
    listener: led,
    debug: true,
  });
} catch (error) {
  console.complain(error);
}
