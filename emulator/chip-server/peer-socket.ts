import { createServer } from "node:net";
import type { Server, Socket } from "node:net";

/** Told what the peer at a {@link PeerSocket} does. */
export interface PeerListener {
  connected(): void;
  received(octets: Uint8Array): void;
  disconnected(): void;
}

/** A Unix socket at which one peer is served at a time; others wait until it has gone. */
export class PeerSocket {
  readonly path: string;
  private readonly _listener: PeerListener;
  private readonly _server: Server;
  /** The peer that is served, and those that wait. */
  private readonly _peers: Socket[] = [];

  constructor(path: string, listener: PeerListener) {
    this.path = path;
    this._listener = listener;
    this._server = createServer({ pauseOnConnect: true }, (peer) => this._accept(peer));
  }

  /** @throws what the system says against the path */
  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this._server.once("error", reject);
      this._server.listen(this.path, () => {
        this._server.off("error", reject);
        resolve();
      });
    });
  }

  /** Octets that the peer has been sent and has not fetched; none if there is no peer. */
  get backlog(): number {
    return this._peers[0]?.writableLength ?? 0;
  }

  /** Sends to the peer, if there is one. A peer that does not fetch what it gets is not read from meanwhile. */
  send(octets: Uint8Array): void {
    const peer = this._peers[0];
    if (peer === undefined || peer.destroyed) return;
    if (!peer.write(octets)) peer.pause();
  }

  /** Takes the socket away; peers are disconnected. */
  close(): void {
    this._server.close();
    for (const peer of this._peers) peer.destroy();
  }

  private _accept(peer: Socket): void {
    this._peers.push(peer);
    // A peer that vanishes is told by "close".
    peer.on("error", () => {});
    peer.once("close", () => this._leave(peer));
    if (this._peers[0] === peer) this._serve(peer);
  }

  private _serve(peer: Socket): void {
    peer.on("data", (octets) => this._listener.received(octets as Buffer));
    peer.on("drain", () => peer.resume());
    this._listener.connected();
    peer.resume();
  }

  private _leave(peer: Socket): void {
    const served = this._peers[0] === peer;
    this._peers.splice(this._peers.indexOf(peer), 1);
    if (!served) return;
    this._listener.disconnected();
    if (this._peers.length > 0 && this._server.listening) this._serve(this._peers[0]!);
  }
}
