import { NatKeepalive } from "../../src/keepalive/nat-keepalive";
import { NAT_TRAVERSAL_TIMERS, NatTraversal } from "../../src/link/nat-traversal";
import type { NatTraversalListener } from "../../src/link/nat-traversal";
import type { Scheduler, Task } from "../../src/scheduler/scheduler";
import { IkePort } from "../../src/wire/nat-t";
import { readInt32, writeInt32 } from "../../src/wire/octets";
import { Command, CounterSet, RouterEvent } from "./contract";
import type { NatTConfig, RouterOutputs } from "./contract";
import { EmulatedDatagramPort } from "./emulated-datagram-port";
import {
  isTunnelMessage,
  messageAddress,
  messageId,
  messagePort,
  messageSpi,
  TUNNEL_MESSAGE,
  writeTunnelMessage,
} from "./tunnel-message";

/** How many timers it registers. */
export const NAT_T_END_TIMERS = NAT_TRAVERSAL_TIMERS + 1;

/** When an IKE message that was not answered is sent again, ms: at first, and at most, doubling in between. */
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 32000;

/** An ESP packet: SPI, sequence number, and octets that say nothing. */
const ESP_SIZE = 60;
const ESP_SEQUENCE = 4;
const ESP_FILLING = 0xe5;

/**
 * The device's end of an emulated tunnel. It begins with an IKE message, whose answer says whether there is a NAT on the
 * way, and sends another when the NAT keepalive wants its peer probed; each again and again until it is answered.
 */
export class NatTEnd implements NatTraversalListener, Task {
  readonly port: EmulatedDatagramPort;
  readonly traversal: NatTraversal;
  private readonly _config: NatTConfig;
  private readonly _outputs: RouterOutputs;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _message: Uint8Array;
  private readonly _packet: Uint8Array;
  private _messageId = 0;
  private _sequence = 0;
  /** Until the next try; 0 while nothing waits for an answer. */
  private _retry = 0;
  private _wasAnswered = false;

  constructor(config: NatTConfig, number: number, outputs: RouterOutputs, scheduler: Scheduler) {
    this._config = config;
    this._outputs = outputs;
    this._scheduler = scheduler;
    this.port = new EmulatedDatagramPort(outputs, number);
    const isOff = config.interval === 0;
    this.traversal = new NatTraversal({
      port: this.port,
      scheduler: scheduler,
      keepalive: new NatKeepalive({
        interval: isOff ? undefined : config.interval,
        margin: config.margin,
        slack: config.slack,
        natTimeout: config.natTimeout,
        forced: config.forced,
      }),
      peerAddress: config.peerAddress,
      listener: this,
    });
    if (isOff) this.traversal.keepalive.setInterval(0, 0);
    this._timer = scheduler.register(this, 0, 0);
    this._message = new Uint8Array(TUNNEL_MESSAGE);
    this._packet = new Uint8Array(ESP_SIZE);
    this._packet.fill(ESP_FILLING);
  }

  start(now: number): void {
    this._ask(now);
    this.traversal.start(now);
  }

  command(command: Command, now: number): void {
    if (command === Command.SendEsp) this._sendEsp(now);
    else if (command === Command.SendIke) this._ask(now);
    else this._report();
  }

  wake(_kind: number, now: number): void {
    this._send(now);
  }

  ikeReceived(bytes: Uint8Array, start: number, end: number, _address: number, _port: number, now: number): void {
    if (!isTunnelMessage(bytes, start, end, true)) return;
    if (messageSpi(bytes, start) !== this._config.spi || messageId(bytes, start) !== this._messageId) return;
    if (this._retry === 0) return;
    this._retry = 0;
    this._scheduler.cancel(this._timer);
    const isTranslated =
      messageAddress(bytes, start) !== this._config.address || messagePort(bytes, start) !== IkePort.NatTraversal;
    this.traversal.keepalive.setBehindNat(isTranslated, now);
    this.traversal.settingsChanged();
    this._outputs.event(this.port.number, RouterEvent.PeerAnswered, isTranslated ? 1 : 0, this._wasAnswered ? 0 : 1);
    this._wasAnswered = true;
  }

  espReceived(bytes: Uint8Array, start: number): void {
    this._outputs.event(this.port.number, RouterEvent.EspReceived, readInt32(bytes, start + ESP_SEQUENCE), 0);
  }

  datagramSent(): void {
    // The message is sent again until it is answered.
  }

  keepaliveSent(): void {}

  probeWanted(gap: number, now: number): boolean {
    this._outputs.event(this.port.number, RouterEvent.ProbeWanted, gap, 0);
    return this._ask(now);
  }

  /** Begins an exchange with the peer. @returns whether its first message was taken */
  private _ask(now: number): boolean {
    this._messageId++;
    this._retry = FIRST_RETRY;
    return this._send(now);
  }

  private _send(now: number): boolean {
    const config = this._config;
    writeTunnelMessage(this._message, false, config.spi, this._messageId, config.address, IkePort.NatTraversal);
    this._scheduler.arm(this._timer, now + this._retry);
    if (this._retry < LONGEST_RETRY) this._retry *= 2;
    return this._give(this._message, now);
  }

  private _sendEsp(now: number): void {
    this._sequence++;
    writeInt32(this._packet, 0, this._config.spi);
    writeInt32(this._packet, ESP_SEQUENCE, this._sequence);
    this._give(this._packet, now);
  }

  private _give(bytes: Uint8Array, now: number): boolean {
    const traversal = this.traversal;
    return traversal.send(bytes, 0, bytes.length, traversal.peerAddress, traversal.peerPort, now);
  }

  private _report(): void {
    const outputs = this._outputs;
    const number = this.port.number;
    outputs.counters(number, CounterSet.Scheduler, this._scheduler.counters);
    outputs.counters(number, CounterSet.NatKeepalive, this.traversal.keepalive.counters);
    outputs.counters(number, CounterSet.NatTraversal, this.traversal.counters);
  }
}
