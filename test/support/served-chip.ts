import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readSync, writeSync } from "node:fs";
import { connect } from "node:net";
import type { Socket } from "node:net";
import type { ExecutionContext } from "ava";
import { MessageReader, messageOf } from "../../emulator/chip-server/message-reader";
import type { SpiBus } from "../../src/ports";
import { temporaryFile } from "./temporary-file";

/** `linkpulse chip` as a process of its own, and connections to it. */
export class ServedChip {
  readonly path: string;
  /** What it printed. */
  out = "";
  private readonly _t: ExecutionContext;
  private readonly _child: ChildProcess;
  private readonly _ended: Promise<unknown>;

  private constructor(t: ExecutionContext, args: string[]) {
    this._t = t;
    this.path = temporaryFile(t, "chip");
    this._child = spawn(process.execPath, ["emulator/bin/linkpulse.mjs", "chip", ...args, "--listen", this.path], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 120_000,
    });
    this._child.stdout!.setEncoding("utf8").on("data", (text: string) => (this.out += text));
    this._ended = once(this._child, "close");
    t.teardown(() => this._child.kill("SIGKILL"));
  }

  /** Starts it, and waits until it listens. */
  static async start(t: ExecutionContext, ...args: string[]): Promise<ServedChip> {
    const chip = new ServedChip(t, args);
    await once(chip._child.stdout!, "data");
    return chip;
  }

  /** Interrupts it. @returns its exit status */
  async end(): Promise<number | null> {
    this._child.kill("SIGINT");
    await this._ended;
    return this._child.exitCode;
  }

  /** A connection to the socket whose name ends so. */
  async connect(ending: "" | ".int" | ".eth"): Promise<Socket> {
    const socket = connect(this.path + ending);
    await once(socket, "connect");
    this._t.teardown(() => socket.destroy());
    return socket;
  }

  /** The bus as our drivers want it. */
  async bus(): Promise<SocketSpiBus> {
    return new SocketSpiBus(await this.connect(""));
  }

  /** A station at the chip's cable, told of each frame. */
  async plug(
    onFrame: (frame: Uint8Array) => void = () => {},
  ): Promise<{ send(frame: Uint8Array): void; unplug(): void }> {
    const socket = await this.connect(".eth");
    const reader = new MessageReader();
    socket.on("data", (octets) => reader.read(octets as Buffer, (frame) => onFrame(frame.slice())));
    return { send: (frame) => void socket.write(messageOf(frame)), unplug: () => void socket.destroy() };
  }
}

/** The bus of a served chip, which waits for each answer: Node's sockets can't, their file descriptors can. */
export class SocketSpiBus implements SpiBus {
  readonly longest = 255;
  private readonly _fd: number;

  constructor(socket: Socket) {
    socket.pause();
    this._fd = (socket as unknown as { _handle: { fd: number } })._handle.fd;
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    writeSync(this._fd, messageOf(bytes.subarray(start, end)));
    for (let at = start; at < end;) at += this._read(bytes, at, end);
  }

  private _read(bytes: Uint8Array, start: number, end: number): number {
    try {
      return readSync(this._fd, bytes, start, end - start, null);
    } catch (error) {
      // Nothing there yet.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      return 0;
    }
  }
}
