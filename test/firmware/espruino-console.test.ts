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

const FIRMWARE = readFileSync(join(ROOT, "firmware/hdlc-console/espruino/main.js"), "utf8");
const LIBRARY = readFileSync(join(ROOT, "dist/espruino/linkpulse.min.js"), "utf8");

interface Options {
  serial: { io: string; baud: number; tx: string; rx: string };
}

/** What the firmware asks of the library on a board with that name. */
function optionsOn(name: string): Options {
  let options: Options | undefined;
  const context = vm.createContext({
    process: { env: { BOARD: name } },
    require: () => ({ startHdlc: (given: Options) => (options = given) }),
    global: { Serial1: "Serial1", Serial2: "Serial2", Serial3: "Serial3" },
    Pin: function (pin: string) {
      return new String(pin);
    },
  });
  vm.runInContext(FIRMWARE, context);
  return options!;
}

for (const board of [pico, esp32] satisfies Board[]) {
  test(`the Espruino firmware uses the line of ${board.name}, no faster than its interpreter`, (t) => {
    const { serial } = optionsOn(board.espruino.board);
    t.is(serial.io, board.espruino.serial);
    t.is(`${serial.tx}`, board.espruino.transmit);
    t.is(`${serial.rx}`, board.espruino.receive);
    t.true(serial.baud <= board.fastest.espruino);
  });
}

test("the Espruino firmware says which board it does not know", (t) => {
  t.throws(() => optionsOn("MICROBIT2"), { message: /no line is known for MICROBIT2/ });
});

testOnEspruino("the Espruino firmware prints its debug lines on the console", async (t) => {
  const lines = await runScriptOnEspruino(
    t,
    `Serial1.setup = USB.setConsole = function () {};
     setTimeout(quit, 1500);
     ${FIRMWARE.replaceAll("process.env.BOARD", '"ESPR_RP2040_PICO"').replace("mtu:", "keepalive: { interval: 200 }, mtu:")}`,
    { linkpulse: LIBRARY },
  );
  const form = /^\d\d:\d\d:\d\d\.\d{3}: (.*)$/;
  t.deepEqual(lines.flatMap((line) => form.exec(line)?.[1] ?? []).slice(0, 6), [
    "Serial0/0: HDLC myseq 0, mineseen 0, yourseen 0, line up",
    "Serial0/0: HDLC myseq 1, mineseen 0, yourseen 0, line up",
    "HD(0): Reset from 0x000002",
    "HD(0): Asserting DTR",
    "HD(0): Asserting DTR and RTS",
    "Serial0/0: HDLC myseq 2, mineseen 0, yourseen 0, line up",
  ]);
});
