import { writeFileSync } from "node:fs";
import { runTool } from "./tool";
import type { Tool } from "./tool";
import type { Crossing } from "./wire";

export const PPPDUMP: Tool[] = [["/usr/sbin/pppdump", "ppp"]];

const enum Record {
  Sent = 1,
  Received = 2,
  Time = 7,
}

/** Writes octets as pppd's option `record` does, and returns what `pppdump -p` makes of them. */
export function pppdump(path: string, crossings: Crossing[]): string {
  const time = Buffer.alloc(5);
  time[0] = Record.Time;
  time.writeUInt32BE(Math.floor(crossings[0]!.at / 1000), 1);
  const records = crossings.map(({ sent, bytes }) => {
    const head = Buffer.of(sent ? Record.Sent : Record.Received, 0, 0);
    head.writeUInt16BE(bytes.length, 1);
    return Buffer.concat([head, bytes]);
  });
  writeFileSync(path, Buffer.concat([time, ...records]));
  return runTool("/usr/sbin/pppdump", ["-p", path]);
}
