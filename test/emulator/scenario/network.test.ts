import test from "ava";
import { ESP32_LIGHT_SLEEP, PICO_W_RADIO } from "../../../emulator/network/energy";
import { LINUX, RFC_4787 } from "../../../emulator/network/nat-behaviour";
import { countersOfNatT } from "../../../emulator/scenario/counters";
import { parseScenario } from "../../../emulator/scenario/load";
import { mistakes, natText } from "../../support/scenario-text";
import type { NatParts } from "../../support/scenario-text";
import { ip } from "../../support/slarp";

const parse = (parts: NatParts = {}) => parseScenario(natText(parts), "s.yaml");
const event = (text: string) => parse({ events: [text] }).timeline[0]! as object;

test("a NAT, a host and a tunnel of which only the least is said", (t) => {
  const { networks, nats, hosts, routers } = parse();
  t.deepEqual(networks, ["home", "internet"]);
  t.deepEqual(nats, [
    { name: "box", inside: 0, outside: 1, addresses: [ip("203.0.113.1")], behaviour: RFC_4787, path: {} },
  ]);
  t.deepEqual(hosts, [{ name: "gateway", network: 1, address: ip("198.51.100.1"), path: {} }]);
  t.deepEqual(routers[0]!.interfaces, []);
  t.deepEqual(routers[0]!.natT, {
    config: {
      address: ip("192.168.0.2"),
      peerAddress: ip("198.51.100.1"),
      spi: 0x1000,
      interval: 20_000,
      margin: 10_000,
      slack: 0,
      natTimeout: 0,
      forced: false,
    },
    network: 0,
    path: {},
    wifi: null,
  });
});

test("a NAT of which all is said, and one like Linux", (t) => {
  const { nats } = parse({
    nat:
      "mapping: address-dependent, filtering: address-and-port-dependent, timeouts: { one-way: 10s, answered: 1m }, " +
      "refresh: outbound, preserves-ports: false, pooling: arbitrary, hairpinning: false, capacity: 3, " +
      "when-full: evict oldest, path: { latency: 1.5ms, jitter: 2ms, loss: 0.1, duplication: 0.2, reordering: 0.3, held-back: 1s }",
  });
  t.deepEqual(nats[0]!.behaviour, {
    mapping: "address-dependent",
    filtering: "address-and-port-dependent",
    timeouts: { oneWay: 10_000, replied: 60_000 },
    refresh: "outbound",
    preservesPorts: false,
    pooling: "arbitrary",
    hairpinning: false,
    capacity: 3,
    whenFull: "evict oldest",
  });
  t.deepEqual(nats[0]!.path, {
    latency: 1.5,
    jitter: 2,
    loss: 0.1,
    duplication: 0.2,
    reordering: 0.3,
    heldBack: 1000,
  });
  t.deepEqual(parse({ nat: "kind: linux, timeouts: { one-way: 6s }" }).nats[0]!.behaviour, {
    ...LINUX,
    timeouts: { oneWay: 6000, replied: 120_000 },
  });
});

test("a tunnel of which all is said", (t) => {
  const { config, path, wifi } = parse({
    natT:
      "interval: 1500ms, margin: 0, slack: 1s, nat-timeout: 30s, forced: true, path: { loss: 1 }, " +
      "wifi: { board: esp32, dtim: 3, beacon-loss: 0.5 }",
  }).routers[0]!.natT!;
  t.deepEqual(
    [config.interval, config.margin, config.slack, config.natTimeout, config.forced],
    [1500, 0, 1000, 30_000, true],
  );
  t.deepEqual(path, { loss: 1 });
  t.deepEqual(wifi, { power: ESP32_LIGHT_SLEEP, dtim: 3, listenInterval: 3, beaconLoss: 0.5 });
  const other = parse({ natT: "wifi: { board: pico-w, listen-interval: 10 }" }).routers[0]!.natT!;
  t.deepEqual(other.wifi, { power: PICO_W_RADIO, dtim: 1, listenInterval: 10, beaconLoss: 0 });
});

test("what happens to networks", (t) => {
  const at = { seconds: 60, nanos: 0 };
  t.deepEqual(event("at: 1m, router: r1, sends: ike"), {
    at,
    text: "r1: sends IKE",
    kind: "router-sends",
    router: 0,
    what: "ike",
  });
  t.deepEqual(event("at: 1m, router: r1, link: down"), {
    at,
    text: "r1: link down",
    kind: "link",
    router: 0,
    up: false,
  });
  t.deepEqual(event("at: 1m, router: r1, sleep: 90s"), {
    at,
    text: "r1: sleeps for 1 min 30 s",
    kind: "sleep",
    router: 0,
    time: 90e9,
  });
  t.deepEqual(event("at: 1m, router: r1, path: { loss: 0.5 }"), {
    at,
    text: 'r1: path {"loss":0.5}',
    kind: "path",
    of: "router",
    number: 0,
    path: { loss: 0.5 },
  });
  t.deepEqual(event("at: 1m, nat: box, path: { latency: 5ms }"), {
    at,
    text: 'box: path {"latency":"5ms"}',
    kind: "path",
    of: "nat",
    number: 0,
    path: { latency: 5 },
  });
  t.deepEqual(event("at: 1m, nat: box, reboot: 0"), {
    at,
    text: "box: loses its mappings",
    kind: "reboot",
    nat: 0,
    time: 0,
    addresses: null,
  });
  t.deepEqual(event("at: 1m, nat: box, reboot: 45s, addresses: [203.0.113.9]"), {
    at,
    text: "box: reboots, away for 45 s, then at 203.0.113.9",
    kind: "reboot",
    nat: 0,
    time: 45_000,
    addresses: [ip("203.0.113.9")],
  });
  t.deepEqual(event("at: 1m, host: gateway, sends: esp, to: r1"), {
    at,
    text: "gateway: sends ESP to r1",
    kind: "host-sends",
    host: 0,
    router: 0,
  });
  t.deepEqual(event("at: 1m, host: gateway, path: { jitter: 1s }"), {
    at,
    text: 'gateway: path {"jitter":"1s"}',
    kind: "path",
    of: "host",
    number: 0,
    path: { jitter: 1000 },
  });
});

test("a NAT may get an address back that it had before", (t) => {
  const events = ["203.0.113.9", "203.0.113.1", "203.0.113.9"].map((address, i) => {
    return `at: ${i + 1}m, nat: box, reboot: 0, addresses: [${address}]`;
  });
  t.is(parse({ events }).timeline.length, 3);
});

test("what is expected of a tunnel", (t) => {
  const expect = (text: string) => parse({ expect: `{ ${text} }` }).expectations[0]! as object;
  t.deepEqual(expect("router: r1, at: 60, esp: arrives"), {
    text: "r1: the last ESP packet to it by 60 s arrives",
    kind: "esp",
    router: 0,
    at: { seconds: 60, nanos: 0 },
    arrives: true,
  });
  t.deepEqual(expect("router: r1, mappings: [203.0.113.1:4500, 203.0.113.1:9]"), {
    text: "r1: its peer knows it as 203.0.113.1:4500, then 203.0.113.1:9",
    kind: "mappings",
    router: 0,
    mappings: ["203.0.113.1:4500", "203.0.113.1:9"],
  });
  t.deepEqual(expect("router: r1, counter: nat-keepalives-sent, at-least: 5"), {
    text: "r1: nat-keepalives-sent is at least 5",
    kind: "count",
    end: { router: 0, port: 0 },
    counter: "nat-keepalives-sent",
    least: 5,
    most: Infinity,
  });
});

test("a router may have interfaces beside its tunnel, whose counters are those of its last port", (t) => {
  const { routers, expectations } = parse({
    r1: "interfaces: { Serial0/0: {}, Serial0/1: {} }",
    expect: "{ router: r1, counter: ike-received, is: 1 }",
  });
  t.is(routers[0]!.interfaces.length, 2);
  t.like(expectations[0]!, { kind: "count", end: { router: 0, port: 2 } });
});

const NETWORKS = "the networks are home, internet";
const TUNNEL = "routers > r1 > nat-t";

mistakes("networks", [
  [
    "the same twice",
    natText().replace("[home, internet]", "[home, internet, home]"),
    '2:28: networks > item 3 is "home": it is there already',
  ],
  [
    "a NAT on a network that is not there",
    natText().replace("inside: home", "inside: hme"),
    `4:10: nats > box > inside is "hme": there is no such network; ${NETWORKS}`,
  ],
  [
    "none at all",
    natText().replace("networks: [home, internet]", "networks: []"),
    '4:10: nats > box > inside is "home": there is no such network; the scenario has none',
  ],
  [
    "a NAT from one to the same",
    natText().replace("outside: internet", "outside: home"),
    '4:24: nats > box > outside is "home": it must be another network than the inside',
  ],
  [
    "two NATs inside one",
    natText().replace("nats:\n", "nats:\n  old: { inside: home, outside: internet, addresses: [203.0.113.2] }\n"),
    '5:10: nats > box > inside is "home": its gateway is old already',
  ],
  [
    "a NAT without an address",
    natText().replace("[203.0.113.1]", "[]"),
    "4:43: nats > box > addresses: it must be a list of 1",
  ],
  [
    "an address that is taken",
    natText().replace("address: 198.51.100.1", "address: 203.0.113.1"),
    '6:33: hosts > gateway > address is "203.0.113.1": it is taken on network internet',
  ],
  [
    "an address that no host can have",
    natText().replace("address: 192.168.0.2", "address: 224.0.0.5"),
    `9:29: ${TUNNEL} > address is "224.0.0.5": it must be the address of one host`,
  ],
  [
    "an address that is none",
    natText().replace("address: 192.168.0.2", "address: 192.168.0.256"),
    `9:29: ${TUNNEL} > address is "192.168.0.256": it must be four numbers of 0 to 255, as in 10.0.0.1`,
  ],
  [
    "an unknown kind of NAT",
    natText({ nat: "kind: cisco" }),
    '4:69: nats > box > kind is "cisco": it must be one of rfc4787, linux',
  ],
  [
    "a timeout of no whole millisecond",
    natText({ nat: "timeouts: { answered: 1.5us }" }),
    '4:81: nats > box > timeouts > answered is "1.5us": it must be a whole number of milliseconds, at most 1073741823',
  ],
  [
    "a path of days",
    natText({ host: "path: { latency: 1d }" }),
    '6:64: hosts > gateway > path > latency is "1d": it must be at most 1h',
  ],
]);

mistakes("a tunnel", [
  [
    "a router with nothing at all",
    natText().replace("    interfaces: { Serial0/0: {} }", "    engine: node"),
    "10:3: routers > r2: it must have 'interfaces' or 'nat-t'",
  ],
  [
    "half a second",
    natText({ natT: "interval: 500ms" }),
    `9:71: ${TUNNEL} > interval is "500ms": it must be 0, for none, or from 1s to 1h`,
  ],
  [
    "two hours",
    natText({ natT: "interval: 2h" }),
    `9:71: ${TUNNEL} > interval is "2h": it must be a whole number of milliseconds, at most 3600000`,
  ],
  [
    "a slack above the interval",
    natText({ natT: "slack: 21s" }),
    `9:71: ${TUNNEL} > slack is "21s": it must be at most the interval`,
  ],
  ["no peer", natText().replace(", peer: 198.51.100.1", ""), `9:5: ${TUNNEL}: 'peer' is missing`],
  [
    "an unknown board",
    natText({ natT: "wifi: { board: esp8266 }" }),
    `9:79: ${TUNNEL} > wifi > board is "esp8266": it must be one of esp32, esp32-modem-sleep, pico-w`,
  ],
  [
    "a link where there is no tunnel",
    natText({ events: ["at: 1s, router: r2, link: down"] }),
    '13:15: timeline > item 1 > router is "r2": it has no nat-t',
  ],
  [
    "sleep of a router with interfaces",
    natText({ r1: "interfaces: { Serial0/0: {} }", events: ["at: 1s, router: r1, sleep: 1m"] }),
    '14:15: timeline > item 1 > router is "r1": only a router without interfaces can be put to sleep',
  ],
  [
    "sleep of a year",
    natText({ events: ["at: 1s, router: r1, sleep: 365d"] }),
    '13:27: timeline > item 1 > sleep is "365d": it must be at most 24d, as far as its clock can tell',
  ],
  [
    "a NAT that is not there",
    natText({ events: ["at: 1s, nat: bix, reboot: 1s"] }),
    '13:15: timeline > item 1 > nat is "bix": there is no such NAT; the NATs are box',
  ],
  [
    "a host that is not there",
    natText({ events: ["at: 1s, host: gate, sends: esp, to: r1"] }),
    '13:15: timeline > item 1 > host is "gate": there is no such host; the hosts are gateway',
  ],
  [
    "a host that sends to a router that knows nothing of it",
    natText({ events: ["at: 1s, host: gateway, sends: esp, to: r1"] }).replace(
      "peer: 198.51.100.1",
      "peer: 198.51.100.2",
    ),
    '13:42: timeline > item 1 > to is "r1": its peer is not gateway',
  ],
  [
    "a host that sends IKE",
    natText({ events: ["at: 1s, host: gateway, sends: ike, to: r1"] }),
    '13:30: timeline > item 1 > sends is "ike": a host sends ESP only',
  ],
  [
    "addresses that another has",
    natText({ events: ["at: 1s, nat: box, reboot: 1s, addresses: [198.51.100.1]"] }),
    '13:49: timeline > item 1 > addresses > item 1 is "198.51.100.1": it is taken on network internet',
  ],
  [
    "packets of a router without a tunnel",
    natText({ expect: "{ router: r2, at: 1s, esp: lost }" }),
    '13:7: expect > item 1 > router is "r2": it has no nat-t',
  ],
  [
    "a counter of interfaces",
    natText({ expect: "{ router: r1, counter: crc, is: 0 }" }),
    `13:19: expect > item 1 > counter is "crc": nat-t counts no such thing; it counts ${countersOfNatT().join(", ")}`,
  ],
  [
    "a mapping without its port",
    natText({ expect: "{ router: r1, mappings: [203.0.113.1] }" }),
    '13:30: expect > item 1 > mappings > item 1 is "203.0.113.1": it must be an IPv4 address and a port, such as 203.0.113.1:4500',
  ],
]);
