/** Where a port of a router meets the world outside. */
export interface HostPort {
  /** The router is being switched on: its device does not run yet. */
  powerOn(): void;
  /** The router's device has started. */
  started(): void | Promise<void>;
  powerOff(): void | Promise<void>;
}
