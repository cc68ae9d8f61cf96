import type { SerialPort, WakeSource } from "../../src/ports";
import type { RouterOutputs } from "./contract";

const UNBOUNDED = -1;

/** The device's side of an emulated UART: a transmitter that holds so many octets and no more. */
export class EmulatedPort implements SerialPort {
  readonly wakeSource: WakeSource;
  /** Among its router's ports. */
  readonly number: number;
  private readonly _outputs: RouterOutputs;
  /** How many more octets it takes, or {@link UNBOUNDED}. */
  private _free: number;

  /** @param fifo octets that the transmitter holds; 0 for as many as are written */
  constructor(outputs: RouterOutputs, number: number, fifo: number, wakeSource: WakeSource) {
    this.wakeSource = wakeSource;
    this._outputs = outputs;
    this.number = number;
    this._free = fifo > 0 ? fifo : UNBOUNDED;
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    let taken = end - start;
    if (this._free >= 0) {
      if (taken > this._free) taken = this._free;
      this._free -= taken;
    }
    if (taken > 0) this._outputs.transmit(this.number, bytes, start, start + taken);
    return taken;
  }

  setModemLines(lines: number): void {
    this._outputs.modemLines(this.number, lines);
  }

  /** Octets have left. */
  sent(octets: number): void {
    if (this._free >= 0) this._free += octets;
  }
}
