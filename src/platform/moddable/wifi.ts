import { AddressText } from "../address-text";
import { hasPassword } from "../wifi-join";
import type { PlatformWifi, WifiListener, WifiOptions } from "../wifi-join";
import type { EmbeddedWifi, EmbeddedWifiClass, EmbeddedWifiNetwork } from "./embedded";

export interface ModdableWifiOptions extends WifiOptions {
  /** `WiFi` of `embedded:network/interface/wifi`. */
  io: EmbeddedWifiClass;
}

/** From here on there is no connection, and none under way; from {@link READY} on there is an address. */
const IDLE = 200;
const READY = 500;

/**
 * A Wi-Fi station over ECMA-419's network interface.
 *
 * Memory: three objects. A change of the connection allocates: the station's address comes as a text.
 */
export class ModdableWifi implements PlatformWifi {
  private readonly _wifi: EmbeddedWifi;
  private readonly _network: EmbeddedWifiNetwork;
  private readonly _address: AddressText;
  private _listener: WifiListener | null = null;

  /** @throws what the WiFi class throws when there is no Wi-Fi chip, or it does not start */
  constructor(options: ModdableWifiOptions) {
    this._network = { SSID: options.ssid };
    if (hasPassword(options)) {
      this._network.password = options.password;
      this._network.secure = true;
    }
    this._address = new AddressText();
    this._wifi = new options.io({ onChanged: () => this._changed() });
  }

  get address(): number {
    const text = this._wifi.address;
    return text === undefined ? 0 : this._address.addressOf(text);
  }

  attach(listener: WifiListener): void {
    this._listener = listener;
  }

  join(): boolean {
    try {
      this._wifi.connect(this._network);
    } catch {
      return false;
    }
    return true;
  }

  leave(): void {
    this._wifi.disconnect();
  }

  close(): void {
    this._listener = null;
    this._wifi.close();
  }

  private _changed(): void {
    if (this._listener === null) return;
    const connection = this._wifi.connection;
    if (connection >= READY) this._listener.wifiJoined();
    else if (connection <= IDLE) this._listener.wifiLost();
  }
}
