import type { NatTimeout } from "../keepalive/nat-timeout";
import type { NatTimeoutListener } from "../keepalive/nat-timeout-report";
import type { DatagramPort, DatagramPortListener } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";

export interface NatMeasurementOptions {
  /** A UDP port that nobody else uses, not the one whose mapping is kept alive. Its listener is this object. */
  port: DatagramPort;
  /** Must have {@link NAT_MEASUREMENT_TIMERS} timers free. */
  scheduler: Scheduler;
  timeout: NatTimeout;
  listener?: NatTimeoutListener;
}

/** How many timers it registers. */
export const NAT_MEASUREMENT_TIMERS = 1;

/** Runs the measurement of a NAT's timeouts on a port. Memory: one timer. */
export class NatMeasurement implements DatagramPortListener, Task {
  readonly timeout: NatTimeout;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;

  /** @throws RangeError when the scheduler is full */
  constructor(options: NatMeasurementOptions) {
    this.timeout = options.timeout;
    this._scheduler = options.scheduler;
    this._timer = options.scheduler.register(this, 0, 0);
    this.timeout.attach(options.port, options.listener === undefined ? null : options.listener);
  }

  /** Begins to measure, from nothing. */
  start(now: number): void {
    this.timeout.start(now);
    this._arm();
  }

  stop(): void {
    this.timeout.stop();
    this._arm();
  }

  /** See {@link NatTimeout.check}. */
  check(now: number): void {
    this.timeout.check(now);
    this._arm();
  }

  wake(_kind: number, now: number): void {
    this.timeout.poll(now);
    this._arm();
  }

  datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void {
    this.timeout.receive(bytes, start, end, address, port, now);
    this._arm();
  }

  datagramSent(sent: boolean, now: number): void {
    this.timeout.requestSent(sent, now);
    this._arm();
  }

  private _arm(): void {
    if (this.timeout.active) this._scheduler.arm(this._timer, this.timeout.due);
    else this._scheduler.cancel(this._timer);
  }
}
