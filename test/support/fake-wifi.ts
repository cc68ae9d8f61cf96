import type { PlatformWifi, WifiListener } from "../../src/platform/wifi-join";
import { ip } from "./slarp";

/** A Wi-Fi station in the test's hand. */
export class FakeWifi implements PlatformWifi {
  readonly address = ip("192.168.1.7");
  /** `join`, `leave`, `close`, since the last look. */
  private readonly _log: string[] = [];
  /** Whether it can't begin to join. */
  refuses = false;
  listener: WifiListener | null = null;

  attach(listener: WifiListener): void {
    this.listener = listener;
  }

  join(): boolean {
    this._log.push("join");
    return !this.refuses;
  }

  leave(): void {
    this._log.push("leave");
    // Some say so at once.
    this.listener!.wifiLost();
  }

  close(): void {
    this._log.push("close");
  }

  told(): string[] {
    return this._log.splice(0);
  }
}
