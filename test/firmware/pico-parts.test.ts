import { setImmediate } from "node:timers/promises";
import test from "ava";
import type { ExecutionContext } from "ava";
import { Peer } from "../support/peer";
import { PicoEthernetBench } from "../support/pico-ethernet-bench";

/**
 * Boots firmware/router with an Ethernet chip as a part of it, built with `LINKPULSE_ETHERNET=part mcconfig -m -p pico -t
 * build interval=1000`, on an emulated Pico: UART0 is wired to a peer, the SPI to an emulated ENC28J60.
 * LINKPULSE_PICO_PARTS_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 *
 * LINKPULSE_PICO_W_PARTS_UF2 names an image for a Pico W with a NAT keepalive besides, built with `linkpulse build --board pico-w
 * --runtime moddable --program router,ethernet,natt` and a configuration in which router's interval is 1s and natt's ssid lab.
 */
const { LINKPULSE_BOOTROM: bootrom } = process.env;

function partsTest(
  name: string,
  title: string,
  body: (
    t: ExecutionContext,
    bench: PicoEthernetBench,
    peer: Peer,
    pass: (ms: number) => Promise<void>,
  ) => Promise<void>,
): void {
  const image = process.env[name];
  const missing = image && bootrom ? "" : ` (skipped: ${name} and LINKPULSE_BOOTROM are not set)`;
  (missing ? test.skip : test)(`${title}${missing}`, async (t) => {
    t.timeout(600_000);
    const bench = new PicoEthernetBench(image!, bootrom!, "enc28j60");
    const peer = new Peer((octets) => bench.pico.send(0, octets), INTERVAL, "hdlc");
    const arrived: number[] = [];
    bench.onLine = (octet) => arrived.push(octet);
    /** Lets ms pass, and AVA hear of the test. */
    const pass = async (ms: number) => {
      for (const end = bench.now + ms; bench.now < end;) {
        bench.until(bench.now + 1);
        peer.receive(arrived.splice(0), bench.now);
        peer.run(bench.now);
        if (bench.now % 500 === 0) await setImmediate();
      }
    };
    await body(t, bench, peer, pass);
    t.is(bench.pico.stopped, null);
  });
}

/** Of the serial line, ms. That of the Ethernet is the manifest's, 10 s, until it is configured. */
const INTERVAL = 1000;

const lineProtocol = (name: string, state: "up" | "down") =>
  `%LINEPROTO-5-UPDOWN: Line protocol on Interface ${name}, changed state to ${state}`;

partsTest(
  "LINKPULSE_PICO_PARTS_UF2",
  "a serial line and an Ethernet chip at once: each goes down and up by itself",
  async (t, bench, peer, pass) => {
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
  },
);

partsTest(
  "LINKPULSE_PICO_W_PARTS_UF2",
  "the same, and a NAT keepalive whose network is out of reach",
  async (t, bench, peer, pass) => {
    // Without its chip, which the emulator lacks, the driver of Wi-Fi keeps the processor for seconds.
    const lines = () => bench.console.split("\r\n").map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d\d\d: /, ""));
    const isJoining = () => lines().includes('Wi-Fi: joining "lab"');
    while (bench.now < 60_000 && !isJoining()) await pass(1000);
    peer.serial.start(bench.now);
    await pass(30_000);
    for (const line of lines()) t.log(line);
    const keepalives = lines().filter((line) => line.startsWith("Serial0/0: HDLC myseq"));
    t.regex(keepalives.at(-1)!, /^Serial0\/0: HDLC myseq (\d+), mineseen \1\*, yourseen \d+, line up$/);
    t.true(peer.serial.lineProtocolUp);
    const up = ["%LINK-3-UPDOWN: Interface Ethernet0, changed state to up", lineProtocol("Ethernet0", "up")];
    t.deepEqual(
      lines().filter((line) => line.startsWith("%")),
      up,
    );
    t.true(lines().filter((line) => line.startsWith('Wi-Fi: could not join "lab"')).length >= 4);
  },
);
