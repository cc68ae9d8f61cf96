import { Console } from "../../src/console/console";
import { ShowInterface } from "../../src/console/show-interface";
import { TimeOfDay } from "../../src/console/time-of-day";
import { NodeClock } from "../../src/platform/node/runtime";
import { startHdlc } from "../../src/platform/node/start-hdlc";
import type { ConsoleSink } from "../../src/ports";
import { ascii } from "../../src/text";
import { ADDRESS_FORM, parseAddress } from "../scenario/address";
import { milliseconds, parseDuration } from "../scenario/times";
import { coloured } from "./print";
import { UsageError } from "./usage-error";

export interface AttachOptions {
  baud: string;
  keepalive: string;
  retries: string;
  address?: string;
  downWhenLooped?: boolean;
  modemLines?: boolean;
  for?: string;
}

const DAY = 86_400_000;

/**
 * `linkpulse attach`: the other end of a board's line, on one of this machine's serial ports. Runs until it is
 * interrupted or the time is over, and then shows the interface.
 * @throws UsageError when an option is wrong, or the port can't be opened or is unplugged
 */
export async function attach(path: string, options: AttachOptions): Promise<void> {
  const baud = number("--baud", options.baud);
  const time = options.for === undefined ? undefined : span("--for", options.for);
  const keepalive = {
    interval: span("--keepalive", options.keepalive),
    retries: number("--retries", options.retries),
    downWhenLooped: options.downWhenLooped === true,
    ...address(options.address),
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
  const link = startHdlc({ serial, keepalive, console: sink, debug: true, bandwidth: baud });
  const timer = time === undefined ? undefined : setTimeout(end, time);
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  try {
    await ended;
    const now = new NodeClock().now();
    const console = new Console(sink, new TimeOfDay(now, Math.floor(Date.now() % DAY)));
    new ShowInterface(console).print(link.serial, ascii(path), now);
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

function number(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`${option} ${text}: it must be a whole number above 0`);
  return value;
}

/** A duration as ms. */
function span(option: string, text: string): number {
  const duration = parseDuration(/^[0-9.]+$/.test(text) ? Number(text) : text);
  if (duration === undefined) throw new UsageError(`${option} ${text}: it must be a duration, such as 10s or 500ms`);
  return milliseconds(duration);
}

function address(text: string | undefined): { address: number; mask: number } | { askAddress: boolean } | object {
  if (text === undefined) return {};
  if (text === "ask") return { askAddress: true };
  const own = parseAddress(text);
  if (own === undefined) throw new UsageError(`--address ${text}: ${ADDRESS_FORM}, or ask`);
  return own;
}

/** What serialport says, for a person. */
function reason(error: Error): string {
  if (/lock|busy|EBUSY|EAGAIN|temporarily unavailable/i.test(error.message)) return "it is in use by another program";
  if (/ENOENT|no such file/i.test(error.message)) return "there is no such port";
  if (/EACCES|permission/i.test(error.message)) return "no permission to open it (is your user in the group dialout?)";
  return error.message;
}
