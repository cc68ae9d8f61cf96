import type { SerialPort, WakeSource } from "../../src/ports";
import type { RouterOutputs } from "./contract";

/** The device's side of an emulated UART: a transmitter that holds so many octets and no more. */
export class EmulatedPort implements SerialPort {
  readonly wakeSource: WakeSource;
  private readonly _outputs: RouterOutputs;
  private readonly _port: number;
  private readonly _bounded: boolean;
  private _free: number;

  /** @param fifo octets that the transmitter holds; 0 for as many as are written */
  constructor(outputs: RouterOutputs, port: number, fifo: number, wakeSource: WakeSource) {
    this.wakeSource = wakeSource;
    this._outputs = outputs;
    this._port = port;
    this._bounded = fifo > 0;
    this._free = fifo;
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    let taken = end - start;
    if (this._bounded) {
      if (taken > this._free) taken = this._free;
      this._free -= taken;
    }
    if (taken > 0) this._outputs.transmit(this._port, bytes, start, start + taken);
    return taken;
  }

  setModemLines(lines: number): void {
    this._outputs.modemLines(this._port, lines);
  }

  /** Octets have left. */
  sent(octets: number): void {
    if (this._bounded) this._free += octets;
  }
}
