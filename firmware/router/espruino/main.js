/* global Pin */

/**
 * HDLC or PPP with keepalives on the board's line at 9600 bit/s, and a console that takes commands where Espruino's own
 * was: on USB, or on an ESP32's UART bridge. Wants dist/espruino/router.min.js in Storage, under the name linkpulse.
 */

/** As in boards/, by `process.env.BOARD`. */
var BOARDS = {
  ESPR_RP2040_PICO: { serial: "Serial1", transmit: "D0", receive: "D1", console: "USB" },
  ESP32: { serial: "Serial3", transmit: "D17", receive: "D16", console: "Serial1" },
};

var board = BOARDS[process.env.BOARD];
if (board === undefined) throw new Error("no line is known for " + process.env.BOARD + ": add one to BOARDS");

// Espruino's prompt makes room for the router's. Forced, or a Pico that starts without USB would move it to the line.
E.setConsole(null, { force: true });

var linkpulse = require("linkpulse");
linkpulse.startRouter({
  serial: { io: global[board.serial], baud: 9600, tx: new Pin(board.transmit), rx: new Pin(board.receive) },
  mtu: 256,
  console: new linkpulse.SerialConsole({ io: global[board.console] }),
  store: new linkpulse.StorageConfig({ io: require("Storage") }),
  debug: true,
});
