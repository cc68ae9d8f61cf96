/* global Pin */

/**
 * HDLC keepalive on the board's line at 9600 bit/s, with the lines of `debug serial interface` on Espruino's console.
 * Wants dist/espruino/linkpulse.min.js in Storage, under the name linkpulse.
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
