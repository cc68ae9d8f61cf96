import { BENCH_TIMERS } from "../../emulator/bench/bench-time";
import type { BenchTime } from "../../emulator/bench/bench-time";
import type { PlatformPort } from "../../src/platform/serial-link";
import { WakeSource } from "../../src/ports";
import type { Alarm, AlarmListener, SerialPortListener } from "../../src/ports";
import { RunLoop } from "../../src/scheduler/run-loop";
import { Scheduler } from "../../src/scheduler/scheduler";

interface Event {
  at: number;
  run: () => void;
}

/** Time that goes by only while {@link run} waits for something, and then at once. */
export class VirtualTime implements BenchTime {
  readonly loop: RunLoop;
  private _now = 0;
  private readonly _events: Event[] = [];

  constructor() {
    this.loop = this.createLoop();
  }

  now(): number {
    return this._now;
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** @returns what takes it back */
  after(ms: number, run: () => void): () => void {
    const event = { at: this._now + ms, run };
    const behind = this._events.findIndex(({ at }) => at > event.at);
    this._events.splice(behind < 0 ? this._events.length : behind, 0, event);
    return () => {
      const index = this._events.indexOf(event);
      if (index >= 0) this._events.splice(index, 1);
    };
  }

  /** A run loop for another device on this clock. */
  createLoop(): RunLoop {
    return new RunLoop(new Scheduler(BENCH_TIMERS), { now: () => Math.floor(this._now) | 0 }, new VirtualAlarm(this));
  }

  /** Lets time go by until a promise is settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => (settled = true);
    promise.then(settle, settle);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) return promise;
      const next = this._events.shift();
      if (next === undefined) throw new Error("nothing will ever happen");
      this._now = Math.max(this._now, next.at);
      next.run();
    }
  }
}

class VirtualAlarm implements Alarm {
  private readonly _time: VirtualTime;
  private _listener: AlarmListener | null = null;
  private _cancel: () => void = () => {};

  constructor(time: VirtualTime) {
    this._time = time;
  }

  attach(listener: AlarmListener): void {
    this._listener = listener;
  }

  set(delay: number): void {
    this._cancel();
    if (delay >= 0) this._cancel = this._time.after(delay, () => this._listener!.wake());
  }

  close(): void {
    this._cancel();
  }
}

/** A serial port in virtual time, whose other side the test holds. */
export class VirtualPort implements PlatformPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  /** Every `setModemLines`, in order. */
  readonly driven: number[] = [];
  /** Takes what is sent. */
  sent: (bytes: Buffer) => void = () => {};
  linesSet: (lines: number) => void = () => {};
  listener: SerialPortListener | null = null;
  readonly loop: RunLoop;

  constructor(loop: RunLoop) {
    this.loop = loop;
  }

  attach(listener: SerialPortListener): void {
    this.listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    this.sent(Buffer.from(bytes.subarray(start, end)));
    return end - start;
  }

  setModemLines(lines: number): void {
    this.driven.push(lines);
    this.linesSet(lines);
  }

  receive(bytes: Uint8Array): void {
    if (bytes.length > 0) this.listener?.receive(bytes, 0, bytes.length, this.loop.now());
    this.loop.update();
  }

  close(): void {
    this.listener = null;
  }
}

/** What becomes of octets on their way. */
export type Way = (bytes: Buffer) => Buffer;

const UNHARMED: Way = (bytes) => bytes;

/** Joins what one port sends to what another receives, at a baud rate. */
export function join(time: VirtualTime, from: VirtualPort, to: VirtualPort, baud: number, way: Way = UNHARMED): void {
  let free = 0;
  from.sent = (bytes) => {
    free = Math.max(free, time.now()) + (bytes.length * 10_000) / baud;
    time.after(free - time.now(), () => to.receive(way(bytes)));
  };
}
