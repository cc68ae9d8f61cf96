import test from "ava";
import type { EmbeddedDatagram, EmbeddedUdp } from "../../../src/platform/moddable/embedded";
import { ModdableDatagramPort } from "../../../src/platform/moddable/datagram-port";
import { DatagramNotes } from "../../support/datagram-notes";
import { manualLoop } from "../../support/manual-clock";
import { ip } from "../../support/slarp";

const PEER = ip("192.0.2.1");

/** ECMA-419's UDP. */
class FakeUdp implements EmbeddedUdp {
  static last: FakeUdp;
  readonly options: { port: number; onReadable: (datagrams: number) => void };
  readonly written: string[] = [];
  /** The buffers that were written. */
  readonly buffers: Uint8Array[] = [];
  broken = false;
  closed = false;
  private readonly _waiting: EmbeddedDatagram[] = [];

  constructor(options: { port: number; onReadable: (datagrams: number) => void }) {
    this.options = options;
    FakeUdp.last = this;
  }

  read(): EmbeddedDatagram | undefined {
    return this._waiting.shift();
  }

  write(buffer: Uint8Array, address: string, port: number): void {
    if (this.broken) throw new Error("UDP send failed");
    this.buffers.push(buffer);
    this.written.push(`${address}:${port} ${Buffer.from(buffer).toString("hex")}`);
  }

  close(): void {
    this.closed = true;
  }

  wait(octets: number[], address: string, port: number): void {
    this._waiting.push(Object.assign(Uint8Array.from(octets).buffer, { address, port }));
  }
}

function open(longest?: number) {
  const { clock, loop } = manualLoop();
  const port = new ModdableDatagramPort({ io: FakeUdp, port: 4500, longest }, loop);
  const notes = new DatagramNotes();
  port.attach(notes);
  return { clock, port, notes, udp: FakeUdp.last };
}

test("a datagram is written whole, and told as sent from outside of the call", (t) => {
  const { clock, port, notes, udp } = open();
  clock.runUntil(500);
  t.is(udp.options.port, 4500);
  t.true(port.send(Uint8Array.of(9, 1, 2, 3, 9), 1, 4, PEER, 4500));
  t.deepEqual(udp.written, ["192.0.2.1:4500 010203"]);
  t.deepEqual(notes.told(), []);
  t.false(port.send(Uint8Array.of(1), 0, 1, PEER, 4500), "one at a time");
  clock.runUntil(501);
  t.deepEqual(notes.told(), ["500 sent"]);
  t.true(port.send(Uint8Array.of(0xff), 0, 1, PEER, 4500));
  t.deepEqual(udp.written.at(-1), "192.0.2.1:4500 ff");
});

test("datagrams of one length, and keepalives between them, go through the same two buffers", (t) => {
  const { clock, port, udp } = open();
  for (const length of [1, 100, 1, 100, 100, 1]) {
    t.true(port.send(new Uint8Array(100).fill(length), 0, length, PEER, 4500));
    clock.runUntil(clock.time + 1);
  }
  t.is(new Set(udp.buffers).size, 2);
  t.true(port.send(new Uint8Array(100), 0, 99, PEER, 4500));
  t.is(udp.buffers.at(-1)!.length, 99);
});

test("what UDP refuses is not sent, and the next one is tried", (t) => {
  const { clock, port, notes, udp } = open();
  udp.broken = true;
  t.false(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
  udp.broken = false;
  t.true(port.send(Uint8Array.of(2), 0, 1, PEER, 4500));
  clock.runUntil(1);
  t.deepEqual(notes.told(), ["0 sent"]);
});

test("nothing empty, and nothing longer than the buffer is taken", (t) => {
  const { port, udp } = open(100);
  t.false(port.send(new Uint8Array(101), 0, 101, PEER, 4500));
  t.false(port.send(new Uint8Array(101), 5, 5, PEER, 4500));
  t.deepEqual(udp.written, []);
  t.true(port.send(new Uint8Array(101), 1, 101, PEER, 4500));
});

test("all that waits is handed on, with who sent it", (t) => {
  const { clock, notes, udp } = open();
  clock.time = 30;
  udp.wait([0xff], "192.0.2.1", 4500);
  udp.wait([], "192.0.2.1", 4500);
  udp.wait([1, 2], "198.51.100.77", 1024);
  udp.options.onReadable(3);
  t.deepEqual(notes.told(), ["30 192.0.2.1:4500 ff", "30 192.0.2.1:4500 ", "30 198.51.100.77:1024 0102"]);
  udp.options.onReadable(1);
  t.deepEqual(notes.told(), [], "fewer than was said");
});

test("a listener may close the port from inside; then nothing more is read or told", (t) => {
  const { clock, port, notes, udp } = open();
  t.true(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
  notes.datagramReceived = () => port.close();
  udp.wait([1], "192.0.2.1", 4500);
  udp.wait([2], "192.0.2.1", 4500);
  udp.options.onReadable(2);
  clock.runUntil(1000);
  t.true(udp.closed);
  t.deepEqual(notes.told(), []);
});

test("an option out of its range is refused", (t) => {
  const { loop } = manualLoop();
  for (const [options, message] of [
    [{ port: -1 }, "UDP: port is -1: it must be a whole number from 0 to 65535"],
    [{ port: 1, longest: 1473 }, "UDP: longest datagram is 1473: it must be a whole number from 1 to 1472 octets"],
  ] as const) {
    t.throws(() => new ModdableDatagramPort({ io: FakeUdp, ...options }, loop), { instanceOf: RangeError, message });
  }
});
