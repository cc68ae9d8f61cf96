import { TimeOfDay } from "../console/time-of-day";
import type { InterfaceListener } from "../link/network-interface";
import type { RunLoop } from "../scheduler/run-loop";

const DAY = 86400000;

/** The time of day of console lines, from a clock of ms since 1970 or since the start. @setup */
export function timeOfDay(loop: RunLoop, clockTime: number): TimeOfDay {
  return new TimeOfDay(loop.now(), Math.floor(clockTime % DAY));
}

/** @setup */
export function listenerOf(options: { listener?: Partial<InterfaceListener> }): InterfaceListener {
  return new PartialListener(options.listener === undefined ? {} : options.listener);
}

/** Hands on what a listener wants to know. */
class PartialListener implements InterfaceListener {
  private readonly _listener: Partial<InterfaceListener>;

  constructor(listener: Partial<InterfaceListener>) {
    this._listener = listener;
  }

  lineProtocolChanged(now: number): void {
    if (this._listener.lineProtocolChanged !== undefined) this._listener.lineProtocolChanged(now);
  }

  linkChanged(now: number): void {
    if (this._listener.linkChanged !== undefined) this._listener.linkChanged(now);
  }

  interfaceReset(missed: number, now: number): void {
    if (this._listener.interfaceReset !== undefined) this._listener.interfaceReset(missed, now);
  }

  keepaliveInterval(now: number): void {
    if (this._listener.keepaliveInterval !== undefined) this._listener.keepaliveInterval(now);
  }

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    if (this._listener.packetReceived !== undefined) {
      this._listener.packetReceived(protocol, bytes, start, end, now);
    }
  }

  sendReady(now: number): void {
    if (this._listener.sendReady !== undefined) this._listener.sendReady(now);
  }
}
