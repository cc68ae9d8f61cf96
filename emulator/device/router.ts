import { Console } from "../../src/console/console";
import { HdlcDebugLine } from "../../src/console/hdlc-debug";
import { INTERFACE_LOG_TIMERS, InterfaceLog } from "../../src/console/interface-log";
import { ShowInterface } from "../../src/console/show-interface";
import { TimeOfDay } from "../../src/console/time-of-day";
import { BitFraming } from "../../src/framing/bit-framing";
import { Fcs16, Fcs32, NoFcs } from "../../src/framing/fcs";
import type { Framing } from "../../src/framing/framing";
import { OctetFraming } from "../../src/framing/octet-framing";
import { createHdlcInterface } from "../../src/link/hdlc-interface";
import type { HdlcInterface } from "../../src/link/hdlc-interface";
import { SERIAL_INTERFACE_TIMERS } from "../../src/link/serial-interface";
import type { InterfaceListener } from "../../src/link/serial-interface";
import type { ConsoleSink } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ascii } from "../../src/text";
import { Command, CounterSet, RouterEvent } from "./contract";
import type { Device, InterfaceConfig, RouterConfig, RouterOutputs } from "./contract";
import { EmulatedPort } from "./emulated-port";

/**
 * The router that the emulator puts under test: serial interfaces with HDLC keepalive on one scheduler, and their lines
 * on a console. It is wired from the device core as a firmware is, and like it allocates nothing once it is made.
 */
export class Router implements Device {
  private readonly _scheduler: Scheduler;
  private readonly _interfaces: RouterInterface[];

  constructor(config: RouterConfig, outputs: RouterOutputs, now: number) {
    const count = config.interfaces.length;
    this._scheduler = new Scheduler(count * (SERIAL_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS));
    const console = new Console(new RouterConsole(outputs), new TimeOfDay(now, config.timeOfDay));
    const shared: Shared = {
      outputs: outputs,
      scheduler: this._scheduler,
      console: console,
      show: new ShowInterface(console),
      random: new XorShift32(config.seed),
      framings: {},
      texts: {},
    };
    this._interfaces = [];
    for (let port = 0; port < count; port++) {
      this._interfaces.push(new RouterInterface(config.interfaces[port]!, port, shared));
    }
  }

  /** The interface at a port, for a program beside it on the same engine. */
  link(port: number): HdlcInterface {
    return this._interfaces[port]!.link;
  }

  start(now: number): number {
    for (let port = 0; port < this._interfaces.length; port++) this._interfaces[port]!.start(now);
    return this._scheduler.delay(now);
  }

  receive(port: number, bytes: Uint8Array, start: number, end: number, now: number): number {
    this._interfaces[port]!.link.receive(bytes, start, end, now);
    return this._scheduler.delay(now);
  }

  octetsSent(port: number, octets: number, now: number): number {
    this._interfaces[port]!.port.sent(octets);
    this._interfaces[port]!.link.writable(now);
    return this._scheduler.delay(now);
  }

  modemLinesChanged(port: number, lines: number, now: number): number {
    this._interfaces[port]!.link.modemLinesChanged(lines, now);
    return this._scheduler.delay(now);
  }

  framingErrors(port: number, octets: number, now: number): number {
    this._interfaces[port]!.link.framingError(octets, now);
    return this._scheduler.delay(now);
  }

  lostWhileWaking(port: number, octets: number, now: number): number {
    this._interfaces[port]!.link.lostWhileWaking(octets, now);
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

  run(now: number): number {
    return this._scheduler.run(now);
  }
}

class RouterConsole implements ConsoleSink {
  private readonly _outputs: RouterOutputs;

  constructor(outputs: RouterOutputs) {
    this._outputs = outputs;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    this._outputs.print(bytes, start, end);
  }
}

/** What all interfaces of a router have in common. */
interface Shared {
  outputs: RouterOutputs;
  scheduler: Scheduler;
  console: Console;
  show: ShowInterface;
  random: XorShift32;
  /** Made once for all interfaces that want the same. */
  framings: { [key: string]: Framing };
  texts: { [text: string]: Uint8Array };
}

/** One interface with its port and its log; tells the emulator what the interface tells its listener. */
class RouterInterface implements InterfaceListener {
  readonly port: EmulatedPort;
  readonly link: HdlcInterface;
  private readonly _shared: Shared;
  private readonly _log: InterfaceLog;
  private readonly _number: number;
  private readonly _hardware: Uint8Array;
  private readonly _shutAtBoot: boolean;
  private readonly _traceDump: Uint8Array | null;

  constructor(config: InterfaceConfig, number: number, shared: Shared) {
    this._shared = shared;
    this._number = number;
    this._shutAtBoot = config.shutdown;
    this.port = new EmulatedPort(shared.outputs, number, config.fifo, config.wakeSource);
    this._log = new InterfaceLog({
      scheduler: shared.scheduler,
      console: shared.console,
      controller: number,
      next: this,
    });
    this.link = createHdlcInterface({
      name: config.name,
      port: this.port,
      scheduler: shared.scheduler,
      listener: this._log,
      framing: framingOf(config, shared),
      keepalive: {
        interval: config.interval,
        retries: config.retries,
        upCount: config.upCount,
        downWhenLooped: config.downWhenLooped,
        address: config.address,
        mask: config.mask,
        askAddress: config.askAddress,
        random: shared.random,
      },
      mtu: config.mtu,
      bandwidth: config.bandwidth,
      carrierDelay: config.carrierDelay,
      slack: config.slack,
      trace: config.trace,
    });
    this._log.attach(this.link, new HdlcDebugLine(this.link.protocol));
    this._log.debug = config.debug;
    if (shared.texts[config.hardware] === undefined) shared.texts[config.hardware] = ascii(config.hardware);
    this._hardware = shared.texts[config.hardware]!;
    this._traceDump = config.trace > 0 ? new Uint8Array(8 * config.trace) : null;
  }

  start(now: number): void {
    if (!this._shutAtBoot) this.link.start(now);
  }

  command(command: Command, now: number): void {
    if (command === Command.Shut) this.link.shut(now);
    else if (command === Command.NoShut) this.link.noShut(now);
    else if (command === Command.ShowInterface) this._shared.show.print(this.link, this._hardware, now);
    else if (command === Command.ClearCounters) this.link.clearCounters();
    else if (command === Command.DebugOn) this._log.debug = true;
    else if (command === Command.DebugOff) this._log.debug = false;
    else this._report();
  }

  send(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    if (this.link.send(protocol, bytes, start, end, now)) return;
    this._shared.outputs.event(this._number, RouterEvent.SendRefused, protocol, end - start);
  }

  lineProtocolChanged(): void {
    const up = this.link.lineProtocolUp ? 1 : 0;
    this._shared.outputs.event(this._number, RouterEvent.LineProtocol, up, this.link.protocol.diagnostic);
  }

  linkChanged(): void {
    const state = !this.link.administrativelyUp ? 0 : this.link.carrier ? 2 : 1;
    this._shared.outputs.event(this._number, RouterEvent.Link, state, 0);
  }

  interfaceReset(missed: number): void {
    this._shared.outputs.event(this._number, RouterEvent.Reset, missed, 0);
  }

  keepaliveInterval(): void {
    // The debug line says it.
  }

  packetReceived(protocol: number, _bytes: Uint8Array, start: number, end: number): void {
    this._shared.outputs.event(this._number, RouterEvent.Packet, protocol, end - start);
  }

  sendReady(): void {
    this._shared.outputs.event(this._number, RouterEvent.SendReady, 0, 0);
  }

  private _report(): void {
    const outputs = this._shared.outputs;
    outputs.counters(this._number, CounterSet.Scheduler, this._shared.scheduler.counters);
    outputs.counters(this._number, CounterSet.Interface, this.link.counters);
    outputs.counters(this._number, CounterSet.Hdlc, this.link.protocol.counters);
    if (this._traceDump === null) return;
    outputs.trace(this._number, this._traceDump, 0, this.link.trace!.dump(this._traceDump, 0));
  }
}

/** @setup */
function framingOf(config: InterfaceConfig, shared: Shared): Framing {
  const key = config.framing + " " + config.fcs + " " + config.accm;
  if (shared.framings[key] === undefined) {
    const fcs = config.fcs === 32 ? new Fcs32() : config.fcs === 16 ? new Fcs16() : new NoFcs();
    shared.framings[key] = config.framing === "bit" ? new BitFraming(fcs) : new OctetFraming(fcs, config.accm);
  }
  return shared.framings[key]!;
}
