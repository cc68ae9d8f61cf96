/** The captures of built-in scenarios, made by the command line: what others see in them. */
import type { ExecutionContext } from "ava";
import { Fcs16 } from "../../src/framing/fcs";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { readBlocks } from "../support/pcapng-blocks";
import { uartOctets } from "../support/sigrok";
import { temporaryFile } from "../support/temporary-file";
import { runTool, testWith } from "../support/tool";

/** Runs a scenario, the documented session if none is named, and captures it. @returns the path of the file */
function capture(t: ExecutionContext, option: "--pcap" | "--vcd", scenario = "hdlc-shutdown"): string {
  const path = temporaryFile(t, "session");
  runTool(process.execPath, ["emulator/bin/linkpulse.mjs", "emulate", scenario, option, path]);
  return path;
}

/** The frames that a router's interface sent or received, as tshark reads their sequence numbers. */
function keepalives(path: string, interfaceName: string, direction: 1 | 2): string[] {
  const filter = `slarp && frame.interface_name == "${interfaceName}" && frame.packet_flags_direction == ${direction}`;
  const fields = ["-e", "slarp.mysequence", "-e", "slarp.yoursequence"];
  return runTool("tshark", ["-r", path, "-Y", filter, "-T", "fields", ...fields])
    .trim()
    .split("\n")
    .map((line) => line.replace("\t", "/"));
}

const ROUTER_1 = ["1/1", "2/2", "3/3", "4/4", "5/5", "6/6", "7/7", "8/8", "9/9", "10/10"];
// After the tenth router 1 is shut and acknowledges nothing more.
const ROUTER_2 = ["1/0", "2/1", "3/2", "4/3", "5/4", "6/5", "7/6", "8/7", "9/8", "10/9"];
const UNANSWERED = ["11/10", "12/10", "13/10", "14/10", "15/10"];

testWith("tshark", "tshark", "the session's numbers stand in its pcapng, sent and received", (t) => {
  const path = capture(t, "--pcap");
  t.deepEqual(keepalives(path, "router1 Serial0/0", 2), ROUTER_1);
  t.deepEqual(keepalives(path, "router2 Serial2/0", 1), ROUTER_1);
  t.deepEqual(keepalives(path, "router2 Serial2/0", 2), [...ROUTER_2, ...UNANSWERED]);
  t.deepEqual(keepalives(path, "router1 Serial0/0", 1).slice(0, 10), ROUTER_2);
});

/** The frames, as hex, that a deframer finds in octets. */
function framesIn(octets: number[]): string[] {
  const frames: string[] = [];
  const deframer = new OctetDeframer(1600, new Fcs16(), 0);
  deframer.attach({
    frameReceived: (bytes, start, end) => frames.push(Buffer.from(bytes.subarray(start, end)).toString("hex")),
    frameDiscarded: () => frames.push("discarded"),
  });
  deframer.push(Uint8Array.from(octets), 0, octets.length, 0);
  return frames;
}

testWith("sigrok-cli", "sigrok-cli", "the session's VCD decodes into the frames of its pcapng", (t) => {
  const captured = readBlocks(capture(t, "--pcap"))
    .filter(({ type, body }) => type === 6 && body.readUInt32LE(0) === 0)
    .map(({ body }) => body.subarray(20, 20 + body.readUInt32LE(12)).toString("hex"));
  const vcd = capture(t, "--vcd");
  const sent = framesIn(uartOctets(vcd, "uart:rx=router1.Serial0_0.TX:baudrate=9600"));
  const received = framesIn(uartOctets(vcd, "uart:rx=router1.Serial0_0.RX:baudrate=9600"));
  t.is(sent.length, ROUTER_1.length);
  t.is(received.length, ROUTER_2.length + UNANSWERED.length);
  t.deepEqual([...sent, ...received].sort(), captured.sort());
  t.deepEqual(framesIn(uartOctets(vcd, "uart:rx=router2.Serial2_0.RX:baudrate=9600")), sent);
});

testWith("tshark", "tshark", "requests to a loop server and its answers stand in a pcapng of Ethernet", (t) => {
  const path = capture(t, "--pcap", "ethernet-loop-server");
  const fields = ["-e", "eth.src", "-e", "eth.dst", "-e", "loop.skipcount", "-e", "loop.function"];
  const read = (direction: 1 | 2) => {
    const filter = `frame.interface_name == "meter Ethernet0" && frame.packet_flags_direction == ${direction}`;
    const output = runTool("tshark", ["-r", path, "-Y", filter, "-T", "fields", "-E", "occurrence=f", ...fields]);
    return output.trim().split("\n");
  };
  const toAll = "02:00:00:00:01:00\tcf:00:00:00:00:00\t0\t2";
  const toServer = "02:00:00:00:01:00\t02:00:00:00:02:00\t0\t2";
  const toItself = "02:00:00:00:01:00\t02:00:00:00:01:00\t0\t1";
  const sent = read(2);
  t.deepEqual([...new Set(sent)].sort(), [toServer, toItself, toAll].sort());
  t.is(sent.indexOf(toServer), sent.lastIndexOf(toAll, sent.indexOf(toServer)) + 2);
  t.deepEqual([...new Set(read(1))], ["02:00:00:00:02:00\t02:00:00:00:01:00\t8\t2"]);
});

testWith(
  "tshark",
  "tshark",
  "NAT keepalives, IKE and ESP stand in a pcapng of networks, on both sides of the NAT",
  (t) => {
    const path = capture(t, "--pcap", "nat-keepalive");
    const read = (filter: string) => {
      const fields = ["-e", "frame.interface_name", "-e", "ip.src", "-e", "ip.dst", "-e", "udp.srcport"];
      const output = runTool("tshark", ["-r", path, "-Y", filter, "-T", "fields", ...fields])
        .trim()
        .split("\n");
      const seen: Record<string, number> = {};
      for (const line of output) seen[line.replaceAll("\t", " ")] = (seen[line.replaceAll("\t", " ")] ?? 0) + 1;
      return seen;
    };
    t.deepEqual(read("udpencap.nat_keepalive"), {
      "home 192.168.1.2 198.51.100.1 4500": 44,
      "internet 203.0.113.1 198.51.100.1 4500": 44,
    });
    t.deepEqual(read("isakmp.exchangetype == 37 && isakmp.flag_r == 0"), {
      "home 192.168.1.2 198.51.100.1 4500": 1,
      "internet 203.0.113.1 198.51.100.1 4500": 1,
      "home 192.168.1.3 198.51.100.1 4500": 1,
      "internet 203.0.113.1 198.51.100.1 4502": 1,
    });
    // What is lost at the NAT is seen outside only.
    t.deepEqual(read("esp && ip.src == 198.51.100.1"), {
      "internet 198.51.100.1 203.0.113.1 4500": 4,
      "home 198.51.100.1 192.168.1.2 4500": 2,
      "home 198.51.100.1 192.168.1.3 4500": 1,
    });
  },
);
