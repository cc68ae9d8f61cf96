import type { Line, LineEnd, LineUser } from "../serial/line";
import type { HostPort } from "./host-port";
import type { RouterHost } from "./router-host";

/** A serial port of a router: brings what its line says to the device. */
export class PortHost implements HostPort, LineUser {
  readonly number: number;
  private readonly _router: RouterHost;
  private _line: Line | null = null;
  private _end: 0 | 1 = 0;
  /** What the port's modem lines show, whether or not the router is on; nothing where there are no such wires. */
  private _sensed: number | null = null;

  constructor(router: RouterHost, number: number) {
    this._router = router;
    this.number = number;
  }

  get countsSent(): boolean {
    return this._router.plan.interfaces[this.number]!.config.fifo > 0;
  }

  plugInto(line: Line, end: 0 | 1): void {
    this._line = line;
    this._end = end;
    line.plug(end, this);
  }

  get isPlugged(): boolean {
    return this._line !== null;
  }

  /** The end of the line that the port drives. */
  get wire(): LineEnd {
    return this._line!.ends[this._end];
  }

  powerOn(): void {}

  started(): void | Promise<void> {
    return this._tellModemLines();
  }

  powerOff(): void | Promise<void> {
    this.wire.setModemLines(0);
    return this.wire.powerOff();
  }

  octetsReceived(bytes: Uint8Array, start: number, end: number, duration: number): void | Promise<void> {
    this._router.observeReceived(this.number, bytes, start, end);
    const lost = this._router.lostWhileWaking(this.number, end - start, duration);
    if (lost === 0) return this._receive(bytes, start, end);
    const told = this._router.lose(this.number, lost);
    if (start + lost === end) return told;
    if (told === undefined) return this._receive(bytes, start + lost, end);
    return told.then(() => this._receive(bytes, start + lost, end));
  }

  framingErrors(octets: number): void | Promise<void> {
    return this._router.tell((device, now) => device.framingErrors(this.number, octets, now));
  }

  octetsSent(octets: number): void | Promise<void> {
    return this._router.tell((device, now) => device.octetsSent(this.number, octets, now));
  }

  modemLinesChanged(lines: number): void | Promise<void> {
    this._sensed = lines;
    return this._tellModemLines();
  }

  /** Tells the device what its modem lines show: when they change, and when it has started. */
  private _tellModemLines(): void | Promise<void> {
    const lines = this._sensed;
    if (lines === null) return;
    return this._router.tell((device, now) => device.modemLinesChanged(this.number, lines, now));
  }

  private _receive(bytes: Uint8Array, start: number, end: number): void | Promise<void> {
    return this._router.tell((device, now) => device.receive(this.number, bytes, start, end, now));
  }
}
