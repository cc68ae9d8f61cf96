import { board } from "board";
import { clockTimers, openClock } from "clock";
import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";
import { Enc28j60, Enc28j60Controller } from "linkpulse/moddable/enc28j60";
import { startEthernet, startEthernetRouter } from "linkpulse/moddable/ethernet";
import { startNatt } from "linkpulse/moddable/natt";
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
const natt = (heap) => startNatt({ peerAddress: "192.0.2.1", udp: UDP, console, heap });

const PROGRAMS = [
  ["router", () => router(64)],
  ["retention", () => router(64, { retention })],
  ["enc28j60", () => startEthernet({ driver: enc28j60, ...ethernet(heap) })],
  ["w5500", () => startEthernet({ driver: w5500, ...ethernet(heap) })],
  ["Ethernet", () => startEthernet({ driver: w5500, ...ethernet(tight) })],
  [
    "enc28j60 with commands",
    () => startEthernetRouter({ chip: withController(enc28j60, Enc28j60Controller), ...ethernet(heap) }),
  ],
  [
    "w5500 with commands",
    () => startEthernetRouter({ chip: withController(w5500, W5500Controller), ...ethernet(heap) }),
  ],
  ["natt", () => natt(heap)],
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
