import { runTool } from "./tool";

/** How sigrok is to read our VCD files: with no more than so many steps of each silence, which it decodes as all else. */
export const VCD_INPUT = "vcd:compress=10000";

/** The octets that sigrok's decoder finds in a VCD file. `uart`: `uart:rx=<channel>:baudrate=9600` and more options. */
export function uartOctets(path: string, uart: string): number[] {
  const output = runTool("sigrok-cli", ["-I", VCD_INPUT, "-i", path, "-P", uart, "-A", "uart=rx-data"]);
  return [...output.matchAll(/^uart-1: ([0-9A-F]{2})$/gm)].map(([, hex]) => parseInt(hex!, 16));
}
