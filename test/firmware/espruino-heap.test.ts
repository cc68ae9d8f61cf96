import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import test from "ava";
import type { ExecutionContext } from "ava";
import type { Board } from "../../boards/board";
import { board } from "../../boards/pico/board";
import { parseSettings } from "../../emulator/firmware/config";
import { espruinoScript } from "../../emulator/firmware/espruino";
import { store } from "../../emulator/rp2040/espruino-storage";
import { EmulatedPico } from "../../emulator/rp2040/pico";
import { EspruinoNeed, EspruinoRouter } from "../../src/platform/memory-need";
import { ROOT } from "../support/lint";

/**
 * What programs take of Espruino's variables on an emulated Pico, and what they say where there are too few.
 * LINKPULSE_ESPRUINO_UF2 names the image, LINKPULSE_BOOTROM the RP2040's boot ROM.
 */
const { LINKPULSE_ESPRUINO_UF2: image, LINKPULSE_BOOTROM: bootrom } = process.env;
const libraryOf = (script: string) => join(ROOT, `dist/espruino/${script}.min.js`);
const missing =
  image && bootrom && existsSync(libraryOf("router"))
    ? ""
    : " (skipped: LINKPULSE_ESPRUINO_UF2 and LINKPULSE_BOOTROM are not set, or there is no dist/)";
const heapTest = missing ? test.skip : test;

/** How much more a number may be than what is measured, octets: it is to be lowered where the library takes less. */
const MARGIN = 4000;

/** What stands in front of a program: its console is on a UART, where nothing is lost, and no prompt is on USB. */
const BEGIN = `
Serial2.setup(115200, { tx: D4, rx: D5 });
E.setConsole(null, { force: true });
var linkpulse = require("linkpulse");
var heap = linkpulse.systemOf("RP2040").heap;
var console = new linkpulse.SerialConsole({ io: { write: function () {} } });
`;

/** Boots a program with its library, until it has printed so many lines. @param clock the script of a clock chip */
async function linesOf(t: ExecutionContext, script: string, program: string, count: number, clock?: string) {
  t.timeout(3_600_000);
  // AVA hears of that before the board boots.
  await setImmediate();
  let console = "";
  const pico = new EmulatedPico(image!, bootrom!, (uart, octet) => {
    if (uart === 1) console += String.fromCharCode(octet);
  });
  store(pico.flash, { name: "linkpulse", octets: readFileSync(libraryOf(script)) });
  if (clock !== undefined) store(pico.flash, { name: "clock", octets: readFileSync(libraryOf(clock)) });
  store(pico.flash, { name: ".bootcde", octets: Buffer.from(BEGIN + program, "latin1") });
  const lines = () => console.split("\r\n").slice(0, -1);
  while (pico.now < 30_000 && lines().length < count) {
    pico.runUntil(pico.now + 100);
    await setImmediate();
  }
  for (const line of lines()) t.log(line);
  return lines();
}

function isSaid(t: ExecutionContext, what: string, said: number, measured: number): void {
  t.true(measured <= said && said <= measured + MARGIN, `${what}: ${said} is said, ${measured} is taken`);
}

/**
 * A router with a short MTU, after a reset one with a longer one, and after another one for which there is no memory. What is
 * garbage is collected before each look. Scratch register 0 counts.
 */
const ROUTER = `
var run = peek32(0x4005800c);
poke32(0x4005800c, run + 1);
var mtu = [64, 1500, 65000][run];
process.memory();
var free = heap.free;
var router;
try {
  router = linkpulse.startRouter({
    serial: { io: Serial1, baud: 9600, tx: D0, rx: D1 },
    mtu: mtu,
    console: console,
    heap: heap,
  });
  process.memory();
  Serial2.println("MTU " + mtu + ": " + (free - heap.free) + " octets of " + free);
  setTimeout(function () { E.reboot(); }, 100);
} catch (error) {
  Serial2.println(error.message);
}
`;

heapTest(`a router takes what is said of it, and does not start where there is less${missing}`, async (t) => {
  const lines = await linesOf(t, "router", ROUTER, 3);
  const told = lines.flatMap((line) => /^MTU (\d+): (\d+) octets of (\d+)$/.exec(line)?.slice(1) ?? []);
  const [, taken, free, , longTaken] = told.map(Number);
  for (const [mtu, measured] of [
    [64, taken!],
    [1500, longTaken!],
  ] as const) {
    isSaid(t, `MTU ${mtu}`, EspruinoRouter.Fixed + EspruinoRouter.EachOctet * mtu, measured);
  }
  t.true(free! >= board.heap!.espruino!, `${free} octets are free`);
  const needed = EspruinoRouter.Fixed + EspruinoRouter.EachOctet * 65000;
  t.regex(lines[2]!, new RegExp(`^Serial0/0: with an MTU of 65000 it takes ${needed} octets of memory, and \\d+ are`));
});

/** A program whose memory does not depend on an MTU: not where too little is free, and then, told after some keepalives. */
const fixed = (start: string, options: string) => `
var options = ${options};
options.heap = { free: 1000 };
try {
  linkpulse.${start}(options);
} catch (error) {
  Serial2.println(error.message);
}
process.memory();
var free = heap.free;
options.heap = heap;
options.watchdog = linkpulse.systemOf("RP2040").watchdog;
var link = linkpulse.${start}(options);
setTimeout(function () {
  process.memory();
  Serial2.println("taken " + (free - heap.free) + " octets of " + free);
}, 5000);
`;

const ETHERNET = `{
  driver: function (bus, scheduler) {
    var address = new Uint8Array([2, 0, 0, 0, 0, 1]);
    return new (linkpulse.Enc28j60 || linkpulse.W5500)({
      bus: bus, scheduler: scheduler, address: address, duplex: "half", hearsItself: true, pollInterval: 500
    });
  },
  spi: { io: SPI1, sck: D18, mosi: D19, miso: D16, select: D17, baud: 1000000 },
  interrupt: D21,
  console: console,
  debug: true,
}`;

/** On sockets that take everything: the Pico's Espruino has none. */
const NATT = `{
  peerAddress: "192.0.2.1",
  keepalive: { interval: 5000, forced: true },
  udp: {
    createSocket: function () {
      return { bind: function () {}, on: function () {}, send: function () {}, close: function () {} };
    },
  },
  wifi: {
    io: {
      connect: function () {},
      disconnect: function () {},
      on: function (event, told) { if (event === "connected") setTimeout(told, 1000, { ip: "10.0.0.6" }); },
    },
    ssid: "lab",
    password: "secret123",
  },
  console: console,
}`;

for (const [script, program, said, name] of [
  ["enc28j60", fixed("startEthernet", ETHERNET), EspruinoNeed.Ethernet, "Ethernet0"],
  ["w5500", fixed("startEthernet", ETHERNET), EspruinoNeed.Ethernet, "Ethernet0"],
  ["natt", fixed("startNatt", NATT), EspruinoNeed.Natt, "NAT-T"],
] as const) {
  heapTest(`${script} takes what is said of it, and does not start where there is less${missing}`, async (t) => {
    const [refusal, taken] = await linesOf(t, script, program, 2);
    t.is(refusal, `${name}: it takes ${said} octets of memory, and 1000 are free`);
    isSaid(t, script, said, Number(/^taken (\d+) /.exec(taken!)![1]));
  });
}

/**
 * A retention with all that it can have: a clock chip whose memory has room for everything, and a supply that is measured. On
 * a line that stands for a router, since a Pico has no room for both.
 */
const RETENTION = `
var clock = require("clock");
process.memory();
var free = heap.free;
var timers = 0;
var scheduler = { register: function () { return timers++; }, arm: function () {}, disarm: function () {} };
var bus = new linkpulse.EspruinoI2cBus({ io: I2C1, sda: D8, scl: D9, bitrate: 100000 });
var chip = new clock.ClockChip({ bus: bus, scheduler: scheduler, battery: true });
var retention = new linkpulse.RouterRetention({
  scheduler: scheduler, hdlc: {}, ppp: {}, encapsulation: "hdlc", counters: new Int32Array(40), cause: 0, console: null, listener: null
}, {
  memory: chip.memory,
  clock: chip.clock,
  supply: new linkpulse.AnalogSupply({ pin: D26, fullScale: 9900 }),
  holdUp: { capacitance: 33000, failing: 4600, minimum: 4200, current: 60, saveTime: 40 },
});
process.memory();
Serial2.println("taken " + (free - heap.free) + " octets of " + free + ", timers " + timers);
`;

heapTest(`a retention takes what is said of it, and leaves no room for a router on a Pico${missing}`, async (t) => {
  const [line] = await linesOf(t, "retention", RETENTION, 1, "ds3232");
  const [, taken, free] = /^taken (\d+) octets of (\d+)/.exec(line!)!;
  isSaid(t, "retention", EspruinoNeed.Retention, Number(taken));
  t.true(Number(free) - Number(taken) < EspruinoRouter.Fixed);
});

heapTest(`firmware/retention says on a Pico that it has no room there${missing}`, async (t) => {
  const main = readFileSync(join(ROOT, "firmware/retention/espruino/main.js"), "utf8");
  // linkpulse build would refuse it.
  const roomy: Board = { ...board, heap: {} };
  const settings = parseSettings("{}", "config.yaml", ["retention"], roomy, "espruino");
  const program = espruinoScript(main, roomy, settings).replaceAll("global[BOARD.console]", "Serial2");
  const [refusal] = await linesOf(t, "retention", program, 1);
  const needed = EspruinoRouter.Fixed + EspruinoNeed.Retention + 256 * EspruinoRouter.EachOctet;
  t.regex(
    refusal!,
    new RegExp(`^Serial0/0: with an MTU of 256 it takes ${needed} octets of memory, and \\d+ are free: no`),
  );
});
