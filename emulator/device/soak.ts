import { PppCounter } from "../../src/keepalive/ppp-counters";
import { ControlCounter } from "../../src/keepalive/ppp-control-counters";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { InterfaceCounter } from "../../src/link/counters";
import { ModemLine } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Command } from "./contract";
import { Router } from "./router";
import type { RouterInterface } from "./router-interface";
import { soakCommands } from "./soak-commands";
import { SOAK_PORTS, SOAK_TICK, soakRouter } from "./soak-config";
import { SoakEnd, SoakResult } from "./soak-end";
import { soakFrames } from "./soak-frames";
import { SoakWire } from "./soak-wire";

const ROUTERS = 2;
const PORTS = SOAK_PORTS;
const TICK = SOAK_TICK;
/** Steps after which the timeline begins again. */
const ROUND = 128;
/** Shortly before the wrap to negative numbers, and before the wrap to 0. */
const NEAR_SIGN = 0x7ffffffe;
const NEAR_ZERO = -2;

const enum State {
  Now,
  NextTick,
  /** Events of the counters that were cleared. */
  Cleared,
  /** When each router wants to run; meaningful while it is armed. */
  Deadlines,
  Size = Deadlines + 2,
}

/** The port whose negotiated framing is that of {@link soakFrames}. */
const PLAIN_PPP = 3;

/**
 * A long and eventful life of two routers in virtual time, joined by wires in memory, for an engine to run on its own:
 * everything that the device core does happens in every round of the timeline, and nothing in it allocates. The same on
 * every engine, which its checksum tells.
 *
 * See {@link soakRouter} for what each wire carries. Somebody types at both consoles.
 */
export class Soak {
  /** Indexed by {@link SoakResult}. */
  readonly results: Int32Array;
  private readonly _state: Int32Array;
  private readonly _armed: Uint8Array;
  private readonly _routers: Router[];
  private readonly _ends: SoakEnd[];
  /** The directions of both wires: `PORTS * router + port` is what that router sends into. */
  private readonly _wires: SoakWire[];
  private readonly _packet: Uint8Array;
  /** What a strange peer says to PPP, framed. */
  private readonly _frames: Uint8Array[];
  /** What is typed in a round, line by line. */
  private readonly _commands: Uint8Array[];
  private _tick = 0;

  constructor() {
    const random = new XorShift32(1);
    this.results = new Int32Array(SoakResult.Size);
    this._state = new Int32Array(State.Size);
    this._armed = new Uint8Array(ROUTERS);
    this._packet = new Uint8Array(130);
    this._frames = soakFrames();
    this._commands = soakCommands();
    this._routers = [];
    this._ends = [];
    this._wires = [];
    for (let i = 0; i < ROUTERS * PORTS; i++) this._wires.push(new SoakWire(random));
    for (let i = 0; i < this._packet.length; i++) this._packet[i] = i;
    for (let router = 0; router < ROUTERS; router++) {
      const end = new SoakEnd(this.results, this._wires.slice(PORTS * router, PORTS * (router + 1)));
      this._ends.push(end);
      this._routers.push(new Router(soakRouter(router), end, 0));
    }
    for (let router = 0; router < ROUTERS; router++) this._settle(router, this._routers[router]!.start(0));
    this._state[State.NextTick] = TICK;
  }

  /** Goes on until at least so many events have happened since the start; an event is a frame sent or received. */
  run(events: number): void {
    while (this.results[SoakResult.Events]! < events) this._step();
  }

  /** Goes on until the timeline has run through so many times since the start. */
  runRounds(rounds: number): void {
    while (this.results[SoakResult.Rounds]! < rounds) this._step();
  }

  private _step(): void {
    const state = this._state;
    let wait = (state[State.NextTick]! - state[State.Now]!) | 0;
    for (let router = 0; router < ROUTERS; router++) {
      const until = (state[State.Deadlines + router]! - state[State.Now]!) | 0;
      if (this._armed[router] === 1 && until < wait) wait = until;
    }
    for (let i = 0; i < this._wires.length; i++) if (this._wires[i]!.length > 0 && wait > 1) wait = 1;
    if (wait > 0) state[State.Now] = (state[State.Now]! + wait) | 0;
    const now = state[State.Now]!;
    for (let router = 0; router < ROUTERS; router++) {
      for (let port = 0; port < PORTS; port++) this._carry(router, port, now);
    }
    for (let router = 0; router < ROUTERS; router++) {
      const due = this._armed[router] === 1 && ((now - state[State.Deadlines + router]!) | 0) >= 0;
      if (due) this._settle(router, this._routers[router]!.run(now));
    }
    if (((now - state[State.NextTick]!) | 0) >= 0) {
      state[State.NextTick] = (state[State.NextTick]! + TICK) | 0;
      this._act(this._tick, now);
      this._count();
      this._tick++;
      if (this._tick === ROUND) {
        this._tick = 0;
        this.results[SoakResult.Rounds]!++;
      }
    }
  }

  /** Remembers when a router wants to run. */
  private _settle(router: number, delay: number): void {
    const now = this._state[State.Now]!;
    this._armed[router] = delay < 0 ? 0 : 1;
    this._state[State.Deadlines + router] = (now + delay) | 0;
    this._ends[router]!.addNumber(delay);
  }

  /** Takes what a port has sent to whoever hears it. */
  private _carry(router: number, port: number, now: number): void {
    const wire = this._wires[PORTS * router + port]!;
    if (wire.length === 0) return;
    const length = wire.take();
    this._settle(router, this._routers[router]!.octetsSent(port, length, now));
    const hearer = wire.loopback ? router : 1 - router;
    if (!wire.cut) this._settle(hearer, this._routers[hearer]!.receive(port, wire.taken, 0, length, now));
  }

  private _count(): void {
    let events = this._state[State.Cleared]!;
    for (let router = 0; router < ROUTERS; router++) {
      for (let port = 0; port < PORTS; port++) {
        const counters = this._routers[router]!.interfaceAt(port).serial.counters;
        events += counters[InterfaceCounter.PacketsIn]! + counters[InterfaceCounter.PacketsOut]!;
      }
    }
    this.results[SoakResult.Events] = events;
    let echoes = 0;
    let rejects = 0;
    for (let router = 0; router < ROUTERS; router++) {
      for (let port = 0; port < PORTS; port++) {
        const ppp = this._routers[router]!.interfaceAt(port).ppp!;
        echoes += ppp.echo.counters[EchoCounter.RepliesReceived]!;
        rejects += ppp.counters[PppCounter.UnknownProtocols]!;
        rejects += ppp.lcp.control.counters[ControlCounter.UnknownCodes]!;
      }
    }
    this.results[SoakResult.EchoesAnswered] = echoes;
    this.results[SoakResult.Rejects] = rejects;
  }

  /** One step of the timeline, for both ports of both routers. */
  private _act(tick: number, now: number): void {
    for (let router = 0; router < ROUTERS; router++) {
      for (let port = 0; port < PORTS; port++) {
        this._actOnWire(tick, this._wires[PORTS * router + port]!);
        this._actOnNumbers(tick, this._routers[router]!.interfaceAt(port));
        this._settle(router, this._actOnRouter(tick, router, port, now));
      }
    }
    if (tick < this._commands.length) {
      const line = this._commands[tick]!;
      this.results[SoakResult.OctetsTyped]! += line.length;
      for (let router = 0; router < ROUTERS; router++) {
        this._settle(router, this._routers[router]!.typed(line, 0, line.length, now));
      }
    }
    // Both devices stall for longer than three intervals.
    if (tick === 120) this._state[State.Now] = (now + 7 * TICK) | 0;
  }

  private _actOnWire(tick: number, wire: SoakWire): void {
    if (tick === 44 || tick === 46 || tick === 50) {
      wire.damaged = true;
      this.results[SoakResult.BadFrames]!++;
    } else if (tick === 68) wire.cut = true;
    else if (tick === 80) wire.cut = false;
    else if (tick === 90) wire.loopback = true;
    else if (tick === 100) wire.loopback = false;
  }

  private _actOnNumbers(tick: number, link: RouterInterface): void {
    const protocol = link.hdlc!;
    if (link.serial.protocol !== protocol) return;
    if (tick === 16) protocol.restore(NEAR_SIGN, NEAR_SIGN);
    else if (tick === 30) protocol.restore(NEAR_ZERO, NEAR_ZERO);
    else if (tick === 28 && protocol.mySeq < 0 && protocol.yourSeen < 0) this.results[SoakResult.SequenceWraps]! += 2;
    else if (tick === 42 && protocol.mySeq > 0 && protocol.yourSeen > 0) this.results[SoakResult.SequenceWraps]! += 2;
    else if (tick === 127 && protocol.address !== 0) this.results[SoakResult.AddressesLearned]!++;
  }

  private _actOnRouter(tick: number, number: number, port: number, now: number): number {
    const router = this._routers[number]!;
    if (tick === 0) return router.command(port, Command.DebugOn, now);
    if (tick === 4) return router.command(port, Command.DebugOff, now);
    if (tick === 10) return router.command(port, Command.ShowInterface, now);
    if (tick === 12 || tick === 126) return router.command(port, Command.Report, now);
    if (tick === 52 || tick === 54) return this._noise(router, number, port, now);
    if (tick === 56) return router.send(port, 0x0800, this._packet, 0, 64, now);
    // The transmitter of 16 octets still holds the packet before; the others are longer than the MTU.
    if (tick === 57) return this._sendTwice(router, port, now);
    if (tick === 58) return router.send(port, 0x0800, this._packet, 0, 130, now);
    if (tick === 59) return router.send(port, 0x1234, this._packet, 1, 20, now);
    if (number === 0 && tick === 60) return router.command(port, Command.Shut, now);
    if (number === 0 && tick === 64) return router.command(port, Command.NoShut, now);
    if (tick === 104) return router.modemLinesChanged(port, 0, now);
    if (tick === 106) return router.modemLinesChanged(port, ModemLine.DCD, now);
    if (port === PLAIN_PPP && tick >= 32 && tick < 32 + this._frames.length) {
      const frame = this._frames[tick - 32]!;
      return router.receive(port, frame, 0, frame.length, now);
    }
    if (tick === 108) return router.framingErrors(port, 3, now);
    if (tick === 110) return router.lostWhileWaking(port, 2, now);
    if (tick === 112) return this._clearCounters(router, port, now);
    if (number === 1 && tick === 114) return router.command(port, Command.Shut, now);
    if (number === 1 && tick === 115) return router.command(port, Command.NoShut, now);
    return router.run(now);
  }

  private _noise(router: Router, number: number, port: number, now: number): number {
    const wire = this._wires[PORTS * (1 - number) + port]!;
    this.results[SoakResult.BadFrames]!++;
    return router.receive(port, wire.taken, 0, wire.noise(), now);
  }

  private _sendTwice(router: Router, port: number, now: number): number {
    router.send(port, 0x86dd, this._packet, 0, 100, now);
    return router.send(port, 0x86dd, this._packet, 0, 100, now);
  }

  private _clearCounters(router: Router, port: number, now: number): number {
    const counters = router.interfaceAt(port).serial.counters;
    this._state[State.Cleared]! += counters[InterfaceCounter.PacketsIn]! + counters[InterfaceCounter.PacketsOut]!;
    return router.command(port, Command.ClearCounters, now);
  }
}
