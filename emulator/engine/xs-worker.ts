import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { UsageError } from "../cli/usage-error";
import { endWithProcess } from "./child";

/** What xsnap-worker says about its memory after each request. */
export interface XsUsage {
  /** Slots in use, those not yet collected included. */
  currentHeapCount: number;
  /** Octets that the heaps take. */
  allocate: number;
}

export interface XsAnswer {
  usage: XsUsage;
  /** What the program returned, if it was an ArrayBuffer. */
  reply: Uint8Array;
}

const NO_OCTETS = Buffer.alloc(0);
/** What stands for the answer to the first request, which is a dot alone. */
const READY: XsAnswer = { usage: { currentHeapCount: 0, allocate: 0 }, reply: NO_OCTETS };
const COLON = 0x3a;
const COMMA = 0x2c;
const SEPARATOR = 1;
const OK = 0x2e;
const QUERY = 0x3f;
const ERROR = 0x21;

/**
 * A process of xsnap-worker, which runs XS. Spoken to by netstrings on its file descriptors 3 and 4: a kind and octets
 * there, and back `.` with the memory usage as JSON, 1 and the reply, or `!` with an error's text. While it works, it
 * may ask with `?` and waits for an answer. One request at a time.
 */
export class XsWorker {
  /** Takes what the program gives to `issueCommand`; what it returns is the answer there. */
  onQuery: (octets: Uint8Array) => Uint8Array | null = () => null;
  private readonly _child: ChildProcess;
  private readonly _ended: Promise<void>;
  private _received: Buffer = NO_OCTETS;
  private _waiting: { resolve: (answer: XsAnswer) => void; reject: (error: Error) => void } | null = null;
  private _failure: Error | null = null;

  private constructor(path: string) {
    this._child = spawn(path, ["linkpulse"], {
      stdio: ["ignore", "ignore", "inherit", "pipe", "pipe"],
      // Signals from the terminal are for this process to pass on.
      detached: true,
    });
    endWithProcess(this._child);
    // What breaks the pipes is the end of the process, which says more.
    for (const pipe of [this._input, this._output]) pipe.on("error", () => {});
    this._output.on("data", (octets: Buffer) => this._data(octets));
    this._ended = new Promise((resolve) => {
      const ended = (reason: string) => {
        this._fail(new UsageError(`engine xs: ${path}: ${reason}`));
        resolve();
      };
      this._child.on("error", (error) => ended(error.message));
      this._child.on("exit", (code, signal) => ended(`ended with ${code ?? signal}`));
    });
  }

  /** @throws UsageError when there is no program that speaks so */
  static async start(path: string): Promise<XsWorker> {
    const worker = new XsWorker(path);
    await worker._request("R", NO_OCTETS);
    return worker;
  }

  /** Runs a script. @throws Error with what the script threw */
  evaluate(script: string): Promise<XsAnswer> {
    return this._request("e", Buffer.from(script, "utf8"));
  }

  /** Calls `globalThis.handleCommand` with an ArrayBuffer. @throws Error with what it threw */
  command(octets: Uint8Array): Promise<XsAnswer> {
    return this._request("?", octets);
  }

  close(): Promise<void> {
    if (this._failure === null) this._send("q", NO_OCTETS);
    return this._ended;
  }

  private get _input(): Writable {
    return this._child.stdio[3] as Writable;
  }

  private get _output(): Readable {
    return this._child.stdio[4] as Readable;
  }

  private _request(kind: string, octets: Uint8Array): Promise<XsAnswer> {
    return new Promise((resolve, reject) => {
      if (this._failure !== null) return reject(this._failure);
      this._waiting = { resolve, reject };
      this._send(kind, octets);
    });
  }

  private _send(kind: string, octets: Uint8Array): void {
    const head = `${octets.length + 1}:${kind}`;
    const message = Buffer.allocUnsafe(head.length + octets.length + 1);
    message.write(head, "latin1");
    message.set(octets, head.length);
    message[message.length - 1] = COMMA;
    this._input.write(message);
  }

  private _data(octets: Buffer): void {
    this._received = this._received.length > 0 ? Buffer.concat([this._received, octets]) : octets;
    for (;;) {
      const colon = this._received.indexOf(COLON);
      if (colon < 0) return;
      const end = colon + 1 + Number(this._received.toString("latin1", 0, colon));
      if (this._received.length <= end) return;
      const message = this._received.subarray(colon + 1, end);
      this._received = this._received.subarray(end + 1);
      this._message(message);
    }
  }

  private _message(message: Buffer): void {
    if (message[0] === QUERY) {
      this._send("/", this.onQuery(message.subarray(1)) ?? NO_OCTETS);
      return;
    }
    const waiting = this._waiting;
    this._waiting = null;
    if (message[0] === OK) {
      const end = message.indexOf(SEPARATOR);
      if (end < 0) waiting?.resolve(READY);
      else
        waiting?.resolve({ usage: JSON.parse(message.toString("latin1", 1, end)), reply: message.subarray(end + 1) });
    } else if (message[0] === ERROR) {
      waiting?.reject(new Error(message.toString("utf8", 1)));
    }
  }

  private _fail(error: Error): void {
    this._failure ??= error;
    this._waiting?.reject(this._failure);
    this._waiting = null;
  }
}
