import { createHdlcInterface } from "../../src/link/hdlc-interface";
import { createPppInterface } from "../../src/link/ppp-interface";
import { SERIAL_INTERFACE_TIMERS } from "../../src/link/serial-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import type { SerialInterface } from "../../src/link/serial-interface";
import { WakeSource } from "../../src/ports";
import type { SerialPort } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";

/** The other end of a device under test's line: the same core, on a clock that the test moves. */
export class Peer implements SerialPort, InterfaceListener {
  readonly wakeSource = WakeSource.AlwaysAwake;
  readonly serial: SerialInterface;
  /** Packets that arrived: protocol and octets. */
  readonly packets: [number, number[]][] = [];
  private readonly _scheduler = new Scheduler(SERIAL_INTERFACE_TIMERS);
  private readonly _send: (octets: Uint8Array) => void;

  /** @param send takes what the peer puts on the line */
  constructor(send: (octets: Uint8Array) => void, interval: number, encapsulation: "hdlc" | "ppp" = "hdlc") {
    this._send = send;
    const settings = { name: "Peer", port: this, scheduler: this._scheduler, listener: this };
    const keepalive = { interval, random: new XorShift32(1) };
    this.serial =
      encapsulation === "hdlc"
        ? createHdlcInterface({ ...settings, keepalive })
        : createPppInterface({ ...settings, ppp: { ...keepalive, restart: interval } });
  }

  receive(octets: ArrayLike<number>, now: number): void {
    if (octets.length > 0) this.serial.receive(Uint8Array.from(octets), 0, octets.length, now);
  }

  run(now: number): void {
    this._scheduler.run(now);
  }

  sendPacket(protocol: number, octets: number[], now: number): boolean {
    return this.serial.send(protocol, Uint8Array.from(octets), 0, octets.length, now);
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    this._send(bytes.slice(start, end));
    return end - start;
  }

  setModemLines(): void {}

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number): void {
    this.packets.push([protocol, [...bytes.subarray(start, end)]]);
  }

  lineProtocolChanged(): void {}
  linkChanged(): void {}
  interfaceReset(): void {}
  keepaliveInterval(): void {}
  sendReady(): void {}
}
