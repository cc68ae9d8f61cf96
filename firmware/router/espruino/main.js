/* global BOARD, CONFIG, Pin, setInterval */

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
var problem;

var led = BOARD.led === undefined ? undefined : new linkpulse.KeepaliveLed(new Pin(BOARD.led));

try {
  var router = linkpulse.startRouter({
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
    listener: led,
    debug: true,
  });
  if (led) led.line = router;
} catch (error) {
  problem = error;
  // Again and again, since USB is not there yet when a board starts.
  setInterval(function () {
    global[BOARD.console].println(problem.message);
  }, 5000);
}
