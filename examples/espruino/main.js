USB.setConsole(true); // or Serial1 becomes the console of a Pico without USB
var link = require("linkpulse").startHdlc({
  serial: { io: Serial1, baud: 9600, tx: D0, rx: D1 },
  keepalive: { interval: 10000, retries: 3 },
  listener: {
    lineProtocolChanged: function () {
      print("line protocol is " + (link.lineProtocolUp ? "up" : "down"));
    },
    packetReceived: function (protocol, bytes, start, end) {
      link.send(protocol, bytes, start, end);
    },
  },
});
