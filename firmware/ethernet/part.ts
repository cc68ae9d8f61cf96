import { ethernetOptions } from "ethernet-options";
import { ethernetPart } from "linkpulse/moddable/ethernet";
import type config from "mc/config";
import type { Board } from "../../boards/board";

/** The loopback keepalive on an ENC28J60 or W5500 at the board's SPI, beside what the router is made for. */
export function ethernetParts(board: Board, settings: typeof config) {
  return [ethernetPart({ ...ethernetOptions(board, settings), debug: true })];
}
