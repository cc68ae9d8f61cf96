import { startHdlc } from "linkpulse/moddable";
import Serial from "linkpulse/serial";

const link = startHdlc({
  serial: { io: Serial, port: 0, transmit: 0, receive: 1, baud: 115200 },
  keepalive: { interval: 10000, retries: 3 },
  listener: {
    lineProtocolChanged() {
      trace(`line protocol is ${link.lineProtocolUp ? "up" : "down"}\n`);
    },
    packetReceived(protocol, bytes, start, end) {
      link.send(protocol, bytes, start, end);
    },
  },
});
