import type { Console } from "../../src/console/console";
import type { ConsoleSerialInterface } from "../../src/console/console-interface";
import { HdlcDebugLine } from "../../src/console/hdlc-debug";
import { InterfaceLog } from "../../src/console/interface-log";
import { PppDebug } from "../../src/console/ppp-debug";
import type { ShowInterface } from "../../src/console/show-interface";
import { BitFraming } from "../../src/framing/bit-framing";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import type { Framing } from "../../src/framing/framing";
import { OctetFraming } from "../../src/framing/octet-framing";
import type { HdlcKeepalive } from "../../src/keepalive/hdlc";
import { PathProbe } from "../../src/keepalive/path-probe";
import type { PathListener } from "../../src/keepalive/path-probe";
import type { Ppp } from "../../src/keepalive/ppp";
import { frameRelayEncapsulation } from "../../src/link/frame-relay-encapsulation";
import { hdlcEncapsulation } from "../../src/link/hdlc-interface";
import { IpHost } from "../../src/link/ip-host";
import type { InterfaceListener } from "../../src/link/network-interface";
import { pppEncapsulation } from "../../src/link/ppp-interface";
import { SerialInterface } from "../../src/link/serial-interface";
import type { Encapsulation, SerialInterfaceOptions } from "../../src/link/serial-interface";
import type { XorShift32 } from "../../src/random";
import type { Scheduler } from "../../src/scheduler/scheduler";
import { ascii } from "../../src/text";
import { EtherType } from "../../src/wire/ethertype";
import { internetChecksum } from "../../src/wire/internet-checksum";
import { checkIpv4, ipv4HeaderLength, Ipv4Field, Ipv4Kind } from "../../src/wire/ipv4";
import { writeUint16 } from "../../src/wire/octets";
import { Command, CounterSet, RouterEvent } from "./contract";
import type { InterfaceConfig, RouterOutputs } from "./contract";
import { EmulatedPort } from "./emulated-port";

/** What all interfaces of a router have in common. */
export interface Shared {
  outputs: RouterOutputs;
  scheduler: Scheduler;
  console: Console;
  show: ShowInterface;
  random: XorShift32;
  /** Whether an interface can change its encapsulation. */
  anyEncapsulation: boolean;
  /** As long as the longest trace. */
  traceDump: Uint8Array;
  /** Made once for all interfaces that want the same. */
  framings: { [key: string]: Framing };
  texts: { [text: string]: Uint8Array };
}

/** One interface with its port, its log and its host; tells the emulator what the interface tells its listener. */
export class RouterInterface implements InterfaceListener, PathListener, ConsoleSerialInterface {
  readonly port: EmulatedPort;
  readonly serial: SerialInterface;
  readonly log: InterfaceLog;
  readonly hdlc: HdlcKeepalive | null;
  readonly ppp: Ppp | null;
  /** Where packets leave that arrive here for somebody else; null where they end here. */
  wayOn: SerialInterface | null = null;
  private readonly _config: InterfaceConfig;
  private readonly _shared: Shared;
  readonly host: IpHost | null;

  constructor(config: InterfaceConfig, number: number, shared: Shared) {
    this._config = config;
    this._shared = shared;
    this.port = new EmulatedPort(shared.outputs, number, config.fifo, config.wakeSource);
    this.host = config.host === null ? null : this._makeHost(config, shared);
    this.log = new InterfaceLog({
      scheduler: shared.scheduler,
      console: shared.console,
      controller: number,
      next: this.host === null ? this : this.host,
    });
    const options: SerialInterfaceOptions = {
      name: config.name,
      port: this.port,
      scheduler: shared.scheduler,
      listener: this.log,
      mtu: config.mtu,
      bandwidth: config.bandwidth,
      carrierDelay: config.carrierDelay,
      slack: config.slack,
      trace: config.trace,
    };
    const isPpp = config.encapsulation === "ppp";
    const hdlc = isPpp && !shared.anyEncapsulation ? null : hdlcOf(options, config, shared);
    const ppp = isPpp || shared.anyEncapsulation ? pppOf(options, config, shared) : null;
    this.serial = new SerialInterface(options, encapsulations(hdlc, ppp, isPpp));
    this.hdlc = hdlc === null ? null : (hdlc.protocol as HdlcKeepalive);
    this.ppp = ppp === null ? null : (ppp.protocol as Ppp);
    this.log.attach(this.serial, this.hdlc === null ? null : new HdlcDebugLine(this.hdlc));
    this.log.debug = config.debug;
    if (this.ppp !== null && config.ppp.debug) {
      this.ppp.observer = new PppDebug(shared.console, this.serial.nameText);
    }
    if (this.host !== null) this.host.attach(this.serial);
    if (shared.texts[config.hardware] === undefined) shared.texts[config.hardware] = ascii(config.hardware);
  }

  get hardware(): Uint8Array {
    return this._shared.texts[this._config.hardware]!;
  }

  start(now: number): void {
    if (this._config.shutdown) return;
    this.serial.start(now);
    if (this.host !== null) this.host.start(now);
  }

  command(command: Command, now: number): void {
    if (command === Command.Shut) this.serial.shut(now);
    else if (command === Command.NoShut) this.serial.noShut(now);
    else if (command === Command.ShowInterface) this._shared.show.print(this, now);
    else if (command === Command.ClearCounters) this.serial.clearCounters();
    else if (command === Command.DebugOn) this.log.debug = true;
    else if (command === Command.DebugOff) this.log.debug = false;
    else this._report();
  }

  send(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    if (this.serial.send(protocol, bytes, start, end, now)) return;
    this._shared.outputs.event(this.port.number, RouterEvent.SendRefused, protocol, end - start);
  }

  lineProtocolChanged(): void {
    const up = this.serial.lineProtocolUp ? 1 : 0;
    this._shared.outputs.event(this.port.number, RouterEvent.LineProtocol, up, this.serial.protocol.diagnostic);
  }

  linkChanged(): void {
    const state = !this.serial.administrativelyUp ? 0 : this.serial.carrier ? 2 : 1;
    this._shared.outputs.event(this.port.number, RouterEvent.Link, state, 0);
  }

  interfaceReset(missed: number): void {
    this._shared.outputs.event(this.port.number, RouterEvent.Reset, missed, 0);
  }

  keepaliveInterval(): void {
    // The debug line says it.
  }

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    this._shared.outputs.event(this.port.number, RouterEvent.Packet, protocol, end - start);
    if (this.wayOn !== null && protocol === EtherType.IPv4) forward(this.wayOn, bytes, start, end, now);
  }

  sendReady(): void {
    this._shared.outputs.event(this.port.number, RouterEvent.SendReady, 0, 0);
  }

  pathChanged(): void {
    const probe = this.host!.probe;
    this._shared.outputs.event(this.port.number, RouterEvent.Path, probe.verdict, probe.diagnostic);
  }

  /** @setup */
  private _makeHost(config: InterfaceConfig, shared: Shared): IpHost {
    const plan = config.host!;
    const probe = new PathProbe({
      target: plan.target,
      interval: plan.interval,
      retries: plan.retries,
      random: shared.random,
    });
    return new IpHost({ scheduler: shared.scheduler, probe: probe, pathListener: this, next: this });
  }

  private _report(): void {
    const outputs = this._shared.outputs;
    const number = this.port.number;
    outputs.counters(number, CounterSet.Scheduler, this._shared.scheduler.counters);
    outputs.counters(number, CounterSet.Interface, this.serial.counters);
    if (this.hdlc !== null) outputs.counters(number, CounterSet.Hdlc, this.hdlc.counters);
    const ppp = this.ppp;
    if (ppp !== null) {
      outputs.counters(number, CounterSet.Ppp, ppp.counters);
      outputs.counters(number, CounterSet.Echo, ppp.echo.counters);
      outputs.counters(number, CounterSet.Lcp, ppp.lcp.counters);
      outputs.counters(number, CounterSet.LcpControl, ppp.lcp.control.counters);
      outputs.counters(number, CounterSet.IpcpControl, ppp.ipcp.control.counters);
    }
    const host = this.host;
    if (host !== null) {
      outputs.counters(number, CounterSet.Ip, host.counters);
      outputs.counters(number, CounterSet.Path, host.probe.counters);
    }
    if (this.serial.trace === null) return;
    const dump = this._shared.traceDump;
    outputs.trace(number, dump, 0, this.serial.trace.dump(dump, 0));
  }
}

/** Sends a packet on that is not for us, with one hop less to live (RFC 1812 section 5.3.1); one that has none left is dropped. */
function forward(way: SerialInterface, bytes: Uint8Array, start: number, end: number, now: number): void {
  if (checkIpv4(bytes, start, end) < Ipv4Kind.Fragment || bytes[start + Ipv4Field.TimeToLive]! <= 1) return;
  // Nobody needs the packet as it came any more.
  bytes[start + Ipv4Field.TimeToLive]!--;
  writeUint16(bytes, start + Ipv4Field.Checksum, 0);
  const header = start + ipv4HeaderLength(bytes, start);
  writeUint16(bytes, start + Ipv4Field.Checksum, internetChecksum(bytes, start, header));
  way.send(EtherType.IPv4, bytes, start, end, now);
}

/** What an interface can speak, with what it begins with first. @setup */
function encapsulations(hdlc: Encapsulation | null, ppp: Encapsulation | null, isPpp: boolean): Encapsulation[] {
  if (hdlc === null) return [ppp!];
  if (ppp === null) return [hdlc];
  return isPpp ? [ppp, hdlc, frameRelayEncapsulation()] : [hdlc, ppp, frameRelayEncapsulation()];
}

/** @setup */
function hdlcOf(options: SerialInterfaceOptions, config: InterfaceConfig, shared: Shared): Encapsulation {
  const isFirst = config.encapsulation === "hdlc";
  return hdlcEncapsulation({
    name: options.name,
    port: options.port,
    scheduler: options.scheduler,
    listener: options.listener,
    framing: framingOf(config, shared),
    keepalive: {
      interval: config.interval,
      retries: isFirst ? config.retries : undefined,
      upCount: config.upCount,
      downWhenLooped: config.downWhenLooped,
      address: config.address,
      mask: config.mask,
      askAddress: config.askAddress,
      random: shared.random,
    },
  });
}

/** @setup */
function pppOf(options: SerialInterfaceOptions, config: InterfaceConfig, shared: Shared): Encapsulation {
  const isFirst = config.encapsulation === "ppp";
  const ppp = config.ppp;
  return pppEncapsulation({
    name: options.name,
    port: options.port,
    scheduler: options.scheduler,
    listener: options.listener,
    mtu: options.mtu,
    ppp: {
      interval: config.interval,
      retries: isFirst ? config.retries : undefined,
      adaptive: ppp.adaptive,
      address: config.address,
      peerAddress: ppp.peerAddress,
      accm: config.accm,
      pfc: ppp.pfc,
      acfc: ppp.acfc,
      fcs: config.fcs,
      restart: ppp.restart,
      hold: ppp.hold,
      random: shared.random,
    },
  });
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
