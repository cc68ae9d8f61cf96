import { board } from "board";
import { clockTimers, openClock } from "clock";
import Digital from "embedded:io/digital";
import { KeepaliveLed } from "linkpulse/moddable/led";
import { PreferenceConfig, SerialConsole, startRouter } from "linkpulse/moddable/router";
import { ROUTER_RETENTION_TIMERS, RouterRetention } from "linkpulse/moddable/retention";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import config from "mc/config";
import { openMemory } from "memory";
import Preference from "preference";
import { openSupply } from "supply";

/**
 * HDLC or PPP with keepalives on the board's line, whose numbers, counters and clock live through a loss of the supply, and
 * a console that takes commands. Settings come from the manifest's `config`, and can be given to mcconfig. Memory, clock chip
 * and what watches the supply are modules of their own, of which the image has those that the environment names:
 * `LINKPULSE_MEMORY=clock LINKPULSE_CLOCK=ds1307 mcconfig -m -p pico interval=5000`.
 */
const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });
const keepalive = { interval: Number(config.interval), retries: Number(config.retries) || undefined };

try {
  const supply = openSupply(board.supply, Number(config.fullScale) || board.fullScale.moddable);
  const holdUp = {
    capacitance: Number(config.capacitance),
    failing: Number(config.failing),
    minimum: Number(config.minimum),
    current: Number(config.current),
    saveTime: Number(config.saveTime),
  };
  const led = new KeepaliveLed({ io: Digital, pin: board.led.moddable });
  led.line = startRouter({
    hostname: config.hostname,
    name: config.name,
    encapsulation: config.encapsulation === "ppp" ? "ppp" : "hdlc",
    serial: { io: Serial, baud: Number(config.baud), ...board.line },
    mtu: Number(config.mtu),
    keepalive,
    ppp: keepalive,
    console,
    store: new PreferenceConfig({ io: Preference }),
    ...system,
    retention: {
      timers: ROUTER_RETENTION_TIMERS + clockTimers,
      of(line) {
        const chip = openClock(line.scheduler, board.i2c);
        return new RouterRetention(line, {
          memory: openMemory(chip.memory),
          clock: chip.clock,
          supply,
          holdUp: supply === undefined ? undefined : holdUp,
          checkpoint: Number(config.checkpoint),
        });
      },
    },
    listener: led,
    debug: true,
  });
} catch (error) {
  console.complain(error);
}
