import { Commands } from "../../src/console/commands";
import { Console } from "../../src/console/console";
import { INTERFACE_LOG_TIMERS } from "../../src/console/interface-log";
import { Shell, SHELL_TIMERS } from "../../src/console/shell";
import { ENC28J60_TIMERS } from "../../src/drivers/enc28j60/enc28j60";
import { W5500_TIMERS } from "../../src/drivers/w5500/w5500";
import { ETHERNET_INTERFACE_TIMERS } from "../../src/link/ethernet-interface";
import { ShowInterface } from "../../src/console/show-interface";
import { TimeOfDay } from "../../src/console/time-of-day";
import { IP_HOST_TIMERS } from "../../src/link/ip-host";
import { SERIAL_INTERFACE_TIMERS } from "../../src/link/serial-interface";
import type { Terminal } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { Command } from "./contract";
import type { Device, RouterConfig, RouterOutputs } from "./contract";
import { EthernetRouterInterface } from "./ethernet-router-interface";
import { NAT_T_END_TIMERS, NatTEnd } from "./nat-t-end";
import { RouterInterface } from "./router-interface";
import type { Shared } from "./router-interface";
import { POWER_TIMERS, RouterPower } from "./router-power";
import type { RouterPowerListener } from "./router-power";

/**
 * The router that the emulator puts under test: serial and Ethernet interfaces and its end of a tunnel through a NAT on
 * one scheduler, and a console. It is wired from the device core as a firmware is, and like it allocates nothing once it is
 * made.
 */
export class Router implements Device, RouterPowerListener {
  private readonly _scheduler: Scheduler;
  /** By port; those with a chip once more. */
  private readonly _interfaces: (RouterInterface | EthernetRouterInterface)[];
  private readonly _ethernets: EthernetRouterInterface[];
  private readonly _natT: NatTEnd | null;
  private readonly _shell: Shell | null;
  private readonly _commands: Commands | null = null;
  private readonly _power: RouterPower | null = null;

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
    this._ethernets = [];
    for (let port = 0; port < config.interfaces.length; port++) {
      const plan = config.interfaces[port]!;
      if (plan.ethernet === null) {
        this._interfaces.push(new RouterInterface(plan, port, shared));
      } else {
        const ethernet = new EthernetRouterInterface(plan, port, shared);
        this._interfaces.push(ethernet);
        this._ethernets.push(ethernet);
      }
    }
    if (config.forwards) {
      this.interfaceAt(0).wayOn = this.interfaceAt(1).serial;
      this.interfaceAt(1).wayOn = this.interfaceAt(0).serial;
    }
    this._natT =
      config.natT === null ? null : new NatTEnd(config.natT, config.interfaces.length, outputs, this._scheduler);
    if (config.power !== undefined) {
      const first = this.interfaceAt(0);
      this._power = new RouterPower(config.power, outputs.board!, first, this._scheduler, console, outputs, this);
    }
    if (this._shell !== null) {
      const power = this._power;
      this._commands = new Commands({
        console: console,
        scheduler: this._scheduler,
        interfaces: this._interfaces,
        nat: this._natT === null ? undefined : this._natT.traversal,
        keepAlive: power === null ? undefined : power.commands,
        store: power === null || power.config === null ? undefined : power.config,
      });
      this._shell.attach(this._commands);
    }
  }

  /** The serial interface at a port, for a program beside it on the same engine too. */
  interfaceAt(port: number): RouterInterface {
    return this._interfaces[port] as RouterInterface;
  }

  start(now: number): number {
    if (this._power === null) this._startInterfaces(now);
    else this._power.start(now);
    if (this._natT !== null) this._natT.start(now);
    return this._settled(now);
  }

  /** At boot, once the retained memory was read. @setup */
  startAsStored(now: number): void {
    if (this._commands !== null && this._commands.restore(now)) return;
    this._startInterfaces(now);
  }

  private _startInterfaces(now: number): void {
    for (let port = 0; port < this._interfaces.length; port++) this._interfaces[port]!.start(now);
  }

  receive(port: number, bytes: Uint8Array, start: number, end: number, now: number): number {
    this.interfaceAt(port).serial.receive(bytes, start, end, now);
    return this._settled(now);
  }

  octetsSent(port: number, octets: number, now: number): number {
    this.interfaceAt(port).port.sent(octets);
    this.interfaceAt(port).serial.writable(now);
    return this._settled(now);
  }

  modemLinesChanged(port: number, lines: number, now: number): number {
    this.interfaceAt(port).serial.modemLinesChanged(lines, now);
    return this._settled(now);
  }

  framingErrors(port: number, octets: number, now: number): number {
    this.interfaceAt(port).serial.framingError(octets, now);
    return this._settled(now);
  }

  interrupt(port: number, now: number): number {
    (this._interfaces[port] as EthernetRouterInterface).driver.interrupt(now);
    return this._settled(now);
  }

  lostWhileWaking(port: number, octets: number, now: number): number {
    this.interfaceAt(port).serial.lostWhileWaking(octets, now);
    return this._settled(now);
  }

  datagramReceived(
    _port: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    address: number,
    udpPort: number,
    now: number,
  ): number {
    this._natT!.traversal.datagramReceived(bytes, start, end, address, udpPort, now);
    return this._settled(now);
  }

  datagramSent(_port: number, sent: boolean, now: number): number {
    this._natT!.port.sent();
    this._natT!.traversal.datagramSent(sent, now);
    return this._settled(now);
  }

  command(port: number, command: Command, now: number): number {
    if (command === Command.TellClock) {
      if (this._power !== null) this._power.tellClock(now);
    } else if (port === this._interfaces.length && this._natT !== null) this._natT.command(command, now);
    else this._interfaces[port]!.command(command, now);
    return this._settled(now);
  }

  send(port: number, protocol: number, bytes: Uint8Array, start: number, end: number, now: number): number {
    this._interfaces[port]!.send(protocol, bytes, start, end, now);
    return this._settled(now);
  }

  typed(bytes: Uint8Array, start: number, end: number, now: number): number {
    if (this._shell !== null) this._shell.receive(bytes, start, end, now);
    return this._settled(now);
  }

  run(now: number): number {
    this._scheduler.run(now);
    return this._settled(now);
  }

  /** Lets Ethernet interfaces tell what changed. @returns when to run next */
  private _settled(now: number): number {
    for (let i = 0; i < this._ethernets.length; i++) this._ethernets[i]!.settle();
    return this._scheduler.delay(now);
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
  let timers = (config.console ? SHELL_TIMERS : 0) + (config.natT === null ? 0 : NAT_T_END_TIMERS);
  if (config.power !== undefined) timers += POWER_TIMERS;
  for (let port = 0; port < config.interfaces.length; port++) {
    const plan = config.interfaces[port]!;
    timers += INTERFACE_LOG_TIMERS;
    if (plan.ethernet === null) timers += SERIAL_INTERFACE_TIMERS + (plan.host === null ? 0 : IP_HOST_TIMERS);
    else timers += ETHERNET_INTERFACE_TIMERS + (plan.ethernet.chip === "w5500" ? W5500_TIMERS : ENC28J60_TIMERS);
  }
  return timers;
}
