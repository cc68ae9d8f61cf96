/** ICMP echo against the kernel of this machine, which pings, is pinged, and routes. */
import test from "ava";
import type { ExecutionContext } from "ava";
import { PathCounter, PathProbe } from "../../src/keepalive/path-probe";
import type { PathListener } from "../../src/keepalive/path-probe";
import { createHdlcInterface } from "../../src/link/hdlc-interface";
import type { HdlcInterface } from "../../src/link/hdlc-interface";
import { IP_HOST_TIMERS, IpCounter, IpHost } from "../../src/link/ip-host";
import { SERIAL_INTERFACE_TIMERS } from "../../src/link/serial-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import { WakeSource } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { KernelHost, kernelHostMissing } from "../support/kernel-host";
import { pathText } from "../support/path-timeline";
import { Peer } from "../support/peer";
import { eventually } from "../support/processes";
import { ip } from "../support/slarp";

const IPV4 = 0x0800;
const OURS = "10.97.0.1";
const KERNEL = "10.97.0.2";
const BEYOND = "198.51.100.7";

/** Milliseconds of real time between two requests. */
const INTERVAL = 200;

/** A device with a host on an HDLC line, at whose other end packets go to the kernel and come from it. */
class Device implements InterfaceListener, PathListener {
  readonly path: string[] = [];
  readonly host: IpHost;
  readonly serial: HdlcInterface;
  readonly kernel: KernelHost;
  /** Whether what is not for us goes back to where it came from: a route that forms a loop. */
  loop = false;
  private readonly _peer: Peer;
  private readonly _scheduler = new Scheduler(SERIAL_INTERFACE_TIMERS + IP_HOST_TIMERS);

  constructor(t: ExecutionContext, kernel: KernelHost) {
    this.kernel = kernel;
    this._peer = new Peer(
      (octets) => setImmediate(() => this.serial.receive(octets, 0, octets.length, this._now)),
      1_000,
    );
    const probe = new PathProbe({ interval: INTERVAL, dataLength: 9, random: new XorShift32(1) });
    this.host = new IpHost({ scheduler: this._scheduler, probe, pathListener: this, next: this });
    const write = (bytes: Uint8Array, start: number, end: number) => {
      const octets = bytes.slice(start, end);
      setImmediate(() => this._arrives(octets));
      return end - start;
    };
    this.serial = createHdlcInterface({
      name: "Serial0/0",
      port: { wakeSource: WakeSource.AlwaysAwake, write, setModemLines: () => {} },
      scheduler: this._scheduler,
      listener: this.host,
      keepalive: { interval: 1_000, address: ip(OURS), random: new XorShift32(2) },
    });
    this.host.attach(this.serial);
    kernel.onPacket = (bytes) => this._peer.sendPacket(IPV4, [...bytes], this._now);
    this._peer.serial.start(this._now);
    this.serial.start(this._now);
    this.host.start(this._now);
    const running = setInterval(() => this._run(), 2);
    t.teardown(() => clearInterval(running));
  }

  /** Waits until the path probe has said so last. */
  async says(t: ExecutionContext, what: string): Promise<void> {
    t.true(await eventually(() => this.path[this.path.length - 1] === what, 10_000), this.path.join(", "));
  }

  probes(target: string): void {
    this.host.setProbe(ip(target), INTERVAL, 3, this._now);
  }

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    if (this.loop) this.serial.send(protocol, bytes, start, end, now);
  }

  pathChanged(): void {
    this.path.push(pathText(this.host.probe));
  }

  lineProtocolChanged(): void {}
  linkChanged(): void {}
  interfaceReset(): void {}
  keepaliveInterval(): void {}
  sendReady(): void {}

  private get _now(): number {
    return Math.round(performance.now());
  }

  private _run(): void {
    this._scheduler.run(this._now);
    this._peer.run(this._now);
  }

  private _arrives(octets: Uint8Array): void {
    this._peer.receive(octets, this._now);
    for (const [, packet] of this._peer.packets.splice(0)) this.kernel.send(Uint8Array.from(packet));
  }
}

/** One at a time: making a host takes this process for as long as it takes. */
function kernelTest(title: string, body: (t: ExecutionContext, device: Device) => Promise<void>): void {
  const missing = kernelHostMissing();
  if (missing !== null) {
    test.skip(`${title} (${missing})`, () => {});
    return;
  }
  test.serial(title, async (t) => {
    t.timeout(60_000);
    await body(t, new Device(t, await KernelHost.create(t, `${KERNEL}/30`)));
  });
}

kernelTest("ping is answered, with any length and type of service", async (t, device) => {
  const { counters } = device.host;
  let answered = 0;
  // With -w ping waits for the third answer; with -W alone for two round trips, which a busy machine exceeds.
  for (const length of [0, 1, 56, 1000, 1472]) {
    const output = await device.kernel.output("ping", ..."-c3 -i0.1 -w20 -Q0xb8 -s".split(" "), `${length}`, OURS);
    t.regex(output, /3 packets transmitted, 3 received, 0% packet loss/, output);
    t.notRegex(output, /wrong data|DIFFERENT|DUP/, output);
    answered += 3;
  }
  t.deepEqual([counters[IpCounter.EchoRequests], counters[IpCounter.RepliesSent]], [answered, answered]);
});

kernelTest("ping with fragments, and with a route to record, is counted and not answered", async (t, device) => {
  const { counters } = device.host;
  const fragments = await device.kernel.output("ping", "-c2", "-i0.1", "-W1", "-s", "2000", OURS);
  t.regex(fragments, /2 packets transmitted, 0 received/);
  t.is(counters[IpCounter.Fragments], 4);
  const route = await device.kernel.output("ping", "-c2", "-i0.1", "-W1", "-R", OURS);
  t.regex(route, /2 packets transmitted, 0 received/);
  t.is(counters[IpCounter.WithOptions], 2);
});

kernelTest("the path to an address beyond the peer is up, is unreachable, and comes back", async (t, device) => {
  device.kernel.ip("address", "add", `${BEYOND}/32`, "dev", "lo");
  device.probes(BEYOND);
  await device.says(t, "up: answered");
  const { counters, trips } = device.host.probe;
  t.true(await eventually(() => counters[PathCounter.RepliesReceived]! >= 5));
  t.deepEqual([trips.losses, counters[PathCounter.Strangers], counters[PathCounter.Late]], [0, 0, 0]);
  device.kernel.ip("address", "del", `${BEYOND}/32`, "dev", "lo");
  device.kernel.ip("route", "add", "unreachable", `${BEYOND}/32`);
  await device.says(t, "down: unreachable");
  device.kernel.ip("route", "del", "unreachable", `${BEYOND}/32`);
  device.kernel.ip("address", "add", `${BEYOND}/32`, "dev", "lo");
  await device.says(t, "up: answered");
  t.deepEqual(device.path, ["up: answered", "up: unreachable", "down: unreachable", "up: answered"]);
  t.true(device.serial.lineProtocolUp);
});

kernelTest("routes that form a loop: time exceeded", async (t, device) => {
  device.loop = true;
  device.kernel.ip("route", "add", `${BEYOND}/32`, "dev", device.kernel.device);
  device.probes(BEYOND);
  await device.says(t, "down: time exceeded");
  t.deepEqual(device.path, ["unknown: time exceeded", "down: time exceeded"]);
  t.true(device.host.counters[IpCounter.NotOurs]! > 60);
});

kernelTest("a target that the kernel drops without a word: missed", async (t, device) => {
  device.kernel.ip("route", "add", "blackhole", `${BEYOND}/32`);
  device.probes(BEYOND);
  await device.says(t, "down: missed");
  t.deepEqual(device.path, ["down: missed"]);
});
