/**
 * `node w5500-on-node.js <frames> [leak]`: sends and receives frames through the W5500's driver once it is warm, and
 * prints as JSON what garbage collections there were. With `leak` it makes an object of garbage with each frame.
 */
import { W5500Counter } from "../../src/drivers/w5500/counters";
import { W5500, W5500_TIMERS } from "../../src/drivers/w5500/w5500";
import type { FramePortListener, SpiBus } from "../../src/ports";
import { Scheduler } from "../../src/scheduler/scheduler";
import { collectionsIn } from "./collections";

const SIZE = 62;

/** As much of a W5500 as frames in and out of socket 0 need, in fixed memory: a frame waits whenever there is room. */
class FixedChip implements SpiBus {
  readonly longest = 255;
  private readonly _common = new Uint8Array(0x40);
  private readonly _socket = new Uint8Array(0x30);
  private _waiting = 0;

  constructor() {
    this._common[0x39] = 4;
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    const address = (bytes[start]! << 8) | bytes[start + 1]!;
    const block = bytes[start + 2]! >> 3;
    const writes = (bytes[start + 2]! & 4) !== 0;
    for (let i = start + 3; i < end; i++) {
      if (writes) this._write(block, address + i - start - 3, bytes[i]!);
      else bytes[i] = this._read(block, address + i - start - 3);
    }
  }

  /** Another frame of 60 octets is there. */
  receive(): void {
    this._waiting = SIZE;
    this._socket[2]! |= 4;
  }

  private _read(block: number, address: number): number {
    if (block === 3) {
      const place = (address - ((this._socket[0x28]! << 8) | this._socket[0x29]!)) & 0xffff;
      return place === 0 ? 0 : place === 1 ? SIZE : 0x55;
    }
    if (block === 1) return address === 0x27 ? this._waiting : address === 0x26 ? 0 : this._socket[address]!;
    if (block !== 0) return 0;
    return address === 0x17 ? (this._socket[2] === 0 ? 0 : 1) : address === 0x2e ? 0xbf : this._common[address]!;
  }

  private _write(block: number, address: number, octet: number): void {
    if (block === 0) {
      if (address !== 0x39) this._common[address] = address === 0 ? 0 : octet;
    } else if (block === 1) {
      if (address === 2) this._socket[2]! &= ~octet;
      else if (address !== 1) this._socket[address] = octet;
      else if (octet === 0x01) this._socket[3] = 0x42;
      else if (octet === 0x20) this._socket[2]! |= 0x10;
      else if (octet === 0x40) this._waiting = 0;
    }
  }
}

class Listener implements FramePortListener {
  received = 0;
  sent = 0;
  garbage: object | null = null;
  private readonly _leaks: boolean;

  constructor(leaks: boolean) {
    this._leaks = leaks;
  }

  frameReceived(_bytes: Uint8Array, start: number, end: number): void {
    this.received += end - start === SIZE - 2 ? 1 : 0;
    if (this._leaks) this.garbage = { start };
  }

  frameSent(): void {
    this.sent++;
  }

  portChanged(): void {}
}

const [frames, leak] = process.argv.slice(2);
const chip = new FixedChip();
const scheduler = new Scheduler(W5500_TIMERS);
const driver = new W5500({ bus: chip, scheduler, address: Uint8Array.of(2, 0, 0, 0, 0, 1) });
const listener = new Listener(leak === "leak");
const frame = new Uint8Array(60);
driver.attach(listener);
driver.start(0);

function run(from: number, count: number): number {
  let now = from;
  while (listener.received < count) {
    now = (now + 1) | 0;
    chip.receive();
    driver.send(frame, 0, frame.length);
    scheduler.run(now);
  }
  return now;
}

const WARM = 100_000;
const now = run(0, WARM);
const { kinds } = collectionsIn(() => {
  run(now, WARM + Number(frames));
});
process.stdout.write(
  JSON.stringify({
    kinds,
    received: listener.received,
    sent: listener.sent,
    lost: driver.counters[W5500Counter.FramesNotSent],
  }),
);
