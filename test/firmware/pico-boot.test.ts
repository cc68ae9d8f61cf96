import { setImmediate } from "node:timers/promises";
import test from "ava";
import { PicoBench } from "../support/pico-bench";

/**
 * Boots firmware/router, built with `mcconfig -m -p pico -t build interval=200`, on an emulated Pico whose UART0
 * is wired to a peer. LINKPULSE_PICO_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_PICO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_UF2 and LINKPULSE_BOOTROM are not set)";
const bootTest = missing ? test.skip : test;

const INTERVAL = 200;

/** myseq, mineseen and state of the debug lines among `lines`. */
function debugLines(lines: string[]): { missing: number; heard: boolean; up: boolean }[] {
  const form = /^Serial0\/0: HDLC myseq (\d+), mineseen (\d+)(\*?), yourseen \d+, line (up|down)$/;
  return lines
    .map((line) => form.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({
      missing: Number(match[1]) - Number(match[2]),
      heard: match[3] === "*",
      up: match[4] === "up",
    }));
}

bootTest(`the Pico image sends SLARP, and goes down and up with its peer${missing}`, (t) => {
  t.timeout(300_000);
  const bench = new PicoBench(image!, bootrom!, INTERVAL);

  // It boots and sends on its own: flag, multicast, SLARP, keepalive 1, nothing seen yet, reliability.
  const flags = () => bench.line.filter(({ octet }) => octet === 0x7e);
  bench.until(5000, () => flags().length === 4);
  const first = bench.line.slice(0, 20).map(({ octet }) => octet);
  t.is(Buffer.from(first).toString("hex"), "7e8f0080350000000200000001" + "00000000ffff" + "00");
  t.true(Math.abs(flags()[2]!.at - flags()[0]!.at - INTERVAL) < 30, "the image was built with interval=200");

  // A peer, half an interval apart: all is well.
  bench.until(bench.now + INTERVAL / 2);
  bench.peer.serial.start(bench.now);
  bench.until(bench.now + 3.5 * INTERVAL);
  const quiet = bench.lines().length;
  t.deepEqual(debugLines(bench.lines()).at(-1), { missing: 0, heard: true, up: true });
  t.true(bench.peer.serial.lineProtocolUp);

  // The peer stops: a reset when two keepalives are missing, a reset and down when three are.
  bench.peer.serial.shut(bench.now);
  bench.until(bench.now + 4 * INTERVAL + 1100);
  const stopped = bench.lines().slice(quiet);
  t.deepEqual(
    stopped.filter((line) => !line.includes("HDLC myseq")),
    [
      "HD(0): Reset from 0x000002",
      "HD(0): Asserting DTR",
      "HD(0): Asserting DTR and RTS",
      "HD(0): Reset from 0x000003",
      "HD(0): Asserting DTR",
      "HD(0): Asserting DTR and RTS",
      "%LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to down",
    ],
  );
  t.deepEqual(debugLines(stopped).find(({ up }) => !up)?.missing, 3);

  // It returns: up again, and says so a second later.
  bench.peer.serial.noShut(bench.now);
  bench.until(bench.now + 3 * INTERVAL + 1000);
  const returned = bench.lines().slice(quiet + stopped.length);
  t.deepEqual(
    returned.filter((line) => !line.includes("HDLC myseq")),
    ["%LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to up"],
  );
  t.deepEqual(debugLines(returned).at(-1), { missing: 0, heard: true, up: true });
  t.true(bench.peer.serial.lineProtocolUp);

  t.is(bench.pico.stopped, null);
  t.log(`${(bench.pico.now / 1000).toFixed(1)} s on the Pico, ${(bench.pico.busy / 1e9).toFixed(1)} s of them at work`);
  for (const line of bench.console.trimEnd().split("\r\n")) t.log(line);
});

bootTest(`the Pico image speaks, hears and tells of it after 300 keepalives${missing}`, async (t) => {
  t.timeout(600_000);
  const bench = new PicoBench(image!, bootrom!, INTERVAL);
  bench.until(5000, () => bench.line.length > 0);
  bench.until(bench.now + INTERVAL / 2);
  bench.peer.serial.start(bench.now);
  for (let i = 0; i < 300; i++) {
    bench.until(bench.now + INTERVAL);
    await setImmediate();
  }
  t.deepEqual(debugLines(bench.lines()).at(-1), { missing: 0, heard: true, up: true });
  t.true(debugLines(bench.lines()).length >= 300);
  t.true(bench.peer.serial.lineProtocolUp);
  t.is(bench.pico.stopped, null);
});

bootTest(`the Pico image keeps what write memory saved while its power is off${missing}`, (t) => {
  t.timeout(300_000);
  const before = new PicoBench(image!, bootrom!, INTERVAL);
  before.until(1000);
  before.type("undebug all");
  for (const line of ["configure terminal", "interface serial 0/0", "keepalive 7 4", "shutdown", "end"])
    before.type(line);
  const saved = before.lines().length;
  before.type("write memory");
  before.until(before.now + 500);
  t.deepEqual(
    before
      .lines()
      .slice(saved)
      .filter((line) => !line.startsWith("%")),
    ["Router#write memory", "Building configuration...", "[OK]", "Router#"],
  );
  t.is(before.pico.stopped, null);

  const after = new PicoBench(image!, bootrom!, INTERVAL);
  after.pico.keepFlash(before.pico);
  after.until(1000);
  after.type("show memory");
  after.type("show running-config");
  after.until(after.now + 500);
  t.true(after.lines().includes(" keepalive 7 4"));
  t.true(after.lines().includes(" shutdown"));
  t.is(after.pico.stopped, null);
  for (const line of after.lines()) t.log(line);
});
