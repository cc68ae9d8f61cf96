import { openChip } from "chip";
import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";
import type { ModdableEthernetPartOptions } from "linkpulse/moddable/ethernet";
import { macAddress } from "mac-address";
import type config from "mc/config";
import type { Board } from "../../boards/board";

/**
 * @param settings the manifest's `config`, or what it has of Ethernet
 * @throws RangeError when the interface has no address
 */
export function ethernetOptions(board: Board, settings: typeof config): ModdableEthernetPartOptions {
  const common = { address: macAddress(settings.address), pollInterval: Number(settings.poll) };
  return {
    name: settings.name,
    chip: (bus, scheduler) => openChip({ bus, scheduler, ...common }, settings),
    spi: { io: SPI, hz: Number(settings.hz), ...board.spi },
    interrupt: { io: Digital, pin: board.interrupt },
    keepalive: {
      interval: Number(settings.interval),
      retries: Number(settings.retries),
      mode: settings.mode,
    },
  };
}
