import { board } from "board";
import { SerialConsole, startHdlc, startPpp } from "linkpulse/moddable/serial";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import { ascii } from "linkpulse/text";

/** HDLC and then PPP on a line, and on the other UART what each of them takes of the heap. */
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });

function say(what, octets) {
  const line = ascii(`${what}: ${octets} octets\r\n`);
  console.write(line, 0, line.length);
}

function taken(what, start) {
  const before = system.heap.used;
  const link = start({ serial: { io: Serial, baud: 115200, ...board.line }, mtu: 1500, console });
  say(what, system.heap.used - before);
  return link;
}

taken("HDLC", startHdlc).close();
taken("PPP", startPpp);
