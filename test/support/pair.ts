import { HdlcKeepalive } from "../../src/keepalive/hdlc";
import type { HdlcKeepaliveOptions } from "../../src/keepalive/hdlc";
import type { LinkProtocol } from "../../src/keepalive/machine";
import type { Ppp } from "../../src/keepalive/ppp";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { createHdlcInterface, hdlcEncapsulation } from "../../src/link/hdlc-interface";
import type { HdlcInterfaceOptions } from "../../src/link/hdlc-interface";
import { createPppInterface, pppEncapsulation } from "../../src/link/ppp-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import { SERIAL_INTERFACE_TIMERS, SerialInterface } from "../../src/link/serial-interface";
import type { SerialInterfaceOptions } from "../../src/link/serial-interface";
import { ModemLine, WakeSource } from "../../src/ports";
import type { SerialPort } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { debugText } from "./hdlc-timeline";

/** What happens to the octets that one end sends. */
export interface Faults {
  /** ms on the way. */
  latency: number;
  cut: boolean;
  /** They come back to the sender instead of reaching the other end. */
  loop: boolean;
  /** Probability that an octet is lost, 0 to 1. */
  loss: number;
  /** Probability that one bit of an octet is flipped, 0 to 1. */
  flip: number;
  /** Probability that what is written at once, a frame as a rule, is lost, or arrives twice, 0 to 1. */
  drop: number;
  double: number;
  /** How much longer than `latency` it may be on the way, ms: it may overtake what was written before. */
  jitter: number;
}

interface Delivery {
  at: number;
  deliver: () => void;
}

/** A port that carries octets to the other end of a {@link Pair}; its own buffer may be small. */
export class FakePort implements SerialPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  readonly faults: Faults;
  /** How many octets the port holds; it sends one a millisecond then. By default it holds any number, for no time. */
  room = Infinity;
  /** Every change of the modem lines that we drive: `[time, lines]`. */
  readonly modemLines: [number, number][] = [];
  /** Every octet that was written. */
  readonly written: number[] = [];
  /** Whether to keep {@link written}. */
  recording = false;
  private readonly _pair: Pair<LinkProtocol>;
  private readonly _random: XorShift32;
  private _held = 0;
  private _refused = false;

  constructor(pair: Pair<LinkProtocol>, latency: number, seed: number) {
    this._pair = pair;
    this._random = new XorShift32(seed);
    this.faults = { latency, cut: false, loop: false, loss: 0, flip: 0, drop: 0, double: 0, jitter: 0 };
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    const taken = Math.min(end - start, this.room - this._held);
    if (taken < end - start) this._refused = true;
    if (this.recording) this.written.push(...bytes.subarray(start, start + taken));
    if (this.room === Infinity) {
      this._carry(bytes.slice(start, end));
      return taken;
    }
    for (let i = start; i < start + taken; i++) {
      const octet = bytes.slice(i, i + 1);
      this._pair.after(++this._held, () => {
        this._held--;
        this._carry(octet);
        if (this._refused) {
          this._refused = false;
          this.end.itf.writable(this.end.clock);
        }
      });
    }
    return taken;
  }

  setModemLines(lines: number): void {
    this.modemLines.push([this._pair.now, lines]);
    if (!this._pair.crossed) return;
    this._pair.after(0, () => {
      this.peer.itf.modemLinesChanged(lines & ModemLine.DTR ? ModemLine.DCD | ModemLine.DSR : 0, this.peer.clock);
    });
  }

  get end(): End<LinkProtocol> {
    return this._pair.a.port === this ? this._pair.a : this._pair.b;
  }

  get peer(): End<LinkProtocol> {
    return this._pair.a.port === this ? this._pair.b : this._pair.a;
  }

  private _carry(bytes: Uint8Array): void {
    const { cut, loop, latency, drop, double, jitter } = this.faults;
    if (cut || this._chance(drop)) return;
    const arriving = this._damaged(bytes);
    const receiver = loop ? this.end : this.peer;
    for (let copies = this._chance(double) ? 2 : 1; copies > 0; copies--) {
      const way = jitter === 0 ? latency : latency + ((this._random.next() >>> 0) % (jitter + 1));
      this._pair.after(way, () => receiver.itf.receive(arriving, 0, arriving.length, receiver.clock));
    }
  }

  private _damaged(bytes: Uint8Array): Uint8Array {
    const { loss, flip } = this.faults;
    if (loss === 0 && flip === 0) return bytes;
    const left: number[] = [];
    for (const octet of bytes) {
      if (this._chance(loss)) continue;
      left.push(this._chance(flip) ? octet ^ (1 << (this._random.next() & 7)) : octet);
    }
    return Uint8Array.from(left);
  }

  private _chance(probability: number): boolean {
    return probability > 0 && (this._random.next() >>> 0) / 2 ** 32 < probability;
  }
}

export type EndOptions = Omit<Partial<SerialInterfaceOptions>, "port"> & {
  /** HDLC's options, and how its frames stand on the line. */
  keepalive?: Partial<HdlcKeepaliveOptions>;
  framing?: HdlcInterfaceOptions["framing"];
  /** PPP's: with them the end speaks PPP, without them HDLC; with both it begins with HDLC, and can change to PPP. */
  ppp?: Partial<PppOptions>;
  /** What this device's clock shows when the pair's shows 0: an int32. */
  clock?: number;
  /** Makes the one that stands between the interface and this end. */
  between?: (end: End<LinkProtocol>) => InterfaceListener;
};

/** One end: an interface with all around it, and what it told. */
export class End<P extends LinkProtocol = HdlcKeepalive> implements InterfaceListener {
  readonly port: FakePort;
  itf!: SerialInterface & { protocol: P };
  scheduler!: Scheduler;
  /** `10000 line protocol up`, `23000 reset 2`: everything told but debug lines and packets. */
  readonly log: string[] = [];
  /** HDLC's debug lines. */
  readonly lines: string[] = [];
  /** Packets that arrived: protocol and octets. */
  readonly packets: [number, Uint8Array][] = [];
  /** Called from inside each call to the listener. */
  onCall: (what: string) => void = () => {};
  private readonly _pair: Pair<LinkProtocol>;
  private readonly _options: EndOptions;
  private readonly _seed: number;

  constructor(pair: Pair<LinkProtocol>, port: FakePort, options: EndOptions, seed: number) {
    this._pair = pair;
    this.port = port;
    this._options = options;
    this._seed = seed;
  }

  get machine(): P {
    return this.itf.protocol;
  }

  /** What this device's own clock shows: it wraps, and need not agree with the other's. */
  get clock(): number {
    return (this._pair.now + (this._options.clock ?? 0)) | 0;
  }

  /** Makes the interface anew, as a device does that was switched on, and starts it. */
  boot(): void {
    this.build();
    this.itf.start(this.clock);
  }

  build(): void {
    const options = this._options;
    this.scheduler = options.scheduler ?? new Scheduler(SERIAL_INTERFACE_TIMERS);
    const serial = {
      name: "Serial0/0",
      mtu: 64,
      ...options,
      port: this.port,
      scheduler: this.scheduler,
      listener: options.between === undefined ? this : options.between(this),
    };
    // Far apart, so that ends that boot some ms after each other do not draw the same.
    const random = new XorShift32((Math.imul(this._seed, 0x9e3779b1) ^ this._pair.now) | 1);
    const { keepalive, ppp } = options;
    const hdlcOptions = { ...serial, keepalive: { random, ...keepalive } };
    const pppOptions = { ...serial, ppp: { random, ...ppp } };
    let itf: SerialInterface;
    if (ppp === undefined) itf = createHdlcInterface(hdlcOptions);
    else if (keepalive === undefined) itf = createPppInterface(pppOptions);
    else itf = new SerialInterface(serial, [hdlcEncapsulation(hdlcOptions), pppEncapsulation(pppOptions)]);
    this.itf = itf as SerialInterface & { protocol: P };
  }

  lineProtocolChanged(): void {
    this._tell(`line protocol ${this.itf.lineProtocolUp ? "up" : "down"}`);
  }

  linkChanged(): void {
    this._tell(`link ${this.itf.linkUp ? "up" : "down"}`);
  }

  interfaceReset(missed: number): void {
    this._tell(`reset ${missed}`);
  }

  keepaliveInterval(): void {
    if (this.machine instanceof HdlcKeepalive) this.lines.push(debugText(this.machine));
    this.onCall("interval");
  }

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number): void {
    this.packets.push([protocol, bytes.slice(start, end)]);
    this.onCall("packet");
  }

  sendReady(): void {
    this._tell("send ready");
  }

  private _tell(what: string): void {
    this.log.push(`${this._pair.now} ${what}`);
    this.onCall(what);
  }
}

export interface PairOptions {
  a?: EndOptions;
  b?: EndOptions;
  /** ms each way. Default 5. */
  latency?: number;
  /** Whether the DTR of one end is the DCD of the other. Default false: no such wire. */
  crossed?: boolean;
  seed?: number;
}

/**
 * Two interfaces on a line. Time jumps from one thing that happens to the next, so a day of keepalives takes
 * milliseconds. At each time octets and modem lines come first, then `a` is woken, then `b`.
 */
export class Pair<P extends LinkProtocol = HdlcKeepalive> {
  now = 0;
  readonly crossed: boolean;
  readonly a: End<P>;
  readonly b: End<P>;
  /** By time, ties in the order they were made. */
  private readonly _deliveries: Delivery[] = [];

  constructor(options: PairOptions = {}) {
    const latency = options.latency ?? 5;
    const seed = options.seed ?? 1;
    this.crossed = options.crossed === true;
    this.a = new End(this, new FakePort(this, latency, seed), options.a ?? {}, 2 * seed + 1);
    this.b = new End(this, new FakePort(this, latency, seed + 1), options.b ?? {}, 2 * seed + 2);
    this.a.build();
    this.b.build();
  }

  /** Starts both ends at once. */
  start(): this {
    this.a.itf.start(this.a.clock);
    this.b.itf.start(this.b.clock);
    return this;
  }

  /** Does something `delay` ms from now. */
  after(delay: number, deliver: () => void): void {
    const at = this.now + delay;
    let place = this._deliveries.length;
    while (place > 0 && this._deliveries[place - 1]!.at > at) place--;
    this._deliveries.splice(place, 0, { at, deliver });
  }

  /** Lets everything happen up to and including `time`. */
  until(time: number): this {
    for (;;) {
      const next = Math.min(this._deliveries[0]?.at ?? Infinity, this._wakeUp(this.a), this._wakeUp(this.b));
      if (next > time) break;
      this.now = Math.max(this.now, next);
      while (this._deliveries.length > 0 && this._deliveries[0]!.at <= this.now) this._deliveries.shift()!.deliver();
      this.a.scheduler.run(this.a.clock);
      if (this.b.scheduler !== this.a.scheduler) this.b.scheduler.run(this.b.clock);
    }
    this.now = time;
    return this;
  }

  for(ms: number): this {
    return this.until(this.now + ms);
  }

  private _wakeUp(end: End<P>): number {
    const delay = end.scheduler.delay(end.clock);
    return delay < 0 ? Infinity : this.now + delay;
  }
}

/** A pair whose ends speak PPP, with an MTU of 1500. */
export function pppPair(options: PairOptions = {}): Pair<Ppp> {
  const { a = {}, b = {} } = options;
  return new Pair<Ppp>({ ...options, a: { mtu: 1500, ppp: {}, ...a }, b: { mtu: 1500, ppp: {}, ...b } });
}
