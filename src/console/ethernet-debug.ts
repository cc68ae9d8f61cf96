import type { EthernetLoopback } from "../keepalive/ethernet-loopback";
import { Verdict } from "../keepalive/machine";
import { ascii } from "../text";
import type { DebugLine } from "./interface-log";
import type { LineWriter } from "./line-writer";

const RECEIPT = ascii(": CTP receipt ");
const OWN = ascii(", own missing ");
const PEER = ascii(", peer missing ");
const SERVER = ascii(", server ");
const NONE = ascii("none");
const LOOPED = ascii(", looped");
const LOOP_DETECTED = ascii("%ETHCNTR-3-LOOP_BACK_DETECTED: Keepalive packet loop-back detected on ");
const LINE_UP = ascii(", line up");
const LINE_DOWN = ascii(", line down");

/**
 * What `debug ethernet interface` prints for each keepalive:
 * `Ethernet0: CTP receipt 5, own missing 0, peer missing 1, server 0200.0000.0002, line up`.
 *
 * It tells of the keepalive that has just been judged: how many frames to ourselves, and how many requests to a loop
 * server, are unanswered in a row. A loop in the network is told in the words of a switch, debugging or not, when it is
 * found.
 */
export class EthernetDebugLine implements DebugLine {
  readonly protocol: EthernetLoopback;
  private _loopTold = false;

  constructor(machine: EthernetLoopback) {
    this.protocol = machine;
  }

  write(line: LineWriter, name: Uint8Array): void {
    const machine = this.protocol;
    line.text(name);
    line.text(RECEIPT);
    line.decimal(machine.receipt, 1);
    line.text(OWN);
    line.decimal(machine.ownUnanswered, 1);
    line.text(PEER);
    line.decimal(machine.requestsUnanswered, 1);
    line.text(SERVER);
    if (machine.hasServer) line.macAddress(machine.server);
    else line.text(NONE);
    if (machine.looped) line.text(LOOPED);
    line.text(machine.verdict === Verdict.Down ? LINE_DOWN : LINE_UP);
  }

  takeNotice(): boolean {
    const looped = this.protocol.looped;
    const found = looped && !this._loopTold;
    this._loopTold = looped;
    return found;
  }

  writeNotice(line: LineWriter, name: Uint8Array): void {
    line.text(LOOP_DETECTED);
    line.text(name);
  }
}
