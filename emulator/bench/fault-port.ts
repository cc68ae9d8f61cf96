import type { PlatformPort } from "../../src/platform/serial-link";
import type { SerialPortListener } from "../../src/ports";
import type { BenchTime } from "./bench-time";

/** What is done to what we send. */
export const enum Fault {
  None,
  /** It is lost. */
  Drop,
  /** One bit of each frame is wrong. */
  Corrupt,
  /** It leaves later. */
  Delay,
}

interface Waiting {
  until: number;
  bytes: Buffer;
}

const FLAG = 0x7e;
const ESCAPE = 0x7d;

/**
 * Injects faults into what is sent through a port: for the other end, we are the one who stutters or falls silent. What
 * arrives is left alone, and so are the modem lines: nothing that runs behind this drives DTR or RTS.
 */
export class FaultPort implements PlatformPort {
  /** How many writes the present fault has hit; a transmit queue writes frame by frame. */
  hits = 0;
  private readonly _port: PlatformPort;
  private readonly _time: BenchTime;
  private _fault: Fault = Fault.None;
  private _delay = 0;
  private readonly _waiting: Waiting[] = [];

  constructor(port: PlatformPort, time: BenchTime) {
    this._port = port;
    this._time = time;
  }

  get wakeSource() {
    return this._port.wakeSource;
  }

  /** @param delay of {@link Fault.Delay}, ms */
  inject(fault: Fault, delay = 0): void {
    this._fault = fault;
    this._delay = delay;
    this.hits = 0;
  }

  attach(listener: SerialPortListener): void {
    this._port.attach(listener);
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    if (this._fault !== Fault.None) this.hits++;
    if (this._fault === Fault.Drop) return end - start;
    if (this._fault === Fault.Delay || this._waiting.length > 0) {
      const delay = this._fault === Fault.Delay ? this._delay : 0;
      this._waiting.push({ until: this._time.now() + delay, bytes: Buffer.from(bytes.subarray(start, end)) });
      void this._time.wait(delay).then(() => this.drain());
      return end - start;
    }
    if (this._fault === Fault.Corrupt) {
      const damaged = withWrongBit(bytes.subarray(start, end));
      return this._port.write(damaged, 0, damaged.length);
    }
    return this._port.write(bytes, start, end);
  }

  /** Writes what has waited long enough, as far as the port takes it. */
  drain(): void {
    const now = this._time.now();
    for (let first = this._waiting[0]; first !== undefined && first.until <= now; first = this._waiting[0]) {
      const taken = this._port.write(first.bytes, 0, first.bytes.length);
      first.bytes = first.bytes.subarray(taken);
      if (first.bytes.length > 0) return;
      this._waiting.shift();
    }
  }

  setModemLines(): void {}

  close(): void {
    this._waiting.length = 0;
    this._port.close();
  }
}

/** A copy with one bit flipped near the middle, where that makes or unmakes no flag and no escape. */
function withWrongBit(bytes: Uint8Array): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  for (let i = damaged.length >> 1; i < damaged.length; i++) {
    const octet = damaged[i]!;
    const flipped = octet ^ 0x04;
    if ([octet, flipped].some((value) => value === FLAG || value === ESCAPE || value < 0x20)) continue;
    damaged[i] = flipped;
    return damaged;
  }
  return damaged;
}
