import { Commands } from "../../src/console/commands";
import type { CommandsOptions, ConsoleInterface } from "../../src/console/commands";
import { HdlcDebugLine } from "../../src/console/hdlc-debug";
import { INTERFACE_LOG_TIMERS, InterfaceLog } from "../../src/console/interface-log";
import { Shell, SHELL_TIMERS } from "../../src/console/shell";
import { TimeOfDay } from "../../src/console/time-of-day";
import type { HdlcKeepalive } from "../../src/keepalive/hdlc";
import { PathProbe } from "../../src/keepalive/path-probe";
import type { Ppp } from "../../src/keepalive/ppp";
import { frameRelayEncapsulation } from "../../src/link/frame-relay-encapsulation";
import { hdlcEncapsulation } from "../../src/link/hdlc-interface";
import { IP_HOST_TIMERS, IpHost } from "../../src/link/ip-host";
import { pppEncapsulation } from "../../src/link/ppp-interface";
import { SERIAL_INTERFACE_TIMERS, SerialInterface } from "../../src/link/serial-interface";
import { WakeSource } from "../../src/ports";
import type { ConfigStore, SerialPort, Terminal } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ascii } from "../../src/text";
import { Screen } from "./terminal";

export type Encapsulations = "all" | "hdlc" | "ppp";

export interface ConsoleRouterOptions extends Pick<CommandsOptions, "store" | "heap"> {
  /** Default: `Serial0/0` with all encapsulations. */
  interfaces?: Record<string, Encapsulations>;
  /** Default `Router1`. */
  hostname?: string;
  seed?: number;
  /** Default: the router's `screen`. */
  terminal?: Terminal;
}

/** Of an interface with its log and its host. */
const TIMERS = SERIAL_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS + IP_HOST_TIMERS;

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
  readonly scheduler: Scheduler;
  now = 0;
  /** Whether the line to the other router is cut. */
  cut = false;
  private readonly _arriving: { at: number; bytes: Uint8Array }[] = [];
  private _peer: ConsoleRouter | undefined;

  constructor(options: ConsoleRouterOptions = {}) {
    const plan = Object.entries(options.interfaces ?? { "Serial0/0": "all" });
    const random = new XorShift32(options.seed ?? 1);
    this.scheduler = new Scheduler(SHELL_TIMERS + plan.length * TIMERS);
    this.shell = new Shell({
      hostname: options.hostname ?? "Router1",
      terminal: options.terminal ?? this.screen,
      scheduler: this.scheduler,
      timeOfDay: new TimeOfDay(0, 0),
    });
    const console = this.shell.console;
    for (const [name, encapsulations] of plan) {
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
      this.interfaces.push({
        serial,
        log,
        hardware: ascii("HD64570"),
        hdlc: known.includes(hdlc) ? (hdlc.protocol as HdlcKeepalive) : null,
        ppp: known.includes(ppp) ? (ppp.protocol as Ppp) : null,
        host: encapsulations === "all" ? host : null,
      });
    }
    this.commands = new Commands({ ...options, console, scheduler: this.scheduler, interfaces: this.interfaces });
    this.shell.attach(this.commands);
  }

  get serial(): SerialInterface {
    return this.interfaces[0]!.serial;
  }

  /** Joins the first interfaces of two routers. */
  connect(peer: ConsoleRouter): this {
    this._peer = peer;
    peer._peer = this;
    return this;
  }

  /** Starts every interface, as its store says if there is one. */
  boot(): this {
    if (this.commands.restore(this.now)) return this;
    for (const { serial, host } of this.interfaces) {
      serial.start(this.now);
      host?.start(this.now);
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

  /** Types configuration commands for an interface, from `configure terminal` on, and returns what they print. */
  configures(...commands: string[]): string[] {
    const printed = this.types("configure terminal", "interface serial 0/0", ...commands, "end");
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
    return Math.min(this._arriving[0]?.at ?? Infinity, delay < 0 ? Infinity : this.now + delay);
  }

  private _happen(): void {
    while (this._arriving.length > 0 && this._arriving[0]!.at <= this.now) {
      const { bytes } = this._arriving.shift()!;
      this.serial.receive(bytes, 0, bytes.length, this.now);
    }
    this.scheduler.run(this.now);
  }

  private _port(): SerialPort {
    const first = this.interfaces.length === 0;
    return {
      wakeSource: WakeSource.AlwaysAwake,
      write: (bytes, start, end) => {
        if (first && this._peer !== undefined && !this.cut) {
          this._peer._arriving.push({ at: this.now + LATENCY, bytes: bytes.slice(start, end) });
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
