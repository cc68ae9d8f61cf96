import { board } from "board";
import { clockTimers, openClock } from "clock";
import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";
import { Enc28j60, Enc28j60Controller } from "linkpulse/moddable/enc28j60";
import { ethernetPart, startEthernet, startEthernetRouter } from "linkpulse/moddable/ethernet";
import { nattPart, startNatt } from "linkpulse/moddable/natt";
import { ROUTER_RETENTION_TIMERS, RouterRetention } from "linkpulse/moddable/retention";
import { SerialConsole, ascii, startRouter } from "linkpulse/moddable/router";
import { W5500, W5500Controller } from "linkpulse/moddable/w5500";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import { openMemory } from "memory";
import { openSupply } from "supply";

/**
 * One program after the other, each after a reset, which the last one made a second later. Each tells what is free of the
 * heap at first, and what it has taken; or, where it finds too little, what the library says.
 */
const { watchdog, heap } = system;

/** Of `ResetCause`. */
const POWER_ON = 1;

const run = watchdog.cause === POWER_ON ? 0 : watchdog.word(0) + 1;
watchdog.setWord(0, run);

const console = new SerialConsole({ io: Serial, baud: 115200, ...board.console });
const tell = (text) => {
  const line = ascii(`${text}\r\n`);
  console.write(line, 0, line.length);
};

const tight = { used: 0, free: 1000 };
const router = (mtu, more) =>
  startRouter({ serial: { io: Serial, baud: 115200, ...board.line }, mtu, console, heap, ...more });

/** With a clock chip whose memory has room for all that can be kept, and a supply that is measured. */
const retention = {
  timers: ROUTER_RETENTION_TIMERS + clockTimers,
  of(line) {
    const chip = openClock(line.scheduler, board.i2c);
    return new RouterRetention(line, {
      memory: openMemory(chip.memory),
      clock: chip.clock,
      supply: openSupply(board.supply, 9900),
      holdUp: { capacitance: 33000, failing: 4600, minimum: 4200, current: 60, saveTime: 40 },
    });
  },
};

const address = Uint8Array.of(2, 0, 0, 0, 0, 1);
const enc28j60 = (bus, scheduler) => new Enc28j60({ bus, scheduler, address, duplex: "half" });
const w5500 = (bus, scheduler) => new W5500({ bus, scheduler, address });
const withController = (make, Controller) => (bus, scheduler) => {
  const driver = make(bus, scheduler);
  return { driver, controller: new Controller(driver) };
};
const ethernet = (heap) => ({
  spi: { io: SPI, hz: 10_000_000, ...board.spi },
  interrupt: { io: Digital, pin: board.interrupt },
  console,
  heap,
});

/** Sockets that take everything, and a network that is there. */
class UDP {
  write() {}
  close() {}
}
const tunnel = { peerAddress: "192.0.2.1", udp: UDP };
const natt = (heap) => startNatt({ ...tunnel, console, heap });

const chips = { enc28j60: withController(enc28j60, Enc28j60Controller), w5500: withController(w5500, W5500Controller) };
const part = (chip) => ethernetPart({ chip: chips[chip], ...ethernet() });

const PROGRAMS = [
  ["router", () => router(64)],
  ["retention", () => router(64, { retention })],
  ["enc28j60", () => startEthernet({ driver: enc28j60, ...ethernet(heap) })],
  ["w5500", () => startEthernet({ driver: w5500, ...ethernet(heap) })],
  ["Ethernet", () => startEthernet({ driver: w5500, ...ethernet(tight) })],
  ["enc28j60 with commands", () => startEthernetRouter({ chip: chips.enc28j60, ...ethernet(heap) })],
  ["w5500 with commands", () => startEthernetRouter({ chip: chips.w5500, ...ethernet(heap) })],
  ["natt", () => natt(heap)],
  ["router, enc28j60", () => router(64, { parts: [part("enc28j60")] })],
  ["router, w5500", () => router(64, { parts: [part("w5500")] })],
  ["router, natt", () => router(64, { parts: [nattPart(tunnel)] })],
  ["retention, w5500, natt", () => router(64, { retention, parts: [part("w5500"), nattPart(tunnel)] })],
  ["Serial0/0", () => router(64, { parts: [part("w5500"), nattPart(tunnel)], heap: tight })],
  ["NAT-T", () => natt(tight)],
];

const [name, start] = PROGRAMS[run];
const free = heap.free;
try {
  start();
  tell(`${name}: ${free - heap.free} octets of ${free}`);
} catch (error) {
  tell(error.message);
}
if (run < PROGRAMS.length - 1) watchdog.start(1000);
