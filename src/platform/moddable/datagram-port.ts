import { checkedInteger, integerOption } from "../../options";
import type { DatagramPort, DatagramPortListener } from "../../ports";
import type { RunLoop } from "../../scheduler/run-loop";
import type { Task } from "../../scheduler/scheduler";
import { AddressText } from "../address-text";
import type { EmbeddedUdp, EmbeddedUdpClass } from "./embedded";

export interface ModdableDatagramOptions {
  /** `UDP` of `embedded:io/socket/udp`. */
  io: EmbeddedUdpClass;
  /** Our port, 0 to 65535; 0 is a free one. */
  port: number;
  /** The longest datagram to send, 1 to 1472 octets. Default 1472. */
  longest?: number;
}

const LONGEST = 1472;

/**
 * A UDP socket over ECMA-419's UDP, on whatever network is up.
 *
 * Moddable allocates an ArrayBuffer and a text for each datagram that arrives, whatever is done with it, and so does this
 * port with a view of it. Sending allocates nothing as long as the address stays the same and the length is 1 or that of
 * the datagram before; else a text, and a view.
 *
 * Memory: the longest datagram and four objects, and one timer.
 */
export class ModdableDatagramPort implements DatagramPort, Task {
  private readonly _udp: EmbeddedUdp;
  private readonly _loop: RunLoop;
  private readonly _timer: number;
  private readonly _bytes: Uint8Array;
  /** The first octet of `_bytes`: what a keepalive is. */
  private readonly _octet: Uint8Array;
  private readonly _destination: AddressText;
  private readonly _source: AddressText;
  /** The start of `_bytes`, as long as the last datagram that was longer than an octet. */
  private _view: Uint8Array;
  private _listener: DatagramPortListener | null = null;
  private _sending = false;

  /** @throws RangeError when an option is out of its range; what `UDP` throws when the port can't be had */
  constructor(options: ModdableDatagramOptions, loop: RunLoop) {
    const port = checkedInteger("UDP: port", options.port, 0, 65535, "");
    const longest = integerOption("UDP: longest datagram", options.longest, LONGEST, 1, LONGEST, " octets");
    this._loop = loop;
    this._timer = loop.scheduler.register(this, 0, 0);
    this._bytes = new Uint8Array(longest);
    this._octet = new Uint8Array(this._bytes.buffer, 0, 1);
    this._view = this._bytes;
    this._destination = new AddressText();
    this._source = new AddressText();
    this._udp = new options.io({ port, onReadable: (datagrams) => this._readable(datagrams) });
  }

  attach(listener: DatagramPortListener): void {
    this._listener = listener;
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    const length = end - start;
    if (this._sending || length < 1 || length > this._bytes.length) return false;
    for (let i = 0; i < length; i++) this._bytes[i] = bytes[start + i]!;
    if (length > 1 && length !== this._view.length) {
      // eslint-disable-next-line linkpulse/no-allocation -- UDP sends whole buffers only.
      this._view = new Uint8Array(this._bytes.buffer, 0, length);
    }
    try {
      this._udp.write(length === 1 ? this._octet : this._view, this._destination.textOf(address), port);
    } catch {
      return false;
    }
    // The network has a copy; who asked is told from outside of his call.
    this._sending = true;
    this._loop.scheduler.arm(this._timer, this._loop.now());
    this._loop.update();
    return true;
  }

  close(): void {
    this._listener = null;
    this._loop.scheduler.cancel(this._timer);
    this._udp.close!();
  }

  wake(_kind: number, now: number): void {
    this._sending = false;
    if (this._listener !== null) this._listener.datagramSent(true, now);
  }

  private _readable(datagrams: number): void {
    for (let i = 0; i < datagrams; i++) {
      const datagram = this._listener === null ? undefined : this._udp.read();
      if (datagram === undefined) break;
      // eslint-disable-next-line linkpulse/no-allocation -- Each datagram comes in a buffer of its own.
      const bytes = new Uint8Array(datagram);
      const address = this._source.addressOf(datagram.address);
      this._listener!.datagramReceived(bytes, 0, bytes.length, address, datagram.port, this._loop.now());
    }
    this._loop.update();
  }
}
