import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../cli/usage-error";
import { Piece } from "../device/bridge-wire";
import { endWithProcess } from "./child";
import { deviceProgram } from "./device-program";
import type { Engine } from "./engine";
import { RemoteDevice } from "./remote-device";
import type { Channel } from "./remote-device";

/** A request is its length in six digits, and its octets. At the end of the requests the program ends, and with it all. */
const SERVE = `
var requests = E.openFile("requests", "r"), responses = E.openFile("responses", "w");
function send() { responses.write(E.toString(bridge.piece)); }
var bridge = new linkpulse.Bridge({ pieceFull: send });
function serve() {
  var length = requests.read(6);
  if (!length) return false;
  bridge.serve(E.toUint8Array(requests.read(parseInt(length, 10))));
  send();
  return true;
}
while (serve());
quit();
`;

/** The device program with what Espruino lacks. */
export function espruinoProgram(): string {
  return `var RangeError = Error;\n${deviceProgram()}`;
}

/** @throws UsageError when the environment names no Espruino */
export function espruinoPath(): string {
  const path = process.env.ESPRUINO;
  if (path === undefined || path === "") {
    throw new UsageError("engine espruino: ESPRUINO is not set: it must name an Espruino built for this machine");
  }
  if (!existsSync(path)) throw new UsageError(`engine espruino: ESPRUINO is ${path}: there is no such file`);
  return path;
}

/** Each device in an Espruino of its own. @throws UsageError when the environment names none */
export function espruinoEngine(): Engine {
  const path = espruinoPath();
  return async (config, outputs, now) => {
    const channel = new EspruinoChannel(path);
    try {
      const device = await RemoteDevice.boot(channel, config, outputs, now);
      return { device, close: () => channel.close() };
    } catch (error) {
      await channel.close();
      throw error;
    }
  };
}

/**
 * A process of Espruino, spoken to over two named pipes: its console echoes, and is polled at leisure. The pipes are
 * opened for both directions here, so that neither side waits for the other to open them.
 */
class EspruinoChannel implements Channel {
  private readonly _child: ChildProcess;
  private readonly _requests: Socket;
  private readonly _responses: Socket;
  private readonly _ended: Promise<void>;
  private _received: Buffer = Buffer.alloc(0);
  private _console = "";
  private _waiting: {
    piece: (octets: Uint8Array) => void;
    resolve: () => void;
    reject: (error: Error) => void;
  } | null = null;
  private _failure: Error | null = null;

  constructor(path: string) {
    const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
    const file = (name: string) => join(folder, name);
    execFileSync("mkfifo", [file("requests"), file("responses")]);
    writeFileSync(file("device.js"), espruinoProgram() + SERVE);
    this._requests = new Socket({ fd: openSync(file("requests"), "r+"), readable: false });
    this._responses = new Socket({ fd: openSync(file("responses"), "r+"), writable: false });
    // Its standard input stays open, and silent: at its end Espruino would read without end. Signals from the terminal
    // are for this process to pass on.
    this._child = spawn(path, ["device.js"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"], detached: true });
    endWithProcess(this._child, () => rmSync(folder, { recursive: true, force: true }));
    this._child.stdout!.setEncoding("latin1").on("data", (text: string) => {
      this._console = (this._console + text).slice(-4000);
    });
    this._responses.on("data", (octets) => this._data(octets));
    this._ended = new Promise((resolve) => {
      const ended = (reason: string) => {
        this._requests.destroy();
        this._responses.destroy();
        this._failure ??= new Error(`${path}: ${reason}${this._uncaught()}`);
        this._waiting?.reject(this._failure);
        this._waiting = null;
        resolve();
      };
      this._child.on("error", (error) => ended(error.message));
      this._child.on("close", (code, signal) => ended(`ended with ${code ?? signal}`));
    });
  }

  request(octets: Uint8Array, piece: (octets: Uint8Array) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this._failure !== null) return reject(this._failure);
      this._waiting = { piece, resolve, reject };
      const length = `${octets.length}`.padStart(6, "0");
      this._requests.write(Buffer.concat([Buffer.from(length), octets]));
    });
  }

  close(): Promise<void> {
    this._requests.destroy();
    return this._ended;
  }

  private _data(octets: Buffer): void {
    this._received = Buffer.concat([this._received, octets]);
    while (this._received.length >= Piece.Length) {
      const piece = this._received.subarray(0, Piece.Length);
      this._received = this._received.subarray(Piece.Length);
      const waiting = this._waiting!;
      waiting.piece(piece);
      if (piece[Piece.More] === 1) continue;
      this._waiting = null;
      waiting.resolve();
    }
  }

  /** What Espruino wrote about an error on its console. */
  private _uncaught(): string {
    const found = /^Uncaught .*$/m.exec(this._console);
    return found ? `: ${found[0].trim()}` : "";
  }
}
