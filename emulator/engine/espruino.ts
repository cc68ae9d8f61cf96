import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../cli/usage-error";
import { Piece, PieceKind } from "../device/bridge-wire";
import { endWithProcess } from "./child";
import { deviceProgram } from "./device-program";
import type { Engine } from "./engine";
import { remoteEngine } from "./remote-device";
import type { Channel } from "./remote-device";

/**
 * A request is its length in six digits, and its octets; the answer to a question is its octets alone. At the end of the requests the program ends, and with it all.
 * Whoever opens a pipe waits for the other side, which may have been killed by now, unless it has the pipe open for both
 * directions at that moment.
 */
const SERVE = `
function open(name, mode) {
  var both = E.openFile(name, "r+"), file = E.openFile(name, mode);
  both.close();
  return file;
}
var requests = open("requests", "r"), responses = open("responses", "w");
function send() { responses.write(E.toString(bridge.piece)); }
function ask(piece) {
  responses.write(E.toString(piece));
  return E.toUint8Array(requests.read(piece[3] * 256 + piece[4]));
}
var bridge = new linkpulse.Bridge({ pieceFull: send, ask: ask });
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
  if (existsSync(path)) return path;
  throw new UsageError(`engine espruino: ESPRUINO is ${path}: there is no such file`);
}

/** Each device in an Espruino of its own. @throws UsageError when the environment names none */
export function espruinoEngine(): Engine {
  const path = espruinoPath();
  return remoteEngine(() => EspruinoChannel.open(path));
}

/**
 * A process of Espruino, spoken to over two named pipes: its console echoes, and is polled at leisure. The pipes are
 * opened for both directions here, so that neither side waits for the other to open them. They are no sockets, because
 * a worker thread that ends closes the numbers of all files that it has opened, and a socket's may be another's by then.
 */
class EspruinoChannel implements Channel {
  private readonly _child: ChildProcess;
  private readonly _requests: FileHandle;
  private readonly _responses: FileHandle;
  private readonly _ended: Promise<void>;
  private _console = "";
  private _failure: Error | null = null;

  private constructor(path: string, folder: string, requests: FileHandle, responses: FileHandle) {
    this._requests = requests;
    this._responses = responses;
    // Its standard input stays open, and silent: at its end Espruino would read without end. Signals from the terminal
    // are for this process to pass on.
    this._child = spawn(path, ["device.js"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"], detached: true });
    endWithProcess(this._child, () => {
      // Whoever reads must come back, or this process could not end.
      writeSync(responses.fd, new Uint8Array(Piece.Length));
      rmSync(folder, { recursive: true, force: true });
    });
    this._child.stdout!.setEncoding("latin1").on("data", (text: string) => {
      this._console = (this._console + text).slice(-4000);
    });
    this._ended = new Promise((resolve) => {
      const ended = (reason: string) => {
        this._failure ??= new UsageError(`engine espruino: ${path}: ${reason}${this._uncaught()}`);
        resolve();
      };
      this._child.on("error", (error) => ended(error.message));
      this._child.on("close", (code, signal) => ended(`ended with ${code ?? signal}`));
    });
  }

  static async open(path: string): Promise<EspruinoChannel> {
    const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
    const file = (name: string) => join(folder, name);
    execFileSync("mkfifo", [file("requests"), file("responses")]);
    writeFileSync(file("device.js"), espruinoProgram() + SERVE);
    return new EspruinoChannel(path, folder, await open(file("requests"), "r+"), await open(file("responses"), "r+"));
  }

  async request(octets: Uint8Array, piece: (octets: Uint8Array) => Uint8Array | null): Promise<void> {
    const length = `${octets.length}`.padStart(6, "0");
    await this._requests.writeFile(Buffer.concat([Buffer.from(length), octets]));
    for (let last = false; !last;) {
      const next = await this._readPiece();
      last = next[Piece.Kind] === PieceKind.Last;
      const answer = piece(next);
      if (answer !== null) await this._requests.writeFile(answer);
    }
  }

  async close(): Promise<void> {
    await this._requests.close();
    await this._ended;
    await this._responses.close();
  }

  private async _readPiece(): Promise<Uint8Array> {
    const piece = new Uint8Array(Piece.Length);
    for (let length = 0; length < piece.length;) {
      length += (await this._responses.read(piece, length, piece.length - length, null)).bytesRead;
      if (this._child.exitCode !== null || this._child.signalCode !== null) await this._ended;
      if (this._failure !== null) throw this._failure;
    }
    return piece;
  }

  /** What Espruino wrote about an error on its console. */
  private _uncaught(): string {
    const found = /^Uncaught .*$/m.exec(this._console);
    return found ? `: ${found[0].trim()}` : "";
  }
}
