import { AddressText } from "../address-text";
import { hasPassword } from "../wifi-join";
import type { PlatformWifi, WifiListener, WifiOptions } from "../wifi-join";

/** What this platform asks of Espruino's `require("Wifi")`, which is passed in. */
export interface EspruinoWifiModule {
  connect(ssid: string, options: { password?: string }): void;
  disconnect(): void;
  on(event: "connected", listener: (details: { ip: string }) => void): void;
  on(event: "disconnected", listener: () => void): void;
}

export interface EspruinoWifiOptions extends WifiOptions {
  /** `require("Wifi")`. */
  io: EspruinoWifiModule;
}

/**
 * A Wi-Fi station of Espruino's `Wifi`, as its ESP32 has it. Espruino itself tries three times before it says that it
 * could not join.
 *
 * Memory: two objects. Espruino allocates for each change, and gives it back.
 */
export class EspruinoWifi implements PlatformWifi {
  address = 0;
  private readonly _io: EspruinoWifiModule;
  private readonly _ssid: string;
  private readonly _options: { password?: string };
  private readonly _text: AddressText;
  private _listener: WifiListener | null = null;

  constructor(options: EspruinoWifiOptions) {
    this._io = options.io;
    this._ssid = options.ssid;
    this._options = hasPassword(options) ? { password: options.password } : {};
    this._text = new AddressText();
    this._io.on("connected", (details) => this._joined(details.ip));
    this._io.on("disconnected", () => this._lost());
  }

  attach(listener: WifiListener): void {
    this._listener = listener;
  }

  join(): boolean {
    try {
      this._io.connect(this._ssid, this._options);
    } catch {
      return false;
    }
    return true;
  }

  leave(): void {
    this._io.disconnect();
  }

  close(): void {
    this._listener = null;
    this._io.disconnect();
  }

  private _joined(address: string): void {
    this.address = this._text.addressOf(address);
    if (this._listener !== null) this._listener.wifiJoined();
  }

  private _lost(): void {
    this.address = 0;
    if (this._listener !== null) this._listener.wifiLost();
  }
}
