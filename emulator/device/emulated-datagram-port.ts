import type { DatagramPort } from "../../src/ports";
import type { RouterOutputs } from "./contract";

/** The device's side of an emulated UDP port, which is told what became of a datagram before it takes the next. */
export class EmulatedDatagramPort implements DatagramPort {
  /** Among its router's ports. */
  readonly number: number;
  private readonly _outputs: RouterOutputs;
  private _leaving = false;

  constructor(outputs: RouterOutputs, number: number) {
    this.number = number;
    this._outputs = outputs;
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    if (this._leaving) return false;
    this._leaving = true;
    this._outputs.datagram(this.number, bytes, start, end, address, port);
    return true;
  }

  /** The datagram has left, or did not. */
  sent(): void {
    this._leaving = false;
  }
}
