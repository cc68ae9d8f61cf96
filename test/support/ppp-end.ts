import { randomInt } from "node:crypto";
import { PassThrough } from "node:stream";
import type { ExecutionContext } from "ava";
import type { Diagnostic } from "../../src/keepalive/machine";
import { PathProbe } from "../../src/keepalive/path-probe";
import type { PathProbeOptions } from "../../src/keepalive/path-probe";
import { PppState } from "../../src/keepalive/ppp-automaton";
import type { PppObserver } from "../../src/keepalive/ppp-control-sender";
import type { Ppp } from "../../src/keepalive/ppp";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { IP_HOST_TIMERS, IpHost } from "../../src/link/ip-host";
import { createPppInterface } from "../../src/link/ppp-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import { NodeAlarm, NodeClock } from "../../src/platform/node/runtime";
import { SERIAL_LINK_TIMERS, SerialLink } from "../../src/platform/serial-link";
import type { PlatformPort, PppLink } from "../../src/platform/serial-link";
import { WakeSource } from "../../src/ports";
import type { SerialPortListener } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { RunLoop } from "../../src/scheduler/run-loop";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ControlCode, MAGIC_FIELD, PppProtocol } from "../../src/wire/ppp";
import { eventually } from "./processes";
import type { WireEnd } from "./wire";

/** A control packet, sent or received. */
export interface ControlPacket {
  /** As the core counts time, ms. */
  at: number;
  sent: boolean;
  protocol: PppProtocol;
  bytes: Buffer;
}

/** The line protocol went up or down. */
export interface Change {
  /** As the core counts time, ms. */
  at: number;
  up: boolean;
  diagnostic: Diagnostic;
}

/**
 * PPP and an IPv4 host in real time at an end of a wire, which stands for a serial port: serialport itself does not run
 * in a test's worker. It keeps what was said and what happened.
 */
export class PppEnd implements WireEnd, PlatformPort, PppObserver, InterfaceListener {
  readonly line = new PassThrough();
  readonly sent = new PassThrough();
  readonly wakeSource = WakeSource.AlwaysAwake;
  readonly link: PppLink;
  readonly ppp: Ppp;
  readonly host: IpHost;
  readonly packets: ControlPacket[] = [];
  readonly changes: Change[] = [];
  private readonly _loop: RunLoop;

  constructor(t: ExecutionContext, options: Partial<PppOptions>, path: Partial<PathProbeOptions>) {
    const random = new XorShift32(randomInt(2 ** 32) | 0);
    const scheduler = new Scheduler(SERIAL_LINK_TIMERS + IP_HOST_TIMERS);
    this._loop = new RunLoop(scheduler, new NodeClock(), new NodeAlarm());
    this.host = new IpHost({ scheduler, probe: new PathProbe({ random, ...path }), next: this });
    const serial = createPppInterface({
      name: "Serial0/0",
      port: this,
      scheduler,
      listener: this.host,
      ppp: { random, ...options },
    });
    this.ppp = serial.protocol;
    this.ppp.observer = this;
    this.host.attach(serial);
    this.link = new SerialLink(serial, this, this._loop);
    t.teardown(() => this.link.close());
  }

  /** Whether LCP and IPCP are open. */
  get open(): boolean {
    const { lcp, ipcp } = this.ppp;
    return lcp.control.state === PppState.Opened && ipcp.control.state === PppState.Opened;
  }

  /** Where LCP and IPCP are, and what they said last, for an error. */
  get states(): string {
    const { lcp, ipcp } = this.ppp;
    const last = this.packets.slice(-20).map(({ at, sent, protocol, bytes }) => {
      return `\n${at} ${sent ? "sent" : "received"} ${protocol.toString(16)} ${bytes.toString("hex")}`;
    });
    return `LCP is in state ${lcp.control.state}, IPCP in state ${ipcp.control.state}${last.join("")}`;
  }

  /** Waits until LCP and IPCP are open; the error says where they are instead. */
  async opened(ms = 30_000): Promise<void> {
    if (await eventually(() => this.open, ms)) return;
    throw new Error(`not open in ${ms} ms; ${this.states}`);
  }

  /** Waits for the change of the line protocol after the first `seen`. */
  async changed(seen: number, ms = 30_000): Promise<Change> {
    if (await eventually(() => this.changes.length > seen, ms)) return this.changes[seen]!;
    throw new Error(`no change in ${ms} ms: the line protocol is ${this.link.lineProtocolUp ? "up" : "down"}`);
  }

  /** LCP's packets of a code, sent or received, from index `from` of all packets on. */
  lcp(sent: boolean, code: ControlCode, from = 0): ControlPacket[] {
    return this.packets
      .slice(from)
      .filter((packet) => packet.sent === sent && packet.protocol === PppProtocol.LCP && packet.bytes[0] === code);
  }

  /**
   * How it was that we last ended the link: when, how many Echo-Requests had been sent since the last reply, and how old
   * the last of them was, ms.
   */
  farewell(): { at: number; requests: number; age: number } {
    const farewell = this.lcp(true, ControlCode.TerminateRequest).pop()!;
    const until = this.packets.indexOf(farewell);
    const reply = this.lcp(false, ControlCode.EchoReply).filter((packet) => this.packets.indexOf(packet) < until);
    const since = this.packets.indexOf(reply.pop()!);
    const requests = this.lcp(true, ControlCode.EchoRequest, since).filter(({ at }) => at < farewell.at);
    return { at: farewell.at, requests: requests.length, age: farewell.at - requests.pop()!.at };
  }

  // --- PlatformPort

  write(bytes: Uint8Array, start: number, end: number): number {
    this.sent.write(Buffer.from(bytes.subarray(start, end)));
    return end - start;
  }

  setModemLines(): void {}

  attach(listener: SerialPortListener): void {
    this.line.on("data", (octets: Buffer) => {
      listener.receive(octets, 0, octets.length, this._loop.now());
      this._loop.update();
    });
  }

  close(): void {
    this.line.removeAllListeners("data");
  }

  // --- PppObserver

  controlPacket(
    sent: boolean,
    protocol: PppProtocol,
    _state: PppState,
    bytes: Uint8Array,
    start: number,
    end: number,
    at: number,
  ): void {
    this.packets.push({ at, sent, protocol, bytes: Buffer.from(bytes.subarray(start, end)) });
  }

  // --- InterfaceListener

  lineProtocolChanged(at: number): void {
    this.changes.push({ at, up: this.link.lineProtocolUp, diagnostic: this.ppp.diagnostic });
  }

  linkChanged(): void {}

  interfaceReset(): void {}

  keepaliveInterval(): void {}

  packetReceived(): void {}

  sendReady(): void {}
}

/** Identifier and magic number of an echo packet, as pppd logs them. */
export function logged({ bytes }: ControlPacket): string {
  return `id=0x${bytes[1]!.toString(16)} magic=0x${bytes.readUInt32BE(MAGIC_FIELD).toString(16)}`;
}
