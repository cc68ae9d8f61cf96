import type { Console } from "../console/console";
import type { RunLoop } from "../scheduler/run-loop";
import type { Task } from "../scheduler/scheduler";
import { ascii } from "../text";

/** What a Wi-Fi station needs to join a network; each runtime adds `io`. */
export interface WifiOptions {
  /** The network's name, 1 to 32 characters. */
  ssid: string;
  /** 8 to 64 characters. Default: none, the network is open. */
  password?: string;
}

/** A Wi-Fi station as a runtime makes it. */
export interface PlatformWifi {
  /** Our IPv4 address, int32; 0 while there is none. */
  readonly address: number;
  /** Says whom to tell. */
  attach(listener: WifiListener): void;
  /** Begins to join. @returns whether it could: then the listener is told how it ended */
  join(): boolean;
  /** Leaves the network, or gives up joining it. */
  leave(): void;
  /** Gives the station back to the runtime; nobody is told anything any more. */
  close(): void;
}

/** What a Wi-Fi station tells; it may say the same twice. */
export interface WifiListener {
  /** The network is joined, and has given us an address. */
  wifiJoined(): void;
  /** Joining failed, or the network is gone. */
  wifiLost(): void;
}

/** Told whether there is a network. */
export interface NetworkListener {
  networkUp(now: number): void;
  networkDown(now: number): void;
}

/** How many timers it registers. */
export const WIFI_JOIN_TIMERS = 1;

/** How long joining may take, address included, ms. */
const JOIN_TIME = 30000;

/** How soon it is tried again at first, and at last, ms; twice as late each time. */
const FIRST_DELAY = 1000;
const LAST_DELAY = 60000;

const QUOTE = 34;
const JOINING = ascii("Wi-Fi: joining ");
const JOINED = ascii("Wi-Fi: joined ");
const ADDRESS = ascii(", address ");
const NOT_JOINED = ascii("Wi-Fi: could not join ");
const REASONS = ascii(": wrong name or password, out of reach, or no address given");
const LOST = ascii("Wi-Fi: lost ");
const AGAIN = ascii("; again in % sec");

const enum State {
  Idle,
  Joining,
  Joined,
  /** Until it is tried again. */
  Waiting,
}

/**
 * Joins a Wi-Fi network, and joins it again whenever it is lost or could not be joined: after a second, then ever less
 * often, at least once a minute. What happens is said on the console.
 *
 * Memory: the octets of the network's name, and one timer.
 */
export class WifiJoin implements WifiListener, Task {
  private readonly _wifi: PlatformWifi;
  private readonly _name: Uint8Array;
  private readonly _loop: RunLoop;
  private readonly _console: Console | null;
  private readonly _listener: NetworkListener;
  private readonly _timer: number;
  private _state: State = State.Idle;
  private _delay = FIRST_DELAY;

  /** @throws RangeError when name or password can't be one */
  constructor(
    options: WifiOptions,
    wifi: PlatformWifi,
    loop: RunLoop,
    console: Console | null,
    listener: NetworkListener,
  ) {
    checkLength("ssid", options.ssid, 1, 32);
    if (hasPassword(options)) checkLength("password", options.password!, 8, 64);
    this._wifi = wifi;
    this._name = ascii(options.ssid);
    this._loop = loop;
    this._console = console;
    this._listener = listener;
    this._timer = loop.scheduler.register(this, 0, 0);
    wifi.attach(this);
  }

  /** Begins. */
  start(now: number): void {
    this._join(now);
  }

  close(): void {
    this._state = State.Idle;
    this._loop.scheduler.cancel(this._timer);
    this._wifi.close();
  }

  wifiJoined(): void {
    if (this._state === State.Idle || this._state === State.Joined) return;
    const now = this._loop.now();
    this._state = State.Joined;
    this._delay = FIRST_DELAY;
    this._loop.scheduler.cancel(this._timer);
    this._sayJoined(now);
    this._listener.networkUp(now);
    this._loop.update();
  }

  wifiLost(): void {
    if (this._state !== State.Joining && this._state !== State.Joined) return;
    this._lost(this._loop.now());
    this._loop.update();
  }

  wake(_kind: number, now: number): void {
    if (this._state === State.Waiting) {
      this._join(now);
      return;
    }
    // Whatever it says while it is told to leave is not listened to.
    this._state = State.Waiting;
    this._wifi.leave();
    this._state = State.Joining;
    this._lost(now);
  }

  private _join(now: number): void {
    this._state = State.Joining;
    this._loop.scheduler.arm(this._timer, (now + JOIN_TIME) | 0);
    this._say(JOINING, now);
    this._end();
    if (!this._wifi.join()) this._lost(now);
  }

  private _lost(now: number): void {
    const wasJoined = this._state === State.Joined;
    this._state = State.Waiting;
    this._loop.scheduler.arm(this._timer, (now + this._delay) | 0);
    this._say(wasJoined ? LOST : NOT_JOINED, now);
    if (this._console !== null) {
      if (!wasJoined) this._console.line.text(REASONS);
      this._console.line.counts(AGAIN, (this._delay / 1000) | 0);
    }
    this._end();
    this._delay = Math.min(2 * this._delay, LAST_DELAY);
    if (wasJoined) this._listener.networkDown(now);
  }

  private _sayJoined(now: number): void {
    this._say(JOINED, now);
    if (this._console !== null) {
      this._console.line.text(ADDRESS);
      this._console.line.address(this._wifi.address);
    }
    this._end();
  }

  /** Begins a line. */
  private _say(what: Uint8Array, now: number): void {
    if (this._console === null) return;
    const line = this._console.line;
    this._console.stamp(now);
    line.text(what);
    line.octet(QUOTE);
    line.text(this._name);
    line.octet(QUOTE);
  }

  private _end(): void {
    if (this._console !== null) this._console.print();
  }
}

/** Whether a network is closed: an empty password is none. @setup */
export function hasPassword(options: WifiOptions): boolean {
  return options.password !== undefined && options.password !== "";
}

/** @setup */
function checkLength(name: string, text: string, least: number, most: number): void {
  if (typeof text === "string" && text.length >= least && text.length <= most) return;
  const given = typeof text !== "string" || text === "" ? "missing" : `${text.length} characters long`;
  throw new RangeError(`Wi-Fi: ${name} is ${given}: it must have ${least} to ${most} characters`);
}
