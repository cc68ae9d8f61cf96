import { ascii } from "../text";
import { Action } from "./command-table";
import type { CommandsOptions } from "./commands";
import type { Console } from "./console";
import type { ConsoleInterface } from "./console-interface";
import { PppDebug } from "./ppp-debug";

const ETHERNET_ON = ascii("Ethernet network interface debugging is on");
const ETHERNET_OFF = ascii("Ethernet network interface debugging is off");
const SERIAL_ON = ascii("Serial network interface debugging is on");
const SERIAL_OFF = ascii("Serial network interface debugging is off");
const PPP_ON = ascii("PPP packet display debugging is on");
const PPP_OFF = ascii("PPP packet display debugging is off");
const ALL_OFF = ascii("All possible debugging has been turned off");

/** `debug`, `no debug` and `undebug`: for all interfaces at once, as on IOS. */
export class DebugCommands {
  private readonly _console: Console;
  private readonly _interfaces: readonly ConsoleInterface[];
  /** By interface; null where there is no PPP. */
  private readonly _packets: (PppDebug | null)[];

  constructor(options: CommandsOptions) {
    this._console = options.console;
    this._interfaces = options.interfaces;
    this._packets = [];
    for (let i = 0; i < options.interfaces.length; i++) {
      const chosen = options.interfaces[i]!;
      const hasPpp = chosen.serial !== undefined && chosen.ppp !== null;
      this._packets.push(hasPpp ? new PppDebug(options.console, chosen.serial.nameText) : null);
    }
  }

  run(action: Action): void {
    switch (action) {
      case Action.DebugAll:
        this._keepalives(true, true, ETHERNET_ON);
        this._keepalives(false, true, SERIAL_ON);
        this._ppp(true, PPP_ON);
        break;
      case Action.DebugEthernetInterface:
        this._keepalives(true, true, ETHERNET_ON);
        break;
      case Action.DebugPppPacket:
        this._ppp(true, PPP_ON);
        break;
      case Action.DebugSerialInterface:
        this._keepalives(false, true, SERIAL_ON);
        break;
      case Action.NoDebugEthernetInterface:
        this._keepalives(true, false, ETHERNET_OFF);
        break;
      case Action.NoDebugPppPacket:
        this._ppp(false, PPP_OFF);
        break;
      case Action.NoDebugSerialInterface:
        this._keepalives(false, false, SERIAL_OFF);
        break;
      case Action.NoDebugAll:
        this._keepalives(true, false, null);
        this._keepalives(false, false, null);
        this._ppp(false, ALL_OFF);
        break;
    }
  }

  /** @param ethernet of Ethernets, or of serial interfaces */
  private _keepalives(ethernet: boolean, on: boolean, said: Uint8Array | null): void {
    for (let i = 0; i < this._interfaces.length; i++) {
      const chosen = this._interfaces[i]!;
      if ((chosen.serial === undefined) === ethernet) chosen.log.debug = on;
    }
    this._say(said);
  }

  private _ppp(on: boolean, said: Uint8Array | null): void {
    for (let i = 0; i < this._interfaces.length; i++) {
      const chosen = this._interfaces[i]!;
      if (chosen.serial !== undefined && chosen.ppp !== null) chosen.ppp.observer = on ? this._packets[i]! : null;
    }
    this._say(said);
  }

  private _say(what: Uint8Array | null): void {
    if (what === null) return;
    this._console.line.text(what);
    this._console.print();
  }
}
