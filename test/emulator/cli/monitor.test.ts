import test from "ava";
import { monitorPort } from "../../../emulator/cli/monitor";
import { ESP32_PATH, FakeEsp32 } from "../../support/fake-esp32";
import { eventually } from "../../support/processes";

/** A monitor of the board, with what it printed and the interrupt that ends it. */
function monitored(board: FakeEsp32, reset: boolean, path = ESP32_PATH) {
  let interrupt = () => {};
  const end = new Promise<void>((resolve) => (interrupt = resolve));
  let printed = "";
  const write = (text: string) => void (printed += text);
  const done = monitorPort({ path, baudRate: 115200, reset, open: board.open as never, write, end });
  return { done, interrupt, printed: () => printed };
}

test.serial("a board that resets on DTR and RTS does not notice that it is watched", async (t) => {
  const board = new FakeEsp32();
  const { done, interrupt, printed } = monitored(board, false);
  t.true(await eventually(() => board.opened));
  board.prints("17:22:44.929: Serial0/0: HDLC myseq 10, ");
  board.prints("mineseen 10*, yourseen 10, line up\r\nRouter#");
  t.true(await eventually(() => printed().endsWith("Router#")));
  interrupt();
  await done;
  t.is(printed(), "17:22:44.929: Serial0/0: HDLC myseq 10, mineseen 10*, yourseen 10, line up\r\nRouter#");
  t.is(board.touched, 0);
  t.deepEqual(board.boots, []);
});

test.serial("told to, it resets the board once, into its firmware", async (t) => {
  const board = new FakeEsp32();
  const { done, interrupt, printed } = monitored(board, true);
  t.true(await eventually(() => printed().endsWith("Router#")), printed());
  interrupt();
  await done;
  t.deepEqual(board.boots, ["0x13"]);
  t.regex(printed(), /^ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1/);
});

test.serial("octets that are no text are shown as numbers, and colours stay", async (t) => {
  const board = new FakeEsp32();
  const { done, interrupt, printed } = monitored(board, false);
  t.true(await eventually(() => board.opened));
  board.prints("\x1b[0;32mI (31) boot\x1b[0m\x00\x07\r\n");
  t.true(await eventually(() => printed().endsWith("\n")));
  interrupt();
  await done;
  t.is(printed(), "\x1b[0;32mI (31) boot\x1b[0m\\x00\\x07\r\n");
});

test.serial("a port that is not there is a mistake", async (t) => {
  const { done } = monitored(new FakeEsp32(), false, "/dev/none");
  await t.throwsAsync(done, { message: /^\/dev\/none: / });
});
