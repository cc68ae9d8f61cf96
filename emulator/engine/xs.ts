import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError } from "../cli/usage-error";
import { deviceProgram } from "./device-program";
import type { Engine } from "./engine";
import { remoteEngine } from "./remote-device";
import type { Channel } from "./remote-device";
import { XsWorker } from "./xs-worker";

/** Where `npm run test:engines` builds it. */
const BUILT = "../../../test/engines/node_modules/@agoric/xsnap/xsnap-native/xsnap/build/bin";

/** Answers each command with the last piece; those before it, and questions, go out as queries. */
const SERVE = `
const bridge = new linkpulse.Bridge({
  pieceFull() { issueCommand(bridge.piece.buffer); },
  ask(piece) { return new Uint8Array(issueCommand(piece.buffer)); },
});
globalThis.handleCommand = (request) => {
  bridge.serve(new Uint8Array(request));
  return bridge.piece.buffer;
};`;

/** @throws UsageError when there is no xsnap-worker */
export function xsWorkerPath(): string {
  const named = process.env.LINKPULSE_XSNAP;
  const platform = process.platform === "darwin" ? "mac" : "lin";
  const path = named ?? fileURLToPath(new URL(`${BUILT}/${platform}/release/xsnap-worker`, import.meta.url));
  if (existsSync(path)) return path;
  throw new UsageError(
    named === undefined
      ? "engine xs: it is not installed: npm run test:engines builds it, or LINKPULSE_XSNAP names an xsnap-worker"
      : `engine xs: LINKPULSE_XSNAP is ${named}: there is no such file`,
  );
}

/** Each device in an XS of its own. @throws UsageError when there is no xsnap-worker */
export function xsEngine(): Engine {
  const path = xsWorkerPath();
  return remoteEngine(() => XsChannel.open(path));
}

class XsChannel implements Channel {
  private readonly _worker: XsWorker;

  private constructor(worker: XsWorker) {
    this._worker = worker;
  }

  static async open(path: string): Promise<XsChannel> {
    const worker = await XsWorker.start(path);
    await worker.evaluate(deviceProgram() + SERVE);
    return new XsChannel(worker);
  }

  async request(octets: Uint8Array, piece: (octets: Uint8Array) => Uint8Array | null): Promise<void> {
    this._worker.onQuery = piece;
    const { reply } = await this._worker.command(octets);
    piece(reply);
  }

  close(): Promise<void> {
    return this._worker.close();
  }
}
