import { readFileSync } from "node:fs";
import test from "ava";
import type { Board } from "../../../boards/board";
import { board as esp32 } from "../../../boards/esp32/board";
import { board as pico } from "../../../boards/pico/board";
import { board as pico2 } from "../../../boards/pico-2/board";
import { board as picoW } from "../../../boards/pico-w/board";
import { parseSettings } from "../../../emulator/firmware/config";
import { CHOICES } from "../../../emulator/firmware/moddable";
import type { Program, Programs } from "../../../emulator/firmware/config";
import { EspruinoNeed, EspruinoRouter, XsNeed, XsRouter } from "../../../src/platform/memory-need";

const CONFIG = readFileSync("firmware/config.yaml", "utf8");

const settings = (text: string, program: Program = "router", runtime: "moddable" | "espruino" = "moddable") =>
  parseSettings(text, "config.yaml", [program], esp32, runtime);

/** Of an image on Moddable that has several programs. */
const image = (text: string, [main, ...parts]: Programs, board: Board = esp32) =>
  parseSettings(text, "config.yaml", [main, ...parts], board, "moddable");

test("what comes with the firmware is what it does without a configuration", (t) => {
  for (const runtime of ["moddable", "espruino"] as const) {
    t.deepEqual(settings(CONFIG, "router", runtime), settings("{}", "router", runtime));
    t.deepEqual(settings(CONFIG, "retention", runtime), settings("{}", "retention", runtime));
    t.deepEqual(settings(CONFIG, "ethernet", runtime), settings("{}", "ethernet", runtime));
  }
});

/** What a manifest of firmware/ sets. */
const configIn = (path: string) =>
  (JSON.parse(readFileSync(`firmware/${path}`, "utf8")) as { config: Record<string, unknown> }).config;

const NAMED = CONFIG.replace('ssid: ""', "ssid: lab").replace('peer: ""', "peer: 192.0.2.1");

/** What `linkpulse build` sets, of it what an image with nothing set has, too. */
const configOf = (program: Program) => {
  const built = Object.entries(settings(NAMED, program)).filter(([key]) => !CHOICES.includes(key));
  const given: Record<string, string> = program === "natt" ? { ssid: "", peer: "" } : {};
  const config = built.map(([key, value]) => [key, given[key] ?? (typeof value === "boolean" ? `${value}` : value)]);
  return Object.fromEntries(config) as Record<string, unknown>;
};

test("it is what mcconfig takes without it, too", (t) => {
  t.deepEqual(configIn("router/manifest.json"), configOf("router"));
  t.deepEqual({ ...configIn("router/manifest.json"), ...configIn("retention/part.json") }, configOf("retention"));
  for (const program of ["ethernet", "natt"] as const) {
    const { hostname, ...part } = configOf(program);
    t.deepEqual(configIn(`${program}/manifest.json`), { hostname, ...part });
    t.deepEqual(configIn(`${program}/part.json`), { [program]: part });
  }
});

test("the settings of parts stand under their names, without the hostname", (t) => {
  const text = "{ hostname: R1, ethernet: { chip: w5500 }, natt: { ssid: lab, peer: 192.0.2.1 } }";
  const { ethernet, natt, ...router } = image(text, ["router", "ethernet", "natt"]);
  t.deepEqual(router, settings("{ hostname: R1 }"));
  const { hostname, ...alone } = settings(text, "ethernet");
  t.is(hostname, "R1");
  t.deepEqual(ethernet, alone);
  t.like(natt, { ssid: "lab", port: 4500, forced: true });
});

test("speed and MTU that are left out are the runtime's", (t) => {
  t.like(settings("{}", "router", "espruino"), { baud: 9600, mtu: 256, interval: 10000, retries: 0 });
  t.like(settings("{}", "router", "moddable"), { baud: 115200, mtu: 1500 });
  t.like(settings("{}", "ethernet", "espruino"), { poll: 500 });
});

test("what outlives the supply is in what the board has, and in a clock chip that has memory", (t) => {
  t.like(settings("{}", "retention"), { memory: "rtc", clock: "none", supply: "none", capacitance: 0, saveTime: 0 });
  const lasting =
    "retention: { supply: adc, capacitance: 33000, failing: 4600, minimum: 4200, current: 60, clock: ds1307";
  t.like(settings(`${lasting}, memory: clock }`, "retention"), { memory: "clock", saveTime: 40, checkpoint: 60_000 });
  t.like(settings(`${lasting}, saveTime: 7 }`, "retention"), { memory: "rtc", saveTime: 7 });
  t.is(parseSettings("{}", "config.yaml", ["retention"], { ...pico, heap: {} }, "espruino").memory, "scratch");
  // A divider by 3, before a pin that reads at most 2450 mV on an ESP32, 3300 on a Pico.
  t.is(settings(`${lasting} }`, "retention").fullScale, 7350);
  t.is(parseSettings(`${lasting} }`, "config.yaml", ["retention"], pico, "moddable").fullScale, 9900);
  t.is(settings(`${lasting}, fullScale: 5000 }`, "retention").fullScale, 5000);
});

test("times may have any unit", (t) => {
  t.is(settings("router: { interval: 1.5m }").interval, 90_000);
  t.is(settings("router: { interval: 5 }").interval, 5000);
});

for (const [title, text, program, message] of [
  [
    "an unknown key",
    "router:\n  speed: 9600\n",
    "router",
    "config.yaml:2:3: router: there is no 'speed': it must be one of name, encapsulation, baud, mtu, interval, retries",
  ],
  [
    "a key at the top",
    "encapsulation: ppp\n",
    "router",
    "config.yaml:1:1: the configuration: there is no 'encapsulation': it must be one of hostname, router, retention, ethernet, natt",
  ],
  [
    "a value that is none of those there are",
    "router:\n  encapsulation: slip\n",
    "router",
    'config.yaml:2:3: router > encapsulation is "slip": it must be one of hdlc, ppp',
  ],
  [
    "text for a number",
    "router: { baud: fast }\n",
    "router",
    'config.yaml:1:11: router > baud is "fast": it must be a whole number from 300 to 3000000',
  ],
  [
    "a speed that the interpreter does not follow",
    "router: { baud: 230400 }\n",
    "router",
    "config.yaml:1:11: router > baud is 230400: it must be at most 115200 bit/s on ESP32 with moddable",
  ],
  [
    "an interval that is no time",
    "router: { interval: soon }\n",
    "router",
    'config.yaml:1:11: router > interval is "soon": it must be a number of seconds from 0 up, or a number with a unit of ms, s, m, h or d, such as 1.5h',
  ],
  [
    "an interval that no device counts",
    "router: { interval: 13d }\n",
    "router",
    'config.yaml:1:11: router > interval is "13d": it must be whole milliseconds up to 12 d 10 h 15 min 41.823 s',
  ],
  [
    "a memory that the board lacks",
    "retention: { memory: scratch }\n",
    "retention",
    'config.yaml:1:14: retention > memory is "scratch": it must be one of rtc, flash, clock on ESP32 with moddable',
  ],
  [
    "the memory of a clock that has none",
    "retention: { memory: clock, clock: ds3231 }\n",
    "retention",
    'config.yaml:1:14: retention > memory is "clock": the clock must be one with memory: ds1307, ds3232, mcp7940n',
  ],
  [
    "a supply without a hold-up capacitor",
    "retention: { supply: adc, failing: 4600 }\n",
    "retention",
    'config.yaml:1:14: retention > supply is "adc": it needs capacitance, failing, minimum, current: there is no capacitance',
  ],
  [
    "a hold-up capacitor that does not last",
    "retention: { supply: pin, capacitance: 1000, failing: 4600, minimum: 4200, current: 60 }\n",
    "retention",
    /^config\.yaml:1:27: retention > capacitance is 1000: hold-up: 1000 uF less 20 % give 280 uC over 350 mV: .* it must have \d+ uF$/,
  ],
  [
    "an address of many",
    "ethernet:\n  address: 01:00:00:00:00:01\n",
    "ethernet",
    'config.yaml:2:3: ethernet > address is "01:00:00:00:00:01": it must be a MAC address of one station, such as 02:00:00:12:34:56',
  ],
  [
    "a chip looked at too seldom",
    "ethernet: { poll: 2s }\n",
    "ethernet",
    'config.yaml:1:13: ethernet > poll is "2s": it must be from 1 to 1000 ms',
  ],
  [
    "no network",
    "natt: { peer: 192.0.2.1 }\n",
    "natt",
    'config.yaml:1:1: natt > ssid is "": it must be the network\'s name',
  ],
  [
    "no peer",
    "natt: { ssid: lab }\n",
    "natt",
    'config.yaml:1:1: natt > peer is "": it must be the peer\'s IPv4 address, such as 192.0.2.1',
  ],
  [
    "a peer that is no address",
    "natt: { ssid: lab, peer: 192.0.2.256 }\n",
    "natt",
    'config.yaml:1:20: natt > peer is "192.0.2.256": it must be an IPv4 address, such as 192.0.2.1',
  ],
  ["no YAML", "router: [\n", "router", /^config\.yaml:\d+:\d+: this is no good YAML: /],
] as const) {
  test(title, (t) => {
    t.throws(() => settings(text, program), { message });
  });
}

for (const [title, text, programs, message] of [
  [
    "a part without a network",
    "natt: { peer: 192.0.2.1 }\n",
    ["router", "natt"],
    'config.yaml:1:1: natt > ssid is "": it must be the network\'s name',
  ],
  [
    "a part looked at too seldom",
    "router: {}\nethernet: { poll: 2s }\n",
    ["retention", "ethernet"],
    'config.yaml:2:13: ethernet > poll is "2s": it must be from 1 to 1000 ms',
  ],
  [
    "a part whose interval no device counts",
    "natt: { ssid: lab, peer: 192.0.2.1, natTimeout: 13d }\n",
    ["ethernet", "natt"],
    'config.yaml:1:37: natt > natTimeout is "13d": it must be whole milliseconds up to 12 d 10 h 15 min 41.823 s',
  ],
  [
    "a part that is called like the line",
    "router: { name: Ethernet0 }\nethernet: { name: ethernet0 }\n",
    ["router", "ethernet"],
    'config.yaml:2:13: ethernet > name is "ethernet0": it is the name of router, too',
  ],
] as [string, string, Programs, string][]) {
  test(title, (t) => {
    t.throws(() => image(text, programs), { message });
  });
}

test("a Pico has limits of its own", (t) => {
  t.throws(() => parseSettings("router: { mtu: 1500 }", "config.yaml", ["router"], pico, "espruino"), {
    message: "config.yaml:1:11: router > mtu is 1500: it must be at most 256 octets on Raspberry Pi Pico with espruino",
  });
});

test("on a Pico with Espruino there is no room for a retention", (t) => {
  const refused = (text: string) =>
    t.throws(() => parseSettings(text, "config.yaml", ["retention"], pico, "espruino"))!.message;
  const needed = EspruinoRouter.Fixed + EspruinoNeed.Retention + 64 * EspruinoRouter.EachOctet;
  t.is(
    refused("retention: { mtu: 64 }"),
    "config.yaml:1:14: retention > mtu is 64: Raspberry Pi Pico with espruino has too little memory for retention: " +
      `with an MTU of 64 it takes ${needed} octets of memory, and 27000 are free: no MTU fits`,
  );
  t.regex(
    refused("retention: { clock: ds1307, memory: clock }"),
    /^config\.yaml:1:1: retention: Raspberry Pi Pico .*, and 21000 are free: no MTU fits$/,
  );
});

test("a router for which a board has too little memory is refused with the numbers", (t) => {
  const small = { ...pico, heap: { moddable: 18_000 } };
  const needed = XsRouter.Fixed + 1500 * XsRouter.EachOctet;
  const longest = Math.floor((18_000 - XsRouter.Fixed) / XsRouter.EachOctet);
  t.throws(() => parseSettings("router: { mtu: 1500 }", "config.yaml", ["router"], small, "moddable"), {
    message:
      "config.yaml:1:11: router > mtu is 1500: Raspberry Pi Pico with moddable has too little memory for router: with an MTU of 1500 it " +
      `takes ${needed} octets of memory, and 18000 are free: the longest MTU that fits is ${longest}`,
  });
  t.notThrows(() => parseSettings(`router: { mtu: ${longest} }`, "config.yaml", ["router"], small, "moddable"));
  t.throws(() => parseSettings("{}", "config.yaml", ["router"], { ...pico, heap: { moddable: 9000 } }, "moddable"), {
    message: /, and 9000 are free: no MTU fits$/,
  });
});

test("the programs of an image share the board's memory", (t) => {
  const router = XsRouter.Fixed + 1500 * XsRouter.EachOctet;
  const all: Programs = ["router", "ethernet", "natt"];
  const text = "natt: { ssid: lab, peer: 192.0.2.1 }";
  const having = (octets: number) => ({ ...picoW, heap: { moddable: octets } });
  const needed = router + XsNeed.EthernetPart + XsNeed.NattPart;
  t.notThrows(() => image(text, all, having(needed)));
  t.throws(() => image(text, all, having(needed - 3)), {
    message:
      "config.yaml:1:1: router: Raspberry Pi Pico W with moddable has too little memory for router,ethernet,natt: with an " +
      `MTU of 1500 it takes ${needed} octets of memory, and ${needed - 3} are free: the longest MTU that fits is 1499`,
  });
  t.notThrows(() => image("{}", ["retention", "ethernet"], having(router + XsNeed.Retention + XsNeed.EthernetPart)));
  t.throws(() => image("{}", ["retention", "ethernet"], having(router + XsNeed.Retention + XsNeed.EthernetPart - 1)));
  const both = XsNeed.EthernetRouter + XsNeed.NattPart;
  t.notThrows(() => image(text, ["ethernet", "natt"], having(both)));
  t.throws(() => image(text, ["ethernet", "natt"], having(both - 1)), {
    message:
      "config.yaml:1:1: ethernet: Raspberry Pi Pico W with moddable has too little memory for ethernet,natt: it takes " +
      `${both} octets of memory, and ${both - 1} are free`,
  });
  t.throws(() => image(text, ["natt"], having(XsNeed.Natt - 1)));
});

test("every board has memory for what its firmware does where nothing is set", (t) => {
  for (const board of [esp32, pico, pico2, picoW]) {
    for (const runtime of ["moddable", "espruino"] as const) {
      t.notThrows(() => parseSettings("{}", "config.yaml", ["router"], board, runtime), `${board.name}, ${runtime}`);
    }
    t.notThrows(() => image(NAMED, ["retention", "ethernet", "natt"], board), board.name);
  }
});
