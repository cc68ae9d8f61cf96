import test from "ava";
import type { ExecutionContext } from "ava";
import fc from "fast-check";
import { PathCounter } from "../../src/keepalive/path-probe";
import { IpCounter } from "../../src/link/ip-host";
import { A, B, Hosts } from "../support/hosts";
import { checksum, echoReply, echoRequest, icmpError, packet } from "../support/icmp";
import { ip } from "../support/slarp";

const IPV4 = 0x0800;

/** The counters of packets that end at the host, and those of packets that end at its probe: each adds to one. */
const ENDS = [
  IpCounter.BadHeaders,
  IpCounter.BadLengths,
  IpCounter.BadChecksums,
  IpCounter.BadMessages,
  IpCounter.BadSources,
  IpCounter.WithOptions,
  IpCounter.RepliesSent,
  IpCounter.RepliesNotSent,
];

const PROBE_ENDS = [
  PathCounter.RepliesReceived,
  PathCounter.Duplicates,
  PathCounter.Late,
  PathCounter.Strangers,
  PathCounter.Unreachable,
  PathCounter.TimeExceeded,
];

const sum = (counters: Int32Array, which: number[]) => which.reduce((all, counter) => all + counters[counter]!, 0);

/** Octets `[start, end)` of a buffer; reading any other fails the test, and so does writing. */
function guarded(bytes: Uint8Array, start: number): Uint8Array {
  return new Proxy(bytes, {
    get(target, key) {
      const at = Number(String(key));
      if (!Number.isInteger(at)) return Reflect.get(target, key) as unknown;
      if (at < start || at >= start + target.length) throw new Error(`octet ${at - start} was read`);
      return target[at - start];
    },
    set(_target, key) {
      throw new Error(`${String(key)} was written`);
    },
  });
}

/** The reply to an echo request in a packet without options. */
function replyTo(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return echoReply(view.getUint16(24), view.getUint16(26));
}

/** A host whose probe waits for replies to its two requests, and for which time stands still. */
class Target {
  readonly hosts = new Hosts({ target: ip(B), interval: 1_000 }, { b: { keepalive: { address: 0 } } });
  /** What the probe sent. */
  readonly requests: Uint8Array[];
  private readonly _t: ExecutionContext;

  constructor(t: ExecutionContext) {
    this._t = t;
    const { pair } = this.hosts.start().until(1_100);
    this.requests = pair.b.packets.map(([, bytes]) => bytes);
    pair.a.port.recording = true;
  }

  /** Everything that a packet could change but counters. */
  state(): string {
    const { a, pair } = this.hosts;
    const { active, due, verdict, diagnostic, target, interval, retries } = a.probe;
    const { lineProtocolUp, administrativelyUp } = pair.a.itf;
    const probe = [active, due, verdict, diagnostic, target, interval, retries, a.probe.trips.sampled];
    return JSON.stringify([probe, lineProtocolUp, administrativelyUp, pair.a.scheduler.armed, this.hosts.path]);
  }

  /** Takes a packet: it ends here or goes on, never both; answers only what it counts as answered. */
  receives(bytes: Uint8Array): void {
    const { a, pair } = this.hosts;
    const { written } = pair.a.port;
    written.length = 0;
    const ended = sum(a.counters, ENDS) + sum(a.probe.counters, PROBE_ENDS);
    const sent = a.counters[IpCounter.RepliesSent]!;
    let passed = 0;
    pair.a.packetReceived = () => passed++;
    a.packetReceived(IPV4, guarded(bytes, 3), 3, 3 + bytes.length, pair.a.clock);
    const ends = sum(a.counters, ENDS) + sum(a.probe.counters, PROBE_ENDS) - ended;
    if (passed + ends !== 1) this._t.fail(`${passed} passed, ${ends} ended: ${Buffer.from(bytes).toString("hex")}`);
    const answered = a.counters[IpCounter.RepliesSent]! > sent;
    if (answered !== written.length > 0) this._t.fail(`answered: ${Buffer.from(bytes).toString("hex")}`);
  }

  packets(): Uint8Array[] {
    const from = { source: B, destination: A };
    const request = packet({ ...from, payload: echoRequest(5, 6, Uint8Array.of(1, 2, 3)) });
    return [
      request,
      packet({ ...from, payload: echoRequest(5, 7), options: Uint8Array.of(7, 7, 4, 0, 0, 0, 0, 0) }),
      ...this.requests.map((bytes) => packet({ ...from, payload: replyTo(bytes) })),
      ...this.requests.map((bytes) => packet({ ...from, payload: icmpError(3, 1, bytes) })),
      packet({ ...from, payload: icmpError(11, 0, packet({ source: A, destination: B, payload: request.slice(20) })) }),
      packet({ ...from, payload: Uint8Array.of(1, 2, 3, 4), protocol: 17 }),
    ];
  }
}

/** The same packet with both checksums right for what it holds, as far as it can have them. */
function mended(bytes: Uint8Array): Uint8Array {
  const mend = (from: number, to: number, at: number) => {
    if (at + 2 > to) return;
    bytes[at] = bytes[at + 1] = 0;
    const right = checksum(bytes.subarray(from, to));
    bytes[at] = right >> 8;
    bytes[at + 1] = right;
  };
  const header = 4 * ((bytes[0] ?? 0) & 15);
  const length = Math.min(bytes.length, ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0));
  if (header <= bytes.length) mend(header, Math.max(header, length), header + 2);
  if (header <= bytes.length) mend(0, header, 10);
  return bytes;
}

test("random octets change nothing but counters", (t) => {
  const target = new Target(t);
  const before = target.state();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 128 }), (bytes) => target.receives(bytes)),
    { numRuns: 3_000 },
  );
  t.is(target.state(), before);
});

test("every prefix and every flipped bit of good packets change nothing but counters, and none is answered", (t) => {
  const target = new Target(t);
  const before = target.state();
  for (const bytes of target.packets()) {
    for (let length = 0; length < bytes.length; length++) target.receives(bytes.slice(0, length));
    const checked = bytes[9] === 17 ? 20 : bytes.length;
    for (let bit = 0; bit < 8 * checked; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 0x80 >> (bit & 7);
      target.receives(damaged);
    }
  }
  t.is(target.hosts.a.counters[IpCounter.EchoRequests], 0);
  t.is(sum(target.hosts.a.probe.counters, PROBE_ENDS), 0);
  t.is(target.state(), before);
});

test("good packets with any octets changed, cut or added, and checksums that agree: nothing is read beyond", (t) => {
  const target = new Target(t);
  const { trips, counters } = target.hosts.a.probe;
  const packets = target.packets();
  const change = fc.tuple(fc.nat({ max: 70 }), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(
      fc.constantFrom(...packets),
      fc.array(change, { maxLength: 4 }),
      fc.integer({ min: -8, max: 8 }),
      (good, changes, more) => {
        const bytes = new Uint8Array(Math.max(0, good.length + more));
        bytes.set(good.slice(0, bytes.length));
        for (const [at, octet] of changes) if (at < bytes.length) bytes[at] = octet;
        target.receives(mended(bytes));
      },
    ),
    { numRuns: 20_000 },
  );
  const { a } = target.hosts;
  for (const counter of [...ENDS, IpCounter.NotOurs, IpCounter.Fragments]) {
    // The checksums agree, the longest packet fits the MTU, and there is always room.
    const reached = counter !== IpCounter.BadChecksums && counter !== IpCounter.RepliesNotSent;
    t.is(a.counters[counter]! > 0, reached, `counter ${counter}`);
  }
  t.deepEqual([counters[PathCounter.RequestsSent], counters[PathCounter.RepliesReceived], trips.sampled], [2, 2, 2]);
});
