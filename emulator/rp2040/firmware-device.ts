import { Command, RouterEvent } from "../device/contract";
import type { Device, InterfaceConfig, RouterConfig, RouterOutputs } from "../device/contract";
import { UsageError } from "../cli/usage-error";
import { configurationOf } from "./configuration";
import { EmulatedPico } from "./pico";

/** The UARTs of the firmware: its line, and its console. */
const LINE = 0;
const CONSOLE = 1;

/** How long an image may take to boot, and to answer a command, ms of its own time. */
const PATIENCE = 2000;

const LF = 0x0a;

/** The only interface that an image has. */
const PORT = 0;

/** With nobody at the console there are no prompts between the lines of its log. */
const LEAVE = "exit";

const COMMANDS: Record<Command, string[]> = {
  [Command.Shut]: ["configure terminal", "interface", "shutdown", "end", LEAVE],
  [Command.NoShut]: ["configure terminal", "interface", "no shutdown", "end", LEAVE],
  [Command.ShowInterface]: ["show interfaces", LEAVE],
  [Command.ClearCounters]: ["clear counters", LEAVE],
  [Command.DebugOn]: ["debug serial interface", LEAVE],
  [Command.DebugOff]: ["no debug serial interface", LEAVE],
  // Counters and traces stay in the image.
  [Command.Report]: [],
  // Only a router with a supply is asked.
  [Command.TellClock]: [],
  [Command.SendEsp]: [],
  [Command.SendIke]: [],
};

/**
 * `firmware/router` as an image on an emulated Pico: its line is at UART 0, its console at UART 1. Everything that the
 * contract asks for is typed at the console, and what the image tells is read from there.
 *
 * Before the run begins it boots, is shut, and is configured as the scenario says; the time that this takes is none of
 * the run's. It then runs a millisecond at a time: what it sends leaves at the end of each.
 */
export class FirmwareDevice implements Device {
  private readonly _pico: EmulatedPico;
  private readonly _outputs: RouterOutputs;
  private readonly _config: InterfaceConfig;
  /** Whether its line protocol is up, as it told last. HDLC is at boot. */
  private _isUp: boolean;
  /** The interface as the image calls it. */
  private _name = "";
  /** The device's clock when the Pico's was 0. */
  private _epoch = 0;
  /** What the console printed of the line that is not over. */
  private _line = "";
  /** What it printed while nobody was to see it, or null. */
  private _muted: string | null = "";
  private _leaving: number[] = [];

  /** @throws UsageError when the image can't be what is asked of it */
  constructor(config: RouterConfig, outputs: RouterOutputs, image: string, bootrom: string) {
    const only = config.interfaces[PORT];
    if (config.natT !== null) throw refusal("it has no NAT traversal", "nat-t is wanted");
    if (only === undefined || config.interfaces.length > 1) {
      throw refusal("it has one interface", `${config.interfaces.length} are wanted`);
    }
    if (only.ethernet !== null) throw refusal("its interface is a serial one", `${only.name} is an Ethernet`);
    this._config = only;
    this._isUp = only.encapsulation === "hdlc" && !only.shutdown;
    this._outputs = outputs;
    this._pico = new EmulatedPico(image, bootrom, (uart, octet) => {
      if (uart === CONSOLE) this._printed(octet);
      else this._leaving.push(octet);
    });
    this._configure();
  }

  start(now: number): number {
    if (this._config.debug) this._command("debug serial interface");
    if (this._config.ppp.debug && this._config.encapsulation === "ppp") this._command("debug ppp packet");
    this._epoch = (now - Math.round(this._pico.now)) | 0;
    if (this._config.shutdown) this._pico.send(CONSOLE, Buffer.from(`${LEAVE}\r`));
    else this._type(Command.NoShut);
    this._muted = null;
    return this._advance(now);
  }

  receive(_port: number, bytes: Uint8Array, start: number, end: number, now: number): number {
    this._advance(now);
    this._pico.send(LINE, bytes.subarray(start, end));
    return 1;
  }

  octetsSent(): number {
    return 1;
  }

  modemLinesChanged(): number {
    return 1;
  }

  /** The emulated UART can't be told: the octets are lost, and not counted. */
  framingErrors(): number {
    return 1;
  }

  interrupt(): number {
    return 1;
  }

  lostWhileWaking(): number {
    return 1;
  }

  datagramReceived(): number {
    return 1;
  }

  datagramSent(): number {
    return 1;
  }

  command(_port: number, command: Command, now: number): number {
    this._advance(now);
    for (const line of this._linesOf(command)) this._pico.send(CONSOLE, Buffer.from(`${line}\r`));
    return 1;
  }

  send(): number {
    throw refusal("it sends no packets of its own", "a packet is wanted");
  }

  typed(bytes: Uint8Array, start: number, end: number, now: number): number {
    this._advance(now);
    this._pico.send(CONSOLE, bytes.subarray(start, end));
    return 1;
  }

  run(now: number): number {
    return this._advance(now);
  }

  /** Lets the image run until the device's clock shows `now`. It wants to run on at the next millisecond. */
  private _advance(now: number): number {
    this._pico.runUntil((now - this._epoch) >>> 0);
    if (this._pico.stopped !== null) throw new Error(`engine rp2040: the image ended with ${this._pico.stopped}`);
    if (this._leaving.length > 0) {
      const octets = Uint8Array.from(this._leaving);
      this._leaving = [];
      this._outputs.transmit(PORT, octets, 0, octets.length);
    }
    return 1;
  }

  private _configure(): void {
    this._command("");
    this._command("undebug all");
    const name = /^interface (\S+)/m.exec(this._command("show running-config"));
    if (name === null) throw refusal("its console names no interface", "one is wanted");
    this._name = name[1]!;
    if (this._name !== this._config.name) {
      throw refusal(`its interface is called ${this._name}`, `the scenario calls it ${this._config.name}`);
    }
    for (const line of ["configure terminal", `interface ${this._name}`, ...configurationOf(this._config), "end"]) {
      const answer = this._command(line);
      const refused = /^% (.*)/m.exec(answer);
      if (refused !== null) throw refusal(`it says '${refused[1]}'`, `'${line}' is wanted`);
    }
    // What it sent before it was shut is none of the run's.
    this._leaving = [];
  }

  /** Types a line, and runs until the prompt is back, if one comes. Returns what the console printed. */
  private _command(line: string): string {
    this._muted = "";
    this._pico.send(CONSOLE, Buffer.from(`${line}\r`));
    const end = this._pico.now + PATIENCE;
    const isAnswered = () => this._muted!.includes("\n") && (line === LEAVE || /[#>]$/.test(this._muted!));
    while (!isAnswered()) {
      if (this._pico.stopped !== null || this._pico.now > end) throw refusal("its console does not answer", line);
      this._pico.runUntil(this._pico.now + 1);
    }
    return this._muted;
  }

  private _type(command: Command): void {
    for (const line of this._linesOf(command)) this._command(line);
  }

  private _linesOf(command: Command): string[] {
    return COMMANDS[command].map((line) => (line === "interface" ? `interface ${this._name}` : line));
  }

  private _printed(octet: number): void {
    if (this._muted !== null) {
      this._muted += String.fromCharCode(octet);
      return;
    }
    this._outputs.print(Uint8Array.of(octet), 0, 1);
    this._line += String.fromCharCode(octet);
    if (octet !== LF) return;
    this._tell(this._line);
    this._line = "";
  }

  /** Lines that say what an engine of ours tells by itself. */
  private _tell(line: string): void {
    const event = (kind: RouterEvent, a: number) => this._outputs.event(PORT, kind, a, 0);
    const lineProtocol = /%LINEPROTO-5-UPDOWN: .* changed state to (up|down)/.exec(line);
    const isUp = lineProtocol?.[1] === "up";
    if (lineProtocol !== null && isUp !== this._isUp) event(RouterEvent.LineProtocol, isUp ? 1 : 0);
    if (lineProtocol !== null) this._isUp = isUp;
    const link = /%LINK-\d-\w+: .* changed state to (administratively down|down|up)/.exec(line);
    if (link !== null) event(RouterEvent.Link, ["administratively down", "down", "up"].indexOf(link[1]!));
    const reset = /Reset from 0x([0-9A-F]+)/i.exec(line);
    if (reset !== null) event(RouterEvent.Reset, parseInt(reset[1]!, 16));
  }
}

function refusal(fact: string, wanted: string): UsageError {
  return new UsageError(`engine rp2040: the image can't be used here: ${fact}, and ${wanted}`);
}
