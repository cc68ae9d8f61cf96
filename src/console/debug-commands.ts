import { ascii } from "../text";
import { Action } from "./command-table";
import type { CommandsOptions, ConsoleInterface } from "./commands";
import type { Console } from "./console";
import { PppDebug } from "./ppp-debug";

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
      this._packets.push(chosen.ppp === null ? null : new PppDebug(options.console, chosen.serial.nameText));
    }
  }

  run(action: Action): void {
    switch (action) {
      case Action.DebugAll:
        this._serial(true, SERIAL_ON);
        this._ppp(true, PPP_ON);
        break;
      case Action.DebugPppPacket:
        this._ppp(true, PPP_ON);
        break;
      case Action.DebugSerialInterface:
        this._serial(true, SERIAL_ON);
        break;
      case Action.NoDebugPppPacket:
        this._ppp(false, PPP_OFF);
        break;
      case Action.NoDebugSerialInterface:
        this._serial(false, SERIAL_OFF);
        break;
      case Action.NoDebugAll:
        this._serial(false, null);
        this._ppp(false, ALL_OFF);
        break;
    }
  }

  private _serial(on: boolean, said: Uint8Array | null): void {
    for (let i = 0; i < this._interfaces.length; i++) this._interfaces[i]!.log.debug = on;
    this._say(said);
  }

  private _ppp(on: boolean, said: Uint8Array | null): void {
    for (let i = 0; i < this._interfaces.length; i++) {
      const ppp = this._interfaces[i]!.ppp;
      if (ppp !== null) ppp.observer = on ? this._packets[i]! : null;
    }
    this._say(said);
  }

  private _say(what: Uint8Array | null): void {
    if (what === null) return;
    this._console.line.text(what);
    this._console.print();
  }
}
