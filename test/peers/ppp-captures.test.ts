/** The captures of the built-in scenarios with PPP, made by the command line, as Wireshark's tshark reads them. */
import { SCENARIO_NAMES } from "../support/scenarios";
import { temporaryFile } from "../support/temporary-file";
import { runTool, testWith } from "../support/tool";

/** What tshark says of the frames of a file that match a filter: one line each. */
function dissected(path: string, filter: string, ...fields: string[]): string[] {
  const output = runTool("tshark", [
    "-r",
    path,
    "-Y",
    filter,
    "-T",
    "fields",
    ...fields.flatMap((name) => ["-e", name]),
  ]);
  return output.split("\n").filter((line) => line !== "");
}

/** What must stand in a capture, and what all other frames are. */
const LCP_IPCP_OR_IP = "ppp.protocol == 0xc021 || ppp.protocol == 0x8021 || ppp.protocol == 0x0021";

for (const name of SCENARIO_NAMES.filter((scenario) => scenario.startsWith("ppp-"))) {
  testWith("tshark", "tshark", `${name}: every good frame is LCP, IPCP or IP, and none is malformed`, (t) => {
    const path = temporaryFile(t, "scenario");
    runTool(process.execPath, ["emulator/bin/linkpulse.mjs", "emulate", name, "--pcap", path]);
    const good = "frame.packet_flags_crc_error == 0";
    const all = dissected(path, good, "frame.number");
    t.true(all.length > 40);
    t.deepEqual(dissected(path, `${good} && (${LCP_IPCP_OR_IP})`, "frame.number"), all);
    t.deepEqual(dissected(path, `${good} && _ws.malformed`, "frame.number", "_ws.col.Info"), []);
    t.true(dissected(path, `${good} && lcp`, "frame.number").length > 10);
    t.true(dissected(path, `${good} && ipcp`, "frame.number").length > 2);
  });
}

testWith(
  "tshark",
  "tshark",
  "ppp-noise: frames that the line damaged are marked, with FCS-16 one way and FCS-32 the other",
  (t) => {
    const path = temporaryFile(t, "scenario");
    runTool(process.execPath, ["emulator/bin/linkpulse.mjs", "emulate", "ppp-noise", "--pcap", path]);
    const count = (filter: string) => dissected(path, filter, "frame.number").length;
    for (const router of ["router1", "router2"]) {
      const at = `frame.interface_name == "${router} Serial0/0"`;
      t.is(count(`${at} && frame.packet_flags_direction == 2 && frame.packet_flags_crc_error == 1`), 0);
      const damaged = count(`${at} && frame.packet_flags_direction == 1 && frame.packet_flags_crc_error == 1`);
      t.true(damaged >= 5 && damaged < 40, `${damaged} damaged frames`);
    }
  },
);
