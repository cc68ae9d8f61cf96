import { Commands } from "../../src/console/commands";
import type { CommandsOptions } from "../../src/console/commands";
import { interfaceOf } from "../../src/console/console-interface";
import type { ConsoleInterface, ConsoleSerialInterface } from "../../src/console/console-interface";
import { EthernetDebugLine } from "../../src/console/ethernet-debug";
import { HdlcDebugLine } from "../../src/console/hdlc-debug";
import { INTERFACE_LOG_TIMERS, InterfaceLog } from "../../src/console/interface-log";
import { Shell, SHELL_TIMERS } from "../../src/console/shell";
import { TimeOfDay } from "../../src/console/time-of-day";
import type { HdlcKeepalive } from "../../src/keepalive/hdlc";
import { NatKeepalive } from "../../src/keepalive/nat-keepalive";
import type { NatKeepaliveOptions } from "../../src/keepalive/nat-keepalive";
import { PathProbe } from "../../src/keepalive/path-probe";
import type { Ppp } from "../../src/keepalive/ppp";
import { ETHERNET_INTERFACE_TIMERS, EthernetInterface } from "../../src/link/ethernet-interface";
import { frameRelayEncapsulation } from "../../src/link/frame-relay-encapsulation";
import { hdlcEncapsulation } from "../../src/link/hdlc-interface";
import { IP_HOST_TIMERS, IpHost } from "../../src/link/ip-host";
import { NAT_TRAVERSAL_TIMERS, NatTraversal } from "../../src/link/nat-traversal";
import { pppEncapsulation } from "../../src/link/ppp-interface";
import { SERIAL_INTERFACE_TIMERS, SerialInterface } from "../../src/link/serial-interface";
import { WakeSource } from "../../src/ports";
import type { ConfigStore, SerialPort, Terminal } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ascii } from "../../src/text";
import { FakeDatagramPort } from "./datagram-port";
import { FakeFramePort } from "./fake-frame-port";
import type { FakeChip } from "./fake-frame-port";
import { ip } from "./slarp";
import { Screen } from "./terminal";

export type Encapsulations = "all" | "hdlc" | "ppp";

export interface ConsoleRouterOptions extends Pick<CommandsOptions, "store" | "heap" | "keepAlive"> {
  /** Default: `Serial0/0` with all encapsulations. */
  interfaces?: Record<string, Encapsulations | FakeChip>;
  /** Of the NAT keepalive to 192.0.2.1 port 4500. Default: the router has none. */
  nat?: NatKeepaliveOptions;
  /** Default `Router1`. */
  hostname?: string;
  seed?: number;
  /** Default: the router's `screen`. */
  terminal?: Terminal;
}

/** Of a serial interface with its log and its host, and of an Ethernet with its log. */
const SERIAL_TIMERS = SERIAL_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS + IP_HOST_TIMERS;
const ETHERNET_TIMERS = ETHERNET_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS;

const isChip = (kind: Encapsulations | FakeChip): kind is FakeChip => kind === "enc28j60" || kind === "w5500";

/** ms each way. */
const LATENCY = 5;

/**
 * A router with a console that a test types at. Its interfaces begin with HDLC, and are started by `boot`. Time passes
 * for it, and for the one that it is connected to, in `until`.
 */
export class ConsoleRouter {
  readonly screen = new Screen();
  readonly shell: Shell;
  readonly commands: Commands;
  readonly interfaces: ConsoleInterface[] = [];
  /** The chips of the Ethernets, in their order. */
  readonly chips: FakeFramePort[] = [];
  /** What the NAT keepalives go through. */
  readonly datagrams = new FakeDatagramPort();
  private readonly _nat: NatTraversal | undefined;
  readonly scheduler: Scheduler;
  now = 0;
  /** Whether the line to the other router is cut. */
  cut = false;
  private readonly _coming: { at: number; happens: (now: number) => void }[] = [];
  private _peer: ConsoleRouter | undefined;

  constructor(options: ConsoleRouterOptions = {}) {
    const plan = Object.entries<Encapsulations | FakeChip>(options.interfaces ?? { "Serial0/0": "all" });
    const random = new XorShift32(options.seed ?? 1);
    const timers = plan.map(([, kind]) => (isChip(kind) ? ETHERNET_TIMERS : SERIAL_TIMERS));
    if (options.nat) timers.push(NAT_TRAVERSAL_TIMERS);
    this.scheduler = new Scheduler(timers.reduce((sum, count) => sum + count, SHELL_TIMERS));
    this.shell = new Shell({
      hostname: options.hostname ?? "Router1",
      terminal: options.terminal ?? this.screen,
      scheduler: this.scheduler,
      timeOfDay: new TimeOfDay(0, 0),
    });
    const console = this.shell.console;
    for (const [name, kind] of plan) {
      this.interfaces.push(isChip(kind) ? this._ethernet(name, kind, random) : this._serial(name, kind, random));
    }
    this._nat = options.nat && this._traversal(options.nat);
    this.commands = new Commands({
      ...options,
      console,
      scheduler: this.scheduler,
      interfaces: this.interfaces,
      nat: this._nat,
    });
    this.shell.attach(this.commands);
  }

  /** Its serial interfaces. */
  get serials(): ConsoleSerialInterface[] {
    return this.interfaces.filter((shown) => shown.serial !== undefined);
  }

  get serial(): SerialInterface {
    return this.serials[0]!.serial;
  }

  /** Its first Ethernet. */
  get ethernet(): EthernetInterface {
    return this.interfaces.find((shown) => shown.ethernet !== undefined)!.ethernet!;
  }

  /** Its end of a tunnel through a NAT. */
  get nat(): NatTraversal {
    return this._nat!;
  }

  /** Joins the first interfaces of two routers. */
  connect(peer: ConsoleRouter): this {
    this._peer = peer;
    peer._peer = this;
    return this;
  }

  /** Starts every interface, as its store says if there is one. */
  boot(): this {
    this._nat?.start(this.now);
    if (this.commands.restore(this.now)) return this;
    for (const shown of this.interfaces) {
      interfaceOf(shown).start(this.now);
      if (shown.serial !== undefined) shown.host?.start(this.now);
    }
    return this;
  }

  /** Types lines, each ended by CR, and returns what the screen has gained but the prompt at its end. */
  types(...lines: string[]): string[] {
    this.keys(lines.map((line) => `${line}\r`).join(""));
    return this.screen.take();
  }

  keys(text: string): this {
    const bytes = Buffer.from(text, "latin1");
    this.shell.receive(bytes, 0, bytes.length, this.now);
    return this;
  }

  /** The lines that a command prints, without the prompt and the command. */
  shows(command: string): string[] {
    return this.types(command).slice(1);
  }

  /** Types configuration commands for the first interface, from `configure terminal` on, and returns what they print. */
  configures(...commands: string[]): string[] {
    const { name } = interfaceOf(this.interfaces[0]!);
    const printed = this.types("configure terminal", `interface ${name}`, ...commands, "end");
    return printed.filter((line) => !line.includes("#") && !line.startsWith("Enter configuration"));
  }

  /** Lets everything happen, here and at the peer, up to and including `time`. */
  until(time: number): this {
    const both = this._peer === undefined ? [this] : [this, this._peer];
    for (;;) {
      const next = Math.min(...both.map((router) => router._wakeUp()));
      if (next > time) break;
      for (const router of both) {
        router.now = Math.max(router.now, next);
        router._happen();
      }
    }
    for (const router of both) router.now = time;
    return this;
  }

  private _wakeUp(): number {
    const delay = this.scheduler.delay(this.now);
    return Math.min(this._coming[0]?.at ?? Infinity, delay < 0 ? Infinity : this.now + delay);
  }

  private _happen(): void {
    while (this._coming.length > 0 && this._coming[0]!.at <= this.now) this._coming.shift()!.happens(this.now);
    this.scheduler.run(this.now);
    this.datagrams.settle(true, this.now);
  }

  /** Has something happen, after all that was to happen by then. */
  private _at(at: number, happens: (now: number) => void): void {
    const next = this._coming.findIndex((other) => other.at > at);
    this._coming.splice(next < 0 ? this._coming.length : next, 0, { at, happens });
  }

  private _serial(name: string, encapsulations: Encapsulations, random: XorShift32): ConsoleSerialInterface {
    const { console } = this.shell;
    const host = new IpHost({ scheduler: this.scheduler, probe: new PathProbe({ random }) });
    const log = new InterfaceLog({ scheduler: this.scheduler, console, next: host });
    const settings = { name, port: this._port(), scheduler: this.scheduler, listener: log };
    const hdlc = hdlcEncapsulation({ ...settings, keepalive: { random } });
    const ppp = pppEncapsulation({ ...settings, ppp: { random } });
    const all = [hdlc, ppp, frameRelayEncapsulation()];
    const known = encapsulations === "all" ? all : encapsulations === "hdlc" ? [hdlc] : [ppp];
    const serial = new SerialInterface(settings, known);
    log.attach(serial, known.includes(hdlc) ? new HdlcDebugLine(hdlc.protocol as HdlcKeepalive) : null);
    host.attach(serial);
    return {
      serial,
      log,
      hardware: ascii("HD64570"),
      hdlc: known.includes(hdlc) ? (hdlc.protocol as HdlcKeepalive) : null,
      ppp: known.includes(ppp) ? (ppp.protocol as Ppp) : null,
      host: encapsulations === "all" ? host : null,
    };
  }

  private _ethernet(name: string, kind: FakeChip, random: XorShift32): ConsoleInterface {
    const chip = new FakeFramePort(kind, this.chips.length + 1, (delay, happens) =>
      this._at(this.now + delay, happens),
    );
    const log = new InterfaceLog({ scheduler: this.scheduler, console: this.shell.console });
    const settings = { name, port: chip, scheduler: this.scheduler, listener: log, keepalive: { random } };
    const ethernet = new EthernetInterface(settings);
    chip.listener = ethernet;
    log.attach(ethernet, new EthernetDebugLine(ethernet.protocol));
    this.chips.push(chip);
    return { ethernet, log, controller: chip };
  }

  private _traversal(options: NatKeepaliveOptions): NatTraversal {
    const keepalive = new NatKeepalive(options);
    const settings = { port: this.datagrams, scheduler: this.scheduler, keepalive, peerAddress: ip("192.0.2.1") };
    const traversal = new NatTraversal(settings);
    this.datagrams.attach(traversal);
    return traversal;
  }

  private _port(): SerialPort {
    const first = this.interfaces.length === 0;
    return {
      wakeSource: WakeSource.AlwaysAwake,
      write: (bytes, start, end) => {
        if (first && this._peer !== undefined && !this.cut) {
          const peer = this._peer;
          const octets = bytes.slice(start, end);
          peer._at(this.now + LATENCY, (now) => peer.serial.receive(octets, 0, octets.length, now));
        }
        return end - start;
      },
      setModemLines: () => {},
    };
  }
}

/** A store in memory. */
export class MemoryStore implements ConfigStore {
  text = "";
  /** How many octets there is room for. */
  room = 4096;
  private _written = "";

  begin(): void {
    this._written = "";
  }

  write(bytes: Uint8Array, start: number, end: number): boolean {
    if (this._written.length + end - start > this.room) return false;
    this._written += Buffer.from(bytes.subarray(start, end)).toString("latin1");
    return true;
  }

  commit(): boolean {
    this.text = this._written;
    return true;
  }

  read(from: number, bytes: Uint8Array): number {
    const part = Buffer.from(this.text.slice(from, from + bytes.length), "latin1");
    bytes.set(part);
    return part.length;
  }
}
