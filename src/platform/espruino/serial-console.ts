import type { ConsoleSink } from "../../ports";

/**
 * A console on anything with Espruino's `write`: `USB`, `Serial1`, `Terminal`. Lines that do not fit into Espruino's
 * transmit buffer of 256 octets make it wait.
 */
export class SerialConsole implements ConsoleSink {
  private readonly _output: { write(data: Uint8Array): void };

  constructor(options: { io: { write(data: Uint8Array): void } }) {
    this._output = options.io;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    // eslint-disable-next-line linkpulse/no-allocation -- the view is gone with this line
    this._output.write(bytes.subarray(start, end));
  }
}
