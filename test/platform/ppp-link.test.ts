import test from "ava";
import { Diagnostic } from "../../src/keepalive/machine";
import { pppLink, SERIAL_LINK_TIMERS } from "../../src/platform/serial-link";
import type { PlatformPort, PppLink, PppLinkOptions } from "../../src/platform/serial-link";
import { WakeSource } from "../../src/ports";
import type { SerialPortListener } from "../../src/ports";
import { manualLoop } from "../support/manual-clock";

const ROUTER = 0x0a000001;
const SENSOR = 0x0a000002;

/** A link whose octets reach the other end when the clock next moves. */
class End implements PlatformPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  readonly clock;
  readonly link: PppLink;
  readonly printed: string[] = [];
  readonly arriving: number[] = [];
  peer: End | null = null;
  private readonly _loop;
  private _listener!: SerialPortListener;

  constructor(options: PppLinkOptions, seed: number) {
    const { clock, loop } = manualLoop(SERIAL_LINK_TIMERS);
    this.clock = clock;
    this._loop = loop;
    const console = {
      write: (bytes: Uint8Array, start: number, end: number) =>
        void this.printed.push(Buffer.from(bytes.slice(start, end)).toString("latin1").trimEnd()),
    };
    this.link = pppLink({ console, ...options }, this, loop, seed, 0);
  }

  attach(listener: SerialPortListener): void {
    this._listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    this.peer?.arriving.push(...bytes.subarray(start, end));
    return end - start;
  }

  setModemLines(): void {}

  close(): void {}

  runUntil(time: number): void {
    const octets = Uint8Array.from(this.arriving.splice(0));
    this.clock.runUntil(time);
    this._listener.receive(octets, 0, octets.length, this.clock.now());
    this._loop.update();
  }
}

function pair(options: PppLinkOptions = {}): { router: End; sensor: End; until: (time: number) => void } {
  const router = new End({ ppp: { address: ROUTER, peerAddress: SENSOR }, ...options }, 1);
  const sensor = new End(options, 2);
  router.peer = sensor;
  sensor.peer = router;
  const until = (time: number) => {
    for (let now = router.clock.time + 50; now <= time; now += 50) {
      router.runUntil(now);
      sensor.runUntil(now);
    }
  };
  return { router, sensor, until };
}

test("without any option a link negotiates, and takes the address that it is assigned", (t) => {
  const { router, sensor, until } = pair();
  t.false(router.link.lineProtocolUp, "not before both ends agree");
  t.is(router.link.serial.protocol.interval, 10000);
  t.is(router.link.serial.protocol.retries, 5);
  until(5000);
  t.true(router.link.lineProtocolUp);
  t.true(sensor.link.lineProtocolUp);
  t.is(sensor.link.serial.protocol.address, SENSOR);
  // The first requests went out before the two were joined.
  t.deepEqual(sensor.printed, [
    "00:00:04.050: %LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to up",
  ]);
});

test("packets pass once the link carries IP, and are refused until then", (t) => {
  const packets: number[][] = [];
  const { router, sensor, until } = pair({
    listener: { packetReceived: (_, bytes, start, end) => void packets.push([...bytes.subarray(start, end)]) },
  });
  t.false(router.link.send(0x0800, Uint8Array.of(1), 0, 1));
  until(5000);
  t.true(router.link.send(0x0800, Uint8Array.of(9, 69, 0x7e, 3, 9), 1, 4));
  t.false(router.link.send(0x86dd, Uint8Array.of(96), 0, 1), "IPv6 is not carried");
  sensor.runUntil(5050);
  t.deepEqual(packets, [[69, 0x7e, 3]]);
});

test("a link that is closed says farewell, and the peer knows why", (t) => {
  const { router, sensor, until } = pair();
  until(5000);
  router.link.close();
  sensor.runUntil(5050);
  t.false(sensor.link.lineProtocolUp);
  t.is(sensor.link.serial.protocol.diagnostic, Diagnostic.ClosedByPeer);
});

test("options out of range are errors that name them", (t) => {
  const refused = (ppp: PppLinkOptions["ppp"], message: string) => t.throws(() => new End({ ppp }, 1), { message });
  refused({ retries: 0 }, "PPP keepalive: retries is 0: it must be a whole number from 1 to 255");
  refused({ interval: -1 }, "PPP keepalive: interval is -1: it must be a whole number from 0 to 1073741823 ms");
  refused({ restart: 0 }, "PPP: restart timer is 0: it must be a whole number from 1 to 60000 ms");
  refused({ hold: 0 }, "PPP: hold is 0: it must be a whole number from 1 to 1073741823 ms");
  refused({ fcs: 8 }, "PPP: FCS is 8: it must be 0, 16 or 32 bits");
});
