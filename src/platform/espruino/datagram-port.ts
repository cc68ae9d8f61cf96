import { checkedInteger } from "../../options";
import type { DatagramPort, DatagramPortListener } from "../../ports";
import type { RunLoop } from "../../scheduler/run-loop";
import type { Task } from "../../scheduler/scheduler";
import { AddressText } from "../address-text";
import { takesText } from "./serial-port";

/** What this platform asks of Espruino's `require("dgram")`, which is passed in. */
export interface EspruinoDgram {
  createSocket(type: "udp4"): EspruinoUdpSocket;
}

export interface EspruinoUdpSocket {
  bind(port: number): void;
  on(event: "message", listener: (message: string, from: { address: string; port: number }) => void): void;
  on(event: "drain" | "close", listener: () => void): void;
  send(message: string, port: number, address: string): void;
  close(): void;
}

export interface EspruinoDatagramOptions {
  /** `require("dgram")`. */
  io: EspruinoDgram;
  /** Our port, 1 to 65535. */
  port: number;
}

declare const E: { toString(bytes: Uint8Array): string | undefined };

/** What Espruino takes from the network at a time less its own header, octets. */
const LONGEST = 528;

/** How long a datagram that was handed over may take to leave, ms. */
const SEND_TIME = 200;

/** How soon a socket that was closed from outside is opened again, ms. */
const REOPEN_DELAY = 1000;

const enum Timer {
  Send,
  Reopen,
}

/** How many timers a port registers. */
export const ESPRUINO_DATAGRAM_TIMERS = 2;

/**
 * A UDP socket of Espruino's `dgram`, as its ESP32 has it.
 *
 * Espruino closes a socket that gets an empty datagram, from whomever, and forgets sockets when the network goes: a
 * socket that is lost, or does not send in time, is opened again after a second. Longer datagrams than 528 octets arrive
 * cut.
 *
 * Each datagram is a string there, as is its sender's address: variables that are free again when the call is over.
 *
 * Memory: 528 octets and two timers.
 */
export class EspruinoDatagramPort implements DatagramPort, Task {
  /** How often the socket was opened again. */
  reopened = 0;
  private readonly _dgram: EspruinoDgram;
  private readonly _port: number;
  private readonly _loop: RunLoop;
  private readonly _sendTimer: number;
  private readonly _reopenTimer: number;
  private readonly _input: Uint8Array;
  private readonly _takesText: boolean;
  private readonly _destination: AddressText;
  private readonly _source: AddressText;
  private _socket: EspruinoUdpSocket | null = null;
  private _listener: DatagramPortListener | null = null;
  private _sending = false;

  /** @throws RangeError when an option is out of its range */
  constructor(options: EspruinoDatagramOptions, loop: RunLoop) {
    this._dgram = options.io;
    this._port = checkedInteger("UDP: port", options.port, 1, 65535, "");
    this._loop = loop;
    this._sendTimer = loop.scheduler.register(this, Timer.Send, 0);
    this._reopenTimer = loop.scheduler.register(this, Timer.Reopen, 0);
    this._input = new Uint8Array(LONGEST);
    this._takesText = takesText(this._input);
    this._destination = new AddressText();
    this._source = new AddressText();
    this._open();
  }

  attach(listener: DatagramPortListener): void {
    this._listener = listener;
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    const length = end - start;
    if (this._socket === null || this._sending || length < 1 || length > LONGEST) return false;
    // eslint-disable-next-line linkpulse/no-allocation -- Espruino sends strings; both are free again with this call.
    const message = E.toString(bytes.subarray(start, end));
    if (message === undefined) return false;
    try {
      this._socket.send(message, port, this._destination.textOf(address));
    } catch {
      // The network went, and with it the socket.
      this._lost(this._loop.now());
      return false;
    }
    this._sending = true;
    this._loop.scheduler.arm(this._sendTimer, (this._loop.now() + SEND_TIME) | 0);
    this._loop.update();
    return true;
  }

  close(): void {
    this._listener = null;
    this._loop.scheduler.cancel(this._sendTimer);
    this._loop.scheduler.cancel(this._reopenTimer);
    if (this._socket !== null) this._socket.close();
    this._socket = null;
  }

  wake(kind: number, now: number): void {
    if (kind === Timer.Send) {
      if (this._socket !== null) this._socket.close();
      this._lost(now);
    } else {
      this.reopened++;
      // eslint-disable-next-line linkpulse/no-allocation -- A socket that was lost: a new one, at most once a second.
      this._open();
    }
  }

  /** Opens a socket. @setup */
  private _open(): void {
    const socket = this._dgram.createSocket("udp4");
    this._socket = socket;
    // What a socket says after it was given up is not listened to.
    socket.on("message", (message, from) => {
      if (socket === this._socket) this._received(message, from.address, from.port);
    });
    socket.on("drain", () => {
      if (socket === this._socket) this._sent(true, this._loop.now());
    });
    socket.on("close", () => {
      if (socket === this._socket) this._lost(this._loop.now());
    });
    socket.bind(this._port);
  }

  private _lost(now: number): void {
    this._socket = null;
    this._loop.scheduler.arm(this._reopenTimer, (now + REOPEN_DELAY) | 0);
    this._sent(false, now);
    this._loop.update();
  }

  private _sent(sent: boolean, now: number): void {
    if (!this._sending) return;
    this._sending = false;
    this._loop.scheduler.cancel(this._sendTimer);
    if (this._listener !== null) this._listener.datagramSent(sent, now);
    this._loop.update();
  }

  /* eslint-disable linkpulse/no-allocation -- Espruino hands octets over as a string, and reads one without allocating. */
  private _received(message: string, address: string, port: number): void {
    const listener = this._listener;
    const length = message.length;
    if (listener === null || length > LONGEST) return;
    const input = this._input;
    if (this._takesText) input.set(message as unknown as ArrayLike<number>);
    else for (let i = 0; i < length; i++) input[i] = message.charCodeAt(i);
    listener.datagramReceived(input, 0, length, this._source.addressOf(address), port, this._loop.now());
    this._loop.update();
  }
  /* eslint-enable linkpulse/no-allocation */
}
