import { readdirSync, readFileSync } from "node:fs";
import test from "ava";
import { boardNames, loadBoard } from "../../emulator/firmware/boards";
import { boardPage } from "../support/board-page";

const BOARDS = "build/boards";

test("the page of the boards draws what their folders say", async (t) => {
  const page = readFileSync("docs/boards.md", "utf8");
  const drawn = /<!-- boards -->\n\n([^]*)\n<!-- \/boards -->/.exec(page)?.[1];
  t.is(drawn, await boardPage(BOARDS), "node scripts/boards-page.mjs brings it up to date");
});

test("each folder of boards/ is a board", (t) => {
  const folders = readdirSync("boards", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  t.deepEqual(boardNames(BOARDS), folders.map(({ name }) => name).sort());
});

for (const id of boardNames(BOARDS)) {
  test(`${id}: each signal has a pin of its own that the board leads out`, async (t) => {
    const { board, header } = await loadBoard(BOARDS, id);
    const { line, console, spi, interrupt, i2c, led } = board;
    const pins = [line.transmit, line.receive, console.transmit, console.receive];
    pins.push(spi.clock, spi.out, spi.in, spi.select, interrupt, i2c.data, i2c.clock);
    t.is(new Set(pins).size, pins.length);
    for (const pin of Object.values(led)) t.false(pins.includes(pin), `LED ${pin}`);
    for (const pin of pins) t.true([...header.left, ...header.right].includes(pin), `GPIO ${pin}`);
    t.is(header.left.length, header.right.length);
    t.is(board.espruino.transmit, `D${line.transmit}`);
    t.is(board.espruino.receive, `D${line.receive}`);
  });
}
