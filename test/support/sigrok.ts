import { runTool } from "./tool";

/**
 * How sigrok is to read our VCD files: at 10 MHz, since it keeps a sample for each step and would take a gigabyte and
 * a minute for a few seconds at 1 GHz, and with no more than 10 ms of each silence.
 */
export const VCD_INPUT = "vcd:downsample=100:compress=100000";

/** The octets that sigrok's decoder finds in a VCD file. `uart`: `uart:rx=<channel>:baudrate=9600` and more options. */
export function uartOctets(path: string, uart: string): number[] {
  const output = runTool("sigrok-cli", ["-I", VCD_INPUT, "-i", path, "-P", uart, "-A", "uart=rx-data"]);
  return [...output.matchAll(/^uart-1: ([0-9A-F]{2})$/gm)].map(([, hex]) => parseInt(hex!, 16));
}
