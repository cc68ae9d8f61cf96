/**
 * NAT keepalives over an ESP32's Wi-Fi, and a console that takes commands where Espruino's own was: on the UART bridge.
 * Wants dist/espruino/natt.min.js in Storage, under the name linkpulse.
 */

/** The network's name and password; no password is an open network. */
var SSID = "";
var PASSWORD = "";
/** The peer beyond the NAT: an IPv4 address. */
var PEER = "";

var linkpulse = require("linkpulse");
var terminal = new linkpulse.SerialConsole({ io: Serial1 });

if (SSID === "") throw new Error("Wi-Fi: no network is named: SSID, PASSWORD and PEER stand at the top of main.js");

linkpulse.startNatt({
  peerAddress: PEER,
  keepalive: { interval: 20000, forced: true },
  udp: require("dgram"),
  wifi: { io: require("Wifi"), ssid: SSID, password: PASSWORD },
  console: terminal,
  store: new linkpulse.StorageConfig({ io: require("Storage") }),
});

// Espruino's prompt makes room for the router's, once nothing is wrong that it would have to say.
E.setConsole(null, { force: true });
