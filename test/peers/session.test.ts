/** What `npm start` writes: the documented session, as tshark, tcpdump and sigrok read it. */
import { statSync } from "node:fs";
import type { ExecutionContext } from "ava";
import { temporaryFile } from "../support/temporary-file";
import { VCD_INPUT } from "../support/sigrok";
import { runTool, testWith } from "../support/tool";

/** What happens on the line, as the command line tells it. */
interface LineEvent {
  at: string;
  router: string;
  interface: string;
  event: "sent" | "received";
  hex: string;
}

/** Runs the session with what it takes to have a file written. @returns the file, and the line's events */
function session(t: ExecutionContext, option: "--pcap" | "--vcd"): { path: string; events: LineEvent[] } {
  const path = temporaryFile(t, "session");
  const output = runTool(process.execPath, [
    "emulator/bin/linkpulse.mjs",
    "emulate",
    "hdlc-shutdown",
    "--json",
    option,
    path,
  ]);
  const events = output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as LineEvent)
    .filter(({ event }) => event === "sent" || event === "received");
  return { path, events };
}

/** A frame as it stands between the flags; the first octet is a flag. None of the session's frames has octets escaped. */
function lineOctets({ hex }: LineEvent): Buffer {
  if (/7d/.test(hex)) throw new Error("this frame has to be unescaped first");
  return Buffer.from(hex, "hex");
}

/** A time of the capture: seconds since 1970, of which virtual midnight is the first of 2024. */
function captureTime(at: string): string {
  const [seconds, nanos] = at.split(".");
  const total = BigInt(seconds! + nanos!) + BigInt(Date.UTC(2024, 0, 1, 17, 20, 54, 929)) * 1_000_000n;
  const digits = `${total}`;
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

testWith("tshark", "tshark", "every frame is a keepalive at its time, in its direction, whole and well-formed", (t) => {
  const { path, events } = session(t, "--pcap");
  const fields = [
    "frame.time_epoch",
    "frame.interface_name",
    "frame.packet_flags_direction",
    "frame.packet_flags_crc_error",
  ];
  const bytes = ["chdlc.address", "chdlc.protocol", "slarp.ptype", "slarp.mysequence", "slarp.yoursequence"];
  const columns = [...fields, ...bytes].flatMap((field) => ["-e", field]);
  const seen = runTool("tshark", ["-r", path, "-T", "fields", "-E", "separator=/s", ...columns])
    .trimEnd()
    .split("\n");
  t.is(seen.length, 50);
  const expected = events.map((event) => {
    const octets = lineOctets(event);
    const direction = event.event === "sent" ? "0x00000002" : "0x00000001";
    const [own, peer] = [octets.readUInt32BE(9), octets.readUInt32BE(13)];
    return `${captureTime(event.at)} ${event.router} ${event.interface} ${direction} 0 0x8f 0x8035 2 ${own} ${peer}`;
  });
  t.deepEqual(seen, expected);
  const faults = runTool("tshark", ["-r", path, "-Y", "_ws.malformed || _ws.expert || _ws.short"]);
  t.is(faults, "");
});

testWith("tshark", "tshark", "the capture says what it is: two interfaces with their names, to the nanosecond", (t) => {
  const { path } = session(t, "--pcap");
  const info = runTool("capinfos", ["-M", path]);
  t.regex(info, /^Number of packets: +50$/m);
  t.regex(info, /^File timestamp precision: +nanoseconds \(9\)$/m);
  t.regex(info, /^Strict time order: +True$/m);
  t.regex(info, /^Capture application: +linkpulse$/m);
  t.deepEqual(
    [...info.matchAll(/Name = (.*)\n +Encapsulation = (.*) \(/g)].map(([, name, encapsulation]) => [
      name,
      encapsulation,
    ]),
    [
      ["router1 Serial0/0", "Cisco HDLC"],
      ["router2 Serial2/0", "Cisco HDLC"],
    ],
  );
});

testWith("tcpdump", "tcpdump", "tcpdump reads the same keepalives, and how long the routers have been up", (t) => {
  const { path, events } = session(t, "--pcap");
  const lines = runTool("tcpdump", ["-nn", "-t", "-r", path]).trimEnd().split("\n");
  const hex = (value: number) => `0x${value.toString(16).padStart(8, "0")}`;
  const expected = events.map((event) => {
    const octets = lineOctets(event);
    const uptime = new Date(octets.readUInt32BE(19)).toISOString().slice(11, 19).split(":").map(Number);
    const numbers = `mineseen=${hex(octets.readUInt32BE(9))}, yourseen=${hex(octets.readUInt32BE(13))}`;
    return `SLARP (length: 18), keepalive: ${numbers}, reliability=0xffff, link uptime=0d${uptime[0]}h${uptime[1]}m${uptime[2]}s`;
  });
  t.deepEqual(lines, expected);
});

testWith("sigrok-cli", "sigrok-cli", "every pin has the octets that were sent and received there", (t) => {
  const { path, events } = session(t, "--vcd");
  for (const [pin, router, event] of [
    ["router1.Serial0_0.TX", "router1", "sent"],
    ["router1.Serial0_0.RX", "router1", "received"],
    ["router2.Serial2_0.TX", "router2", "sent"],
    ["router2.Serial2_0.RX", "router2", "received"],
  ]) {
    const decoder = `uart:rx=${pin}:baudrate=9600`;
    const output = runTool("sigrok-cli", ["-I", VCD_INPUT, "-i", path, "-P", decoder, "-A", "uart=rx-data"]);
    const octets = [...output.matchAll(/^uart-1: ([0-9A-F]{2})$/gm)].map(([, hex]) => hex!.toLowerCase());
    const told = events.filter((each) => each.router === router && each.event === event).map(({ hex }) => hex);
    t.is(octets.join(""), told.join(""), pin);
  }
});

testWith("sigrok-cli", "sigrok-cli", "the file is small enough to be read as it is, without options", (t) => {
  const { path } = session(t, "--vcd");
  t.true(statSync(path).size < 100_000);
  // A sample for each microsecond of 155 s.
  t.regex(runTool("sigrok-cli", ["-i", path, "--show"]), /Samplerate: 1000000\n[^]*Logic sample count: 15\d{7}\n/);
});
