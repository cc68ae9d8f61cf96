import type { DatagramPortListener } from "../../src/ports";

/** Notes what a datagram port tells. */
export class DatagramNotes implements DatagramPortListener {
  /** `100 192.0.2.1:4500 ff`, `100 sent`, `100 not sent`. */
  readonly log: string[] = [];

  datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void {
    const host = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
    this.log.push(`${now} ${host}:${port} ${Buffer.from(bytes.subarray(start, end)).toString("hex")}`);
  }

  datagramSent(sent: boolean, now: number): void {
    this.log.push(`${now} ${sent ? "sent" : "not sent"}`);
  }

  /** What was told since the last call. */
  told(): string[] {
    return this.log.splice(0);
  }
}
