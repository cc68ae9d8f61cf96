import type { PlatformTerminal, TerminalListener } from "../shell-terminal";

/** What this platform asks of `USB`, `Serial1` and their like, which are passed in. */
export interface EspruinoTerminal {
  write(data: Uint8Array): void;
  on?(event: "data", listener: (data: string) => void): void;
}

/** Octets that are copied at a time. */
const CHUNK = 16;

/** Room without end: see {@link SerialConsole}. */
const UNBOUNDED = 0x7fffffff;

/**
 * A console on anything with Espruino's `write`: `USB`, `Serial1`, `Terminal`. Lines that do not fit into Espruino's
 * transmit buffer of 256 octets make it wait. What is typed is taken if it is not Espruino's own console.
 *
 * Memory: 16 octets.
 */
export class SerialConsole implements PlatformTerminal {
  readonly room = UNBOUNDED;
  private readonly _device: EspruinoTerminal;
  private readonly _input: Uint8Array;
  private _listener: TerminalListener | null = null;

  constructor(options: { io: EspruinoTerminal }) {
    this._device = options.io;
    this._input = new Uint8Array(CHUNK);
    if (this._device.on !== undefined) this._device.on("data", (data) => this._typed(data));
  }

  attach(listener: TerminalListener): void {
    this._listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    // eslint-disable-next-line linkpulse/no-allocation -- the view is gone with this line
    this._device.write(bytes.subarray(start, end));
  }

  close(): void {
    this._listener = null;
  }

  /* eslint-disable linkpulse/no-allocation -- Espruino hands octets over as a string, and reads one without allocating. */
  private _typed(data: string): void {
    if (this._listener === null) return;
    for (let at = 0; at < data.length; at += CHUNK) {
      const count = data.length - at < CHUNK ? data.length - at : CHUNK;
      for (let i = 0; i < count; i++) this._input[i] = data.charCodeAt(at + i);
      this._listener.typed(this._input, 0, count);
    }
  }
  /* eslint-enable linkpulse/no-allocation */
}
