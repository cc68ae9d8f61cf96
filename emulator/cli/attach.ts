import { Console } from "../../src/console/console";
import { ShowInterface } from "../../src/console/show-interface";
import { TimeOfDay } from "../../src/console/time-of-day";
import { NodeClock } from "../../src/platform/node/runtime";
import { startHdlc, startPpp } from "../../src/platform/node/start-serial";
import type { HdlcKeepaliveOptions } from "../../src/keepalive/hdlc";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import type { ConsoleSink } from "../../src/ports";
import { MAX_SPAN } from "../../src/scheduler/time";
import { ascii } from "../../src/text";
import { isHostAddress } from "../../src/wire/ipv4";
import { ADDRESS_FORM, parseAddress } from "../scenario/address";
import { number, span } from "./arguments";
import { coloured } from "./print";
import { UsageError } from "./usage-error";

export interface AttachOptions {
  encapsulation: "hdlc" | "ppp";
  baud: string;
  keepalive: string;
  retries?: string;
  address?: string;
  peerAddress?: string;
  downWhenLooped?: boolean;
  modemLines?: boolean;
  for?: string;
}

const DAY = 86_400_000;

/** The longest that a timer of Node waits, ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The fastest that a UART of a usual adapter gets, bit/s. */
const FASTEST = 12_000_000;

/**
 * `linkpulse attach`: the other end of a board's line, on one of this machine's serial ports. Runs until it is
 * interrupted or the time is over, and then shows the interface.
 * @throws UsageError when an option is wrong, or the port can't be opened or is unplugged
 */
export async function attach(path: string, options: AttachOptions): Promise<void> {
  const baud = number("--baud", options.baud, 1, FASTEST);
  const time = options.for === undefined ? undefined : span("--for", options.for, 0, LONGEST_TIMER);
  const keepalive = {
    interval: span("--keepalive", options.keepalive, 0, MAX_SPAN),
    retries: options.retries === undefined ? undefined : number("--retries", options.retries, 1, 255),
  };
  const { SerialPort } = await import("serialport");
  let end = () => {};
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  const sink = terminal();
  const onError = (error: Error) => fail(new UsageError(`${path}: ${reason(error)}`));
  const serial = { io: SerialPort, path, baud, modemLines: options.modemLines === true, onError };
  const common = { serial, console: sink, debug: true, bandwidth: baud };
  const link =
    options.encapsulation === "ppp"
      ? startPpp({ ...common, ppp: { ...keepalive, ...pppAddresses(options) } })
      : startHdlc({ ...common, keepalive: { ...keepalive, ...hdlcOptions(options) } });
  const timer = time === undefined ? undefined : setTimeout(end, time);
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  try {
    await ended;
    const now = new NodeClock().now();
    const console = new Console(sink, new TimeOfDay(now, Math.floor(Date.now() % DAY)));
    new ShowInterface(console).print({ serial: link.serial, hardware: ascii(path) }, now);
  } finally {
    clearTimeout(timer);
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
    sink.write = () => {};
    link.close();
  }
}

/** Prints console lines. */
function terminal(): ConsoleSink {
  return {
    write: (bytes, start, end) => {
      const line = Buffer.from(bytes.subarray(start, end)).toString("latin1").trimEnd();
      process.stdout.write(`${coloured(line)}\n`);
    },
  };
}

function hdlcOptions(options: AttachOptions): Partial<HdlcKeepaliveOptions> {
  if (options.peerAddress !== undefined) throw new UsageError("--peer-address: only PPP assigns one to the peer");
  const downWhenLooped = options.downWhenLooped === true;
  const text = options.address;
  if (text === undefined) return { downWhenLooped };
  if (text === "ask") return { downWhenLooped, askAddress: true };
  return { downWhenLooped, ...address("--address", text) };
}

function pppAddresses(options: AttachOptions): Partial<PppOptions> {
  if (options.downWhenLooped)
    throw new UsageError("--down-when-looped: only HDLC; a looped line with PPP is always down");
  const addresses: Partial<PppOptions> = {};
  const { address: own, peerAddress } = options;
  if (own !== undefined && own !== "ask") addresses.address = address("--address", own).address;
  if (peerAddress !== undefined) addresses.peerAddress = address("--peer-address", peerAddress).address;
  return addresses;
}

function address(option: string, text: string): { address: number; mask: number } {
  const own = parseAddress(text);
  const form = `${ADDRESS_FORM}${option === "--address" ? ", or ask" : ""}`;
  if (own === undefined) throw new UsageError(`${option} ${text}: ${form}`);
  if (!isHostAddress(own.address)) throw new UsageError(`${option} ${text}: it must be the address of one host`);
  return own;
}

/** What serialport says, for a person. */
function reason(error: Error): string {
  if (/lock|busy|EBUSY|EAGAIN|temporarily unavailable/i.test(error.message)) return "it is in use by another program";
  if (/ENOENT|no such file/i.test(error.message)) return "there is no such port";
  if (/EACCES|permission/i.test(error.message)) return "no permission to open it (is your user in the group dialout?)";
  if ((error as { disconnected?: boolean }).disconnected || /^EIO: .*(read|write)$/.test(error.message)) {
    return "it was unplugged";
  }
  if (/inappropriate ioctl|is a directory|ENOTTY/i.test(error.message)) return "it is no serial port";
  return error.message.replace(/^Error: /, "");
}
