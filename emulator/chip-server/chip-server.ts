import { FaultyMedium } from "../ethernet/faulty-medium";
import { Hub } from "../ethernet/hub";
import type { Medium } from "../ethernet/medium";
import type { Level } from "../serial/pin";
import { Simulation } from "../simulation/simulation";
import type { SpiDevice } from "../spi/spi-device";
import { MessageReader, messageOf } from "./message-reader";
import { PeerSocket } from "./peer-socket";
import { SocketStation } from "./socket-station";

/** A chip as it is served. */
export interface ServedChip {
  device: SpiDevice;
  speed: 10 | 100;
  duplex: "half" | "full";
  plug(medium: Medium): void;
}

/** Makes the chip; `interrupt` is to be told each change of its interrupt pin. */
export type ChipMaker = (simulation: Simulation, interrupt: (level: Level) => void) => ServedChip;

/** Endings of the names of the two sockets beside that of the SPI bus. */
export const INTERRUPT_SOCKET = ".int";
export const ETHERNET_SOCKET = ".eth";

/** ms between two looks at the clock. */
const PACE = 1;
/** The most octets that a peer may leave unfetched before frames for it are dropped. */
const LARGEST_BACKLOG = 1 << 20;

/**
 * An emulated chip in real time, its pins and its cable on Unix sockets:
 *
 * - `<path>`: SPI. Each transaction is a message (2 octets of length, big-endian, and the octets on MOSI); the answer is
 *   as many octets, those on MISO.
 * - `<path>.int`: the interrupt pin. An octet `0` or `1`: its level at first, and at each change.
 * - `<path>.eth`: the cable. There is a link while a peer is connected; frames, without FCS, are messages.
 */
export class ChipServer {
  readonly counters = { transactions: 0, octets: 0, empty: 0, cutShort: 0, framesCutShort: 0, framesDropped: 0 };
  readonly station: SocketStation;
  private readonly _simulation = new Simulation();
  private readonly _device: SpiDevice;
  private readonly _cable: FaultyMedium;
  private readonly _spi: PeerSocket;
  private readonly _interrupt: PeerSocket;
  private readonly _ethernet: PeerSocket;
  private readonly _transactions = new MessageReader();
  private readonly _frames = new MessageReader();
  private readonly _began = performance.now();
  private _level: Level = 1;
  private _pace: NodeJS.Timeout | undefined;

  constructor(path: string, makeChip: ChipMaker) {
    const simulation = this._simulation;
    const chip = makeChip(simulation, (level) => this._interruptChanged(level));
    const wire = new Hub(simulation, chip.speed);
    this._device = chip.device;
    this._cable = new FaultyMedium(simulation, wire);
    this._cable.set({ cut: true });
    chip.plug(this._cable);
    this.station = new SocketStation(simulation, wire, chip.speed, chip.duplex, (frame) => this._frameLeaves(frame));
    this._spi = new PeerSocket(path, {
      connected: () => {},
      received: (octets) => this._transactions.read(octets, (mosi) => this._transact(mosi)),
      disconnected: () => this._spiEnded(),
    });
    this._interrupt = new PeerSocket(path + INTERRUPT_SOCKET, {
      connected: () => this._tellLevel(),
      received: () => {},
      disconnected: () => {},
    });
    this._ethernet = new PeerSocket(path + ETHERNET_SOCKET, {
      connected: () => this._setLink(true),
      received: (octets) => this._frames.read(octets, (frame) => this._frameArrives(frame)),
      disconnected: () => this._setLink(false),
    });
  }

  /** Opens the sockets, all or none. @throws what the system says against one, which is named `path` in the error */
  async open(): Promise<void> {
    const sockets = [this._spi, this._interrupt, this._ethernet];
    for (const [i, socket] of sockets.entries()) {
      try {
        await socket.listen();
      } catch (error) {
        for (const opened of sockets.slice(0, i)) opened.close();
        throw Object.assign(error as Error, { path: socket.path });
      }
    }
    this._pace = setInterval(() => this._catchUp(), PACE);
  }

  close(): void {
    this._catchUp();
    clearInterval(this._pace);
    for (const socket of [this._spi, this._interrupt, this._ethernet]) socket.close();
  }

  /** Lets virtual time become what real time is. */
  private _catchUp(): void {
    const elapsed = (performance.now() - this._began) * 1e6;
    void this._simulation.runUntil(Math.floor(elapsed / 1e9), Math.floor(elapsed % 1e9));
  }

  private _transact(mosi: Uint8Array): void {
    const { counters, _device: device } = this;
    if (mosi.length === 0) {
      counters.empty++;
      return;
    }
    this._catchUp();
    counters.transactions++;
    counters.octets += mosi.length;
    device.select();
    const miso = mosi.map((octet) => device.exchange(octet));
    device.deselect();
    this._spi.send(miso);
  }

  private _spiEnded(): void {
    if (this._transactions.isInside) this.counters.cutShort++;
    this._transactions.reset();
  }

  private _interruptChanged(level: Level): void {
    this._level = level;
    this._tellLevel();
  }

  private _tellLevel(): void {
    this._interrupt.send(Buffer.from(`${this._level}`));
  }

  private _setLink(up: boolean): void {
    this._catchUp();
    if (this._frames.isInside) this.counters.framesCutShort++;
    this._frames.reset();
    this._cable.set({ cut: !up });
  }

  private _frameArrives(frame: Uint8Array): void {
    this._catchUp();
    this.station.send(frame);
  }

  private _frameLeaves(frame: Uint8Array): void {
    if (this._ethernet.backlog > LARGEST_BACKLOG) this.counters.framesDropped++;
    else this._ethernet.send(messageOf(frame));
  }
}
