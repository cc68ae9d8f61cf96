import test from "ava";
import { PathCounter, PathProbe } from "../../src/keepalive/path-probe";
import type { PathProbeOptions } from "../../src/keepalive/path-probe";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { IP_HOST_TIMERS, IpCounter, IpHost } from "../../src/link/ip-host";
import { createPppInterface } from "../../src/link/ppp-interface";
import type { PppInterface } from "../../src/link/ppp-interface";
import { SERIAL_INTERFACE_TIMERS } from "../../src/link/serial-interface";
import { WakeSource } from "../../src/ports";
import type { SerialPort } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ip } from "../support/slarp";
import { verdictText } from "../support/verdict-text";

const A = ip("10.0.0.1");
const B = ip("10.0.0.2");

/** A host on a PPP interface whose octets reach the other end with the next millisecond. */
class End implements SerialPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  readonly serial: PppInterface;
  readonly host: IpHost;
  readonly path: string[] = [];
  sent: number[] = [];
  private readonly _scheduler = new Scheduler(SERIAL_INTERFACE_TIMERS + IP_HOST_TIMERS);
  private _now = 0;

  constructor(seed: number, ppp: Partial<PppOptions>, probe: Partial<PathProbeOptions>) {
    const random = new XorShift32(seed);
    this.host = new IpHost({
      scheduler: this._scheduler,
      probe: new PathProbe({ random, ...probe }),
      pathListener: { pathChanged: () => void this.path.push(`${this._now} ${verdictText(this.host.probe)}`) },
    });
    this.serial = createPppInterface({
      name: "Serial0/0",
      port: this,
      scheduler: this._scheduler,
      listener: this.host,
      ppp: { random, ...ppp },
    });
    this.host.attach(this.serial);
    this.serial.start(0);
    this.host.start(0);
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    this.sent.push(...bytes.slice(start, end));
    return end - start;
  }

  setModemLines(): void {}

  step(arriving: number[], now: number): void {
    this._now = now;
    if (arriving.length > 0) this.serial.receive(Uint8Array.from(arriving), 0, arriving.length, now);
    this._scheduler.run(now);
  }
}

function run(a: End, b: End, from: number, to: number): void {
  for (let now = from; now < to; now++) {
    const [toB, toA] = [a.sent, b.sent];
    a.sent = [];
    b.sent = [];
    a.step(toA, now);
    b.step(toB, now);
  }
}

test("over PPP: an address that the peer assigns is answered for, and the path is probed once IPCP is open", (t) => {
  const a = new End(1, {}, { target: B });
  const b = new End(2, { address: B, peerAddress: A }, { target: A });
  run(a, b, 1, 60_000);
  t.is(a.serial.protocol.address, A);
  for (const end of [a, b]) {
    t.is(end.path.length, 1);
    t.regex(end.path[0]!, /^\d{1,3} up: answered$/, "within a second of the start");
    const { counters, trips } = end.host.probe;
    t.deepEqual([counters[PathCounter.RepliesReceived], trips.losses, trips.jitter], [6, 0, 0]);
    t.is(end.host.counters[IpCounter.RepliesSent], 6);
  }
});

test("over PPP: the path is unknown while LCP is down", (t) => {
  const a = new End(1, { address: A }, { target: B });
  const b = new End(2, { address: B }, {});
  run(a, b, 1, 15_000);
  b.serial.shut(15_000);
  run(a, b, 15_000, 16_000);
  b.serial.noShut(16_000);
  run(a, b, 16_000, 40_000);
  t.deepEqual(
    a.path.map((line) => line.replace(/^\d+ /, "")),
    ["up: answered", "unknown: none", "up: answered"],
  );
  t.is(a.host.probe.trips.losses, 0);
});
