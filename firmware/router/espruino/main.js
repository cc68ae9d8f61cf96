/* global Pin */

/**
 * HDLC or PPP with keepalives on the board's line at 9600 bit/s, and a console that takes commands on the board's USB or,
 * on an ESP32, on its UART bridge. Wants dist/espruino/linkpulse.min.js in Storage, under the name linkpulse.
 *
 * Espruino's own prompt goes away from there; ^C ^C ^C in a row, or starting the board with its button held, brings it
 * back.
 */

/** As in boards/, by `process.env.BOARD`. */
var LINES = {
  ESPR_RP2040_PICO: { serial: "Serial1", transmit: "D0", receive: "D1" },
  ESP32: { serial: "Serial3", transmit: "D17", receive: "D16" },
};

// A Pico that starts without USB would make Serial1 its console.
if (typeof USB !== "undefined") USB.setConsole(true);

var line = LINES[process.env.BOARD];
if (line === undefined) throw new Error("no line is known for " + process.env.BOARD + ": add one to LINES");

require("linkpulse").startHdlc({
  serial: { io: global[line.serial], baud: 9600, tx: new Pin(line.transmit), rx: new Pin(line.receive) },
  mtu: 256,
  console: {
    write: function (bytes, start, end) {
      print(E.toString(bytes.subarray(start, end - 2)));
    },
  },
  debug: true,
});
