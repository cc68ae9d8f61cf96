import { Commands } from "../../src/console/commands";
import { Console } from "../../src/console/console";
import { INTERFACE_LOG_TIMERS } from "../../src/console/interface-log";
import { Shell, SHELL_TIMERS } from "../../src/console/shell";
import { ShowInterface } from "../../src/console/show-interface";
import { TimeOfDay } from "../../src/console/time-of-day";
import { IP_HOST_TIMERS } from "../../src/link/ip-host";
import { SERIAL_INTERFACE_TIMERS } from "../../src/link/serial-interface";
import type { Terminal } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import type { Command, Device, RouterConfig, RouterOutputs } from "./contract";
import { RouterInterface } from "./router-interface";
import type { Shared } from "./router-interface";

/**
 * The router that the emulator puts under test: serial interfaces with HDLC or PPP on one scheduler, and a console. It
 * is wired from the device core as a firmware is, and like it allocates nothing once it is made.
 */
export class Router implements Device {
  private readonly _scheduler: Scheduler;
  private readonly _interfaces: RouterInterface[];
  private readonly _shell: Shell | null;

  constructor(config: RouterConfig, outputs: RouterOutputs, now: number) {
    this._scheduler = new Scheduler(timersOf(config));
    const terminal = new RouterTerminal(outputs);
    const timeOfDay = new TimeOfDay(now, config.timeOfDay);
    this._shell = config.console
      ? new Shell({
          hostname: config.hostname,
          terminal: terminal,
          scheduler: this._scheduler,
          timeOfDay: timeOfDay,
        })
      : null;
    const console = this._shell === null ? new Console(terminal, timeOfDay) : this._shell.console;
    const shared: Shared = {
      outputs: outputs,
      scheduler: this._scheduler,
      console: console,
      show: new ShowInterface(console),
      random: new XorShift32(config.seed),
      anyEncapsulation: config.console,
      traceDump: new Uint8Array(longestTrace(config)),
      framings: {},
      texts: {},
    };
    this._interfaces = [];
    for (let port = 0; port < config.interfaces.length; port++) {
      this._interfaces.push(new RouterInterface(config.interfaces[port]!, port, shared));
    }
    if (config.forwards) {
      this._interfaces[0]!.wayOn = this._interfaces[1]!.serial;
      this._interfaces[1]!.wayOn = this._interfaces[0]!.serial;
    }
    if (this._shell !== null) {
      this._shell.attach(new Commands({ console: console, scheduler: this._scheduler, interfaces: this._interfaces }));
    }
  }

  /** The interface at a port, for a program beside it on the same engine. */
  interfaceAt(port: number): RouterInterface {
    return this._interfaces[port]!;
  }

  start(now: number): number {
    for (let port = 0; port < this._interfaces.length; port++) this._interfaces[port]!.start(now);
    return this._scheduler.delay(now);
  }

  receive(port: number, bytes: Uint8Array, start: number, end: number, now: number): number {
    this._interfaces[port]!.serial.receive(bytes, start, end, now);
    return this._scheduler.delay(now);
  }

  octetsSent(port: number, octets: number, now: number): number {
    this._interfaces[port]!.port.sent(octets);
    this._interfaces[port]!.serial.writable(now);
    return this._scheduler.delay(now);
  }

  modemLinesChanged(port: number, lines: number, now: number): number {
    this._interfaces[port]!.serial.modemLinesChanged(lines, now);
    return this._scheduler.delay(now);
  }

  framingErrors(port: number, octets: number, now: number): number {
    this._interfaces[port]!.serial.framingError(octets, now);
    return this._scheduler.delay(now);
  }

  lostWhileWaking(port: number, octets: number, now: number): number {
    this._interfaces[port]!.serial.lostWhileWaking(octets, now);
    return this._scheduler.delay(now);
  }

  command(port: number, command: Command, now: number): number {
    this._interfaces[port]!.command(command, now);
    return this._scheduler.delay(now);
  }

  send(port: number, protocol: number, bytes: Uint8Array, start: number, end: number, now: number): number {
    this._interfaces[port]!.send(protocol, bytes, start, end, now);
    return this._scheduler.delay(now);
  }

  typed(bytes: Uint8Array, start: number, end: number, now: number): number {
    if (this._shell !== null) this._shell.receive(bytes, start, end, now);
    return this._scheduler.delay(now);
  }

  run(now: number): number {
    return this._scheduler.run(now);
  }
}

/** The console's terminal: the emulator takes whatever it is given. */
class RouterTerminal implements Terminal {
  readonly room = 0x7fffffff;
  private readonly _outputs: RouterOutputs;

  constructor(outputs: RouterOutputs) {
    this._outputs = outputs;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    this._outputs.print(bytes, start, end);
  }
}

/** Octets of the longest trace. @setup */
function longestTrace(config: RouterConfig): number {
  let longest = 0;
  for (let port = 0; port < config.interfaces.length; port++) {
    longest = Math.max(longest, 8 * config.interfaces[port]!.trace);
  }
  return longest;
}

/** @setup */
function timersOf(config: RouterConfig): number {
  let timers = config.console ? SHELL_TIMERS : 0;
  for (let port = 0; port < config.interfaces.length; port++) {
    timers += SERIAL_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS;
    if (config.interfaces[port]!.host !== null) timers += IP_HOST_TIMERS;
  }
  return timers;
}
