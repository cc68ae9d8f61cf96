import { WakeSource } from "../../src/ports";
import { Command } from "../device/contract";
import type { Delay, RouterEvent, CounterSet } from "../device/contract";
import type { ChipWires, Engine, EngineDevice, EngineOutputs } from "../engine/engine";
import type { InterfaceCommand, RouterPlan } from "../scenario/scenario";
import type { Actor, Simulation } from "../simulation/simulation";
import { SECOND } from "../simulation/simulation";
import { ChipHost } from "./chip-host";
import type { HostPort } from "./host-port";
import type { WorldObserver } from "./observer";
import { NatTHost } from "./nat-t-host";
import type { RadioReport } from "./nat-t-host";
import { PortHost } from "./port-host";

const COMMANDS: Record<InterfaceCommand, Command> = {
  shut: Command.Shut,
  "no shut": Command.NoShut,
  "show interfaces": Command.ShowInterface,
  "clear counters": Command.ClearCounters,
  debug: Command.DebugOn,
  "no debug": Command.DebugOff,
};

const CR = 13;
const LF = 10;

const enum Event {
  Power,
  Wake,
}

/** Counters and trace of one port, as its device reported them. */
export interface Report {
  /** How long its router has been running, s. */
  uptime: number;
  counters: Map<CounterSet, ArrayLike<number | undefined>>;
  trace: Uint8Array;
  /** What its Wi-Fi did; null where it has none. */
  radio: RadioReport | null;
}

/**
 * A router in the world: a device on its engine, its clock, its sleep, and what its ports are plugged into. Everything
 * that the device is told goes through {@link _tell}, which sets the alarm for when the device wants to run.
 */
export class RouterHost implements Actor, EngineOutputs {
  readonly plan: RouterPlan;
  readonly number: number;
  /** Of its interfaces, and {@link natT} if there is one. */
  readonly ports: HostPort[];
  readonly natT: NatTHost | null;
  /** Calls into the device: how often the chip was awake. */
  calls = 0;
  private readonly _simulation: Simulation;
  private readonly _observer: WorldObserver;
  private readonly _engine: Engine;
  private readonly _event: number;
  private readonly _config: { seed: number; clock: number };
  private _running: EngineDevice | null = null;
  private _line = "";
  private _poweredSeconds = 0;
  private _poweredNanos = 0;
  /** Until when the chip is awake, and from when on it hears after the last wake-up; ns from the start. */
  private _awakeUntil = 0;
  private _hearsFrom = 0;
  /** Until when it was put to sleep, ns from the start. */
  private _asleepUntil = 0;
  private _reports: Report[] = [];

  constructor(
    simulation: Simulation,
    plan: RouterPlan,
    number: number,
    config: { seed: number; clock: number },
    engine: Engine,
    observer: WorldObserver,
  ) {
    this.plan = plan;
    this.number = number;
    this._simulation = simulation;
    this._config = config;
    this._engine = engine;
    this._observer = observer;
    this._event = simulation.register(this, Event.Power);
    simulation.register(this, Event.Wake);
    this.ports = plan.interfaces.map(({ chip }, port) => {
      if (chip === null) return new PortHost(this, port);
      return new ChipHost(simulation, this, port, chip, (config.seed * 17 + number * 257 + port) | 0 || 1);
    });
    this.natT = plan.natT === null ? null : new NatTHost(simulation, this, this.ports.length, plan.natT);
    if (this.natT !== null) this.ports.push(this.natT);
    simulation.at(this._event + Event.Power, plan.powerOn.seconds, plan.powerOn.nanos);
  }

  /** A port with a UART. */
  serialPort(port: number): PortHost {
    return this.ports[port] as PortHost;
  }

  /** A port with an Ethernet chip. */
  chip(port: number): ChipHost {
    return this.ports[port] as ChipHost;
  }

  fire(kind: number): void | Promise<void> {
    if (kind === Event.Power) return this.powerOn();
    if (this.isAsleep) {
      this._simulation.after(this._event + Event.Wake, this._asleepUntil - this._elapsed());
      return;
    }
    const woke = this.natT?.woke();
    return woke === undefined ? this._run() : woke.then(() => this._run());
  }

  /** Whether it was put to sleep: nothing rings, and what arrives is lost. */
  get isAsleep(): boolean {
    return this._elapsed() < this._asleepUntil;
  }

  /** Puts it to sleep for so many ns, from which nothing wakes it; a router that is off stays so. */
  sleep(time: number): void {
    if (this._running === null) return;
    this._asleepUntil = this._elapsed() + time;
    this._simulation.after(this._event + Event.Wake, time);
  }

  /** Boots the device; nothing happens if it is running. */
  async powerOn(): Promise<void> {
    if (this._running !== null) return;
    this._observer.powerChanged?.(this.number, true);
    this._poweredSeconds = this._simulation.seconds;
    this._poweredNanos = this._simulation.nanos;
    this._asleepUntil = 0;
    const now = this._now();
    const elapsed = this._simulation.seconds * 1000 + Math.floor(this._simulation.nanos / 1e6);
    const config = {
      // Each boot and each router draws other numbers.
      seed: (this._config.seed * 7919 + this.number * 104729 + this._simulation.seconds) | 0 || 1,
      timeOfDay: Math.floor(this._config.clock + elapsed) % 86_400_000,
      hostname: this.plan.hostname,
      console: this.plan.console,
      forwards: this.plan.forwards,
      interfaces: this.plan.interfaces.map((plan) => plan.config),
      natT: this.plan.natT === null ? null : this.plan.natT.config,
    };
    for (const port of this.ports) port.powerOn();
    this._running = await this._engine(config, this, now);
    await this._settle(this._running.device.start(now));
    for (const port of this.ports) await port.started();
  }

  /** Takes the device away with all that it knows. */
  async powerOff(): Promise<void> {
    const running = this._running;
    if (running === null) return;
    this._running = null;
    this._observer.powerChanged?.(this.number, false);
    this._simulation.cancel(this._event + Event.Wake);
    for (const port of this.ports) await port.powerOff();
    await running.close();
  }

  /** Ends the engine, at the end of the run. */
  async close(): Promise<void> {
    const running = this._running;
    this._running = null;
    await running?.close();
  }

  command(port: number, command: InterfaceCommand): void | Promise<void> {
    return this.tell((device, now) => device.command(port, COMMANDS[command], now));
  }

  /** Sends a packet of so many octets, which count from 0. */
  send(port: number, protocol: number, octets: number): void | Promise<void> {
    const packet = Uint8Array.from({ length: octets }, (_, i) => i);
    return this.tell((device, now) => device.send(port, protocol, packet, 0, octets, now));
  }

  /** Somebody types at the console. */
  type(text: string): void | Promise<void> {
    const octets = Buffer.from(text, "latin1");
    return this.tell((device, now) => device.typed(octets, 0, octets.length, now));
  }

  /** Has its end of a tunnel send something. */
  sendThroughTunnel(what: "esp" | "ike"): void | Promise<void> {
    const command = what === "esp" ? Command.SendEsp : Command.SendIke;
    return this.tell((device, now) => device.command(this.natT!.number, command, now));
  }

  /** What its ports count, or nothing while the router is off. */
  async report(): Promise<Report[]> {
    const uptime = this._uptime() / SECOND;
    this._reports = this.ports.map((port) => ({
      uptime,
      counters: new Map(),
      trace: new Uint8Array(0),
      radio: port === this.natT ? this.natT.radio : null,
    }));
    for (let port = 0; port < this.ports.length; port++) {
      await this._call((device, now) => device.command(port, Command.Report, now));
    }
    return this._running === null ? [] : this._reports;
  }

  /** Shows a line on the console that a person typed; nobody can while the router is off. */
  echo(line: string): void {
    if (this._running !== null) this._observer.consoleLine?.(this.number, line);
  }

  /** Calls the device, unless it is off or was put to sleep. */
  tell(call: (device: EngineDevice["device"], now: number) => Delay): void | Promise<void> {
    if (!this.isAsleep) return this._call(call);
  }

  private _call(call: (device: EngineDevice["device"], now: number) => Delay): void | Promise<void> {
    if (this._running === null) return;
    return this._settle(call(this._running.device, this._now()));
  }

  /**
   * How many of a burst's octets arrive before the chip is awake. The burst began `duration` ns ago.
   */
  lostWhileWaking(port: number, octets: number, duration: number): number {
    const sleep = this.plan.sleep;
    const source = this.plan.interfaces[port]!.config.wakeSource;
    if (sleep === null || source === WakeSource.AlwaysAwake) return 0;
    const now = this._elapsed();
    const start = now - duration;
    if (start > this._awakeUntil) {
      if (source === WakeSource.None) return octets;
      this._hearsFrom = source === WakeSource.Gpio ? start : start + sleep.latency;
    }
    this._awakeUntil = Math.max(this._awakeUntil, now + sleep.linger, this._hearsFrom);
    if (start >= this._hearsFrom) return 0;
    return Math.min(octets, Math.ceil(((this._hearsFrom - start) / duration) * octets));
  }

  /** Tells the device how many octets its chip lost. That alone keeps no chip awake. */
  lose(port: number, octets: number): void | Promise<void> {
    const awakeUntil = this._awakeUntil;
    const restore = () => {
      this._awakeUntil = awakeUntil;
    };
    const told = this.tell((device, now) => device.lostWhileWaking(port, octets, now));
    if (told !== undefined) return told.then(restore);
    restore();
  }

  // --- EngineOutputs, for the device

  transfer(port: number, bytes: Uint8Array, start: number, end: number): void {
    this.chip(port).bus.transfer(bytes, start, end);
  }

  wires(port: number): ChipWires {
    return this.chip(port);
  }

  toldCounters(port: number, set: CounterSet, values: readonly (number | undefined)[]): void {
    this._reports[port]!.counters.set(set, values);
  }

  transmit(port: number, bytes: Uint8Array, start: number, end: number): void {
    this.observeSent(port, bytes, start, end);
    this.serialPort(port).wire.send(bytes, start, end);
  }

  modemLines(port: number, lines: number): void {
    this.serialPort(port).wire.setModemLines(lines);
  }

  datagram(_port: number, bytes: Uint8Array, start: number, end: number, address: number, udpPort: number): void {
    this.natT!.send(bytes, start, end, address, udpPort);
  }

  print(bytes: Uint8Array, start: number, end: number): void {
    this._observer.consoleOctets?.(this.number, bytes, start, end);
    if (this._observer.consoleLine === undefined) return;
    // Each line a string of its own: runs of months keep millions.
    const printed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = start;
    for (let at = printed.indexOf(LF, from); at >= 0 && at < end; at = printed.indexOf(LF, from)) {
      const last = at > from && printed[at - 1] === CR ? at - 1 : at;
      this._observer.consoleLine(this.number, this._line + printed.toString("latin1", from, last));
      this._line = "";
      from = at + 1;
    }
    if (from < end) this._line += printed.toString("latin1", from, end);
  }

  event(port: number, event: RouterEvent, a: number, b: number): void {
    this._observer.routerEvent?.(this.number, port, event, a, b);
  }

  counters(port: number, set: CounterSet, values: Int32Array): void {
    this._reports[port]!.counters.set(set, Int32Array.from(values));
  }

  trace(port: number, bytes: Uint8Array, start: number, end: number): void {
    this._reports[port]!.trace = bytes.slice(start, end);
  }

  /** Tells the observer what a port gives to its line or its cable. */
  observeSent(port: number, bytes: Uint8Array, start: number, end: number): void {
    this._observer.octetsSent?.(this.number, port, bytes, start, end);
  }

  /** Tells the observer what a line or a cable gave to a port, before the port's chip loses anything of it. */
  observeReceived(port: number, bytes: Uint8Array, start: number, end: number): void {
    this._observer.octetsReceived?.(this.number, port, bytes, start, end);
  }

  private _run(): void | Promise<void> {
    if (this._running !== null) return this._settle(this._running.device.run(this._now()));
  }

  private _settle(delay: Delay): void | Promise<void> {
    if (typeof delay !== "number") return delay.then((later) => this._alarm(later));
    this._alarm(delay);
  }

  private _alarm(delay: number): void {
    this.calls++;
    if (this._running === null) return;
    if (this.plan.sleep !== null) {
      this._awakeUntil = Math.max(this._awakeUntil, this._elapsed() + this.plan.sleep.linger);
    }
    if (delay < 0) this._simulation.cancel(this._event + Event.Wake);
    else this._simulation.after(this._event + Event.Wake, delay * 1e6 - this._pastTick());
  }

  /** ns since the device's clock last ticked: an alarm goes off when the clock ticks. */
  private _pastTick(): number {
    return (this._simulation.nanos - this._poweredNanos + SECOND) % 1e6;
  }

  /** The device's own clock. */
  private _now(): number {
    const seconds = this._simulation.seconds - this._poweredSeconds;
    const nanos = this._simulation.nanos - this._poweredNanos;
    return (this.plan.ticks + seconds * 1000 + Math.floor(nanos / 1e6)) | 0;
  }

  /** ns since the router was switched on. */
  private _uptime(): number {
    return this._elapsed() - (this._poweredSeconds * SECOND + this._poweredNanos);
  }

  private _elapsed(): number {
    return this._simulation.seconds * SECOND + this._simulation.nanos;
  }
}
