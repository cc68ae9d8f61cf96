import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import test from "ava";
import type { Board } from "../../boards/board";
import { board as esp32 } from "../../boards/esp32/board";
import { board as pico } from "../../boards/pico/board";
import { ethernetSoakProgram } from "../../emulator/engine/device-program";
import { parseSettings } from "../../emulator/firmware/config";
import { espruinoScript } from "../../emulator/firmware/espruino";
import { testOnEspruino } from "../support/espruino";
import { runScriptOnEspruino } from "../support/espruino-example";
import { ROOT } from "../support/lint";

const MAIN = readFileSync(join(ROOT, "firmware/ethernet/espruino/main.js"), "utf8");

/** What `linkpulse build` makes for a board with this in its configuration. */
function firmwareFor(board: Board, config: string): string {
  const text = `ethernet: { ${config} }`;
  return espruinoScript(MAIN, board, parseSettings(text, "config.yaml", ["ethernet"], board, "espruino"));
}

interface Options {
  spi: { io: string; sck: string; mosi: string; miso: string; select: string };
  interrupt: string;
  keepalive: { interval: number; retries: number; mode: string };
  console: { io: string };
  heap: string;
  watchdog: string;
  listener: Led;
}

/** Keeps its pin, and what it is told of. */
class Led {
  line: unknown;
  readonly pin: string;

  constructor(pin: string) {
    this.pin = pin;
  }
}

const LINK = { lineProtocolUp: true };

/** What the firmware asks of the library on its board. */
function optionsOn(board: Board): Options {
  let options: Options | undefined;
  const context = vm.createContext({
    process: { env: { BOARD: board.espruino.board } },
    require: () => ({
      startEthernet: (given: Options) => {
        options = given;
        return LINK;
      },
      KeepaliveLed: Led,
      SerialConsole: function (this: { io: string }, given: { io: string }) {
        this.io = given.io;
      },
      systemOf: (chip: string) => ({ heap: `heap of ${chip}`, watchdog: `watchdog of ${chip}` }),
    }),
    E: { setConsole: () => {} },
    global: { SPI1: "SPI1", SPI2: "SPI2", Serial1: "Serial1", USB: "USB" },
    Pin: function (pin: string) {
      return new String(pin);
    },
  });
  vm.runInContext(firmwareFor(board, "interval: 5s"), context);
  return options!;
}

for (const board of [pico, esp32] satisfies Board[]) {
  test(`the Espruino firmware uses SPI and console of ${board.name}`, (t) => {
    const { spi, interrupt, console, keepalive, heap, watchdog, listener } = optionsOn(board);
    t.is(spi.io, board.espruino.spi);
    t.deepEqual(
      [spi.sck, spi.mosi, spi.miso, spi.select, interrupt].map(String),
      [board.spi.clock, board.spi.out, board.spi.in, board.spi.select, board.interrupt].map((pin) => `D${pin}`),
    );
    t.is(console.io, board.espruino.console);
    t.is(heap, `heap of ${board.espruino.chip}`);
    t.is(watchdog, `watchdog of ${board.espruino.chip}`);
    t.like(keepalive, { interval: 5000, retries: 3, mode: "auto" });
    t.is(`${listener.pin}`, `D${board.led.espruino}`);
    t.is(listener.line, LINK);
  });
}

for (const [name, isW5500] of [
  ["enc28j60", false],
  ["w5500", true],
] as const) {
  testOnEspruino(`the Espruino firmware keeps its ${name} alive`, async (t) => {
    const library = readFileSync(join(ROOT, `dist/espruino/${name}.min.js`), "utf8");
    const script = `
      var RangeError = Error;
      ${ethernetSoakProgram()}
      var chip = new linkpulse.EthernetSoak(${isW5500})._chip;
      chip.reset();
      var SPI1 = {
        setup: function () {},
        send: function (data) { var octets = new Uint8Array(data); chip.transfer(octets, 0, octets.length); return octets; },
      };
      var flashes = 0;
      function Pin(name) { this.write = name === "D25" ? function (level) { flashes += level; } : function () {}; this.mode = function () {}; }
      function setWatch() {}
      E.setConsole = function () {};
      ${firmwareFor(pico, `interval: 300ms, chip: ${name}`)
        .replaceAll("process.env.BOARD", '"ESPR_RP2040_PICO"')
        .replace("BOARD.chip", "undefined")
        .replace("global[BOARD.spi]", "SPI1")
        .replace(
          /new linkpulse.SerialConsole.*/,
          "{ write: function (b, s, e) { print(E.toString(b.subarray(s, e)).trim()); } },",
        )}
      setTimeout(function () { print("flashes " + flashes); quit(); }, 3000);`;
    const lines = await runScriptOnEspruino(t, script, { linkpulse: library });
    const told = lines.map((line) => line.replace(/^[^\d]*\d\d:\d\d:\d\d\.\d{3}: /, ""));
    const banner = told.findIndex((line) => line.startsWith("linkpulse, version "));
    t.regex(told[banner + 1]!, /^Heap: \d+ octets used, \d+ octets free$/, lines.join("\n"));
    t.true(told.includes("%LINK-3-UPDOWN: Interface Ethernet0, changed state to up"), lines.join("\n"));
    t.true(told.includes("%LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0, changed state to up"));
    const last = told.filter((line) => line.includes("CTP receipt")).at(-1);
    // One each 300 ms, and none with the first ones: the link comes up meanwhile.
    const flashes = Number(/^flashes (\d+)$/m.exec(lines.join("\n"))?.[1]);
    t.true(flashes > 3 && flashes <= 9, `${flashes} flashes`);
    t.regex(last!, isW5500 ? /peer missing 0, server 0200\.0000\.005e, line up/ : /own missing 0, .* line up/);
  });
}
