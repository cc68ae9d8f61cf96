import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import test from "ava";
import type { ExecutionContext } from "ava";
import { Enc28j60, ENC28J60_TIMERS } from "../../../src/drivers/enc28j60/enc28j60";
import { W5500, W5500_TIMERS } from "../../../src/drivers/w5500/w5500";
import { ETHERNET_INTERFACE_TIMERS, EthernetInterface } from "../../../src/link/ethernet-interface";
import { NodeAlarm, NodeClock } from "../../../src/platform/node/runtime";
import type { FramePort, FramePortListener } from "../../../src/ports";
import { XorShift32 } from "../../../src/random";
import { RunLoop } from "../../../src/scheduler/run-loop";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { checkCtp, CtpKind, forwardCtp } from "../../../src/wire/ctp";
import { linkpulseHere } from "../../support/command-line";
import { eventually } from "../../support/processes";
import { ServedChip } from "../../support/served-chip";
import { temporaryFile } from "../../support/temporary-file";
import { runTool, testWith } from "../../support/tool";
import { verdictText } from "../../support/verdict-text";

const OURS = Uint8Array.of(2, 0, 0, 0, 0, 1);
const SERVER = Uint8Array.of(2, 0, 0, 0, 0, 2);

type Driver = FramePort & { attach(listener: FramePortListener): void; start(now: number): void };

/** An interface on a driver, in real time, with keepalives every 100 ms. */
function startInterface(t: ExecutionContext, makeDriver: (scheduler: Scheduler) => Driver): () => string {
  const scheduler = new Scheduler(ENC28J60_TIMERS + W5500_TIMERS + ETHERNET_INTERFACE_TIMERS);
  const loop = new RunLoop(scheduler, new NodeClock(), new NodeAlarm());
  const driver = makeDriver(scheduler);
  const itf = new EthernetInterface({
    name: "Ethernet0",
    port: driver,
    scheduler,
    listener: {
      lineProtocolChanged() {},
      linkChanged() {},
      keepaliveInterval() {},
      interfaceReset() {},
      packetReceived() {},
      sendReady() {},
    },
    keepalive: { interval: 100, random: new XorShift32(7) },
  });
  driver.attach(itf);
  itf.start(loop.now());
  driver.start(loop.now());
  loop.update();
  t.teardown(() => loop.close());
  return () => `${itf.lineProtocolUp ? "line up" : "line down"}, ${verdictText(itf.protocol)}`;
}

async function becomes(t: ExecutionContext, state: () => string, expected: string): Promise<void> {
  await eventually(() => state() === expected);
  t.is(state(), expected);
}

test("our driver keeps an ENC28J60 alive through the socket, and sees its cable come and go", async (t) => {
  const chip = await ServedChip.start(t, "enc28j60", "--errata", "12,14");
  const bus = await chip.bus();
  const state = startInterface(t, (scheduler) => new Enc28j60({ bus, scheduler, address: OURS, hearsItself: true }));
  await becomes(t, state, "line down, down: link down");
  const frames: Uint8Array[] = [];
  const cable = await chip.plug((frame) => frames.push(frame));
  await becomes(t, state, "line up, up: answered");
  t.true(frames.every((frame) => frame.length === 60 && checkCtp(frame, 0, 60) === CtpKind.Reply));
  t.true(frames.length > 0);
  cable.unplug();
  await becomes(t, state, "line down, down: link down");
  await chip.plug();
  await becomes(t, state, "line up, up: answered");
});

test("our driver on a W5500 is answered by a loop server in another process", async (t) => {
  const chip = await ServedChip.start(t, "w5500");
  const bus = await chip.bus();
  const state = startInterface(t, (scheduler) => new W5500({ bus, scheduler, address: OURS, multicast: true }));
  const station = await chip.plug((frame) => {
    if (checkCtp(frame, 0, frame.length) !== CtpKind.Forward) return;
    forwardCtp(frame, 0, SERVER);
    station.send(frame);
  });
  await becomes(t, state, "line up, up: answered");
});

test("an answer has as many octets as was sent, however the stream is cut", async (t) => {
  const chip = await ServedChip.start(t, "enc28j60", "--errata", "none", "--revision", "B5");
  const spi = await chip.connect("");
  let answer = "";
  spi.on("data", (octets) => (answer += (octets as Buffer).toString("hex")));
  // Bank 3, then EREVID twice.
  const stream = Buffer.from("00025f03" + "00021200" + "00021200", "hex");
  for (const octet of stream) {
    spi.write(Buffer.of(octet));
    await delay(1);
  }
  t.true(await eventually(() => answer.length === 12), answer);
  t.is(answer, "0000" + "0005" + "0005");
});

test("the interrupt pin: its level at first, and each change", async (t) => {
  const chip = await ServedChip.start(t, "enc28j60", "--errata", "none");
  const pin = await chip.connect(".int");
  let levels = "";
  pin.on("data", (octets) => (levels += octets.toString()));
  t.true(await eventually(() => levels === "1"));
  const spi = await chip.connect("");
  // EIE: INTIE and TXIE. A frame of nothing, cancelled: TXIF.
  spi.write(Buffer.from("00025b88" + "00029f08" + "0002bf08", "hex"));
  t.true(await eventually(() => levels === "10"), levels);
  spi.write(Buffer.from("0002bc08", "hex"));
  t.true(await eventually(() => levels === "101"), levels);
});

test("what is wrong in the streams is counted, and harms nobody", async (t) => {
  const chip = await ServedChip.start(t, "enc28j60");
  const first = await chip.connect("");
  // No octets at all; one transaction; a third that is never finished.
  first.write(Buffer.from("0000" + "00021200" + "0005aa", "hex"));
  await once(first, "data");
  const second = await chip.connect("");
  second.write(Buffer.from("00021200", "hex"));
  first.destroy();
  t.is(((await once(second, "data"))[0] as Buffer).length, 2, "the next peer had to wait, and begins anew");
  const cable = await chip.connect(".eth");
  cable.end(Buffer.from("0000" + "000d" + "00".repeat(13) + "000e" + "ff".repeat(14) + "00", "hex"));
  await once(cable.resume(), "close");
  t.is(await chip.end(), 0);
  t.deepEqual(chip.out.trimEnd().split("\n"), [
    `enc28j60: SPI on ${chip.path}, interrupt pin on ${chip.path}.int, Ethernet on ${chip.path}.eth`,
    "SPI: 2 transactions of 4 octets; 1 without octets, 1 cut short",
    "Ethernet, to the chip: 1 frames; 2 of a wrong length, 1 cut short, 0 too many at once, 0 not sent",
    "Ethernet, from the chip: 0 frames; 0 dropped, because nobody fetched them",
  ]);
});

test("a peer that fetches no answers is not read from for ever", async (t) => {
  const chip = await ServedChip.start(t, "w5500");
  const spi = await chip.connect("");
  spi.pause();
  const transaction = Buffer.alloc(2 + 0xffff, 0xff);
  for (let i = 0; i < 400; i++) spi.write(transaction);
  await delay(500);
  t.true(spi.writableLength > 10e6, `${spi.writableLength} octets wait on our side`);
  spi.destroy();
  t.is(await chip.end(), 0);
});

test("no socket is left behind, so that the next one can have the name", async (t) => {
  const chip = await ServedChip.start(t, "w5500");
  t.regex((await linkpulseHere(["chip", "w5500", "--listen", chip.path])).err, /: it exists: end who serves it/);
  t.is(await chip.end(), 0);
  for (const ending of ["", ".int", ".eth"]) t.notThrows(() => writeFileSync(chip.path + ending, "", { flag: "wx" }));
});

test.serial("where a later one of the sockets can't be, none is left", async (t) => {
  const path = temporaryFile(t, "chip");
  writeFileSync(`${path}.eth`, "");
  const { status, out, err } = await linkpulseHere(["chip", "w5500", "--listen", path]);
  t.is(err, `linkpulse: ${path}.eth: it exists: end who serves it, or remove it\n`);
  t.is(out, "");
  t.is(status, 2);
  t.notThrows(() => writeFileSync(path, "", { flag: "wx" }));
});

for (const [title, args, message] of [
  ["no such chip", ["dm9051", "--listen", "x"], /'dm9051' is invalid.*enc28j60, w5500/],
  ["no socket", ["w5500"], /required option '--listen <socket>' not specified/],
  ["no folder", ["w5500", "--listen", "none/x"], /^linkpulse: none\/x: there is no folder none\n$/],
  ["a long path", ["w5500", "--listen", "x".repeat(100)], /: it is too long for a socket: at most 99 octets\n$/],
  [
    "an erratum that is not there",
    ["enc28j60", "--errata", "12,3", "--listen", "x"],
    /^linkpulse: --errata 12,3: it must be none, or numbers with commas between, of 1, 2, 5, .*19\n$/,
  ],
  [
    "a revision that is not there",
    ["enc28j60", "--revision", "B2", "--listen", "x"],
    /^linkpulse: --revision B2: it must be one of B1, B4, B5, B7\n$/,
  ],
  ["errata of a W5500", ["w5500", "--errata", "1", "--listen", "x"], /: --errata: none of the W5500 are known here\n$/],
  ["a revision of a W5500", ["w5500", "--revision", "B1", "--listen", "x"], /: --revision: the W5500 has only one\n$/],
] as [string, string[], RegExp][]) {
  test.serial(title, async (t) => {
    const { status, out, err } = await linkpulseHere(["chip", ...args]);
    t.regex(err, message);
    t.is(err.split("\n").length, 2);
    t.is(out, "");
    t.is(status, 2);
  });
}

testWith("python3", "python3", "the example in Python reads the revision", async (t) => {
  const chip = await ServedChip.start(t, "enc28j60");
  t.is(runTool("python3", [join("examples", "chip", "revision.py"), chip.path]), "EREVID is 6\n");
});
