import { randomInt } from "node:crypto";
import type { HdlcKeepaliveOptions } from "../../src/keepalive/hdlc";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { createHdlcInterface } from "../../src/link/hdlc-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import { createPppInterface } from "../../src/link/ppp-interface";
import type { SerialInterface } from "../../src/link/serial-interface";
import { XorShift32 } from "../../src/random";
import type { BenchLine } from "./bench-line";

const DEAF: InterfaceListener = {
  lineProtocolChanged() {},
  linkChanged() {},
  interfaceReset() {},
  keepaliveInterval() {},
  packetReceived() {},
  sendReady() {},
};

/** Our end of the line: an interface of the device core, which sends through the line's faults. */
export class BenchEnd<Interface extends SerialInterface> {
  readonly serial: Interface;
  private readonly _line: BenchLine;

  constructor(line: BenchLine, serial: Interface) {
    this._line = line;
    this.serial = serial;
  }

  start(): void {
    const { loop } = this._line.time;
    this._line.listen(this.serial);
    this.serial.start(loop.now());
    loop.update();
  }

  /** Shuts it; PPP says farewell. */
  stop(): void {
    const { loop } = this._line.time;
    this.serial.shut(loop.now());
    loop.update();
    this._line.listen(null);
  }
}

/** Cisco HDLC at our end. */
export function hdlcEnd(line: BenchLine, keepalive: Partial<HdlcKeepaliveOptions>) {
  return new BenchEnd(line, createHdlcInterface({ ...common(line), keepalive: { random: random(), ...keepalive } }));
}

/** PPP at our end: it asks for no address, and begins anew without delay. */
export function pppEnd(line: BenchLine, options: Partial<PppOptions>) {
  const ppp = { random: random(), restart: 1000, hold: 1000, ...options };
  return new BenchEnd(line, createPppInterface({ ...common(line), ppp }));
}

function common(line: BenchLine) {
  return { name: "Bench", port: line.faults, scheduler: line.time.loop.scheduler, listener: DEAF };
}

/** Two benches that test each other must not draw the same numbers. */
function random(): XorShift32 {
  return new XorShift32(randomInt(2 ** 32) | 0);
}
