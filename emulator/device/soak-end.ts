import { Fcs32 } from "../../src/framing/fcs";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import { RouterEvent } from "./contract";
import type { CounterSet, RouterOutputs } from "./contract";
import type { SoakWire } from "./soak-wire";

/** What came of a soak; an index into its results. Int32, wrapping. */
export const enum SoakResult {
  /** Frames sent and received. */
  Events,
  /** Times that the timeline has run through. */
  Rounds,
  /** Lines of a console, and pieces of what a person sees there. */
  ConsoleLines,
  OctetsSent,
  InterfaceResets,
  LineProtocolDown,
  LineProtocolUp,
  PacketsReceived,
  SendsRefused,
  /** Noise, and frames with a flipped bit. */
  BadFrames,
  /** Sequence numbers that went from the greatest to the least int32, or from -1 to 0. */
  SequenceWraps,
  AddressesLearned,
  /** Octets typed at each console. */
  OctetsTyped,
  /** Echo-Replies to an outstanding request. */
  EchoesAnswered,
  /** Protocol-Rejects and Code-Rejects sent. */
  Rejects,
  /** How often links went down because echoes were missing, the line was looped, or the peer said so. */
  Missed,
  LoopedBack,
  ClosedByPeer,
  PathDown,
  /** A checksum of every output, in order and with its time. */
  Checksum,
  Size,
}

/** Takes what one router of a soak does: its octets into the wires, all of it into the results. */
export class SoakEnd implements RouterOutputs {
  private readonly _results: Int32Array;
  private readonly _wires: readonly SoakWire[];
  private readonly _fcs = new Fcs32();

  /** @param wires what each port sends into */
  constructor(results: Int32Array, wires: readonly SoakWire[]) {
    this._results = results;
    this._wires = wires;
  }

  transfer(): void {}

  datagram(): void {}

  transmit(port: number, bytes: Uint8Array, start: number, end: number): void {
    this._results[SoakResult.OctetsSent]! += end - start;
    this._wires[port]!.put(bytes, start, end);
    this._add(bytes, start, end);
  }

  modemLines(port: number, lines: number): void {
    this.addNumber(port);
    this.addNumber(lines);
  }

  print(bytes: Uint8Array, start: number, end: number): void {
    this._results[SoakResult.ConsoleLines]!++;
    this._add(bytes, start, end);
  }

  event(port: number, event: RouterEvent, a: number, b: number): void {
    if (event === RouterEvent.Reset) this._results[SoakResult.InterfaceResets]!++;
    else if (event === RouterEvent.Packet) this._results[SoakResult.PacketsReceived]!++;
    else if (event === RouterEvent.SendRefused) this._results[SoakResult.SendsRefused]!++;
    else if (event === RouterEvent.Path && a === Verdict.Down) this._results[SoakResult.PathDown]!++;
    else if (event === RouterEvent.LineProtocol) this._lineProtocol(a === 1, b);
    this.addNumber((port << 8) | event);
    this.addNumber(a);
    this.addNumber(b);
  }

  counters(port: number, set: CounterSet, values: Int32Array): void {
    this.addNumber((port << 8) | set);
    for (let i = 0; i < values.length; i++) this.addNumber(values[i]!);
  }

  trace(_port: number, bytes: Uint8Array, start: number, end: number): void {
    this._add(bytes, start, end);
  }

  private _lineProtocol(up: boolean, diagnostic: Diagnostic): void {
    this._results[up ? SoakResult.LineProtocolUp : SoakResult.LineProtocolDown]!++;
    if (up) return;
    if (diagnostic === Diagnostic.Missed) this._results[SoakResult.Missed]!++;
    else if (diagnostic === Diagnostic.LoopedBack) this._results[SoakResult.LoopedBack]!++;
    else if (diagnostic === Diagnostic.ClosedByPeer) this._results[SoakResult.ClosedByPeer]!++;
  }

  /** Makes an int32 part of the checksum. */
  addNumber(value: number): void {
    const sum = this._results[SoakResult.Checksum]!;
    this._results[SoakResult.Checksum] = (((sum << 5) | (sum >>> 27)) + value) | 0;
  }

  private _add(bytes: Uint8Array, start: number, end: number): void {
    this._results[SoakResult.Checksum] = this._fcs.update(this._results[SoakResult.Checksum]!, bytes, start, end);
  }
}
