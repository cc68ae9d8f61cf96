import { ModemLine } from "../../src/ports";
import type { SerialPortListener } from "../../src/ports";

/** Notes what a serial port tells. */
export class PortNotes implements SerialPortListener {
  /** Every octet received. */
  readonly octets: number[] = [];
  /** How many octets each call brought. */
  readonly chunks: number[] = [];
  /** `100 writable`, `100 lines DSR DCD` and so on. */
  readonly log: string[] = [];

  receive(bytes: Uint8Array, start: number, end: number): void {
    this.octets.push(...bytes.subarray(start, end));
    this.chunks.push(end - start);
  }

  writable(now: number): void {
    this.log.push(`${now} writable`);
  }

  modemLinesChanged(lines: number, now: number): void {
    const names = [lines & ModemLine.CTS && "CTS", lines & ModemLine.DSR && "DSR", lines & ModemLine.DCD && "DCD"];
    this.log.push([`${now} lines`, ...names.filter(Boolean)].join(" "));
  }

  framingError(octets: number, now: number): void {
    this.log.push(`${now} framing error ${octets}`);
  }

  overrun(octets: number, now: number): void {
    this.log.push(`${now} overrun ${octets}`);
  }

  lostWhileWaking(octets: number, now: number): void {
    this.log.push(`${now} lost ${octets}`);
  }
}
