import type { PppState } from "../keepalive/ppp-automaton";
import type { PppObserver } from "../keepalive/ppp-control-sender";
import { ascii, lettersEnd } from "../text";
import { readInt32, readUint16 } from "../wire/octets";
import { ControlCode, ControlField, MAGIC_FIELD, PppProtocol } from "../wire/ppp";
import type { Console } from "./console";

const LCP = ascii(" LCP: ");
/** What IOS prints for LCP's packets that are served without its automaton. */
const LCP_FS = ascii(" LCP-FS: ");
const IPCP = ascii(" IPCP: ");
const INCOMING = ascii("I ");
const OUTGOING = ascii("O ");
const ID = ascii("] id ");
const LENGTH = ascii(" len ");
const MAGIC = ascii(" magic 0x");
const UNKNOWN_CODE = ascii("code ");
const BLANK_BRACKET = ascii(" [");

/** From code 1 on. */
const CODES = ascii(
  "CONFREQ|CONFACK|CONFNAK|CONFREJ|TERMREQ|TERMACK|CODEREJ|PROTREJ|ECHOREQ|ECHOREP|DISCREQ|IDENTIFY|TIMEREMAIN",
);

/** The names that IOS gives to the states, by `PppState`. */
export const PPP_STATE_NAMES = ascii("Initial|Starting|Closed|Stopped|Closing|TERMsent|REQsent|ACKrcvd|ACKsent|Open");

/** How much of an interface's letters stands in these lines: `Se0/0/0`. */
const SHORT_LETTERS = 2;

/**
 * The lines of `debug ppp packet`, one for each packet of LCP and IPCP:
 * `Se0/0/0 LCP-FS: I ECHOREQ [Open] id 32 len 12 magic 0x4234E325`.
 */
export class PppDebug implements PppObserver {
  private readonly _console: Console;
  private readonly _name: Uint8Array;

  /** @param name the interface's, in ASCII */
  constructor(console: Console, name: Uint8Array) {
    this._console = console;
    this._name = name;
  }

  controlPacket(
    sent: boolean,
    protocol: PppProtocol,
    state: PppState,
    bytes: Uint8Array,
    start: number,
    end: number,
    now: number,
  ): void {
    const line = this._console.line;
    const code = bytes[start + ControlField.Code]!;
    const length = readUint16(bytes, start + ControlField.Length);
    const isLcp = protocol === PppProtocol.LCP;
    const isEcho = isLcp && code >= ControlCode.EchoRequest && code <= ControlCode.DiscardRequest;
    this._console.stamp(now);
    this._writeName();
    line.text(isEcho ? LCP_FS : isLcp ? LCP : IPCP);
    line.text(sent ? OUTGOING : INCOMING);
    if (code >= ControlCode.ConfigureRequest && code <= ControlCode.TimeRemaining) {
      line.item(CODES, code - 1);
    } else {
      line.text(UNKNOWN_CODE);
      line.decimal(code, 1);
    }
    line.text(BLANK_BRACKET);
    line.item(PPP_STATE_NAMES, state);
    line.text(ID);
    line.decimal(bytes[start + ControlField.Identifier]!, 1);
    line.text(LENGTH);
    line.decimal(length, 1);
    if (isEcho && end - start >= MAGIC_FIELD + 4) {
      line.text(MAGIC);
      line.upperHexadecimal(readInt32(bytes, start + MAGIC_FIELD), 8);
    }
    this._console.print();
  }

  private _writeName(): void {
    const name = this._name;
    const letters = lettersEnd(name, 0, name.length);
    const line = this._console.line;
    line.part(name, 0, letters < SHORT_LETTERS ? letters : SHORT_LETTERS);
    line.part(name, letters, name.length);
  }
}
