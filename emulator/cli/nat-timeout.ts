import { randomInt } from "node:crypto";
import { lookup } from "node:dns/promises";
import { NatTimeout } from "../../src/keepalive/nat-timeout";
import { NatFlow, NatTimeoutFailure, NatTimeoutPhase, safeInterval } from "../../src/keepalive/nat-timeout-report";
import type { NatTimeoutListener } from "../../src/keepalive/nat-timeout-report";
import type { NatTimeoutOptions } from "../../src/keepalive/nat-timeout-options";
import { NAT_KEEPALIVE_INTERVAL } from "../../src/keepalive/nat-keepalive";
import { NAT_MEASUREMENT_TIMERS, NatMeasurement } from "../../src/link/nat-measurement";
import { AddressText } from "../../src/platform/address-text";
import { NodeDatagramPort } from "../../src/platform/node/datagram-port";
import { NodeAlarm, NodeClock } from "../../src/platform/node/runtime";
import { XorShift32 } from "../../src/random";
import { RunLoop } from "../../src/scheduler/run-loop";
import { Scheduler } from "../../src/scheduler/scheduler";
import { parseHost } from "../scenario/address";
import { formatSpan, instant } from "../scenario/times";
import { systemReason } from "../system-error";
import { number, span } from "./arguments";
import { interrupted } from "./interrupted";
import { UsageError } from "./usage-error";

export interface NatTimeoutCommandOptions {
  first: string;
  longest: string;
  resolution: string;
  confirmations: string;
  oneWay: boolean;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

type Flow = NatFlow.Replied | NatFlow.OneWay;

const FLOWS: Record<Flow, string> = {
  [NatFlow.Replied]: "answered flow",
  [NatFlow.OneWay]: "unanswered flow",
};

const FAILURES: Record<NatTimeoutFailure, string> = {
  [NatTimeoutFailure.None]: "",
  [NatTimeoutFailure.NoAnswer]: "the reflector does not answer",
  [NatTimeoutFailure.Refused]: "the reflector has too many that wait for it; try again later",
  [NatTimeoutFailure.Unstable]: "the mapping changes while it should last: no timeout can be measured",
};

/**
 * `linkpulse nat-timeout`: measures the timeouts of the NAT between this machine and a reflector, in real time.
 * @returns the exit status: 0 when it was measured, 1 when not, or not to the end
 * @throws UsageError when an argument is wrong, or no socket can be had
 */
export async function natTimeout(reflector: string, options: NatTimeoutCommandOptions): Promise<number> {
  const timeout = new NatTimeout(await settings(reflector, options));
  const loop = new RunLoop(new Scheduler(NAT_MEASUREMENT_TIMERS), new NodeClock(), new NodeAlarm());
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<void>((_resolve, reject) => (fail = reject));
  const port = new NodeDatagramPort({ onError: (error) => fail(new UsageError(systemReason(error))) }, loop);
  const progress = new Progress(timeout);
  const measurement = new NatMeasurement({ port, scheduler: loop.scheduler, timeout, listener: progress });
  port.attach(measurement);
  print(`measuring with the reflector at ${reflector}; each line takes as long as it says, and more`);
  measurement.start(loop.now());
  loop.update();
  try {
    await Promise.race([progress.ended, interrupted(), failed]);
  } finally {
    port.close();
    loop.close();
  }
  return conclude(timeout);
}

async function settings(reflector: string, options: NatTimeoutCommandOptions): Promise<NatTimeoutOptions> {
  const [, host, port = "4500"] = /^(.*?)(?::(\d+))?$/.exec(reflector)!;
  const longest = span("--longest", options.longest, 1_000, HOUR);
  return {
    port: number("reflector's port", port, 1, 65535),
    longest,
    first: Math.min(span("--first", options.first, 1_000, HOUR), longest),
    resolution: span("--resolution", options.resolution, 100, 60_000),
    confirmations: number("--confirmations", options.confirmations, 1, 5),
    oneWay: options.oneWay,
    checkInterval: 0,
    address: await addressOf(host!),
    random: new XorShift32(randomInt(2 ** 32)),
  };
}

async function addressOf(host: string): Promise<number> {
  const address = parseHost(host);
  if (address !== undefined) return address;
  try {
    return parseHost((await lookup(host, { family: 4 })).address)!;
  } catch {
    throw new UsageError(`${host}: there is no such host with an IPv4 address`);
  }
}

/** Prints what comes out, as it comes. */
class Progress implements NatTimeoutListener {
  readonly ended: Promise<void>;
  private readonly _timeout: NatTimeout;
  private _end: () => void = () => {};
  private _seenAs = "";

  constructor(timeout: NatTimeout) {
    this._timeout = timeout;
    this.ended = new Promise((resolve) => (this._end = resolve));
  }

  trialEnded(flow: NatFlow, idle: number, alive: boolean): void {
    const { address, port } = this._timeout.mapping;
    const seenAs = `${new AddressText().textOf(address)}:${port}`;
    if (seenAs !== this._seenAs) print(`the reflector sees ${seenAs}`);
    this._seenAs = seenAs;
    print(`${FLOWS[flow as Flow]}, idle for ${duration(idle)}: ${alive ? "still mapped" : "gone"}`);
  }

  mappingChanged(): void {
    print("the mapping is another one while it should last: all is measured anew");
  }

  measurementEnded(): void {
    this._end();
  }
}

/** Prints what was found. */
function conclude(timeout: NatTimeout): number {
  for (const flow of [NatFlow.Replied, NatFlow.OneWay] as const) {
    const [alive, gone] = [timeout.longestAlive(flow), timeout.shortestGone(flow)];
    if (alive > 0 || gone > 0) print(`${FLOWS[flow]}: ${range(alive, gone)}; ${advice(safeInterval(alive))}`);
  }
  if (timeout.phase === NatTimeoutPhase.Done) return 0;
  print(timeout.phase === NatTimeoutPhase.Failed ? FAILURES[timeout.failure] : "interrupted before the end");
  return 1;
}

function range(alive: number, gone: number): string {
  if (gone === 0) return `still mapped after ${duration(alive)}`;
  return alive === 0
    ? `gone after ${duration(gone)}`
    : `still mapped after ${duration(alive)}, gone after ${duration(gone)}`;
}

/** What a keepalive interval means for the battery. */
function advice(interval: number): string {
  if (interval === 0) return "no interval is safe";
  const usual = DAY / NAT_KEEPALIVE_INTERVAL;
  const perDay = Math.ceil(DAY / interval);
  const saved = Math.round((1 - perDay / usual) * 100);
  const compared = saved > 0 ? `${saved} % fewer than` : saved < 0 ? "more than" : "as with";
  return `a keepalive every ${duration(interval)} is safe: ${perDay} wake-ups a day, ${compared} the ${usual} of every 20 s`;
}

function duration(ms: number): string {
  return formatSpan(instant(ms * 1e6));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
