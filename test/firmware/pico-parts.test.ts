import { setImmediate } from "node:timers/promises";
import test from "ava";
import { Peer } from "../support/peer";
import { PicoEthernetBench } from "../support/pico-ethernet-bench";

/**
 * Boots firmware/router with an Ethernet chip as a part of it, built with `LINKPULSE_ETHERNET=part mcconfig -m -p pico -t
 * build interval=1000`, on an emulated Pico: UART0 is wired to a peer, the SPI to an emulated ENC28J60.
 * LINKPULSE_PICO_PARTS_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_PICO_PARTS_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const missing = image && bootrom ? "" : " (skipped: LINKPULSE_PICO_PARTS_UF2 and LINKPULSE_BOOTROM are not set)";
const partsTest = missing ? test.skip : test;

/** Of the serial line, ms. That of the Ethernet is the manifest's, 10 s, until it is configured. */
const INTERVAL = 1000;

const lineProtocol = (name: string, state: "up" | "down") =>
  `%LINEPROTO-5-UPDOWN: Line protocol on Interface ${name}, changed state to ${state}`;

partsTest(`a serial line and an Ethernet chip at once: each goes down and up by itself${missing}`, async (t) => {
  t.timeout(600_000);
  const bench = new PicoEthernetBench(image!, bootrom!, "enc28j60");
  const peer = new Peer((octets) => bench.pico.send(0, octets), INTERVAL, "hdlc");
  const arrived: number[] = [];
  bench.onLine = (octet) => arrived.push(octet);
  const pass = async (ms: number) => {
    for (const end = bench.now + ms; bench.now < end;) {
      bench.until(bench.now + 1);
      peer.receive(arrived.splice(0), bench.now);
      peer.run(bench.now);
      if (bench.now % 500 === 0) await setImmediate();
    }
  };
  const types = async (...lines: string[]) => {
    bench.told();
    for (const line of lines) {
      bench.pico.send(1, Buffer.from(`${line}\r`));
      await pass(200);
    }
    return bench.told();
  };
  const messages = () => bench.told().filter((line) => line.startsWith("%LINEPROTO"));

  await pass(500);
  peer.serial.start(bench.now);
  await pass(3.5 * INTERVAL);
  t.deepEqual(messages(), [lineProtocol("Ethernet0", "up")], "a serial line with HDLC is up from the start");
  await types("", "configure terminal", "interface ethernet0", "keepalive 1", "end");
  await pass(5 * INTERVAL);
  const shown = await types("show interfaces");
  t.true(shown.includes("Serial0/0 is up, line protocol is up (connected)"), shown.join("\n"));
  t.true(shown.includes("Ethernet0 is up, line protocol is up (connected)"), shown.join("\n"));
  t.true(peer.serial.lineProtocolUp);

  bench.medium.set({ cut: true });
  await pass(3 * INTERVAL);
  t.deepEqual(messages(), [lineProtocol("Ethernet0", "down")]);
  t.true(peer.serial.lineProtocolUp);

  peer.serial.shut(bench.now);
  bench.medium.set({ cut: false });
  await pass(6 * INTERVAL);
  t.deepEqual(messages(), [lineProtocol("Ethernet0", "up"), lineProtocol("Serial0/0", "down")]);

  peer.serial.noShut(bench.now);
  await pass(3 * INTERVAL);
  t.deepEqual(messages(), [lineProtocol("Serial0/0", "up")]);
  for (const line of await types("show memory")) t.log(line);
  t.is(bench.pico.stopped, null);
});
