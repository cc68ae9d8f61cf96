import type { Ppp } from "../keepalive/ppp";
import type { RetainedState } from "./keep-alive-options";
import { FieldType } from "./record";
import type { RecordField, RetainedRecord } from "./record";

const enum Field {
  Magic,
  Identifier,
  RoundTrip,
}

/** How far identifiers of echoes go ahead: half of them, beyond what may still be answered. */
const AHEAD = 128;

/**
 * What of PPP outlives the supply, 7 octets. The link itself is negotiated anew (RFC 1661 section 3.2): the magic number is
 * kept so that it is known as ours where it comes back, and not drawn again; identifiers of echoes go on behind those that
 * may still be answered; the mean round trip is the first that is known of the link. Brief, it is the magic number only, 4
 * octets.
 *
 * Memory: none.
 */
export class RetainedPpp implements RetainedState {
  readonly fields: readonly RecordField[];
  private readonly _ppp: Ppp;
  private readonly _brief: boolean;

  constructor(ppp: Ppp, brief?: boolean) {
    this._ppp = ppp;
    this._brief = brief === true;
    const fields: RecordField[] = [{ name: "magic number", type: FieldType.Int32 }];
    if (!this._brief) {
      fields.push({ name: "echo identifier", type: FieldType.Uint8 });
      fields.push({ name: "round trip", type: FieldType.Uint16, unit: "ms" });
    }
    this.fields = fields;
  }

  keep(record: RetainedRecord, at: number): void {
    const echo = this._ppp.echo;
    // Of a link that is down, the number stays that it had.
    if (this._ppp.lcp.magic !== 0) record.set(at + Field.Magic, this._ppp.lcp.magic);
    if (this._brief) return;
    record.set(at + Field.Identifier, echo.identifier + AHEAD);
    record.set(at + Field.RoundTrip, echo.roundTrips.mean);
  }

  runsOut(record: RetainedRecord, at: number): boolean {
    const magic = this._ppp.lcp.magic;
    if (magic !== 0 && magic !== record.get(at + Field.Magic)) return true;
    return !this._brief && ((record.get(at + Field.Identifier) - this._ppp.echo.identifier) & 0xff) < AHEAD / 2;
  }

  resume(record: RetainedRecord, at: number): void {
    const ppp = this._ppp;
    const magic = record.get(at + Field.Magic);
    if (magic !== 0) ppp.lcp.remember(magic);
    if (this._brief) return;
    ppp.echo.identifier = record.get(at + Field.Identifier);
    const roundTrip = record.get(at + Field.RoundTrip);
    if (roundTrip > 0) ppp.echo.roundTrips.record(roundTrip);
  }

  excuse(): void {
    this._ppp.excuse();
  }
}
