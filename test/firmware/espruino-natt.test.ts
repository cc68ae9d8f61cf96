import { readFileSync } from "node:fs";
import { join } from "node:path";
import { board as esp32 } from "../../boards/esp32/board";
import { parseSettings } from "../../emulator/firmware/config";
import { espruinoScript } from "../../emulator/firmware/espruino";
import { testOnEspruino } from "../support/espruino";
import { runScriptOnEspruino } from "../support/espruino-example";
import { ROOT } from "../support/lint";

const MAIN = readFileSync(join(ROOT, "firmware/natt/espruino/main.js"), "utf8");
const LIBRARY = readFileSync(join(ROOT, "dist/espruino/natt.min.js"), "utf8");

/** The firmware with a network and a peer named. */
const NAMED = espruinoScript(
  MAIN,
  esp32,
  parseSettings(
    "natt: { ssid: lab, password: secret123, peer: 192.0.2.1 }",
    "config.yaml",
    ["natt"],
    esp32,
    "espruino",
  ),
);

testOnEspruino("the Espruino firmware joins a network, sends keepalives and takes commands", async (t) => {
  const lines = await runScriptOnEspruino(
    t,
    `var files = {}, said = "", sent = [], joins = 0, told = {};
     var Storage = {
       write: function (name, data) { files[name] = new Uint8Array(data).buffer; return true; },
       readArrayBuffer: function (name) { return files[name]; },
     };
     var Wifi = {
       connect: function (ssid, options) {
         joins++;
         sent.push("join " + ssid + " " + options.password);
         setTimeout(function () { if (joins > 1) told.connected({ ip: "10.0.0.6" }); else told.disconnected(); }, 50);
       },
       disconnect: function () {},
       on: function (event, listener) { told[event] = listener; },
     };
     var dgram = {
       createSocket: function () {
         var listeners = {};
         return {
           bind: function (port) { sent.push("bind " + port); },
           on: function (event, listener) { listeners[event] = listener; },
           send: function (message, port, address) {
             sent.push(address + ":" + port + " " + message.charCodeAt(0));
             setTimeout(listeners.drain, 10);
           },
           close: function () {},
         };
       },
     };
     var lit = [];
     function Pin(name) { this.write = function (level) { lit.push(name + " " + level); }; }
     E.setConsole = function () {};
     LoopbackB.on("data", function (data) { said += data; });
     ${NAMED.replaceAll("process.env.BOARD", '"ESP32"')
       .replace("global[BOARD.console]", "LoopbackA")
       .replace("BOARD.chip", "undefined")
       .replace('require("dgram")', "dgram")
       .replace('require("Wifi")', "Wifi")
       .replace('require("Storage")', "Storage")}
     var typed = ["", "configure terminal", "crypto isakmp nat keepalive 5", "end", "show crypto isakmp nat", "write memory"];
     setTimeout(function () {
       setInterval(function () {
         if (typed.length) LoopbackB.write(typed.shift() + "\\r");
         else if (sent.length > 4) { print(said); print(sent.join("|")); print(lit.join("|")); quit(); }
       }, 300);
     }, 2000);`,
    { linkpulse: LIBRARY },
  );
  const text = lines.join("\n");
  t.true(text.includes("join lab secret123|join lab secret123|bind 4500|192.0.2.1:4500 255|192.0.2.1:4500 255"), text);
  t.regex(text, /^D2 1\|D2 0/m, `the LED flashes with the keepalive\n${text}`);
  t.regex(text, /Wi-Fi: could not join "lab": .*; again in 1 sec/);
  t.true(text.includes('Wi-Fi: joined "lab", address 10.0.0.6'));
  t.true(text.includes("Peer 192.0.2.1 port 4500, NAT keepalive every 5 sec"));
  t.true(text.includes("[OK]"), text);
  t.regex(text, /^linkpulse, version .*\nHeap: \d+ octets used, \d+ octets free$/m);
});
