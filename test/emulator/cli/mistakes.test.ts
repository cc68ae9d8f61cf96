/** Mistakes in the use of the command line: one line each on standard error, nothing on standard output, status 2. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { linkpulse, linkpulseHere } from "../../support/command-line";
import { temporaryFile } from "../../support/temporary-file";

const RUN = ["emulate", "hdlc-shutdown"];
const HELP = "(linkpulse --help tells more)";

for (const [title, args, message] of [
  ["a command that is not there", ["emulat"], `unknown command 'emulat' (Did you mean emulate?) ${HELP}`],
  ["no scenario", ["emulate"], `missing required argument 'scenario' ${HELP}`],
  ["an option that is not there", [...RUN, "--sead", "1"], `unknown option '--sead' (Did you mean --seed?) ${HELP}`],
  ["an option without its value", [...RUN, "--seed"], `option '--seed <number>' argument missing ${HELP}`],
  ["a file that is not there", ["emulate", "none.yaml"], "none.yaml: can't be read (no such file or directory)"],
  ["a folder", ["emulate", "emulator"], "emulator: can't be read (it is a directory)"],
  ["a scenario that is none", ["emulate", "LICENSE"], /^LICENSE:\d+:\d+: /],
  ["an engine without a router", [...RUN, "--engine", "xs"], "--engine xs: it must be ROUTER=ENGINE, as in r1=xs"],
  [
    "an engine for nobody",
    [...RUN, "--engine", "r9=node"],
    "--engine r9=node: the scenario has no router 'r9'; it has router1, router2",
  ],
  [
    "an unknown engine",
    [...RUN, "--engine", "router1=v8"],
    "there is no engine 'v8': it must be node, xs, espruino or rp2040:IMAGE",
  ],
  [
    "an engine that every object has",
    [...RUN, "--engine", "router1=constructor"],
    "there is no engine 'constructor': it must be node, xs, espruino or rp2040:IMAGE",
  ],
  [
    "a seed that a program reads as a number",
    [...RUN, "--seed", "1e3"],
    "--seed 1e3: it must be a whole number from 1 to 2147483647",
  ],
  ["seed 0", [...RUN, "--seed", "0"], "--seed 0: it must be a whole number from 1 to 2147483647"],
  ["a seed that is no number", [...RUN, "--seed", "x"], "--seed x: it must be a whole number from 1 to 2147483647"],
  [
    "a duration that is none",
    [...RUN, "--for", "long"],
    "--for long: it must be a duration up to 24000d, such as 90s or 24h",
  ],
  [
    "a duration beyond the simulation's",
    [...RUN, "--for", "25000d"],
    "--for 25000d: it must be a duration up to 24000d, such as 90s or 24h",
  ],
  ["a speed that is none", [...RUN, "--speed", "slow"], "--speed slow: it must be max or real"],
  [
    "a capture where nothing can be written",
    [...RUN, "--pcap", "none/x"],
    "none/x: can't be written (no such file or directory)",
  ],
  ["a capture that is a folder", [...RUN, "--pcap", "docs"], "docs: can't be written (it is a directory)"],
  [
    "pins where nothing can be written",
    [...RUN, "--vcd", "none/x"],
    "none/x: can't be written (no such file or directory)",
  ],
  [
    "a memory without room for a record",
    ["power-cut", "--memory", "20"],
    "--memory 20: it must be 24 octets or more, for two slots with a header each",
  ],
  [
    "a memory without room for one in the compact layout",
    ["power-cut", "--compact", "--memory", "15"],
    "--memory 15: it must be 16 octets or more, for two slots with a header each",
  ],
  [
    "no capacitor",
    ["hold-up", "--capacitance", "0", "--failing", "4600", "--minimum", "4200", "--current", "60"],
    "--capacitance 0: it must be a whole number from 1 to 2000000000",
  ],
  [
    "a device that works down to more than is failing",
    ["hold-up", "--capacitance", "10", "--failing", "4600", "--minimum", "4700", "--current", "60"],
    "--minimum 4700: it must be a whole number from 1 to 4600",
  ],
  [
    "a load that takes too long to shed",
    [
      "hold-up",
      "--capacitance",
      "10",
      "--failing",
      "46",
      "--minimum",
      "42",
      "--current",
      "60",
      "--load",
      "lamp:4:1001",
    ],
    "--load lamp: time 1001: it must be a whole number from 0 to 1000",
  ],
  ["a trace that is no file", ["decode", "none"], "none: can't be read (no such file or directory)"],
  ["no reflector", ["nat-timeout"], `missing required argument 'reflector' ${HELP}`],
  [
    "a reflector that is no host",
    ["nat-timeout", "no.such.host.invalid"],
    "no.such.host.invalid: there is no such host with an IPv4 address",
  ],
  [
    "a reflector's port beyond the last",
    ["nat-timeout", "127.0.0.1:65536"],
    "reflector's port 65536: it must be a whole number from 1 to 65535",
  ],
  [
    "an idle time that is none",
    ["nat-timeout", "127.0.0.1", "--first", "soon"],
    "--first soon: it must be whole milliseconds from 1 s up to 1 h, such as 10s or 500ms",
  ],
  [
    "an idle time beyond an hour",
    ["nat-timeout", "127.0.0.1", "--longest", "2h"],
    "--longest 2h: it must be whole milliseconds from 1 s up to 1 h, such as 10s or 500ms",
  ],
  [
    "no confirmations",
    ["nat-timeout", "127.0.0.1", "--confirmations", "0"],
    "--confirmations 0: it must be a whole number from 1 to 5",
  ],
  [
    "an address of a reflector that is none",
    ["reflect", "--address", "localhost"],
    "--address localhost: it must be four numbers of 0 to 255, as in 10.0.0.1",
  ],
  [
    "a UDP port beyond the last",
    ["reflect", "--port", "65536"],
    "--port 65536: it must be a whole number from 0 to 65535",
  ],
  ["a port that is a variable of the shell without a value", ["attach", ""], "port: it must not be empty"],
  ["an option that is one", ["bench", "/dev/none", "--pcap", ""], "--pcap: it must not be empty"],
  ["a reflector that is one", ["nat-timeout", ""], "reflector: it must not be empty"],
  ["a socket that is one", ["chip", "w5500", "--listen", ""], "--listen: it must not be empty"],
  ["a port that is not there", ["attach", "/dev/none"], "/dev/none: there is no such port"],
  ["a port to test that is not there", ["bench", "/dev/none"], "/dev/none: there is no such port"],
  [
    "a test that lasts no time",
    ["bench", "/dev/none", "--duration", "soon"],
    "--duration soon: it must be whole milliseconds from 0.001 s up to 1 d, such as 10s or 500ms",
  ],
  [
    "keepalives without a pause",
    ["bench", "/dev/none", "--keepalive", "0s"],
    "--keepalive 0s: it must be whole milliseconds from 0.001 s up to 12 d 10 h 15 min 41.823 s, such as 10s or 500ms",
  ],
  [
    "a report where nothing can be written",
    ["bench", "/dev/none", "--html", "none/x"],
    "none/x: can't be written (no such file or directory)",
  ],
  ["a port that is none", ["attach", "LICENSE"], "LICENSE: it is no serial port"],
  ["no speed", ["attach", "/dev/none", "--baud", "0"], "--baud 0: it must be a whole number from 1 to 12000000"],
  [
    "retries that no keepalive has",
    ["attach", "/dev/none", "--retries", "256"],
    "--retries 256: it must be a whole number from 1 to 255",
  ],
  [
    "an interval that no device counts",
    ["attach", "/dev/none", "--keepalive", "13d"],
    "--keepalive 13d: it must be whole milliseconds up to 12 d 10 h 15 min 41.823 s, such as 10s or 500ms",
  ],
  [
    "an interval below a millisecond",
    ["attach", "/dev/none", "--keepalive", "10us"],
    "--keepalive 10us: it must be whole milliseconds up to 12 d 10 h 15 min 41.823 s, such as 10s or 500ms",
  ],
  [
    "longer than a timer waits",
    ["attach", "/dev/none", "--for", "30d"],
    "--for 30d: it must be whole milliseconds up to 24 d 20 h 31 min 23.647 s, such as 10s or 500ms",
  ],
  [
    "an address that is none",
    ["attach", "/dev/none", "--address", "10.1"],
    "--address 10.1: it must be four numbers of 0 to 255 and a prefix length of 0 to 32, as in 10.0.0.1/8, or ask",
  ],
  [
    "an address for the peer that is none",
    ["attach", "/dev/none", "--encapsulation", "ppp", "--peer-address", "10.1"],
    "--peer-address 10.1: it must be four numbers of 0 to 255 and a prefix length of 0 to 32, as in 10.0.0.1/8",
  ],
  [
    "an address for a peer that speaks HDLC",
    ["attach", "/dev/none", "--peer-address", "10.0.0.1/8"],
    "--peer-address: only PPP assigns one to the peer",
  ],
  [
    "PPP that stays up while looped",
    ["attach", "/dev/none", "--encapsulation", "ppp", "--down-when-looped"],
    "--down-when-looped: only HDLC; a looped line with PPP is always down",
  ],
  [
    "an encapsulation of others",
    ["attach", "/dev/none", "--encapsulation", "slip"],
    /argument 'slip' is invalid.*hdlc, ppp/,
  ],
] as [string, string[], string | RegExp][]) {
  test.serial(title, async (t) => {
    const { status, out, err } = await linkpulseHere(args);
    t.is(out, "");
    const [line, ...rest] = err.split("\n");
    t.deepEqual(rest, [""], err);
    const told = line!.replace(/^linkpulse: /, "");
    t.not(told, line);
    if (typeof message === "string") t.is(told, message);
    else t.regex(told, message);
    t.is(status, 2);
  });
}

test.serial("a name that is neither a file nor a built-in scenario: all that there are", async (t) => {
  const { status, err } = await linkpulseHere(["emulate", "hdlc"]);
  t.is(status, 2);
  t.regex(
    err,
    /^linkpulse: there is no file and no built-in scenario 'hdlc'; built in are .*hdlc-address, .*hdlc-sleep.*\n$/,
  );
});

test.serial("a mistake in a file: its place, as an editor jumps to", async (t) => {
  const path = temporaryFile(t, "mine.yaml");
  writeFileSync(path, "duration: 1m\nrouters:\n  r1: { interfaces: { Serial0/0: { mtu: 0 } } }\nwires: {}\n");
  const { status, out, err } = await linkpulseHere(["emulate", path]);
  const place = "routers > r1 > interfaces > Serial0/0 > mtu";
  t.is(err, `linkpulse: ${path}:3:36: ${place} is 0: it must be a whole number from 1 to 65000\n`);
  t.is(out, "");
  t.is(status, 2);
});

test.serial("a trace folder that can't be made: told before the run", async (t) => {
  const path = temporaryFile(t, "file");
  writeFileSync(path, "");
  for (const folder of [path, join(path, "below"), join(path, "below", "that")]) {
    const outcome = await linkpulseHere([...RUN, "--trace", folder]);
    t.deepEqual(outcome, { status: 2, out: "", err: `linkpulse: ${path}: can't be written (it is no folder)\n` });
  }
});

test.serial("the program itself says the same, and ends with that status", async (t) => {
  t.deepEqual(await linkpulse(["emulate", "none.yaml"]), {
    status: 2,
    out: "",
    err: "linkpulse: none.yaml: can't be read (no such file or directory)\n",
  });
});

if (process.platform === "linux") {
  test.serial("a folder where the system makes none", async (t) => {
    const { status, out, err } = await linkpulseHere([...RUN, "--trace", "/proc/none/below"]);
    t.is(err, "linkpulse: /proc/none: can't be written (no such file or directory)\n");
    t.is(out, "");
    t.is(status, 2);
  });

  test.serial("what is to be read never ends", async (t) => {
    for (const args of [
      ["emulate", "/dev/zero"],
      ["decode", "/dev/zero"],
      ["build", "--board", "pico", "--runtime", "espruino", "--config", "/dev/zero"],
    ]) {
      const { status, err } = await linkpulseHere(args);
      t.is(err, "linkpulse: /dev/zero: can't be read (it is a device)\n");
      t.is(status, 2);
    }
  });

  test.serial("no room for what is printed: one line, and no report that looks like a whole one", async (t) => {
    const command = `exec "$0" emulator/bin/linkpulse.mjs emulate hdlc-shutdown >/dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", command, process.execPath], { encoding: "utf8" });
    t.is(stderr, "linkpulse: standard output: can't be written (ENOSPC)\n");
    t.is(status, 2);
  });

  for (const option of ["--pcap", "--vcd"]) {
    test.serial(`${option} to a disk without room`, async (t) => {
      const { status, err } = await linkpulseHere([...RUN, option, "/dev/full"]);
      t.is(err, "linkpulse: /dev/full: can't be written (no space left on device)\n");
      t.is(status, 2);
    });
  }
}
