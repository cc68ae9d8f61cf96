import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import test from "ava";
import type { Board } from "../../boards/board";
import { board as esp32 } from "../../boards/esp32/board";
import { board as pico } from "../../boards/pico/board";
import { testOnEspruino } from "../support/espruino";
import { runScriptOnEspruino } from "../support/espruino-example";
import { ROOT } from "../support/lint";

const FIRMWARE = readFileSync(join(ROOT, "firmware/router/espruino/main.js"), "utf8");
const LIBRARY = readFileSync(join(ROOT, "dist/espruino/router.min.js"), "utf8");

interface Options {
  serial: { io: string; baud: number; tx: string; rx: string };
  console: { io: string };
}

/** Keeps what it was made with. */
class Wanted {
  readonly io: string;

  constructor({ io }: { io: string }) {
    this.io = io;
  }
}

/** What the firmware asks of the library on a board with that name. */
function optionsOn(name: string): Options {
  let options: Options | undefined;
  const context = vm.createContext({
    process: { env: { BOARD: name } },
    require: () => ({
      startRouter: (given: Options) => (options = given),
      SerialConsole: Wanted,
      StorageConfig: Wanted,
    }),
    E: { setConsole: () => {} },
    global: { Serial1: "Serial1", Serial3: "Serial3", USB: "USB" },
    Pin: function (pin: string) {
      return new String(pin);
    },
  });
  vm.runInContext(FIRMWARE, context);
  return options!;
}

for (const board of [pico, esp32] satisfies Board[]) {
  test(`the Espruino firmware uses line and console of ${board.name}, no faster than its interpreter`, (t) => {
    const { serial, console } = optionsOn(board.espruino.board);
    t.is(console.io, board.espruino.console);
    t.is(serial.io, board.espruino.serial);
    t.is(`${serial.tx}`, board.espruino.transmit);
    t.is(`${serial.rx}`, board.espruino.receive);
    t.true(serial.baud <= board.fastest.espruino);
  });
}

test("the Espruino firmware says which board it does not know", (t) => {
  t.throws(() => optionsOn("MICROBIT2"), { message: /no line is known for MICROBIT2/ });
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
     ${FIRMWARE.replaceAll("process.env.BOARD", '"ESPR_RP2040_PICO"')
       .replace("global[board.console]", "LoopbackA")
       .replace('require("Storage")', "Storage")
       .replace("mtu:", "keepalive: { interval: 200 }, mtu:")}
     var typed = ${JSON.stringify(commands)};
     setInterval(function () {
       if (typed.length) LoopbackB.write(typed.shift() + "\r");
       else { print(said); quit(); }
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
  t.true(lines.includes("[OK]"));
  t.true(lines.includes(" keepalive 3 4"));
});
