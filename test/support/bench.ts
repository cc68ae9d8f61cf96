import { BenchLine } from "../../emulator/bench/bench-line";
import { BenchStatus } from "../../emulator/bench/bench-status";
import { runBench } from "../../emulator/bench/run-bench";
import type { BenchOptions } from "../../emulator/bench/run-bench";
import type { BenchReport } from "../../emulator/bench/report";
import type { PlatformPort } from "../../src/platform/serial-link";
import { createHdlcInterface } from "../../src/link/hdlc-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import { createPppInterface } from "../../src/link/ppp-interface";
import type { SerialInterface } from "../../src/link/serial-interface";
import { XorShift32 } from "../../src/random";
import { VirtualPort, join } from "./virtual-time";
import type { VirtualTime, Way } from "./virtual-time";

export const BAUD = 115200;

const OPTIONS: BenchOptions = {
  name: "port",
  baud: BAUD,
  duration: 6000,
  keepalive: 1000,
  retries: undefined,
  passive: false,
  modemLines: false,
  tellsFramingErrors: true,
};

const LISTENER: InterfaceListener = {
  lineProtocolChanged() {},
  linkChanged() {},
  interfaceReset() {},
  keepaliveInterval() {},
  packetReceived() {},
  sendReady() {},
};

/** Runs a whole bench on a port in virtual time; `interruptAt` is when a person has enough of it, ms. */
export function benchOn(
  time: VirtualTime,
  port: PlatformPort,
  options: Partial<BenchOptions> = {},
  interruptAt?: number,
  status = new BenchStatus(),
): Promise<BenchReport> {
  const line = new BenchLine(port, time);
  if (interruptAt !== undefined) time.after(interruptAt, () => line.interrupt());
  return time.run(runBench(line, { ...OPTIONS, ...options }, status));
}

/** The names of the checks that are not met. */
export function missed({ checks }: BenchReport): string[] {
  return checks.filter(({ met }) => !met).map(({ name }) => name);
}

/** A port whose output comes back to itself. */
export function pluggedPort(time: VirtualTime, way?: Way, baud = BAUD): VirtualPort {
  const port = new VirtualPort(time.loop);
  join(time, port, port, baud, way);
  return port;
}

export interface PeerOptions {
  interval: number;
  retries?: number;
  /** What becomes of what the peer sends. */
  way?: Way;
}

/** A port with a peer of ours at the other end, which was switched on at the same moment. */
export function portWithPeer(
  time: VirtualTime,
  encapsulation: "hdlc" | "ppp",
  { interval, retries, way }: PeerOptions,
): { port: VirtualPort; peer: SerialInterface; peerPort: VirtualPort } {
  const port = new VirtualPort(time.loop);
  const peerPort = new VirtualPort(time.createLoop());
  join(time, port, peerPort, BAUD);
  join(time, peerPort, port, BAUD, way);
  const settings = { name: "Peer", port: peerPort, scheduler: peerPort.loop.scheduler, listener: LISTENER };
  const keepalive = { interval, retries, random: new XorShift32(99) };
  const peer =
    encapsulation === "hdlc"
      ? createHdlcInterface({ ...settings, keepalive: { ...keepalive, address: 0x0a000001, mask: 0xffffff00 | 0 } })
      : createPppInterface({ ...settings, ppp: { ...keepalive, hold: 1000, restart: 1000 } });
  peerPort.attach(peer);
  peer.start(peerPort.loop.now());
  peerPort.loop.update();
  return { port, peer, peerPort };
}
