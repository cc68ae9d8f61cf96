import { ModemLine } from "../ports";
import type { SerialPort } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { InterfaceCounter } from "./counters";

/** Told when the carrier came, or went for longer than the carrier delay: {@link ModemLines.carrier} has changed. */
export interface CarrierListener {
  carrierChanged(now: number): void;
}

const enum Timer {
  ResetPulse,
  CarrierDelay,
}

/** How many timers modem lines register. */
export const MODEM_LINES_TIMERS = 2;

/** How long a reset keeps DTR and RTS down, ms. */
const RESET_PULSE = 100;

/** The modem control lines of a serial interface: DTR and RTS as it drives them, the carrier as DCD tells it. */
export class ModemLines implements Task {
  /** Whether the line is there: DCD, or always where no such wire is. */
  carrier = true;
  private readonly _port: SerialPort;
  private readonly _scheduler: Scheduler;
  private readonly _carrierDelay: number;
  private readonly _counters: Int32Array;
  private readonly _listener: CarrierListener;
  private readonly _firstTimer: number;
  private _dcd = true;

  /**
   * @param carrierDelay how long DCD must be away for the carrier to count as lost, ms
   * @param counters of the interface; carrier transitions are counted here
   * @throws RangeError when the scheduler is full
   */
  constructor(
    port: SerialPort,
    scheduler: Scheduler,
    carrierDelay: number,
    counters: Int32Array,
    listener: CarrierListener,
  ) {
    this._port = port;
    this._scheduler = scheduler;
    this._carrierDelay = carrierDelay;
    this._counters = counters;
    this._listener = listener;
    this._firstTimer = scheduler.register(this, Timer.ResetPulse, 0);
    scheduler.register(this, Timer.CarrierDelay, 0);
  }

  /** Asserts DTR and RTS. */
  assert(): void {
    this._port.setModemLines(ModemLine.DTR | ModemLine.RTS);
  }

  /** Drops DTR and RTS, for good. */
  dropLines(): void {
    this._scheduler.cancel(this._firstTimer + Timer.ResetPulse);
    this._port.setModemLines(0);
  }

  /** Drops DTR and RTS for the time of a reset. */
  pulse(now: number): void {
    this._port.setModemLines(0);
    this._scheduler.arm(this._firstTimer + Timer.ResetPulse, (now + RESET_PULSE) | 0);
  }

  /** The incoming lines are now `lines`. */
  sensed(lines: number, now: number): void {
    const dcd = (lines & ModemLine.DCD) !== 0;
    if (dcd === this._dcd) return;
    this._dcd = dcd;
    this._counters[InterfaceCounter.CarrierTransitions]!++;
    const timer = this._firstTimer + Timer.CarrierDelay;
    if (dcd === this.carrier) this._scheduler.cancel(timer);
    else if (dcd) this._setCarrier(true, now);
    else this._scheduler.arm(timer, (now + this._carrierDelay) | 0);
  }

  wake(kind: number, now: number): void {
    if (kind === Timer.ResetPulse) this.assert();
    else this._setCarrier(false, now);
  }

  private _setCarrier(carrier: boolean, now: number): void {
    this.carrier = carrier;
    this._listener.carrierChanged(now);
  }
}
