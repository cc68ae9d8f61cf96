/* global BOARD, CONFIG, Pin */

/**
 * HDLC or PPP with keepalives on the board's line, whose numbers, counters and clock live through a loss of the supply, and
 * a console that takes commands where Espruino's own was. `linkpulse build` puts BOARD and CONFIG in front of it, from
 * boards/ and firmware/config.yaml, and has what it throws printed. Wants dist/espruino/retention.min.js in Storage under the
 * name linkpulse, and the script of a clock chip under the name clock.
 */

// Espruino's prompt makes room for the router's. Forced, or a Pico that starts without USB would move it to the line.
E.setConsole(null, { force: true });

var linkpulse = require("linkpulse");
var clock = CONFIG.clock === "none" ? null : require("clock");

function openSupply() {
  var pin = new Pin(BOARD.supply);
  if (CONFIG.supply === "adc") return new linkpulse.AnalogSupply({ pin: pin, fullScale: CONFIG.fullScale });
  pin.mode("input_pullup");
  return new linkpulse.PowerGoodPin(pin);
}

function openClock(scheduler) {
  var pins = { io: global[BOARD.i2c], sda: new Pin(BOARD.sda), scl: new Pin(BOARD.scl), bitrate: 100000 };
  return new clock.ClockChip({ bus: new linkpulse.EspruinoI2cBus(pins), scheduler: scheduler, battery: true });
}

function openWords() {
  if (CONFIG.memory === "rtc") return linkpulse.rtcMemory();
  return BOARD.board.indexOf("RP2350") === 0 ? linkpulse.powmanScratch() : linkpulse.watchdogScratch();
}

var keepalive = { interval: CONFIG.interval, retries: CONFIG.retries || undefined };
var system = linkpulse.systemOf(BOARD.chip);
var led = new linkpulse.KeepaliveLed(BOARD.led && new Pin(BOARD.led));
var supply = CONFIG.supply === "none" ? undefined : openSupply();

led.line = linkpulse.startRouter({
  hostname: CONFIG.hostname,
  name: CONFIG.name,
  encapsulation: CONFIG.encapsulation,
  serial: { io: global[BOARD.serial], baud: CONFIG.baud, tx: new Pin(BOARD.transmit), rx: new Pin(BOARD.receive) },
  mtu: CONFIG.mtu,
  keepalive: keepalive,
  ppp: keepalive,
  console: new linkpulse.SerialConsole({ io: global[BOARD.console] }),
  store: new linkpulse.StorageConfig({ io: require("Storage") }),
  heap: system.heap,
  watchdog: system.watchdog,
  retention: {
    timers: linkpulse.ROUTER_RETENTION_TIMERS + (clock ? clock.CLOCK_TIMERS : 0),
    of: function (line) {
      var chip = clock ? openClock(line.scheduler) : {};
      return new linkpulse.RouterRetention(line, {
        memory: CONFIG.memory === "clock" ? chip.memory : new linkpulse.WordMemory(openWords()),
        clock: chip.clock,
        supply: supply,
        // The names are those of a hold-up capacitor.
        holdUp: supply ? CONFIG : undefined,
        checkpoint: CONFIG.checkpoint,
      });
    },
  },
  listener: led,
  debug: true,
});
