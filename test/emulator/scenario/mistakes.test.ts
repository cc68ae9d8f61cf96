import { mistakes, scenarioText } from "../../support/scenario-text";

const SERIAL = "routers > r1 > interfaces > Serial0/0";
const DURATION =
  "it must be a number of seconds from 0 up, or a number with a unit of ns, us, ms, s, m, h or d, such as 1.5h";
const WHOLE = "the scenario is empty: it must be a map with 'routers' and 'duration'";

mistakes("not YAML", [
  ["a bracket that nothing closes", "[1, 2", "1:6: this is no good YAML: Flow sequence must end with a ]"],
  ["a tab", "duration: 1m\nrouters:\n\tr1: {}", "3:1: this is no good YAML: Tabs are not allowed as indentation"],
  [
    "a colon too many",
    "clock: at: 12",
    "1:8: this is no good YAML: a second ': ' on a line; a text that has one must be in quotes",
  ],
  ["an alias for nothing", scenarioText({ more: "name: *x" }), "11:7: *x stands for nothing: no &x comes before it"],
  [
    "a list in itself",
    scenarioText({ more: "timeline: &t [*t]" }),
    "11:15: *t stands for something that it is a part of",
  ],
  ["an unknown tag", scenarioText({ more: "name: !new x" }), "11:7: this is no good YAML: Unresolved tag: !new"],
  ["another version", `%YAML 9.9\n---\n${scenarioText()}`, "1:7: this is no good YAML: Unsupported YAML version 9.9"],
  ["two documents", `${scenarioText()}---\na: 1`, "11:1: a second document begins here; a scenario is one document"],
  ["a key that is a list", "[a]: 1", "1:1: a key must be plain text"],
]);

mistakes("the whole", [
  ["an empty file", "", `1:1: ${WHOLE}`],
  ["comments only", "# nothing\n", `1:1: ${WHOLE}`],
  ["a list", "- a\n- b", "1:1: the scenario: it must be a map with 'routers' and 'duration'"],
  ["text", "hello", "1:1: the scenario is \"hello\": it must be a map with 'routers' and 'duration'"],
  [
    "octets",
    "\u0000\u001b[2J",
    "1:1: the scenario is \"\\u0000\\u001b[2J\": it must be a map with 'routers' and 'duration'",
  ],
  ["a key twice", scenarioText({ more: "duration: 2m" }), "11:1: 'duration' is there already"],
  ["a router twice", scenarioText().replace("  r2:", "  r1:"), "6:3: 'r1' is there already"],
  [
    "an unknown key",
    scenarioText({ more: "speed: 1" }),
    "11:1: the scenario: there is no 'speed': it must be one of name, description, clock, duration, seed, routers, wires, segments, networks, nats, hosts, timeline, expect",
  ],
  [
    "a key of every object",
    scenarioText({ more: "__proto__: {}" }),
    "11:1: the scenario: there is no '__proto__': it must be one of name, description, clock, duration, seed, routers, wires, segments, networks, nats, hosts, timeline, expect",
  ],
  ["no duration", scenarioText().replace("duration: 1m\n", ""), "1:1: the scenario: 'duration' is missing"],
  ["no routers", "duration: 1m\nrouters: {}\nwires: {}", "2:1: routers: it must be a map with something in it"],
  [
    "nothing where a map is expected",
    "duration: 1m\nrouters: { r1: { interfaces: { Serial0/0: {} } } }\nwires:",
    "3:1: wires is empty: it must be a map, such as {}",
  ],
  [
    "nothing where a list is expected",
    scenarioText({ more: "timeline:" }),
    "11:1: timeline is empty: it must be a list, such as []",
  ],
]);

mistakes("values", [
  ["seed 0", scenarioText({ more: "seed: 0" }), "11:1: seed is 0: it must be a whole number from 1 to 2147483647"],
  [
    "a huge seed",
    scenarioText({ more: "seed: 99999999999999999999999" }),
    "11:1: seed is 1e+23: it must be a whole number from 1 to 2147483647",
  ],
  [
    "a clock of no day",
    scenarioText({ more: "clock: 25:00:00" }),
    '11:1: clock is "25:00:00": it must be a time of day as hours:minutes:seconds, such as 17:21:04.929',
  ],
  [
    "a name that is a number",
    scenarioText({ more: "name: 5" }),
    "11:1: name is 5: it must be 1 to 64 printable ASCII characters",
  ],
  ["a duration without a number", scenarioText({ duration: "long" }), `1:1: duration is "long": ${DURATION}`],
  ["a duration below 0", scenarioText({ duration: "-1" }), `1:1: duration is -1: ${DURATION}`],
  [
    "a duration of a century",
    scenarioText({ duration: "36525d" }),
    '1:1: duration is "36525d": it must be at most 24000d',
  ],
  [
    "a duration beyond all numbers",
    scenarioText({ duration: "1e300" }),
    "1:1: duration is 1e+300: it must be at most 24000d",
  ],
  ["infinity", scenarioText({ duration: ".inf" }), `1:1: duration is Infinity: ${DURATION}`],
]);

mistakes("a router", [
  [
    "a name with a space",
    scenarioText().replace("r1:", "r 1:"),
    "3:3: routers > r 1: it must be a name of letters, digits, _ and - with a letter first, 64 at most",
  ],
  [
    "an empty one",
    scenarioText().replace("  r2:\n    interfaces: { Serial0/0: {} }", "  r2:"),
    "6:3: routers > r2 is empty: it must be a map with some of hostname, engine, power-on, ticks, sleep, forward, interfaces, nat-t, power",
  ],
  [
    "an unknown engine",
    scenarioText({ r1: "engine: v8" }),
    '4:5: routers > r1 > engine is "v8": it must be one of node, xs, espruino',
  ],
  [
    "a host name that a terminal obeys",
    scenarioText({ r1: 'hostname: "a\\e[31m"' }),
    '4:5: routers > r1 > hostname is "a\\u001b[31m": it must be 1 to 64 printable ASCII characters',
  ],
  [
    "ticks beyond an int32",
    scenarioText({ r1: "ticks: 2147483648" }),
    "4:5: routers > r1 > ticks is 2147483648: it must be a whole number from -2147483648 to 2147483647",
  ],
  [
    "switched on after the end",
    scenarioText({ r1: "power-on: 2m" }),
    '4:5: routers > r1 > power-on is "2m": that is 2 min from the start, after the run\'s end at 1 min',
  ],
  [
    "sleep that is no map",
    scenarioText({ r1: "sleep: true" }),
    "4:5: routers > r1 > sleep is true: it must be a map: {} or some of latency, linger",
  ],
  [
    "waking for a week",
    scenarioText({ r1: "sleep: { latency: 7d }" }),
    '4:14: routers > r1 > sleep > latency is "7d": it must be at most 1 d',
  ],
  [
    "no interfaces",
    scenarioText().replace("    interfaces: { Serial0/0: {} }", "    interfaces: {}"),
    "7:5: routers > r2 > interfaces: it must be a map with something in it",
  ],
  [
    "an interface without a number",
    scenarioText().replace("Serial0/0:", "Serial:"),
    "5:7: routers > r1 > interfaces > Serial: it must be letters, then numbers with / between them, such as Serial0/0; 32 characters at most",
  ],
  [
    "an interface with a name without end",
    scenarioText().replace("Serial0/0:", `Serial${"0".repeat(100)}:`),
    "5:7: routers > r1 > interfaces > Serial0000000000000000000000000000000000...: it must be letters, then numbers with / between them, such as Serial0/0; 32 characters at most",
  ],
]);

mistakes("an interface", [
  [
    "empty",
    scenarioText({ interface: "" }),
    `5:7: ${SERIAL} is empty: it must be a map: {} or some of encapsulation, ethernet, keepalive, down-when-looped, address, answer-ping, path-probe, ppp, mtu, bandwidth, carrier-delay, hardware, debug, shutdown, trace, framing, fcs, accm, wake, uart`,
  ],
  [
    "another encapsulation",
    scenarioText({ interface: "{ encapsulation: slip }" }),
    `5:20: ${SERIAL} > encapsulation is "slip": it must be one of hdlc, ppp`,
  ],
  [
    "an interval below 0",
    scenarioText({ interface: "{ keepalive: { interval: -10s } }" }),
    `5:33: ${SERIAL} > keepalive > interval is "-10s": ${DURATION}`,
  ],
  [
    "an interval that no device can count",
    scenarioText({ interface: "{ keepalive: { interval: 20d } }" }),
    `5:33: ${SERIAL} > keepalive > interval is "20d": it must be a whole number of milliseconds, at most 1073741823`,
  ],
  [
    "an interval between two ticks",
    scenarioText({ interface: "{ keepalive: { interval: 1500us } }" }),
    `5:33: ${SERIAL} > keepalive > interval is "1500us": it must be a whole number of milliseconds, at most 1073741823`,
  ],
  [
    "no retries",
    scenarioText({ interface: "{ keepalive: { retries: 0 } }" }),
    `5:33: ${SERIAL} > keepalive > retries is 0: it must be a whole number from 1 to 255`,
  ],
  [
    "retries in quotes",
    scenarioText({ interface: '{ keepalive: { retries: "3" } }' }),
    `5:33: ${SERIAL} > keepalive > retries is "3": it must be a whole number from 1 to 255`,
  ],
  [
    "a keepalive as IOS has it",
    scenarioText({ interface: "{ keepalive: 10 }" }),
    `5:20: ${SERIAL} > keepalive is 10: it must be a map: {} or some of interval, retries, up-count, slack, mode, server, assist`,
  ],
  [
    "a misspelt key",
    scenarioText({ interface: "{ keepalive: { retry: 3 } }" }),
    `5:33: ${SERIAL} > keepalive: there is no 'retry': it must be one of interval, retries, up-count, slack, mode, server, assist`,
  ],
  [
    "MTU 0",
    scenarioText({ interface: "{ mtu: 0 }" }),
    `5:20: ${SERIAL} > mtu is 0: it must be a whole number from 1 to 65000`,
  ],
  [
    "an MTU that no buffer holds",
    scenarioText({ interface: "{ mtu: 65001 }" }),
    `5:20: ${SERIAL} > mtu is 65001: it must be a whole number from 1 to 65000`,
  ],
  [
    "no number at all",
    scenarioText({ interface: "{ mtu: .nan }" }),
    `5:20: ${SERIAL} > mtu is NaN: it must be a whole number from 1 to 65000`,
  ],
  [
    "an address without a prefix",
    scenarioText({ interface: "{ address: 10.0.0.1 }" }),
    `5:20: ${SERIAL} > address is "10.0.0.1": it must be four numbers of 0 to 255 and a prefix length of 0 to 32, as in 10.0.0.1/8`,
  ],
  [
    "an address of a peer",
    scenarioText({ interface: "{ address: peer }" }),
    `5:20: ${SERIAL} > address is "peer": it must be an IPv4 address and its prefix length, such as 10.0.0.1/8 (with PPP 10.0.0.1 will do), or ask to ask the peer for one`,
  ],
  [
    "an address beyond 255",
    scenarioText({ interface: "{ address: 10.0.0.256/8 }" }),
    `5:20: ${SERIAL} > address is "10.0.0.256/8": it must be four numbers of 0 to 255 and a prefix length of 0 to 32, as in 10.0.0.1/8`,
  ],
  [
    "yes for true",
    scenarioText({ interface: "{ debug: yes }" }),
    `5:20: ${SERIAL} > debug is "yes": it must be true or false`,
  ],
  [
    "a carrier delay of an hour",
    scenarioText({ interface: "{ carrier-delay: 1h }" }),
    `5:20: ${SERIAL} > carrier-delay is "1h": it must be a whole number of milliseconds, at most 60000`,
  ],
  [
    "nine data bits",
    scenarioText({ interface: "{ uart: { data-bits: 9 } }" }),
    `5:28: ${SERIAL} > uart > data-bits is 9: it must be one of 5, 6, 7, 8`,
  ],
]);

/** Text in a flow map of an interface with PPP, which begins at column 38. */
const withPpp = (text: string) => scenarioText({ interface: `{ encapsulation: ppp, ${text} }` });

mistakes("an interface with PPP", [
  ["bits", withPpp("framing: bit"), `5:40: ${SERIAL} > framing is "bit": PPP has octet framing only`],
  [
    "counting up",
    withPpp("keepalive: { up-count: 2 }"),
    `5:53: ${SERIAL} > keepalive > up-count is 2: only HDLC counts, PPP negotiates`,
  ],
  [
    "a loop that may stay",
    withPpp("down-when-looped: true"),
    `5:40: ${SERIAL} > down-when-looped is true: only HDLC has it, PPP is always down when looped`,
  ],
  [
    "an address beyond 255",
    withPpp("address: 10.0.0.256"),
    `5:40: ${SERIAL} > address is "10.0.0.256": it must be four numbers of 0 to 255 and a prefix length of 0 to 32, as in 10.0.0.1/8`,
  ],
  [
    "a peer with a prefix",
    withPpp("ppp: { peer-address: 10.0.0.2/8 }"),
    `5:47: ${SERIAL} > ppp > peer-address is "10.0.0.2/8": it must be an IPv4 address, such as 10.0.0.2`,
  ],
  [
    "a peer beyond 255",
    withPpp("ppp: { peer-address: 10.0.0.999 }"),
    `5:47: ${SERIAL} > ppp > peer-address is "10.0.0.999": it must be four numbers of 0 to 255, as in 10.0.0.1`,
  ],
  [
    "a restart timer of an hour",
    withPpp("ppp: { restart: 1h }"),
    `5:47: ${SERIAL} > ppp > restart is "1h": it must be a whole number of milliseconds, at most 60000`,
  ],
  [
    "a protocol that is left out",
    withPpp("ppp: { chap: true }"),
    `5:47: ${SERIAL} > ppp: there is no 'chap': it must be one of adaptive, peer-address, pfc, acfc, restart, hold, debug`,
  ],
]);

mistakes("a path probe", [
  ["to nowhere", scenarioText({ interface: "{ path-probe: {} }" }), `5:20: ${SERIAL} > path-probe: 'to' is missing`],
  [
    "to everybody",
    scenarioText({ interface: "{ path-probe: { to: 224.0.0.1 } }" }),
    `5:34: ${SERIAL} > path-probe > to is "224.0.0.1": it must be the address of one host`,
  ],
  [
    "to a name",
    scenarioText({ interface: "{ path-probe: { to: example.org } }" }),
    `5:34: ${SERIAL} > path-probe > to is "example.org": it must be an IPv4 address, such as 10.0.0.2`,
  ],
]);

mistakes("a router that forwards", [
  [
    "with one interface",
    scenarioText({ r1: "forward: true" }),
    "4:5: routers > r1 > forward is true: only a router of two interfaces forwards",
  ],
]);
