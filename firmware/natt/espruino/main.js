/* global BOARD, CONFIG, Pin */

/**
 * NAT keepalives over an ESP32's Wi-Fi, and a console that takes commands where Espruino's own was: on the UART bridge.
 * `linkpulse build` puts BOARD and CONFIG in front of it, from boards/ and firmware/config.yaml, and has what it throws
 * printed. Wants dist/espruino/natt.min.js in Storage, under the name linkpulse.
 */

// Espruino's prompt makes room for the router's.
E.setConsole(null, { force: true });

var linkpulse = require("linkpulse");
var system = linkpulse.systemOf(BOARD.chip);

linkpulse.startNatt({
  hostname: CONFIG.hostname,
  peerAddress: CONFIG.peer,
  peerPort: CONFIG.peerPort,
  port: CONFIG.port,
  keepalive: { interval: CONFIG.interval, natTimeout: CONFIG.natTimeout, forced: CONFIG.forced },
  udp: require("dgram"),
  wifi: { io: require("Wifi"), ssid: CONFIG.ssid, password: CONFIG.password },
  console: new linkpulse.SerialConsole({ io: global[BOARD.console] }),
  store: new linkpulse.StorageConfig({ io: require("Storage") }),
  heap: system.heap,
  watchdog: system.watchdog,
  listener: new linkpulse.KeepaliveLed(BOARD.led && new Pin(BOARD.led)),
});
