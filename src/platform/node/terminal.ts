import type { PlatformTerminal, TerminalListener } from "../shell-terminal";

export interface NodeTerminalOptions {
  /** What is typed, octet by octet: `process.stdin` in raw mode, a socket. */
  input: NodeJS.ReadableStream;
  /** Where the console appears: `process.stdout`, a socket. */
  output: NodeJS.WritableStream;
}

/** Room without end: what a stream does not take at once, Node keeps. */
const UNBOUNDED = 0x7fffffff;

/** A terminal on two streams. */
export class NodeTerminal implements PlatformTerminal {
  readonly room = UNBOUNDED;
  private readonly _input: NodeJS.ReadableStream;
  private readonly _output: NodeJS.WritableStream;
  private _listener: TerminalListener | null = null;

  constructor(options: NodeTerminalOptions) {
    this._input = options.input;
    this._output = options.output;
    this._input.on("data", this._typed);
  }

  attach(listener: TerminalListener): void {
    this._listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    this._output.write(Buffer.from(bytes.subarray(start, end)));
  }

  close(): void {
    this._listener = null;
    this._input.off("data", this._typed);
  }

  private readonly _typed = (data: string | Buffer) => {
    const octets = Buffer.from(data as string, "latin1");
    if (this._listener !== null) this._listener.typed(octets, 0, octets.length);
  };
}
