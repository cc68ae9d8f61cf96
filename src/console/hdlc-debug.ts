import type { HdlcKeepalive } from "../keepalive/hdlc";
import { Verdict } from "../keepalive/machine";
import type { DebugLine } from "./interface-log";
import { ascii } from "../text";
import type { LineWriter } from "./line-writer";

const MYSEQ = ascii(": HDLC myseq ");
const MINESEEN = ascii(", mineseen ");
const HEARD = ascii("*");
const YOURSEEN = ascii(", yourseen ");
const LINE_UP = ascii(", line up");
const LINE_DOWN = ascii(", line down");

/**
 * The line of `debug serial interface` for HDLC: `Serial0/0: HDLC myseq 0, mineseen 0*, yourseen 1, line up`. The
 * asterisk says that a keepalive arrived since the last line.
 */
export class HdlcDebugLine implements DebugLine {
  readonly protocol: HdlcKeepalive;

  constructor(machine: HdlcKeepalive) {
    this.protocol = machine;
  }

  write(line: LineWriter, name: Uint8Array): void {
    const machine = this.protocol;
    line.text(name);
    line.text(MYSEQ);
    line.decimal(machine.mySeq, 1);
    line.text(MINESEEN);
    line.decimal(machine.mineSeen, 1);
    if (machine.heardSinceLine) line.text(HEARD);
    line.text(YOURSEEN);
    line.decimal(machine.yourSeen, 1);
    line.text(machine.verdict === Verdict.Down ? LINE_DOWN : LINE_UP);
  }

  takeNotice(): boolean {
    return false;
  }

  writeNotice(): void {
    // `show interfaces` says that a line is looped.
  }
}
