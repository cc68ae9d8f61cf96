/* global BOARD, CONFIG, Pin */

/**
 * HDLC or PPP with keepalives on the board's line, and a console that takes commands where Espruino's own was: on USB, or
 * on an ESP32's UART bridge. `linkpulse build` puts BOARD and CONFIG in front of it, from boards/ and
 * firmware/config.yaml, and has what it throws printed. Wants dist/espruino/router.min.js in Storage, under the name
 * linkpulse.
 */

// Espruino's prompt makes room for the router's. Forced, or a Pico that starts without USB would move it to the line.
E.setConsole(null, { force: true });

var keepalive = { interval: CONFIG.interval, retries: CONFIG.retries || undefined };
var linkpulse = require("linkpulse");
var system = linkpulse.systemOf(BOARD.chip);
var led = new linkpulse.KeepaliveLed(BOARD.led && new Pin(BOARD.led));

led.line = linkpulse.startRouter({
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
