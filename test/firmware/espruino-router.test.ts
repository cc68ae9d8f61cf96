import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import test from "ava";
import type { Board } from "../../boards/board";
import { board as esp32 } from "../../boards/esp32/board";
import { board as pico } from "../../boards/pico/board";
import { board as picoW } from "../../boards/pico-w/board";
import { parseSettings } from "../../emulator/firmware/config";
import { espruinoScript } from "../../emulator/firmware/espruino";
import { testOnEspruino } from "../support/espruino";
import { runScriptOnEspruino } from "../support/espruino-example";
import { ROOT } from "../support/lint";

const MAIN = readFileSync(join(ROOT, "firmware/router/espruino/main.js"), "utf8");
const LIBRARY = readFileSync(join(ROOT, "dist/espruino/router.min.js"), "utf8");

/** What `linkpulse build` makes for a board, with the keepalive interval that is given. */
function firmwareFor(board: Board, interval = "10s"): string {
  const config = `router: { interval: ${interval} }`;
  return espruinoScript(MAIN, board, parseSettings(config, "config.yaml", ["router"], board, "espruino"));
}

interface Options {
  serial: { io: string; baud: number; tx: string; rx: string };
  mtu: number;
  keepalive: { interval: number };
  console: { io: string };
  heap: string;
  watchdog: string;
  listener: Led;
}

/** Keeps what it was made with. */
class Wanted {
  readonly io: string;

  constructor({ io }: { io: string }) {
    this.io = io;
  }
}

/** Keeps its pin, and what it is told of. */
class Led {
  line: unknown;
  readonly pin: string | undefined;

  constructor(pin: string | undefined) {
    this.pin = pin;
  }
}

/** What the firmware for a board asks of the library on a board with that name. */
function optionsOn(board: Board, name = board.espruino.board, globals: Record<string, unknown> = {}): Options {
  let options: Options | undefined;
  const context = vm.createContext({
    process: { env: { BOARD: name } },
    require: () => ({
      startRouter: (given: Options) => {
        options = given;
        return globals.started;
      },
      KeepaliveLed: Led,
      SerialConsole: Wanted,
      StorageConfig: Wanted,
      systemOf: (chip: string) => ({ heap: `heap of ${chip}`, watchdog: `watchdog of ${chip}` }),
    }),
    E: { setConsole: () => {} },
    global: { Serial1: "Serial1", Serial3: "Serial3", USB: "USB" },
    Pin: function (pin: string) {
      return new String(pin);
    },
    ...globals,
  });
  vm.runInContext(firmwareFor(board), context);
  return options!;
}

for (const board of [pico, esp32] satisfies Board[]) {
  test(`the Espruino firmware uses line and console of ${board.name}, no faster than its interpreter`, (t) => {
    const { serial, console, mtu, keepalive, heap, watchdog } = optionsOn(board);
    t.is(console.io, board.espruino.console);
    t.is(serial.io, board.espruino.serial);
    t.is(`${serial.tx}`, board.espruino.transmit);
    t.is(`${serial.rx}`, board.espruino.receive);
    t.is(serial.baud, board.fastest.espruino);
    t.is(mtu, board.mtu.espruino);
    t.is(keepalive.interval, 10000);
    t.is(heap, `heap of ${board.espruino.chip}`);
    t.is(watchdog, `watchdog of ${board.espruino.chip}`);
  });
}

test("the LED is told of keepalives and of the router; where Espruino reaches none it has no pin", (t) => {
  const router = { lineProtocolUp: false };
  const { listener } = optionsOn(pico, pico.espruino.board, { started: router });
  t.is(`${listener.pin}`, "D25");
  t.is(listener.line, router);
  t.is(optionsOn(picoW, picoW.espruino.board, { started: router }).listener.pin, undefined);
});

test("the Espruino firmware for one board does not start on another", (t) => {
  const message = "this program was built for ESP32, and this is ESPR_RP2040_PICO";
  t.throws(() => optionsOn(esp32, pico.espruino.board), { message });
});

testOnEspruino("the Espruino firmware takes commands, and keeps its configuration", async (t) => {
  // The console's other end is LoopbackB; what arrives there is printed when all is over.
  const session = (commands: string[]) => `
     var files = global.files || {}, said = "";
     var Storage = {
       write: function (name, data) { files[name] = new Uint8Array(data).buffer; return true; },
       readArrayBuffer: function (name) { return files[name]; },
     };
     Serial1.setup = E.setConsole = function () {};
     LoopbackB.on("data", function (data) { said += data; });
     ${firmwareFor(pico, "200ms")
       .replaceAll("process.env.BOARD", '"ESPR_RP2040_PICO"')
       .replace("global[BOARD.console]", "LoopbackA")
       .replace("BOARD.chip", "undefined")
       .replace('require("Storage")', "Storage")}
     var typed = ${JSON.stringify(commands)};
     setInterval(function () {
       if (typed.length) LoopbackB.write(typed.shift() + "\r");
       // The end of the configuration that is shown: a machine that is busy is late with it.
       else if (said.indexOf("\\nend") >= 0) { print(said); quit(); }
     }, 300);`;
  const lines = await runScriptOnEspruino(
    t,
    session([
      "",
      "configure terminal",
      "interface s0/0",
      "keepalive 3 4",
      "end",
      "write memory",
      "show running-config",
    ]),
    { linkpulse: LIBRARY },
  );
  const form = /^\d\d:\d\d:\d\d\.\d{3}: (.*)$/;
  t.is(
    lines.flatMap((line) => form.exec(line)?.[1] ?? [])[0],
    "Serial0/0: HDLC myseq 0, mineseen 0, yourseen 0, line up",
  );
  t.true(lines.includes("Router#configure terminal"), lines.join("\n"));
  t.true(lines.includes("[OK]"), lines.join("\n"));
  t.true(lines.includes(" keepalive 3 4"));
  t.true(
    lines.some((line) => /Heap: \d+ octets used, \d+ octets free$/.test(line)),
    "as the board starts",
  );
});
