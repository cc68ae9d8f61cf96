import { board } from "board";
import Serial from "embedded:io/serial";
import { SerialConsole, startHdlc } from "linkpulse/moddable";
import config from "mc/config";

/**
 * HDLC keepalive on the board's line, with the lines of `debug serial interface` on its console. Settings come from the
 * manifest's `config`, and can be given to mcconfig: `mcconfig -m -p pico interval=5000`.
 */
startHdlc({
  name: config.name,
  serial: { io: Serial, baud: Number(config.baud), ...board.line },
  keepalive: { interval: Number(config.interval), retries: Number(config.retries) },
  console: new SerialConsole({ io: Serial, baud: 115200, ...board.console }),
  debug: true,
});
