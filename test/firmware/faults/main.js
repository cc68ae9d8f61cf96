import { board } from "board";
import { SerialConsole, startRouter } from "linkpulse/moddable";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";

/**
 * A router that does not return from the third keepalive after power-on, that throws in the third after the watchdog has
 * reset it, and that then goes on for good.
 */
const AFTER = 3;

/** Of `ResetCause`. */
const POWER_ON = 1;
const WATCHDOG = 4;

const cause = system.watchdog.cause;
let intervals = 0;

startRouter({
  serial: { io: Serial, baud: 115200, ...board.line },
  keepalive: { interval: 200 },
  console: new SerialConsole({ io: Serial, baud: 115200, ...board.console }),
  listener: {
    keepaliveInterval() {
      if (++intervals < AFTER) return;
      while (cause === POWER_ON);
      if (cause === WATCHDOG) throw new RangeError("third interval");
    },
  },
  watchdogTimeout: 1000,
  ...system,
});
