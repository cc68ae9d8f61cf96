/* global BOARD, CONFIG, Pin, setInterval, setTimeout */

/**
 * HDLC or PPP with keepalives on the board's line, and a console that takes commands where Espruino's own was: on USB, or
 * on an ESP32's UART bridge. `linkpulse build` puts BOARD and CONFIG in front of it, from boards/ and
 * firmware/config.yaml. Wants dist/espruino/router.min.js in Storage, under the name linkpulse.
 */

// Espruino's prompt makes room for the router's. Forced, or a Pico that starts without USB would move it to the line.
E.setConsole(null, { force: true });

var keepalive = { interval: CONFIG.interval, retries: CONFIG.retries || undefined };
var linkpulse = require("linkpulse");
var system = linkpulse.systemOf(BOARD.chip);
var router;
var problem;

// It flashes with each keepalive while the line protocol is up.
var led = BOARD.led === undefined ? null : new Pin(BOARD.led);
function darken() {
  led.write(0);
}
function flash() {
  if (!led || !router || !router.lineProtocolUp) return;
  led.write(1);
  setTimeout(darken, 50);
}

try {
  router = linkpulse.startRouter({
    hostname: CONFIG.hostname,
    name: CONFIG.name,
    encapsulation: CONFIG.encapsulation,
    serial: { io: global[BOARD.serial], baud: CONFIG.baud, tx: new Pin(BOARD.transmit), rx: new Pin(BOARD.receive) },
    mtu: CONFIG.mtu,
    keepalive: keepalive,
    ppp: keepalive,
    console: new linkpulse.SerialConsole({ io: global[BOARD.console] }),
    store: new linkpulse.StorageConfig({ io: require("Storage") }),
    heap: system.heap,
    watchdog: system.watchdog,
    listener: { keepaliveInterval: flash },
    debug: true,
  });
} catch (error) {
  problem = error;
  // Again and again, since USB is not there yet when a board starts.
  setInterval(function () {
    global[BOARD.console].println(problem.message);
  }, 5000);
}
