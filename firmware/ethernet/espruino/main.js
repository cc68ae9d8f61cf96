/* global BOARD, CONFIG, Pin */

/**
 * The loopback keepalive on an Ethernet chip at the board's SPI; what happens to it is printed where Espruino's console was.
 * `linkpulse build` puts BOARD and CONFIG in front of it, from boards/ and firmware/config.yaml, and has what it throws
 * printed. Wants dist/espruino/enc28j60.min.js in Storage under the name linkpulse, or w5500.min.js for the other chip.
 */

// Espruino's prompt goes: at it a program would be replaced while its watchdog is running.
E.setConsole(null, { force: true });

var linkpulse = require("linkpulse");
var Driver = linkpulse.Enc28j60 || linkpulse.W5500;

/** The octets of a MAC address. */
function octets(address) {
  return new Uint8Array(
    address.split(":").map(function (octet) {
      return parseInt(octet, 16);
    }),
  );
}

var system = linkpulse.systemOf(BOARD.chip);
var led = new linkpulse.KeepaliveLed(BOARD.led && new Pin(BOARD.led));

led.line = linkpulse.startEthernet({
  name: CONFIG.name,
  driver: function (bus, scheduler) {
    // duplex and hearsItself are only for the ENC28J60. The interrupt pin tells most of what the poll finds.
    return new Driver({
      bus: bus,
      scheduler: scheduler,
      address: octets(CONFIG.address),
      duplex: CONFIG.duplex,
      hearsItself: CONFIG.hearsItself,
      pollInterval: CONFIG.poll,
    });
  },
  spi: {
    io: global[BOARD.spi],
    sck: new Pin(BOARD.sck),
    mosi: new Pin(BOARD.mosi),
    miso: new Pin(BOARD.miso),
    select: new Pin(BOARD.select),
    baud: CONFIG.hz,
  },
  interrupt: new Pin(BOARD.interrupt),
  keepalive: { interval: CONFIG.interval, retries: CONFIG.retries, mode: CONFIG.mode },
  console: new linkpulse.SerialConsole({ io: global[BOARD.console] }),
  listener: led,
  debug: true,
  heap: system.heap,
  watchdog: system.watchdog,
});
