import { board } from "../../boards/pico/board";
import { Command, RouterEvent } from "../device/contract";
import type { Device, InterfaceConfig, RouterConfig } from "../device/contract";
import type { EngineOutputs } from "../engine/engine";
import { UsageError } from "../cli/usage-error";
import { ChipPins } from "./chip-pins";
import { configurationOf } from "./configuration";
import { COUNTING_COMMANDS, readCounters } from "./console-counters";
import { store } from "./espruino-storage";
import type { StoredFile } from "./espruino-storage";
import { EmulatedPico } from "./pico";

/** The UARTs of the firmware: its line, and with Moddable its console. */
const LINE = board.line.port as 0 | 1;
const CONSOLE = board.console.port as 0 | 1;

/** How long an image may take to answer a command, ms of its own time. */
const PATIENCE = 2000;

/** How long it may take to boot, and how often its console is asked whether it has; Espruino reads its program first. */
const BOOT = { moddable: 2000, espruino: 30_000 };
const ASK = { moddable: 250, espruino: 1000 };

/** When nothing was printed for so long, nothing more is on its way, ms. */
const SILENCE = 150;

const LF = 0x0a;

/** The only interface that an image has. */
const PORT = 0;

/** With nobody at the console there are no prompts between the lines of its log. */
const LEAVE = "exit";

const COMMANDS: Record<Exclude<Command, Command.Report>, string[]> = {
  [Command.Shut]: ["configure terminal", "interface", "shutdown", "end", LEAVE],
  [Command.NoShut]: ["configure terminal", "interface", "no shutdown", "end", LEAVE],
  [Command.ShowInterface]: ["show interfaces", LEAVE],
  [Command.ClearCounters]: ["clear counters", LEAVE],
  [Command.DebugOn]: ["debug", LEAVE],
  [Command.DebugOff]: ["undebug all", LEAVE],
  // Only a router with a supply is asked.
  [Command.TellClock]: [],
  [Command.SendEsp]: [],
  [Command.SendIke]: [],
};

/** What is on the board: an image, and beside Espruino the files in its Storage. */
export interface Program {
  image: string;
  bootrom: string;
  isEspruino: boolean;
  stored: readonly StoredFile[];
}

/**
 * `firmware/router` or `firmware/ethernet` as an image on an emulated Pico. A line is at UART 0, an Ethernet chip at SPI 0;
 * the console is at UART 1, with Espruino on USB. Everything that the contract asks for is typed at the console, and what
 * the image tells is read from there.
 *
 * Before the run begins it boots, is shut, and is configured as the scenario says; the time that this takes is none of
 * the run's. It then runs a millisecond at a time: what it sends leaves at the end of each.
 */
export class FirmwareDevice implements Device {
  private readonly _pico: EmulatedPico;
  private readonly _outputs: EngineOutputs;
  private readonly _config: InterfaceConfig;
  private readonly _isEspruino: boolean;
  private readonly _chip: ChipPins | null;
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
  constructor(config: RouterConfig, outputs: EngineOutputs, program: Program) {
    const only = config.interfaces[PORT];
    if (config.natT !== null) throw refusal("it has no NAT traversal", "nat-t is wanted");
    if (only === undefined || config.interfaces.length > 1) {
      throw refusal("it has one interface", `${config.interfaces.length} are wanted`);
    }
    if (only.ethernet !== null && program.isEspruino) {
      throw refusal("Espruino's interface is a serial one", `${only.name} is an Ethernet`);
    }
    this._config = only;
    this._isEspruino = program.isEspruino;
    this._isUp = only.ethernet === null && only.encapsulation === "hdlc" && !only.shutdown;
    this._outputs = outputs;
    this._pico = new EmulatedPico(program.image, program.bootrom, (uart, octet) => {
      if (uart === LINE) this._leaving.push(octet);
      else if (!this._isEspruino) this._printed(octet);
    });
    if (this._isEspruino) {
      for (const file of program.stored) store(this._pico.flash, file);
      this._pico.plugUsb((octets) => octets.forEach((octet) => this._printed(octet)));
    }
    this._chip = only.ethernet === null ? null : new ChipPins(this._pico, outputs.wires!(PORT));
    this._configure();
  }

  start(now: number): number {
    if (this._config.debug) this._command(this._spoken("debug"));
    if (this._config.ppp.debug && this._config.encapsulation === "ppp") this._command("debug ppp packet");
    this._epoch = (now - Math.round(this._pico.now)) | 0;
    if (this._config.shutdown) this._send(LEAVE);
    else for (const line of COMMANDS[Command.NoShut]) this._command(this._spoken(line));
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

  interrupt(_port: number, now: number): number {
    this._advance(now);
    this._chip!.follow();
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
    if (command === Command.Report) this._report();
    else for (const line of COMMANDS[command]) this._send(this._spoken(line));
    return 1;
  }

  send(): number {
    throw refusal("it sends no packets of its own", "a packet is wanted");
  }

  typed(bytes: Uint8Array, start: number, end: number, now: number): number {
    this._advance(now);
    this._type(bytes.subarray(start, end));
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
    this._awaitConsole();
    this._command("undebug all");
    const names = [...this._ask("show running-config").matchAll(/^interface (\S+)/gm)].map(([, name]) => name!);
    if (names.length !== 1) throw refusal(`its interfaces are ${names.join(" and ") || "none"}`, "one is wanted");
    this._name = names[0]!;
    if (this._name !== this._config.name) {
      throw refusal(`its interface is called ${this._name}`, `the scenario calls it ${this._config.name}`);
    }
    this._checkChip();
    for (const line of ["configure terminal", `interface ${this._name}`, ...configurationOf(this._config), "end"]) {
      const answer = this._command(line);
      const refused = /^% (.*)/m.exec(answer);
      if (refused !== null) throw refusal(`it says '${refused[1]}'`, `'${line}' is wanted`);
    }
    // What it sent and counted before it was shut is none of the run's.
    this._command("clear counters");
    this._leaving = [];
  }

  /** An image is built for a chip, and has its address from then on. */
  private _checkChip(): void {
    const { ethernet } = this._config;
    const [, chip, address] = /^Hardware is (\S+), address is (\S+)/m.exec(this._ask("show interfaces")) ?? [];
    if ((chip === undefined) !== (ethernet === null)) {
      const [has, wanted] = ethernet === null ? ["an Ethernet", "a serial one"] : ["a serial one", "an Ethernet"];
      throw refusal(`its interface is ${has}`, `the scenario has ${wanted}`);
    }
    if (ethernet === null) return;
    if (chip!.toLowerCase() !== ethernet.chip) throw refusal(`it is for ${chip}`, `the scenario has ${ethernet.chip}`);
    const wanted = Buffer.from(ethernet.address).toString("hex");
    const has = address!.replaceAll(".", "");
    if (has !== wanted) throw refusal(`its address is ${withColons(has)}`, `the scenario says ${withColons(wanted)}`);
  }

  /** Asks until the prompt of the image is there, and nothing more is on its way. */
  private _awaitConsole(): void {
    const kind = this._isEspruino ? "espruino" : "moddable";
    const end = this._pico.now + BOOT[kind];
    this._muted = "";
    while (!/[\w)][#>]$/.test(this._muted)) {
      if (this._pico.stopped !== null || this._pico.now > end)
        throw refusal("its console has no prompt", "one is wanted");
      this._send("");
      this._pico.runUntil(this._pico.now + ASK[kind]);
    }
    this._awaitSilence();
  }

  /** A log that goes on all the time is not waited for without end. */
  private _awaitSilence(): void {
    const end = this._pico.now + PATIENCE;
    for (let printed = -1; printed !== this._muted!.length && this._pico.now < end;) {
      printed = this._muted!.length;
      this._pico.runUntil(this._pico.now + SILENCE);
    }
  }

  /** As {@link _command}, for answers that are read: a line of the log may bring the prompt back before they are over. */
  private _ask(line: string): string {
    this._command(line);
    this._awaitSilence();
    return this._muted!;
  }

  /** Types a line, and runs until the prompt is back, if one comes. Returns what the console printed. */
  private _command(line: string): string {
    this._muted = "";
    this._send(line);
    const end = this._pico.now + PATIENCE;
    while (!isAnswer(this._muted, line)) {
      if (this._pico.stopped !== null || this._pico.now > end) throw refusal("its console does not answer", line);
      this._pico.runUntil(this._pico.now + 1);
    }
    return this._muted;
  }

  /** What the console tells of the counters. The image is ahead of the run afterwards, which is over by then. */
  private _report(): void {
    const printed = COUNTING_COMMANDS.map((command) => this._ask(command)).join("");
    this._command(LEAVE);
    this._muted = null;
    for (const [set, values] of readCounters(printed, this._config)) this._outputs.toldCounters?.(PORT, set, values);
  }

  /** A line of {@link COMMANDS} as it is typed. */
  private _spoken(line: string): string {
    if (line === "interface") return `interface ${this._name}`;
    if (line === "debug") return `debug ${this._config.ethernet === null ? "serial" : "ethernet"} interface`;
    return line;
  }

  private _send(line: string): void {
    this._type(Buffer.from(`${line}\r`));
  }

  private _type(octets: Uint8Array): void {
    if (this._isEspruino) this._pico.sendUsb(octets);
    else this._pico.send(CONSOLE, octets);
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

/** Whether the console has answered a line: its prompt is back, or nobody is there any more. */
function isAnswer(printed: string, line: string): boolean {
  if (line !== LEAVE) return printed.includes("\n") && /[#>]$/.test(printed);
  // Behind a line of the log the console shows again what is typed.
  return printed.includes(`${LEAVE}\r\n`);
}

function withColons(address: string): string {
  return address.replace(/..(?=.)/g, "$&:");
}

function refusal(fact: string, wanted: string): UsageError {
  return new UsageError(`engine rp2040: the image can't be used here: ${fact}, and ${wanted}`);
}
