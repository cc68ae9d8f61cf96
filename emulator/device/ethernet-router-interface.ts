import type { ConsoleEthernetInterface } from "../../src/console/console-interface";
import { EthernetDebugLine } from "../../src/console/ethernet-debug";
import { InterfaceLog } from "../../src/console/interface-log";
import { Enc28j60Controller } from "../../src/drivers/enc28j60/controller";
import { Enc28j60 } from "../../src/drivers/enc28j60/enc28j60";
import { W5500Controller } from "../../src/drivers/w5500/controller";
import { W5500 } from "../../src/drivers/w5500/w5500";
import type { EthernetLoopbackOptions } from "../../src/keepalive/ethernet-loopback-options";
import { EthernetInterface } from "../../src/link/ethernet-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import type { Controller } from "../../src/ports";
import { EthernetField } from "../../src/wire/ctp";
import { writeUint16 } from "../../src/wire/octets";
import { Command, CounterSet, RouterEvent } from "./contract";
import type { EthernetConfig, InterfaceConfig, RouterOutputs } from "./contract";
import { EmulatedSpi } from "./emulated-spi";
import type { Shared } from "./router-interface";

/** The longest frame, without FCS. */
const LONGEST_FRAME = EthernetField.Payload + 1500;

/** An Ethernet interface with its chip's driver; tells the emulator what both tell, and what the keepalive concludes. */
export class EthernetRouterInterface implements InterfaceListener, ConsoleEthernetInterface {
  readonly driver: Enc28j60 | W5500;
  readonly ethernet: EthernetInterface;
  readonly controller: Controller;
  readonly log: InterfaceLog;
  private readonly _config: InterfaceConfig;
  private readonly _shared: Shared;
  private readonly _outputs: RouterOutputs;
  private readonly _number: number;
  private readonly _frame: Uint8Array;
  /** What the keepalive concluded when it was looked at last. */
  private _verdict = 0;
  private _diagnostic = 0;

  constructor(config: InterfaceConfig, number: number, shared: Shared) {
    const plan = config.ethernet!;
    this._config = config;
    this._shared = shared;
    this._outputs = shared.outputs;
    this._number = number;
    this._frame = new Uint8Array(LONGEST_FRAME);
    this.log = new InterfaceLog({
      scheduler: shared.scheduler,
      console: shared.console,
      controller: number,
      next: this,
    });
    this.driver = driverOf(plan, number, shared);
    this.controller = controllerOf(this.driver);
    this.ethernet = new EthernetInterface({
      name: config.name,
      port: this.driver,
      scheduler: shared.scheduler,
      listener: this.log,
      keepalive: keepaliveOf(config, shared),
      bandwidth: config.bandwidth,
      slack: config.slack,
      trace: config.trace,
    });
    this.driver.attach(this.ethernet);
    this.log.attach(this.ethernet, new EthernetDebugLine(this.ethernet.protocol));
    this.log.debug = config.debug;
  }

  start(now: number): void {
    if (!this._config.shutdown) this.ethernet.start(now);
    this.driver.start(now);
  }

  command(command: Command, now: number): void {
    if (command === Command.Shut) this.ethernet.shut(now);
    else if (command === Command.NoShut) this.ethernet.noShut(now);
    else if (command === Command.ShowInterface) this._shared.show.print(this, now);
    else if (command === Command.ClearCounters) this.ethernet.clearCounters();
    else if (command === Command.DebugOn) this.log.debug = true;
    else if (command === Command.DebugOff) this.log.debug = false;
    else this._report();
  }

  /** Sends a packet to all stations. */
  send(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    const frame = this._frame;
    const address = this.driver.address;
    const length = EthernetField.Payload + end - start;
    if (length <= LONGEST_FRAME) {
      for (let i = 0; i < EthernetField.Source; i++) {
        frame[EthernetField.Destination + i] = 0xff;
        frame[EthernetField.Source + i] = address[i]!;
      }
      writeUint16(frame, EthernetField.Type, protocol);
      for (let i = start; i < end; i++) frame[EthernetField.Payload + i - start] = bytes[i]!;
    }
    if (this.ethernet.send(frame, 0, length, now)) return;
    this._outputs.event(this._number, RouterEvent.SendRefused, protocol, end - start);
  }

  /** Tells what the keepalive concludes, if that changed. */
  settle(): void {
    const protocol = this.ethernet.protocol;
    if (protocol.verdict === this._verdict && protocol.diagnostic === this._diagnostic) return;
    this._verdict = protocol.verdict;
    this._diagnostic = protocol.diagnostic;
    this._outputs.event(this._number, RouterEvent.Keepalive, this._verdict, this._diagnostic);
  }

  lineProtocolChanged(): void {
    const up = this.ethernet.lineProtocolUp ? 1 : 0;
    this._outputs.event(this._number, RouterEvent.LineProtocol, up, this.ethernet.protocol.diagnostic);
  }

  linkChanged(): void {
    const state = !this.ethernet.administrativelyUp ? 0 : this.ethernet.carrier ? 2 : 1;
    this._outputs.event(this._number, RouterEvent.Link, state, 0);
  }

  keepaliveInterval(): void {
    // The debug line says it.
  }

  interfaceReset(): void {}

  packetReceived(protocol: number, _bytes: Uint8Array, start: number, end: number): void {
    this._outputs.event(this._number, RouterEvent.Packet, protocol, end - start);
  }

  sendReady(): void {
    this._outputs.event(this._number, RouterEvent.SendReady, 0, 0);
  }

  private _report(): void {
    const outputs = this._outputs;
    const number = this._number;
    const chip = this._config.ethernet!.chip === "enc28j60" ? CounterSet.Enc28j60 : CounterSet.W5500;
    outputs.counters(number, CounterSet.Scheduler, this._shared.scheduler.counters);
    outputs.counters(number, CounterSet.Ethernet, this.ethernet.counters);
    outputs.counters(number, CounterSet.Loopback, this.ethernet.protocol.counters);
    outputs.counters(number, chip, this.driver.counters);
    if (this.ethernet.trace === null) return;
    const dump = this._shared.traceDump;
    outputs.trace(number, dump, 0, this.ethernet.trace.dump(dump, 0));
  }
}

/** @setup */
function driverOf(plan: EthernetConfig, number: number, shared: Shared): Enc28j60 | W5500 {
  const bus = new EmulatedSpi(shared.outputs, number);
  const scheduler = shared.scheduler;
  const address = new Uint8Array(plan.address);
  // A console may make it a loop server.
  const multicast = plan.assist || shared.anyEncapsulation;
  if (plan.chip === "w5500") {
    return new W5500({
      bus: bus,
      scheduler: scheduler,
      address: address,
      multicast: multicast,
      pollInterval: plan.pollInterval,
    });
  }
  return new Enc28j60({
    bus: bus,
    scheduler: scheduler,
    address: address,
    duplex: plan.duplex,
    hearsItself: plan.hearsItself,
    multicast: multicast,
    pollInterval: plan.pollInterval,
  });
}

/** @setup */
function controllerOf(driver: Enc28j60 | W5500): Controller {
  return driver instanceof W5500 ? new W5500Controller(driver) : new Enc28j60Controller(driver);
}

/** @setup */
function keepaliveOf(config: InterfaceConfig, shared: Shared): EthernetLoopbackOptions {
  const plan = config.ethernet!;
  return {
    mode: plan.mode,
    interval: config.interval,
    retries: config.retries,
    server: plan.server === null ? undefined : new Uint8Array(plan.server),
    assist: plan.assist,
    random: shared.random,
  };
}
