import { board } from "board";
import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";
import { Enc28j60, Enc28j60Controller } from "linkpulse/moddable/enc28j60";
import { KeepaliveLed } from "linkpulse/moddable/led";
import { W5500, W5500Controller } from "linkpulse/moddable/w5500";
import { PreferenceConfig, SerialConsole, startEthernetRouter } from "linkpulse/moddable/ethernet";
import type { EthernetRouterLinkOptions } from "linkpulse/moddable/ethernet";
import Preference from "preference";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import config from "mc/config";
import { macAddress } from "./mac-address";

/**
 * The loopback keepalive on an ENC28J60 or W5500 at the board's SPI, and a console that takes commands. Settings come from
 * the manifest's `config`, and can be given to mcconfig: `mcconfig -m -p pico chip=w5500 interval=5000`.
 */
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });

/** @throws RangeError when the settings name no chip, or it has no address */
function chip(): EthernetRouterLinkOptions["chip"] {
  const common = { address: macAddress(config.address), pollInterval: Number(config.poll) };
  const duplex = config.duplex;
  const hearsItself = config.hearsItself === "true";
  switch (config.chip) {
    case "enc28j60":
      return (bus, scheduler) => {
        const driver = new Enc28j60({ bus, scheduler, ...common, duplex, hearsItself });
        return { driver, controller: new Enc28j60Controller(driver) };
      };
    case "w5500":
      return (bus, scheduler) => {
        const driver = new W5500({ bus, scheduler, ...common });
        return { driver, controller: new W5500Controller(driver) };
      };
    default:
      throw new RangeError(`chip is ${config.chip}: it must be enc28j60 or w5500`);
  }
}

try {
  const led = new KeepaliveLed({ io: Digital, pin: board.led.moddable });
  led.line = startEthernetRouter({
    hostname: config.hostname,
    name: config.name,
    chip: chip(),
    spi: { io: SPI, hz: Number(config.hz), ...board.spi },
    interrupt: { io: Digital, pin: board.interrupt },
    keepalive: { interval: Number(config.interval), retries: Number(config.retries), mode: config.mode },
    console,
    store: new PreferenceConfig({ io: Preference }),
    ...system,
    listener: led,
    debug: true,
  });
} catch (error) {
  console.complain(error);
}
