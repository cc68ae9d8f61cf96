import { board } from "board";
import Digital from "embedded:io/digital";
import { ethernetParts } from "ethernet-parts";
import { KeepaliveLed } from "linkpulse/moddable/led";
import { PreferenceConfig, SerialConsole, startRouter } from "linkpulse/moddable/router";
import config from "mc/config";
import { nattParts } from "natt-parts";
import Preference from "preference";
import { openRetention } from "retained";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";

/**
 * HDLC or PPP with keepalives on the board's line, and a console that takes commands. Settings come from the manifest's
 * `config`, and can be given to mcconfig: `mcconfig -m -p pico encapsulation=ppp interval=5000`. What else the board
 * carries, and what outlives its supply, are modules of their own, of which the image has those that the environment names:
 * `LINKPULSE_ETHERNET=part LINKPULSE_CHIP=w5500 mcconfig -m -p pico`.
 */
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });
const keepalive = { interval: Number(config.interval), retries: Number(config.retries) || undefined };

try {
  const led = new KeepaliveLed({ io: Digital, pin: board.led.moddable });
  led.line = startRouter({
    hostname: config.hostname,
    name: config.name,
    encapsulation: config.encapsulation === "ppp" ? "ppp" : "hdlc",
    serial: { io: Serial, baud: Number(config.baud), ...board.line },
    mtu: Number(config.mtu),
    keepalive,
    ppp: keepalive,
    console,
    store: new PreferenceConfig({ io: Preference }),
    ...system,
    retention: openRetention(board, config),
    parts: [...ethernetParts(board, config.ethernet), ...nattParts(config.natt)],
    listener: led,
    debug: true,
  });
} catch (error) {
  console.complain(error);
}
