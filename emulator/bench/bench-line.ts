import type { PlatformPort } from "../../src/platform/serial-link";
import type { SerialPortListener } from "../../src/ports";
import type { BenchTime } from "./bench-time";
import { FaultPort } from "./fault-port";
import { FrameMonitor } from "./frame-monitor";

/** ms between two looks at what is waited for. */
const PACE = 5;

/** A person does not want to wait for the rest. */
export class Interrupted extends Error {}

/** A port that keeps what was written, as it left. */
class TappedPort implements PlatformPort {
  written: (bytes: Uint8Array, start: number, end: number) => void = () => {};
  private readonly _port: PlatformPort;

  constructor(port: PlatformPort) {
    this._port = port;
  }

  get wakeSource() {
    return this._port.wakeSource;
  }

  attach(listener: SerialPortListener): void {
    this._port.attach(listener);
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    const taken = this._port.write(bytes, start, end);
    if (taken > 0) this.written(bytes, start, start + taken);
    return taken;
  }

  setModemLines(lines: number): void {
    this._port.setModemLines(lines);
  }

  close(): void {
    this._port.close();
  }
}

/** The line under test: a port, the faults of what is sent there, the frames both ways, and whoever uses it at present. */
export class BenchLine implements SerialPortListener {
  readonly time: BenchTime;
  readonly monitor: FrameMonitor;
  /** Where machines send: with the faults. */
  readonly faults: FaultPort;
  /** Where the line test sends: without. */
  readonly port: PlatformPort;
  /** What arrived since the bench began, octets. */
  octetsIn = 0;
  octetsOut = 0;
  /** Characters with a wrong stop bit, as far as the port tells. */
  framingErrors = 0;
  /** CTS, DSR and DCD as the port tells them; -1 while it has told nothing. */
  modemLines = -1;
  /** Whether the bench was told to come to its end. */
  interrupted = false;
  private _listener: Partial<SerialPortListener> | null = null;
  private _error: Error | null = null;
  private _interruption = false;

  constructor(port: PlatformPort, time: BenchTime) {
    const tapped = new TappedPort(port);
    this.time = time;
    this.port = tapped;
    this.monitor = new FrameMonitor(time);
    this.faults = new FaultPort(tapped, time);
    tapped.written = (bytes, start, end) => {
      this.octetsOut += end - start;
      this.monitor.octets(true, bytes, start, end);
    };
    port.attach(this);
  }

  /** Says who takes what arrives from now on. */
  listen(listener: Partial<SerialPortListener> | null): void {
    this._listener = listener;
  }

  /** The port has failed: whoever waits for something on this line is told so. */
  fail(error: Error): void {
    this._error ??= error;
  }

  /** Ends what is waited for at present, or next: that wait throws {@link Interrupted}, those after it wait again. */
  interrupt(): void {
    this.interrupted = true;
    this._interruption = true;
  }

  /**
   * Waits until a condition holds, for so many ms at most.
   * @returns whether it does
   * @throws what the port failed with; Interrupted
   */
  async until(condition: () => boolean, ms: number): Promise<boolean> {
    const end = this.time.now() + ms;
    for (;;) {
      if (this._error !== null) throw this._error;
      if (this._interruption) {
        this._interruption = false;
        throw new Interrupted();
      }
      if (condition()) return true;
      const left = end - this.time.now();
      if (left <= 0) return false;
      await this.time.wait(Math.min(PACE, left));
    }
  }

  /** @throws what the port failed with; Interrupted */
  async wait(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }

  /** Does a part of the bench, as much of it as there is time for until the interruption. */
  async untilInterrupted(part: () => Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    }
  }

  // --- SerialPortListener

  receive(bytes: Uint8Array, start: number, end: number, now: number): void {
    this.octetsIn += end - start;
    this.monitor.octets(false, bytes, start, end);
    this._listener?.receive?.(bytes, start, end, now);
  }

  writable(now: number): void {
    this.faults.drain();
    this._listener?.writable?.(now);
  }

  modemLinesChanged(lines: number): void {
    this.modemLines = lines;
  }

  framingError(octets: number, now: number): void {
    this.framingErrors += octets;
    this._listener?.framingError?.(octets, now);
  }

  overrun(octets: number, now: number): void {
    this._listener?.overrun?.(octets, now);
  }

  lostWhileWaking(octets: number, now: number): void {
    this._listener?.lostWhileWaking?.(octets, now);
  }
}
