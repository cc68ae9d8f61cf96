import type { CounterSet, RouterOutputs } from "../../emulator/device/contract";

/** Keeps what a device gives out. */
export class RecordedOutputs implements RouterOutputs {
  /** By port: all octets that were transmitted, and how many at a time. */
  readonly octets: number[][] = [[], []];
  readonly bursts: number[][] = [[], []];
  readonly console: string[] = [];
  readonly events: number[][] = [];
  readonly lines: [port: number, lines: number][] = [];
  readonly counterSets: [port: number, set: CounterSet, length: number][] = [];
  /** Hex, address and UDP port. */
  readonly datagrams: string[] = [];
  readonly traces: [port: number, octets: number][] = [];

  transfer(): void {
    throw new Error("no interface has a chip");
  }

  transmit(port: number, bytes: Uint8Array, start: number, end: number): void {
    this.octets[port]!.push(...bytes.subarray(start, end));
    this.bursts[port]!.push(end - start);
  }

  modemLines(port: number, lines: number): void {
    this.lines.push([port, lines]);
  }

  datagram(port: number, bytes: Uint8Array, start: number, end: number, address: number, udpPort: number): void {
    const hex = Buffer.from(bytes.subarray(start, end)).toString("hex");
    this.datagrams.push(`${port} ${hex} to ${(address >>> 0).toString(16)}:${udpPort}`);
  }

  print(bytes: Uint8Array, start: number, end: number): void {
    this.console.push(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
  }

  event(port: number, event: number, a: number, b: number): void {
    this.events.push([port, event, a, b]);
  }

  counters(port: number, set: CounterSet, values: Int32Array): void {
    this.counterSets.push([port, set, values.length]);
  }

  trace(port: number, _bytes: Uint8Array, start: number, end: number): void {
    this.traces.push([port, end - start]);
  }
}
