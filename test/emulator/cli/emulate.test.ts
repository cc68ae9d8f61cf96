import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { countersOf } from "../../../emulator/scenario/counters";
import { linkpulse, linkpulseHere } from "../../support/command-line";
import { readBlocks } from "../../support/pcapng-blocks";
import { scenarioText } from "../../support/scenario-text";
import type { ScenarioParts } from "../../support/scenario-text";
import { temporaryFile } from "../../support/temporary-file";
import { interfaceConfig } from "../../support/router-config";

/** What an interface with HDLC counts. */
const HDLC_COUNTERS = countersOf(interfaceConfig(), false);

function scenarioFile(t: ExecutionContext, parts: ScenarioParts): string {
  const path = temporaryFile(t, "mine.yaml");
  writeFileSync(path, scenarioText(parts));
  return path;
}

test.serial(
  "the built-in session: description, both logs, what each interface did, expectations, status 0",
  async (t) => {
    const { status, out, err } = await linkpulse(["emulate", "hdlc-shutdown"]);
    t.is(status, 0);
    t.is(err, "");
    const paragraphs = out.split("\n\n");
    t.is(paragraphs.length, 5);
    const [description, first, second, table, verdict] = paragraphs.map((paragraph) => paragraph.split("\n"));
    t.regex(description![0]!, /^hdlc-shutdown: The documented session/);
    t.deepEqual([first![0], first!.length], ["Router1", 14]);
    t.deepEqual([second![0], second!.length], ["Router2", 23]);
    t.deepEqual(table, [
      "interface          sent  heard  resets  errors  lost waking  wake-ups/h  octets/h",
      ...table!.slice(1),
    ]);
    t.regex(table![1]!, /^router1 Serial0\/0 {4}10 {5}10 {7}0 {7}0 {12}0 /);
    t.regex(table![2]!, /^router2 Serial2\/0 {4}15 {5}10 {7}2 {7}0 {12}0 /);
    t.deepEqual(verdict!.slice(0, 4), [
      "met      router1 logs these 13 lines",
      "met      router2 logs these 22 lines",
      "met      router2 Serial2/0: line protocol goes down",
      "met      router2 Serial2/0: interface-resets is 2",
    ]);
    t.regex(verdict![4]!, /^hdlc-shutdown: 2 min 35 s in [\d.]+ s, 4 of 4 expectations met$/);
    t.true(
      out.split("\n").every((line) => line.length <= 100),
      "fits on a terminal",
    );
  },
);

test.serial("an expectation that is not met: what was seen, and status 1", async (t) => {
  const path = scenarioFile(t, { expect: "{ interface: r1 Serial0/0, counter: crc, at-least: 1 }" });
  const { status, out, err } = await linkpulseHere(["emulate", path]);
  t.is(status, 1);
  t.is(err, "");
  t.regex(out, /^NOT met {2}r1 Serial0\/0: crc is at least 1: it is 0$/m);
  t.regex(out, /^mine: 1 min in [\d.]+ s, 1 of 1 expectations NOT met$/m);
});

test.serial("a router that is off at the end has no counters, one that printed nothing no log", async (t) => {
  const path = scenarioFile(t, { interface: "{ debug: false }", event: "{ at: 5s, router: r2, power: off }" });
  const { status, out } = await linkpulseHere(["emulate", path, "--for", "8"]);
  t.is(status, 0);
  t.deepEqual(out.split("\n").slice(0, -2), [
    "interface           sent  heard  resets  errors  lost waking  wake-ups/h  octets/h",
    "r1 Serial0/0           0      0       0       0            0           0         0",
    "r2 Serial0/0 (off)     -      -       -       -            -           -         -",
    "",
  ]);
  t.regex(out, /\nmine: 8 s in [\d.]+ s, nothing expected\n$/);
});

test.serial("a shorter run does not reach what is expected later", async (t) => {
  const path = scenarioFile(t, { expect: "{ interface: r1 Serial0/0, line-protocol: up, at: 50s }" });
  t.is((await linkpulseHere(["emulate", path])).status, 0);
  const { status, out } = await linkpulseHere(["emulate", path, "--for", "40s"]);
  t.is(status, 1);
  t.regex(out, /line protocol up at 50s: the run ends before$/m);
});

test.serial("--seed: another run on a noisy line, the same when it is repeated", async (t) => {
  const path = scenarioFile(t, { duration: "1h", wire: "faults: { bit-errors: 0.001 }" });
  const play = async (seed: string) => (await linkpulseHere(["emulate", path, "--json", "--seed", seed])).out;
  const one = await play("1");
  t.is(await play("1"), one);
  t.not(await play("2"), one);
});

test.serial("--json: everything, an object a line", async (t) => {
  const { status, out, err } = await linkpulseHere(["emulate", "hdlc-shutdown", "--json"]);
  t.is(status, 0);
  t.is(err, "");
  const events = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown> & { event: string; at?: string });
  const of = (event: string, router?: string) => {
    return events.filter((each) => each.event === event && (router === undefined || each.router === router));
  };
  t.deepEqual(
    of("console", "router1")
      .slice(-4)
      .map(({ clock, text }) => [clock, text]),
    [
      ["17:22:39.000", "Router1 (config-if)#shut"],
      ["17:22:39.685", "17:22:39.685: Serial0/0: HDLC myseq 9, mineseen 9*, yourseen 10, line up"],
      ["17:22:42.225", "17:22:42.225: %LINK-5-CHANGED: Interface Serial0/0, changed state to administratively down"],
      [
        "17:22:43.225",
        "17:22:43.225: %LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to down",
      ],
    ],
  );
  // 10 keepalives of router 1 and 15 of router 2; 5 of those come to a shut interface.
  t.is(of("sent").length, 25);
  t.is(of("received").length, 25);
  t.deepEqual(
    of("sent").map(({ hex }) => hex),
    of("received").map(({ hex }) => hex),
  );
  t.deepEqual(of("timeline"), [
    { at: "107.296000000", clock: "17:22:42.225", event: "timeline", text: "router1 Serial0/0: shut" },
  ]);
  t.deepEqual(
    of("power").map(({ clock, router, state }) => [clock, router, state]),
    [
      ["17:20:54.929", "router2", "on"],
      ["17:20:59.685", "router1", "on"],
    ],
  );
  t.deepEqual(
    of("reset").map(({ router, missed }) => [router, missed]),
    [
      ["router2", 2],
      ["router2", 3],
    ],
  );
  t.deepEqual(
    of("line-protocol").map(({ router, state, diagnostic }) => [router, state, diagnostic]),
    [
      ["router1", "down", "answered"],
      ["router2", "down", "missed"],
    ],
  );
  t.deepEqual(
    of("link").map(({ router, state }) => [router, state]),
    [["router1", "administratively down"]],
  );
  t.deepEqual(
    of("counters").map(({ router, counters }) => [router, Object.keys(counters as object)]),
    [
      ["router1", HDLC_COUNTERS],
      ["router2", HDLC_COUNTERS],
    ],
  );
  t.is((of("counters", "router2")[0]!.counters as Record<string, number>)["interface-resets"], 2);
  t.deepEqual(
    of("expectation").map(({ met }) => met),
    [true, true, true, true],
  );
  const times = events.filter(({ at }) => at !== undefined).map(({ at }) => Number(at));
  t.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  );
});

test.serial("--json: packets, and those that were refused", async (t) => {
  const more = `timeline:
  - { at: 1s, interface: r1 Serial0/0, send: { octets: 10, protocol: 0x86dd } }
  - { at: 2s, interface: r1 Serial0/0, send: { octets: 2000 } }`;
  const { out } = await linkpulseHere(["emulate", scenarioFile(t, { duration: "5s", more }), "--json"]);
  const events = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.deepEqual(
    events.filter(({ event }) => event === "packet" || event === "send-refused"),
    [
      {
        at: "1.018750000",
        clock: "00:00:01.018",
        router: "r2",
        interface: "Serial0/0",
        event: "packet",
        protocol: 0x86dd,
        octets: 10,
      },
      {
        at: "2.000000000",
        clock: "00:00:02.000",
        router: "r1",
        interface: "Serial0/0",
        event: "send-refused",
        protocol: 0x800,
        octets: 2000,
      },
    ],
  );
});

test.serial(
  "what happened on the networks stands behind the logs, and what a Wi-Fi cost behind the table",
  async (t) => {
    const { status, out } = await linkpulseHere(["emulate", "nat-sleep"]);
    t.is(status, 0);
    const [, network, table] = out.split("\n\n").map((paragraph) => paragraph.split("\n"));
    t.deepEqual(network!.slice(0, 3), [
      "network",
      "06:00:00.018: gateway: sensor is at 203.0.113.1:28970",
      "06:00:00.032: sensor: its peer answers: there is a NAT on the way",
    ]);
    t.true(network!.includes("07:30:00.000: sensor: a probe is wanted: nothing was sent for 30 min"));
    t.regex(table![1]!, /^sensor nat-t {3}\d+ {6}- {7}- {7}0 /);
    t.regex(table![2]!, /^sensor Wi-Fi: \d+ wake-ups, \d+ beacons, \d+\.\d J, 2\.\d\d mA on average$/);
  },
);

test.serial("--json: what happens on networks", async (t) => {
  const { status, out } = await linkpulseHere(["emulate", "nat-reboot", "--json"]);
  t.is(status, 0);
  const events = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const of = (event: string) => events.filter((each) => each.event === event);
  t.deepEqual(
    of("mapping").map(({ at, host, router, mapping }) => [at, host, router, mapping]),
    [
      ["0.015000000", "gateway", "lamp", "203.0.113.1:4500"],
      ["361.539000000", "gateway", "lamp", "203.0.113.77:4500"],
      ["900.015000000", "gateway", "lamp", "203.0.113.5:4500"],
    ],
  );
  t.deepEqual(of("probe-wanted"), [
    {
      at: "331.524000000",
      clock: "12:05:31.524",
      router: "lamp",
      port: "nat-t",
      event: "probe-wanted",
      gap: 31524,
    },
  ]);
  t.deepEqual(
    of("peer-answered").map(({ nat }) => nat),
    [true, true, true],
  );
  t.deepEqual(
    of("esp-sent").map(({ sequence, known }) => [sequence, known]),
    [1, 2, 3, 4, 5].map((sequence) => [sequence, true]),
  );
  t.deepEqual(
    of("esp-received").map(({ sequence }) => sequence),
    [1, 3, 5],
  );
  t.deepEqual(
    of("datagram")
      .slice(4, 6)
      .map(({ at, network, from, to, hex }) => [at, network, from, to, hex]),
    [
      ["20.000000000", "home", "192.168.1.2:4500", "198.51.100.1:4500", "ff"],
      ["20.000000000", "internet", "203.0.113.1:4500", "198.51.100.1:4500", "ff"],
    ],
  );
  t.is((of("counters")[0]!.counters as Record<string, number>)["nat-probes-wanted"], 1);
});

test.serial("--trace: a file for each interface, which decode reads", async (t) => {
  const folder = join(dirname(temporaryFile(t, "x")), "traces", "new");
  t.is((await linkpulseHere(["emulate", "hdlc-shutdown", "--trace", folder])).status, 0);
  t.deepEqual(readdirSync(folder), ["router1-Serial0_0.trace", "router2-Serial2_0.trace"]);
  const { status, out } = await linkpulseHere(["decode", join(folder, "router2-Serial2_0.trace")]);
  t.is(status, 0);
  t.regex(out, /^ +120000 +\+\d+ {2}keepalive interval$/m);
  t.regex(out, /reset, 2 keepalives missing\n/);
  t.regex(out, /verdict down, missed\n/);
});

test.serial("whoever reads only the beginning is told no error, and the capture is whole", async (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const { status, err } = await linkpulse(
    ["emulate", "hdlc-noise", "--for", "4h", "--json", "--pcap", path],
    (child) => {
      child.stdout!.once("data", () => child.stdout!.destroy());
    },
  );
  t.is(err, "");
  t.is(status, 0);
  const blocks = readBlocks(path);
  t.true(blocks.length > 3);
  t.true(blocks.every(({ lengths: [first, last] }) => first === last));
});

test.serial("a run of seconds without a terminal shows no progress", async (t) => {
  const { status, err } = await linkpulse(["emulate", "hdlc-clock-wrap", "--for", "60d"]);
  t.is(status, 1);
  t.is(err, "");
});

test.serial("--speed real: lines come when their time comes, each behind its router's name", async (t) => {
  const path = scenarioFile(t, {
    duration: "700ms",
    r1: "hostname: Lamp",
    interface: "{ keepalive: { interval: 300ms } }",
  });
  const began = performance.now();
  const { status, out } = await linkpulseHere(["emulate", path, "--speed", "real"]);
  t.is(status, 0);
  t.true(performance.now() - began >= 700);
  t.deepEqual(out.split("\n").slice(0, 3), [
    "Lamp | 00:00:00.300: Serial0/0: HDLC myseq 0, mineseen 0, yourseen 0, line up",
    "Lamp | 00:00:00.600: Serial0/0: HDLC myseq 1, mineseen 0, yourseen 0, line up",
    "interface     sent  heard  resets  errors  lost waking  wake-ups/h  octets/h",
  ]);
});

test.serial("--speed real: an interrupt ends it with status 130, and what was captured is there", async (t) => {
  const path = scenarioFile(t, { duration: "1h", interface: "{ keepalive: { interval: 100ms } }" });
  const capture = temporaryFile(t, "out.pcapng");
  const { status, err } = await linkpulse(["emulate", path, "--speed", "real", "--pcap", capture], (child) => {
    child.stdout!.once("data", () => child.kill("SIGINT"));
  });
  t.is(err, "");
  t.is(status, 130);
  // Section, two interfaces, and the keepalive that was told of.
  t.true(readBlocks(capture).length >= 4);
});

test.serial("help names every command and built-in scenario, and fits on a terminal", async (t) => {
  const helpOf = async (...command: string[]) => {
    const { status, out, err } = await linkpulseHere([...command, "--help"]);
    t.is(status, 0);
    t.is(err, "");
    t.true(out.split("\n").every((line) => line.length <= 80));
    return out;
  };
  t.regex(await helpOf(), /emulate \[options\] <scenario>[^]*attach \[options\] <port>[^]*decode <file>/);
  await helpOf("attach");
  await helpOf("decode");
  const help = await helpOf("emulate");
  for (const file of readdirSync("emulator/scenarios")) t.true(help.includes(`  ${file.replace(".yaml", "")}\n`));
});

test.serial("the version is that of the package", async (t) => {
  const { version } = JSON.parse(readFileSync("emulator/package.json", "utf8")) as { version: string };
  t.deepEqual(await linkpulse(["--version"]), { status: 0, out: `${version}\n`, err: "" });
});

test.serial(
  "Ethernet: frames in the capture, SPI pins in steps of a nanosecond, what a keepalive concludes as JSON",
  async (t) => {
    const pcap = temporaryFile(t, "out.pcapng");
    const vcd = temporaryFile(t, "out.vcd");
    const files = ["--pcap", pcap, "--vcd", vcd];
    const { out } = await linkpulseHere(["emulate", "ethernet-loop", "--for", "3s", "--json", ...files]);
    const [, first, second, frame] = readBlocks(pcap);
    t.deepEqual(
      [first, second].map((block) => block!.body.readUInt16LE(0)),
      [1, 1],
    );
    t.is(frame!.body.subarray(20, 34).toString("hex"), "020000000200" + "020000000200" + "9000");
    const text = readFileSync(vcd, "latin1");
    t.regex(text, /^\$timescale 1 ns \$end$/m);
    t.regex(text, /^\$var wire 1 ! meter\.Ethernet0\.CS \$end$/m);
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    t.deepEqual(
      events
        .filter(({ router, event }) => router === "lamp" && event === "keepalive")
        .map(({ state, diagnostic }) => [state, diagnostic]),
      [
        ["down", "link down"],
        ["unknown", "none"],
        ["up", "answered"],
      ],
    );
    const counters = events.find(({ event }) => event === "counters")!.counters as Record<string, number>;
    t.is(counters["w5500-resets-found"], 0);
    t.false("crc" in counters);
  },
);
