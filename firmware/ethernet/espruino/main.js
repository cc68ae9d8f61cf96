/* global Pin */

/**
 * The loopback keepalive on an Ethernet chip at the board's SPI; what happens to it is printed where Espruino's console is.
 * Wants dist/espruino/enc28j60.min.js in Storage under the name linkpulse, or w5500.min.js for the other chip.
 */

/** As in boards/, by `process.env.BOARD`. */
var BOARDS = {
  ESPR_RP2040_PICO: {
    spi: "SPI1",
    sck: "D18",
    mosi: "D19",
    miso: "D16",
    select: "D17",
    interrupt: "D21",
    console: "USB",
  },
  ESP32: {
    spi: "SPI2",
    sck: "D18",
    mosi: "D23",
    miso: "D19",
    select: "D5",
    interrupt: "D4",
    console: "Serial1",
  },
};

/** Our MAC address: another one on each board. */
var ADDRESS = new Uint8Array([0x02, 0, 0, 0, 0, 0x01]);

var board = BOARDS[process.env.BOARD];
if (board === undefined) throw new Error("no SPI is known for " + process.env.BOARD + ": add one to BOARDS");

var linkpulse = require("linkpulse");
var Driver = linkpulse.Enc28j60 || linkpulse.W5500;
linkpulse.startEthernet({
  driver: function (bus, scheduler) {
    // hearsItself is only for the ENC28J60. The interrupt pin tells most of what the poll finds.
    return new Driver({ bus: bus, scheduler: scheduler, address: ADDRESS, hearsItself: true, pollInterval: 500 });
  },
  spi: {
    io: global[board.spi],
    sck: new Pin(board.sck),
    mosi: new Pin(board.mosi),
    miso: new Pin(board.miso),
    select: new Pin(board.select),
    baud: 10000000,
  },
  interrupt: new Pin(board.interrupt),
  console: new linkpulse.SerialConsole({ io: global[board.console] }),
  debug: true,
});
