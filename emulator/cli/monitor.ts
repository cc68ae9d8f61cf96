import type { SerialPort } from "serialport";
import { FASTEST, number } from "./arguments";
import { interrupted } from "./interrupted";
import { portError } from "./port-error";

export interface MonitorOptions {
  baud: string;
  reset?: boolean;
}

/** What of serialport's SerialPort is used. */
export type MonitoredPort = Pick<SerialPort, "on" | "set" | "close" | "isOpen">;

/** How a port is opened; `hupcl` would let DTR and RTS fall when it is closed. */
export type OpenPort = (options: { path: string; baudRate: number; hupcl: false }) => MonitoredPort;

/** How long an ESP32's reset is held, ms: its pin has a capacitor. */
const RESET = 100;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * `linkpulse monitor`: prints what comes from a serial port, until it is interrupted. DTR and RTS are left alone, unless
 * the board is to be reset.
 * @throws UsageError when an option is wrong, or the port can't be opened or is unplugged
 */
export async function monitor(path: string, options: MonitorOptions): Promise<void> {
  const baudRate = number("--baud", options.baud, 1, FASTEST);
  const { SerialPort } = await import("serialport");
  const open: OpenPort = (settings) => new SerialPort(settings);
  const write = (text: string) => void process.stdout.write(text);
  await monitorPort({ path, baudRate, reset: options.reset === true, open, write, end: interrupted() });
}

/** The same with everything that is outside passed in. */
export async function monitorPort(options: {
  path: string;
  baudRate: number;
  reset: boolean;
  open: OpenPort;
  write: (text: string) => void;
  end: Promise<void>;
}): Promise<void> {
  const { path, baudRate, reset, open, write, end } = options;
  const port = open({ path, baudRate, hupcl: false });
  const failed = new Promise<never>((_, reject) => {
    const fail = (error: Error | null) => {
      if (error) reject(portError(path, error));
    };
    port.on("error", fail);
    port.on("close", fail);
  });
  port.on("data", (data: Buffer) => write(printable(data)));
  const opened = new Promise<void>((resolve) => port.on("open", () => resolve()));
  try {
    await Promise.race([opened, failed, end]);
    if (reset && port.isOpen) await Promise.race([pulseReset(port), failed]);
    await Promise.race([end, failed]);
  } finally {
    if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
  }
}

/** As an ESP32 board has them, RTS alone pulls the reset low; DTR alone would choose the boot loader. */
async function pulseReset(port: MonitoredPort): Promise<void> {
  const set = (lines: { dtr: boolean; rts: boolean }) =>
    new Promise<void>((resolve, reject) => port.set(lines, (error) => (error ? reject(error) : resolve())));
  await set({ dtr: false, rts: true });
  await sleep(RESET);
  await set({ dtr: false, rts: false });
}

/** BS, HT, LF, CR, ESC: what a console sends besides text. */
const CONTROLS = [8, 9, 10, 13, 27];

/** What a board prints; octets that are no text show as what they are, as at a wrong speed. */
function printable(data: Buffer): string {
  const shown = (octet: number) =>
    (octet >= 0x20 && octet < 0x7f) || CONTROLS.includes(octet)
      ? String.fromCharCode(octet)
      : `\\x${octet.toString(16).padStart(2, "0")}`;
  return Array.from(data, shown).join("");
}
