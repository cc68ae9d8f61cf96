import { board } from "board";
import Debug from "debug";
import { SerialConsole, ascii, startHdlc, startPpp } from "linkpulse/moddable/serial";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";

/**
 * HDLC on a line after power-on, PPP after a reset, which it makes a second later; on the other UART it tells what of the heap
 * the link has taken. Garbage is collected before each look: what a collection in between freed would be taken off.
 */
const POWER_ON = 1;

const first = system.watchdog.cause === POWER_ON;
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });
const serial = { io: Serial, baud: 115200, ...board.line };

Debug.gc();
const before = system.heap.used;
if (first) startHdlc({ serial, mtu: 1500, console });
else startPpp({ serial, mtu: 1500, console });
Debug.gc();
const line = ascii(`${first ? "HDLC" : "PPP"}: ${system.heap.used - before} octets\r\n`);
console.write(line, 0, line.length);
if (first) system.watchdog.start(1000);
