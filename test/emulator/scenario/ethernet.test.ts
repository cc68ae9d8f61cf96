import test from "ava";
import { errataOf, withErrata } from "../../../emulator/chips/enc28j60/errata";
import { parseScenario } from "../../../emulator/scenario/load";
import { ethernetText, mistakes, scenarioText } from "../../support/scenario-text";
import type { EthernetParts } from "../../support/scenario-text";

const parse = (parts: EthernetParts = {}) => parseScenario(ethernetText(parts), "s.yaml");
const first = (parts: EthernetParts = {}) => parse(parts).routers[0]!.interfaces[0]!;

test("a station of which only the chip is said", (t) => {
  const { config, chip } = first();
  t.deepEqual(config.ethernet, {
    chip: "enc28j60",
    address: [2, 0, 0, 0, 1, 0],
    duplex: "half",
    hearsItself: false,
    pollInterval: 100,
    mode: "auto",
    server: null,
    assist: false,
  });
  t.is(config.bandwidth, 10_000_000);
  t.is(config.retries, 3);
  t.deepEqual(chip, { kind: "enc28j60", speed: 10, duplex: "half", revision: 6, errata: errataOf(6) });
});

test("a station of which all is said", (t) => {
  const { config, chip } = first({
    ethernet:
      "{ chip: enc28j60, address: 02-AB-00-00-00-0f, hears-itself: true, revision: B5, errata: [12, 14], poll: 5ms }",
    keepalive: "{ mode: phy, server: 02:00:00:00:00:5e, assist: true, interval: 5s, retries: 4 }",
  });
  t.deepEqual(config.ethernet, {
    chip: "enc28j60",
    address: [2, 0xab, 0, 0, 0, 15],
    duplex: "half",
    hearsItself: true,
    pollInterval: 5,
    mode: "phy",
    server: [2, 0, 0, 0, 0, 0x5e],
    assist: true,
  });
  t.deepEqual([config.interval, config.retries], [5000, 4]);
  t.deepEqual([chip!.revision, chip!.errata], [5, withErrata(12, 14)]);
});

test("a W5500 takes the speed of a cable or a hub, where an ENC28J60 makes it half duplex", (t) => {
  const of = (medium: string, other: string) => {
    const text = ethernetText({ ethernet: `{ chip: ${other} }`, segment: `medium: ${medium}` });
    const { routers, segments } = parseScenario(text, "s.yaml");
    const { speed, duplex } = routers[1]!.interfaces[0]!.chip!;
    return [speed, duplex, segments[0]!.speed];
  };
  t.deepEqual(of("cable", "enc28j60"), [10, "half", 10]);
  t.deepEqual(of("cable", "w5500"), [100, "full", 100]);
  t.deepEqual(of("hub", "enc28j60"), [10, "half", 10]);
  t.deepEqual(of("hub", "w5500"), [100, "half", 100]);
  t.deepEqual(of("switch", "enc28j60"), [100, "full", 10]);
});

for (const [event, text, rest] of [
  [
    "segment: lan, set: { cut: true }",
    'lan: {"cut":true}',
    { kind: "segment", segment: 0, stations: [0, 1], faults: { cut: true } },
  ],
  [
    "segment: lan, station: r2 Ethernet0, set: { loss-to: 0.5, loop: true }",
    'lan, r2 Ethernet0: {"loss-to":0.5,"loop":true}',
    { kind: "segment", segment: 0, stations: [1], faults: { lossTo: 0.5, loop: true } },
  ],
  [
    "chip: r1 Ethernet0, set: { transmitter-fails: true, bus-cut: false }",
    'r1 Ethernet0: {"transmitter-fails":true,"bus-cut":false}',
    { kind: "chip", end: { router: 0, port: 0 }, faults: { transmitter: true, bus: false } },
  ],
  [
    "chip: r1 Ethernet0, happens: receiver off",
    "r1 Ethernet0: receiver off",
    { kind: "incident", end: { router: 0, port: 0 }, incident: "receiver off" },
  ],
] as const) {
  test(`an event: ${text}`, (t) => {
    const [planned] = parse({ event: `{ at: 30s, ${event} }` }).timeline;
    t.deepEqual(planned as object, { at: { seconds: 30, nanos: 0 }, text, ...rest });
  });
}

test("an expectation of what a keepalive concludes", (t) => {
  const expect = "{ interface: r2 Ethernet0, at: 20s, keepalive: unknown, diagnostic: no loop server }";
  t.deepEqual(parse({ expect }).expectations as object[], [
    {
      text: "r2 Ethernet0: keepalive unknown (no loop server) at 20s",
      kind: "keepalive",
      end: { router: 1, port: 0 },
      at: { seconds: 20, nanos: 0 },
      state: "unknown",
      diagnostic: "no loop server",
    },
  ]);
});

const ETHERNET = "routers > r1 > interfaces > Ethernet0";

mistakes("a station", [
  ["no chip", ethernetText({ ethernet: "{}" }), `6:9: ${ETHERNET} > ethernet: 'chip' is missing`],
  [
    "an unknown chip",
    ethernetText({ ethernet: "{ chip: rtl8139 }" }),
    `6:21: ${ETHERNET} > ethernet > chip is "rtl8139": it must be one of enc28j60, w5500`,
  ],
  [
    "an address that is none",
    ethernetText({ ethernet: "{ chip: w5500, address: 10.0.0.1 }" }),
    `6:34: ${ETHERNET} > ethernet > address is "10.0.0.1": it must be a MAC address, such as 02:00:00:00:00:01`,
  ],
  [
    "a group's address",
    ethernetText({ ethernet: "{ chip: w5500, address: 03:00:00:00:00:01 }" }),
    `6:34: ${ETHERNET} > ethernet > address is "03:00:00:00:00:01": its first octet is odd: that is the address of a group, not of a station`,
  ],
  [
    "a loop server that is a group",
    ethernetText({ keepalive: "{ server: cf:00:00:00:00:00 }" }),
    `7:22: ${ETHERNET} > keepalive > server is "cf:00:00:00:00:00": its first octet is odd: that is the address of a group, not of a station`,
  ],
  [
    "an erratum that no chip has",
    ethernetText({ ethernet: "{ chip: enc28j60, errata: [12, 99] }" }),
    `6:50: ${ETHERNET} > ethernet > errata > item 2 is 99: it must be one of 1, 2, 5, 6, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19`,
  ],
  [
    "an erratum that the revision has not",
    ethernetText({ ethernet: "{ chip: enc28j60, errata: [1] }" }),
    `6:46: ${ETHERNET} > ethernet > errata > item 1 is 1: revision B7 does not have it`,
  ],
  [
    "errata of a W5500",
    ethernetText({ ethernet: "{ chip: w5500, errata: [] }" }),
    `6:34: ${ETHERNET} > ethernet > errata: only the ENC28J60 has it`,
  ],
  [
    "hearing itself in full duplex",
    ethernetText({ ethernet: "{ chip: enc28j60, duplex: full, hears-itself: true }" }),
    `6:51: ${ETHERNET} > ethernet > hears-itself is true: in full duplex the chip does not hear itself`,
  ],
  [
    "a look at the chip every minute",
    ethernetText({ ethernet: "{ chip: w5500, poll: 1m }" }),
    `6:34: ${ETHERNET} > ethernet > poll is "1m": it must be a whole number of milliseconds from 1 to 1000`,
  ],
  [
    "a W5500 that tests itself",
    ethernetText({ ethernet: "{ chip: w5500 }", keepalive: "{ mode: phy }" }),
    `7:22: ${ETHERNET} > keepalive > mode is "phy": a W5500 can't test itself: it must be one of self, peer, auto`,
  ],
  [
    "a UART",
    ethernetText({ interface: "uart: { baud: 9601 }" }),
    `8:9: ${ETHERNET} > uart: an Ethernet interface has none`,
  ],
  [
    "an encapsulation",
    ethernetText({ interface: "encapsulation: ppp" }),
    `8:9: ${ETHERNET} > encapsulation is "ppp": an Ethernet interface has none`,
  ],
  [
    "what the chip says of itself",
    ethernetText({ interface: "hardware: NE2000" }),
    `8:9: ${ETHERNET} > hardware is "NE2000": an Ethernet interface has none`,
  ],
  [
    "an IPv4 address",
    ethernetText({ interface: "address: 10.0.0.1/8" }),
    `8:9: ${ETHERNET} > address is "10.0.0.1/8": an Ethernet interface has none`,
  ],
  [
    "a count until it is up",
    ethernetText({ keepalive: "{ up-count: 2 }" }),
    `7:22: ${ETHERNET} > keepalive > up-count is 2: only HDLC counts`,
  ],
  [
    "a loop server on a serial line",
    scenarioText({ interface: "{ keepalive: { assist: true } }" }),
    "5:33: routers > r1 > interfaces > Serial0/0 > keepalive > assist is true: only Ethernet has it",
  ],
]);

mistakes("a segment", [
  [
    "a serial interface on it",
    ethernetText().replace("stations: [r1 Ethernet0, r2 Ethernet0]", "stations: [r1 Ethernet0, r2 Serial0]"),
    '12:30: segments > lan > stations > item 2 is "r2 Serial0": it is a serial interface, and has no Ethernet chip',
  ],
  [
    "an Ethernet interface on a wire",
    `${ethernetText()}wires: { line: { ends: [r1 Ethernet0, r2 Serial0] } }\n`,
    '13:25: wires > line > ends > item 1 is "r1 Ethernet0": it is Ethernet, and goes on a segment',
  ],
  [
    "a station twice",
    ethernetText().replace("r2 Ethernet0]", "r1 Ethernet0]"),
    '12:30: segments > lan > stations > item 2 is "r1 Ethernet0": it is on segment lan already',
  ],
  [
    "a cable with one end",
    ethernetText().replace(", r2 Ethernet0]", "]"),
    "12:5: segments > lan > stations: a cable has two ends: it must be a list of 2",
  ],
  [
    "an unknown medium",
    ethernetText({ segment: "medium: token-ring" }),
    '13:5: segments > lan > medium is "token-ring": it must be one of cable, hub, switch',
  ],
  [
    "a fault of wires",
    ethernetText({ segment: "faults: { stuck: 1 }" }),
    "13:15: segments > lan > faults: there is no 'stuck': it must be one of cut, loss-from, loss-to, collisions, damage, loop",
  ],
  [
    "a fault of wires, later",
    ethernetText({ event: "{ at: 1s, segment: lan, set: { stuck: 1 } }" }),
    "14:36: timeline > item 1 > set: there is no 'stuck': it must be one of cut, loss-from, loss-to, collisions, damage, loop",
  ],
  [
    "a fault of segments at a chip",
    ethernetText({ event: "{ at: 1s, chip: r1 Ethernet0, set: { cut: true } }" }),
    "14:42: timeline > item 1 > set: there is no 'cut': it must be one of transmitter-fails, receiver-fails, bus-cut",
  ],
  [
    "faults that are no map",
    ethernetText({ event: "{ at: 1s, chip: r1 Ethernet0, set: 5 }" }),
    "14:35: timeline > item 1 > set is 5: it must be a map: {} or some of transmitter-fails, receiver-fails, bus-cut",
  ],
  [
    "a segment that is not there",
    ethernetText({ event: "{ at: 1s, segment: wan, set: { cut: true } }" }),
    '14:15: timeline > item 1 > segment is "wan": there is no such segment; the segments are lan',
  ],
  [
    "a station that is not on it",
    ethernetText({ event: "{ at: 1s, segment: lan, station: r2 Serial0, set: { cut: true } }" }),
    '14:29: timeline > item 1 > station is "r2 Serial0": it is not on segment lan',
  ],
  [
    "a chip where there is none",
    ethernetText({ event: "{ at: 1s, chip: r2 Serial0, happens: reset }" }),
    '14:15: timeline > item 1 > chip is "r2 Serial0": it is a serial interface, and has no Ethernet chip',
  ],
  [
    "what does not happen to a W5500",
    ethernetText({ event: "{ at: 1s, chip: r2 Ethernet0, happens: receiver off }" }),
    '14:35: timeline > item 1 > happens is "receiver off": it happens to an ENC28J60 only',
  ],
  [
    "a speed in baud",
    ethernetText({ event: "{ at: 1s, interface: r1 Ethernet0, baud: 9600 }" }),
    '14:15: timeline > item 1 > interface is "r1 Ethernet0": it is Ethernet, and has no baud',
  ],
  [
    "what the keepalive of a serial line concludes",
    ethernetText({ expect: "{ interface: r2 Serial0, at: 1s, keepalive: up }" }),
    '14:7: expect > item 1 > interface is "r2 Serial0": it is a serial interface, and has no Ethernet chip',
  ],
]);

test("an Ethernet interface counts what it has, and nothing else", (t) => {
  for (const counter of ["packets-in", "output-errors", "loopback-looped", "enc28j60-overruns", "wake-ups"]) {
    t.notThrows(() => parse({ expect: `{ interface: r1 Ethernet0, counter: ${counter}, is: 0 }` }), counter);
  }
  for (const counter of ["crc", "keepalives-sent", "pings-received", "w5500-stuck"]) {
    t.throws(() => parse({ expect: `{ interface: r1 Ethernet0, counter: ${counter}, is: 0 }` }), {
      message: /counts no such thing; it counts .*loop-answers-received/,
    });
  }
});
