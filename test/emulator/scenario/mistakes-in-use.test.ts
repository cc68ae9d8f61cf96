import test from "ava";
import { mistake, mistakes, scenarioText } from "../../support/scenario-text";

const TIME = "it must be a time from the start, such as 90 or 1.5m, or what the clock says then, such as 17:21:04.929";
const EVENT =
  "it must have one of these: 'interface' and 'do'; 'interface' and 'send'; 'interface' and 'baud'; 'router' and 'power'; 'router' and 'type'; 'router' and 'brown-out'; 'router' and 'battery'; 'router' and 'keeper'; 'router' and 'sends'; 'router' and 'link'; 'router' and 'sleep'; 'router' and 'path'; 'nat' and 'reboot'; 'nat' and 'path'; 'host' and 'sends' and 'to'; 'host' and 'path'; 'wire' and 'set'; 'segment' and 'set'; 'chip' and 'set'; 'chip' and 'happens'";
const EXPECTATION =
  "it must have one of these: 'router' and 'log'; 'router' and 'at' and 'clock'; 'router' and 'retention'; 'interface' and 'replays'; 'interface' and 'at' and 'line-protocol'; 'interface' and 'at' and 'path'; 'interface' and 'at' and 'keepalive'; 'interface' and 'path-changes'; 'interface' and 'line-protocol-changes'; 'interface' and 'counter'; 'router' and 'at' and 'esp'; 'router' and 'mappings'; 'router' and 'counter'";

mistakes("a wire", [
  [
    "an end that is not there",
    scenarioText().replace("r2 Serial0/0]", "r3 Serial0/0]"),
    '10:26: wires > line > ends > item 2 is "r3 Serial0/0": there is no router r3; the routers are r1, r2',
  ],
  [
    "an interface that is not there",
    scenarioText().replace("r2 Serial0/0]", "r2 Serial1/0]"),
    '10:26: wires > line > ends > item 2 is "r2 Serial1/0": r2 has no such interface; it has Serial0/0',
  ],
  [
    "a router without an interface",
    scenarioText().replace("r2 Serial0/0]", "r2]"),
    '10:26: wires > line > ends > item 2 is "r2": it must be a router and one of its interfaces, such as router1 Serial0/0',
  ],
  [
    "both ends at one interface",
    scenarioText().replace("r2 Serial0/0]", "r1 Serial0/0]"),
    '10:26: wires > line > ends > item 2 is "r1 Serial0/0": it is on wire line already',
  ],
  [
    "an interface on two wires",
    scenarioText({ wire: "level: pins\n  other: { ends: [r2 Serial0/0, r1 Serial0/0] }" }),
    '12:19: wires > other > ends > item 1 is "r2 Serial0/0": it is on wire line already',
  ],
  ["one end", scenarioText().replace(", r2 Serial0/0]", "]"), "10:5: wires > line > ends: it must be a list of 2"],
  [
    "three ends",
    scenarioText().replace("r2 Serial0/0]", "r2 Serial0/0, r1 Serial0/0]"),
    "10:5: wires > line > ends: it must be a list of 2",
  ],
  [
    "more than certainty",
    scenarioText({ wire: "faults: { loss: 1.5 }" }),
    "11:15: wires > line > faults > loss is 1.5: it must be a number from 0 to 1",
  ],
  [
    "a delay of a year",
    scenarioText({ wire: "faults: { delay: 365d }" }),
    '11:15: wires > line > faults > delay is "365d": it must be at most 1 d',
  ],
]);

mistakes("the timeline", [
  ["nothing to do", scenarioText({ event: "{ at: 1s }" }), `12:5: timeline > item 1: ${EVENT}`],
  [
    "somebody, but nothing to do",
    scenarioText({ event: "{ at: 1s, interface: r1 Serial0/0 }" }),
    `12:5: timeline > item 1: ${EVENT}`,
  ],
  [
    "two things at once",
    scenarioText({ event: "{ at: 1s, interface: r1 Serial0/0, do: shut, baud: 9600 }" }),
    "12:5: timeline > item 1: 'baud' does not go with 'interface' and 'do'",
  ],
  [
    "two somebodies",
    scenarioText({ event: "{ at: 1s, interface: r1 Serial0/0, router: r1, do: shut }" }),
    "12:5: timeline > item 1: 'router' does not go with 'interface' and 'do'",
  ],
  [
    "a fault from an interface that is not on the wire",
    scenarioText({ event: "{ at: 1s, wire: line, from: r3 Serial0/0, set: { cut: true } }", more: "" }).replace(
      "  r2:",
      "  r3: { interfaces: { Serial0/0: {} } }\n  r2:",
    ),
    '13:27: timeline > item 1 > from is "r3 Serial0/0": it is not on wire line',
  ],
  [
    "a direction of what has none",
    scenarioText({ event: "{ at: 1s, from: r1 Serial0/0, router: r1, power: off }" }),
    "12:5: timeline > item 1: 'from' does not go with 'router' and 'power'",
  ],
  [
    "a wire that is not there",
    scenarioText({ event: "{ at: 1s, wire: cable, set: { cut: true } }" }),
    '12:15: timeline > item 1 > wire is "cable": there is no such wire; the wires are line',
  ],
  [
    "a command that is not there",
    scenarioText({ event: "{ at: 1s, interface: r1 Serial0/0, do: reload }" }),
    '12:40: timeline > item 1 > do is "reload": it must be one of shut, no shut, show interfaces, clear counters, debug, no debug',
  ],
  ["no time", scenarioText({ event: "{ router: r1, power: off }" }), "12:5: timeline > item 1: 'at' is missing"],
  [
    "when instead of at",
    scenarioText({ event: "{ when: 1s, router: r1, power: off }" }),
    "12:7: timeline > item 1: there is no 'when': it must be one of at, interface, do, typed, send, baud, router, power, type, brown-out, battery, keeper, wire, from, segment, station, chip, happens, sends, link, sleep, nat, reboot, addresses, host, to, path, set",
  ],
  [
    "a time before the start",
    scenarioText({ event: "{ at: -1s, router: r1, power: off }" }),
    `12:7: timeline > item 1 > at is "-1s": ${TIME}`,
  ],
  [
    "a time after the end",
    scenarioText({ event: "{ at: 61s, router: r1, power: off }" }),
    '12:7: timeline > item 1 > at is "61s": that is 1 min 1 s from the start, after the run\'s end at 1 min',
  ],
  [
    "a clock time that has passed at the start",
    scenarioText({ event: "{ at: 11:59:59, router: r1, power: off }", more: "clock: 12:00:00" }),
    '12:7: timeline > item 1 > at is "11:59:59": that is 23 h 59 min 59 s from the start, after the run\'s end at 1 min',
  ],
  [
    "a time beyond all numbers",
    scenarioText({ event: "{ at: 1e300, router: r1, power: off }" }),
    "12:7: timeline > item 1 > at is 1e+300: that is after the run's end at 1 min",
  ],
  [
    "typed after it was entered",
    scenarioText({ event: "{ at: 1s, typed: 2s, interface: r1 Serial0/0, do: shut }" }),
    '12:15: timeline > item 1 > typed is "2s": it must not be after the command is entered, at 1s',
  ],
  [
    "a packet without a length",
    scenarioText({ event: "{ at: 1s, interface: r1 Serial0/0, send: {} }" }),
    "12:40: timeline > item 1 > send: 'octets' is missing",
  ],
]);

mistakes("expectations", [
  ["nothing expected", scenarioText({ expect: "{}" }), `12:5: expect > item 1: ${EXPECTATION}`],
  [
    "a state at no time",
    scenarioText({ expect: "{ interface: r1 Serial0/0, line-protocol: up }" }),
    `12:5: expect > item 1: ${EXPECTATION}`,
  ],
  [
    "a counter at some time",
    scenarioText({ expect: "{ interface: r1 Serial0/0, counter: crc, is: 0, at: 5s }" }),
    "12:5: expect > item 1: 'at' does not go with 'interface' and 'counter'",
  ],
  [
    "the counter of a router",
    scenarioText({ expect: "{ router: r1, interface: r1 Serial0/0, counter: crc, is: 0 }" }),
    "12:5: expect > item 1: 'router' does not go with 'interface' and 'counter'",
  ],
  [
    "a counter without a number",
    scenarioText({ expect: "{ interface: r1 Serial0/0, counter: crc }" }),
    "12:5: expect > item 1: it must have either 'is', or 'at-least' or 'at-most' or both",
  ],
  [
    "a counter with a number and a bound",
    scenarioText({ expect: "{ interface: r1 Serial0/0, counter: crc, is: 1, at-most: 2 }" }),
    "12:5: expect > item 1: it must have either 'is', or 'at-least' or 'at-most' or both",
  ],
  [
    "bounds with nothing between them",
    scenarioText({ expect: "{ interface: r1 Serial0/0, counter: crc, at-least: 3, at-most: 2 }" }),
    "12:46: expect > item 1 > at-least is 3: it must be at most what 'at-most' says, 2",
  ],
  [
    "a state after the end",
    scenarioText({ expect: "{ interface: r1 Serial0/0, line-protocol: up, at: 2m }" }),
    '12:51: expect > item 1 > at is "2m": that is 2 min from the start, after the run\'s end at 1 min',
  ],
  [
    "a state between up and down",
    scenarioText({ expect: "{ interface: r1 Serial0/0, line-protocol-changes: [up, half] }" }),
    '12:60: expect > item 1 > line-protocol-changes > item 2 is "half": it must be one of up, down',
  ],
  [
    "the log of nobody",
    scenarioText({ expect: "{ router: r9, log: x }" }),
    '12:7: expect > item 1 > router is "r9": there is no router r9; the routers are r1, r2',
  ],
]);

test("expectations: a counter that the interface has not", (t) => {
  const [hdlc, ppp] = ["{}", "{ encapsulation: ppp }"].map((text) => {
    return mistake(scenarioText({ interface: text, expect: "{ interface: r1 Serial0/0, counter: crc, is: 0 }" }));
  });
  t.deepEqual([hdlc, ppp], ["it is accepted", "it is accepted"]);
  for (const [interfaceText, counter] of [
    ["{}", "echo-requests-sent"],
    ["{ encapsulation: ppp }", "keepalives-sent"],
    ["{ encapsulation: ppp }", "path-requests-sent"],
  ]) {
    const expect = `{ interface: r1 Serial0/0, counter: ${counter}, is: 0 }`;
    const message = mistake(scenarioText({ interface: interfaceText, expect }));
    const beginning = `s.yaml:12:32: expect > item 1 > counter is "${counter}": this interface counts no such thing; it counts packets-in, `;
    t.is(message.slice(0, beginning.length), beginning);
  }
});

mistakes("the console", [
  [
    "nothing typed",
    scenarioText({ event: '{ at: 1s, router: r1, type: "" }' }),
    '12:27: timeline > item 1 > type is "": it must be 1 to 79 printable ASCII characters: a line that somebody types at the router\'s console',
  ],
  [
    "typed at an interface",
    scenarioText({ event: "{ at: 1s, interface: r1 Serial0/0, do: shut, type: enable }" }),
    "12:5: timeline > item 1: 'type' does not go with 'interface' and 'do'",
  ],
]);

test("expectations: a counter that is not there, or that every object has", (t) => {
  for (const counter of ["crcs", "constructor"]) {
    const message = mistake(scenarioText({ expect: `{ interface: r1 Serial0/0, counter: ${counter}, is: 1 }` }));
    const beginning = `s.yaml:12:32: expect > item 1 > counter is "${counter}": there is no such counter; the counters are packets-in, `;
    t.is(message.slice(0, beginning.length), beginning);
  }
});
