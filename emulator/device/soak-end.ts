import { Fcs32 } from "../../src/framing/fcs";
import { RouterEvent } from "./contract";
import type { CounterSet, RouterOutputs } from "./contract";
import type { SoakWire } from "./soak-wire";

/** What came of a soak; an index into its results. Int32, wrapping. */
export const enum SoakResult {
  /** Frames sent and received. */
  Events,
  /** Times that the timeline has run through. */
  Rounds,
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
    else if (event === RouterEvent.LineProtocol) {
      this._results[a === 1 ? SoakResult.LineProtocolUp : SoakResult.LineProtocolDown]!++;
    }
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

  /** Makes an int32 part of the checksum. */
  addNumber(value: number): void {
    const sum = this._results[SoakResult.Checksum]!;
    this._results[SoakResult.Checksum] = (((sum << 5) | (sum >>> 27)) + value) | 0;
  }

  private _add(bytes: Uint8Array, start: number, end: number): void {
    this._results[SoakResult.Checksum] = this._fcs.update(this._results[SoakResult.Checksum]!, bytes, start, end);
  }
}
