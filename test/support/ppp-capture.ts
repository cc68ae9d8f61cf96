import { PppCheck } from "../../emulator/capture/frame-check";
import { FrameTap } from "../../emulator/capture/frame-tap";
import { Direction, LinkType, PcapngWriter } from "../../emulator/capture/pcapng";
import { NoFcs } from "../../src/framing/frame-check";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { runTool } from "./tool";
import type { Tool } from "./tool";
import type { Crossing } from "./wire";

export const TSHARK: Tool[] = [["tshark", "tshark"]];

const LONGEST = 2000;

const FIELDS = ["frame.packet_flags_direction", "frame.packet_flags_crc_error", "frame.protocols", "_ws.malformed"];

/**
 * Captures frames of PPP into a file, and returns what tshark says of each: `out ppp:lcp`, and after that what is wrong
 * with it.
 */
export function dissect(path: string, crossings: Crossing[]): string[] {
  const writer = new PcapngWriter(path, 0);
  const number = writer.addInterface("Serial0/0", LinkType.Ppp);
  const tap = (direction: Direction) =>
    new FrameTap(writer, number, direction, new OctetDeframer(LONGEST, new NoFcs(), 0), new PppCheck());
  const outbound = tap(Direction.Outbound);
  const inbound = tap(Direction.Inbound);
  const start = crossings[0]!.at;
  for (const { at, sent, bytes } of crossings) {
    const time = at - start;
    const side = sent ? outbound : inbound;
    side.octets(bytes, 0, bytes.length, Math.floor(time / 1000), (time % 1000) * 1e6);
  }
  writer.close();
  const fields = FIELDS.flatMap((field) => ["-e", field]);
  const output = runTool("tshark", ["-r", path, "-T", "fields", "-E", "separator=;", ...fields]);
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [direction, crcError, protocols, malformed] = line.split(";");
      const wrong = (crcError === "0" ? "" : " FCS error") + (malformed === "" ? "" : " malformed");
      return `${Number(direction) === Direction.Outbound ? "out" : "in"} ${protocols}${wrong}`;
    });
}
