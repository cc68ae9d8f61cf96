import test from "ava";
import { BenchView } from "../../../emulator/cli/bench-view";

function view(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const screen = { isTTY, columns, write: (text: string) => written.push(text) };
  return { written, view: new BenchView(screen, () => "7 octets out, 5 in, 1 frames") };
}

test("on a terminal one line is drawn anew, and is gone at the end", (t) => {
  const { written, view: live } = view(true);
  live.start();
  live.doing("listening");
  live.doing("PRBS-9");
  live.end();
  live.end();
  t.deepEqual(written, [
    "\r\x1b[K0 s  listening  (7 octets out, 5 in, 1 frames)",
    "\r\x1b[K0 s  PRBS-9  (7 octets out, 5 in, 1 frames)",
    "\r\x1b[K",
  ]);
});

test("it never fills the terminal's last column, where a line would break", (t) => {
  const { written, view: live } = view(true, 20);
  live.doing("watching its keepalives");
  t.is(written[0], "\r\x1b[K0 s  watching its k");
  t.is(written[0]!.length, 19 + 4);
});

test("elsewhere nothing is written", (t) => {
  const { written, view: quiet } = view(false);
  quiet.start();
  quiet.doing("listening");
  quiet.end();
  t.deepEqual(written, []);
});
