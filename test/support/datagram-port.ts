import type { DatagramPort, DatagramPortListener } from "../../src/ports";
import { hex } from "./w5500-registers";

/** A datagram port in the test's hand: what is sent is noted, and the test says what becomes of it. */
export class FakeDatagramPort implements DatagramPort {
  /** `c0000201:4500 ff`, in order. */
  sent: string[] = [];
  /** Whether it takes nothing. */
  refuses = false;
  /** Whether what is taken is told as sent by the test only. */
  holds = false;
  readonly datagrams: Uint8Array[] = [];
  private _leaving = false;
  private _listener: DatagramPortListener | null = null;

  attach(listener: DatagramPortListener): void {
    this._listener = listener;
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    if (this.refuses || this._leaving) return false;
    this._leaving = true;
    this.datagrams.push(bytes.slice(start, end));
    this.sent.push(`${(address >>> 0).toString(16)}:${port} ${hex(bytes.slice(start, end))}`);
    return true;
  }

  /** What was taken has left, or did not; nothing happens if nothing was. */
  settle(sent: boolean, now: number): void {
    if (!this._leaving) return;
    this._leaving = false;
    this._listener!.datagramSent(sent, now);
  }

  /** A datagram arrives, not at the start of its buffer. */
  arrive(octets: ArrayLike<number>, address: number, port: number, now: number): void {
    const bytes = new Uint8Array(octets.length + 5).fill(0xee);
    bytes.set(octets, 2);
    this._listener!.datagramReceived(bytes, 2, 2 + octets.length, address, port, now);
  }

  /** What was sent since the last call. */
  told(): string[] {
    return this.sent.splice(0);
  }
}
