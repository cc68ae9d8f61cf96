import { board } from "board";
import { SerialConsole, ascii, startRouter } from "linkpulse/moddable/router";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";

/**
 * A router with a short MTU after power-on, with a longer one after a reset, which it makes a second later, and with one for
 * which there is no memory after another. It tells what is free of the heap at first, and what the router has taken.
 */
const MTUS = [64, 4470, 65000];

/** Of `ResetCause`. */
const POWER_ON = 1;

const { watchdog, heap } = system;
const run = watchdog.cause === POWER_ON ? 0 : watchdog.word(0) + 1;
watchdog.setWord(0, run);

const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });
const serial = { io: Serial, baud: 115200, ...board.line };
const tell = (text) => {
  const line = ascii(`${text}\r\n`);
  console.write(line, 0, line.length);
};

const mtu = MTUS[run];
const free = heap.free;
try {
  startRouter({ serial, mtu, console, heap });
  tell(`MTU ${mtu}: ${free - heap.free} octets of ${free}`);
} catch (error) {
  tell(error.message);
}
if (run < MTUS.length - 1) watchdog.start(1000);
