import vm from "node:vm";
import { Piece } from "../../emulator/device/bridge-wire";
import { deviceProgram } from "../../emulator/engine/device-program";
import { remoteEngine } from "../../emulator/engine/remote-device";
import type { Channel } from "../../emulator/engine/remote-device";

/** The device program in a context that has the language and nothing else, behind the bridge. */
export const bareEngine = remoteEngine(async () => new BareChannel());

const PROGRAM = new vm.Script(deviceProgram());

/** Counts what crosses it. */
export class BareChannel implements Channel {
  requests = 0;
  pieces = 0;
  private readonly _bridge: { piece: Uint8Array; serve(request: Uint8Array): void };
  private _piece: (octets: Uint8Array) => Uint8Array | null = () => null;

  constructor() {
    const sink = {
      pieceFull: () => this._handOn(),
      ask: (piece: Uint8Array) => this._piece(Uint8Array.from(piece)),
    };
    const context = vm.createContext({ sink });
    PROGRAM.runInContext(context);
    this._bridge = vm.runInContext("new linkpulse.Bridge(sink)", context);
  }

  async request(octets: Uint8Array, piece: (octets: Uint8Array) => Uint8Array | null): Promise<void> {
    this.requests++;
    this._piece = piece;
    this._bridge.serve(octets);
    this._handOn();
  }

  async close(): Promise<void> {}

  private _handOn(): void {
    this.pieces++;
    const piece = this._bridge.piece;
    if (piece.length !== Piece.Length) throw new Error(`a piece of ${piece.length} octets`);
    this._piece(Uint8Array.from(piece));
  }
}
