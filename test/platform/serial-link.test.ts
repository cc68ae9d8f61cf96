import test from "ava";
import { hdlcLink, SERIAL_LINK_TIMERS } from "../../src/platform/serial-link";
import type { HdlcLink, HdlcLinkOptions, PlatformPort } from "../../src/platform/serial-link";
import { WakeSource } from "../../src/ports";
import type { SerialPortListener } from "../../src/ports";
import { manualLoop } from "../support/manual-clock";
import type { ManualClock } from "../support/manual-clock";
import { Peer } from "../support/peer";

const TIME_OF_DAY = ((17 * 60 + 21) * 60 + 4) * 1000 + 929;

/** A link whose line leads to a peer without delay. */
class Bench implements PlatformPort {
  readonly wakeSource = WakeSource.AlwaysAwake;
  readonly clock: ManualClock;
  readonly link: HdlcLink;
  readonly peer: Peer;
  readonly printed: string[] = [];
  closed = false;
  private _listener!: SerialPortListener;

  constructor(given: HdlcLinkOptions = {}, printing = false) {
    const console = {
      write: (bytes: Uint8Array, start: number, end: number) =>
        void this.printed.push(Buffer.from(bytes.slice(start, end)).toString("latin1")),
    };
    const options = printing ? { ...given, console } : given;
    const { clock, loop } = manualLoop(SERIAL_LINK_TIMERS);
    this.clock = clock;
    this.peer = new Peer((octets) => this._listener.receive(octets, 0, octets.length, clock.now()), 10000);
    this.link = hdlcLink(options, this, loop, 1, 86400000 * 20000 + TIME_OF_DAY);
    this.peer.serial.start(clock.now());
  }

  attach(listener: SerialPortListener): void {
    this._listener = listener;
  }

  write(bytes: Uint8Array, start: number, end: number): number {
    this.peer.receive(bytes.slice(start, end), this.clock.now());
    return end - start;
  }

  setModemLines(): void {}

  close(): void {
    this.closed = true;
  }

  until(time: number): void {
    while (this.clock.time < time) {
      this.clock.runUntil(Math.min(this.clock.time + 100, time));
      this.peer.run(this.clock.now());
    }
  }
}

test("without any option a link starts, with the name and the interval that IOS has", (t) => {
  const { link, clock } = new Bench();
  t.true(link.lineProtocolUp);
  t.is(link.serial.name, "Serial0/0");
  t.is(link.serial.protocol.interval, 10000);
  t.is(clock.alarm, 10000);
});

test("debug lines are printed when asked for, with the time of day", (t) => {
  const bench = new Bench({ name: "Serial2/0", debug: true }, true);
  bench.until(10000);
  t.deepEqual(bench.printed, ["17:21:14.929: Serial2/0: HDLC myseq 0, mineseen 0, yourseen 0, line up\r\n"]);
});

test("with a console, but without debug, only changes are printed", (t) => {
  const bench = new Bench({}, true);
  bench.until(35000);
  t.deepEqual(bench.printed, []);
  bench.link.shut();
  bench.until(40000);
  t.deepEqual(bench.printed, [
    "17:21:39.929: %LINK-5-CHANGED: Interface Serial0/0, changed state to administratively down\r\n",
    "17:21:40.929: %LINEPROTO-5-UPDOWN: Line protocol on Interface Serial0/0, changed state to down\r\n",
  ]);
});

test("the listener's methods are called as methods, those that it lacks are not missed", (t) => {
  const listener = {
    resets: [] as number[],
    interfaceReset(missed: number) {
      this.resets.push(missed);
    },
  };
  const bench = new Bench({ listener });
  bench.until(15000);
  bench.peer.serial.shut(bench.clock.now());
  bench.until(60000);
  t.deepEqual(listener.resets, [2, 3]);
  t.false(bench.link.lineProtocolUp);
});

test("keepalive options are handed on", (t) => {
  const bench = new Bench({ keepalive: { interval: 1000, retries: 6, address: 0x0a000001 } });
  t.like(bench.link.serial.protocol, { interval: 1000, retries: 6, address: 0x0a000001 });
});

test("options out of range are errors that name them", (t) => {
  t.throws(() => new Bench({ keepalive: { retries: 0 } }), {
    message: "HDLC keepalive: retries is 0: it must be a whole number from 1 to 255",
  });
  t.throws(() => new Bench({ name: "Serial1/0", mtu: 70000 }), { message: /^Serial1\/0: MTU is 70000: / });
});

test("shut and no shut need no time, and the alarm follows", (t) => {
  const { link, clock, ...bench } = new Bench();
  clock.time = 4000;
  link.shut();
  t.is(clock.alarm, -1);
  t.false(link.lineProtocolUp);
  clock.time = 7000;
  link.noShut();
  t.is(clock.alarm, 17000);
  t.true(link.lineProtocolUp);
  t.false(bench.closed);
});

test("packets go both ways", (t) => {
  const received: [number, number[]][] = [];
  const bench = new Bench({
    listener: {
      packetReceived: (protocol, bytes, start, end) => received.push([protocol, [...bytes.subarray(start, end)]]),
    },
  });
  t.true(bench.link.send(0x0800, Uint8Array.of(9, 1, 0x7e, 3, 9), 1, 4));
  bench.peer.sendPacket(0x86dd, [0x7d, 0, 255], 0);
  t.deepEqual(bench.peer.packets, [[0x0800, [1, 0x7e, 3]]]);
  t.deepEqual(received, [[0x86dd, [0x7d, 0, 255]]]);
  bench.link.shut();
  t.false(bench.link.send(0x0800, Uint8Array.of(1), 0, 1));
});

test("a closed link gives port and alarm back, and stays silent", (t) => {
  const bench = new Bench();
  bench.link.close();
  t.true(bench.closed);
  t.true(bench.clock.closed);
  bench.link.noShut();
  t.is(bench.clock.alarm, -1);
});
