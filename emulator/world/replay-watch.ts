import { Fcs16 } from "../../src/framing/fcs";
import type { Deframer, FrameSink } from "../../src/framing/framing";
import { OctetFraming } from "../../src/framing/octet-framing";
import { checkChdlc, ChdlcKind, SlarpField } from "../../src/wire/chdlc";
import { readInt32 } from "../../src/wire/octets";
import type { Scenario } from "../scenario/scenario";

const LONGEST = 2048;

/** Counts the HDLC keepalives that come to an interface with a number that is not above all that came before. */
export class ReplayWatch implements FrameSink {
  replays = 0;
  private readonly _deframer: Deframer;
  private _highest: number | null = null;

  constructor() {
    this._deframer = new OctetFraming(new Fcs16(), 0).createDeframer(LONGEST);
    this._deframer.attach(this);
  }

  octets(bytes: Uint8Array, start: number, end: number): void {
    this._deframer.push(bytes, start, end, 0);
  }

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    if (checkChdlc(bytes, start, end) !== ChdlcKind.SlarpKeepalive) return;
    const sequence = readInt32(bytes, start + SlarpField.A);
    if (this._highest !== null && ((sequence - this._highest) | 0) <= 0) this.replays++;
    else this._highest = sequence;
  }

  frameDiscarded(): void {}
}

/** Watches for the interfaces of which a scenario expects something about replays; by `router/port`. */
export function replayWatches(scenario: Scenario): Map<string, ReplayWatch> {
  const watches = new Map<string, ReplayWatch>();
  for (const expectation of scenario.expectations) {
    if (expectation.kind !== "replays") continue;
    watches.set(`${expectation.end.router}/${expectation.end.port}`, new ReplayWatch());
  }
  return watches;
}
