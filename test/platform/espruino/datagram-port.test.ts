import test from "ava";
import { EspruinoDatagramPort } from "../../../src/platform/espruino/datagram-port";
import type { EspruinoUdpSocket } from "../../../src/platform/espruino/datagram-port";
import { DatagramNotes } from "../../support/datagram-notes";
import { manualLoop } from "../../support/manual-clock";
import { ip } from "../../support/slarp";

const PEER = ip("192.0.2.1");

Object.assign(globalThis, { E: { toString: (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1") } });

/** Espruino's dgram socket: what is sent leaves when the test says so, which Espruino calls `drain`. */
class FakeSocket implements EspruinoUdpSocket {
  port = 0;
  closed = false;
  /** What `send` throws. */
  broken = false;
  readonly sent: string[] = [];
  private readonly _listeners = new Map<string, (...args: never[]) => void>();

  bind(port: number): void {
    this.port = port;
  }

  on(event: string, listener: (...args: never[]) => void): void {
    this._listeners.set(event, listener);
  }

  send(message: string, port: number, address: string): void {
    if (this.broken) throw new Error("This socket is closed");
    this.sent.push(`${address}:${port} ${Buffer.from(message, "latin1").toString("hex")}`);
  }

  close(): void {
    this.closed = true;
  }

  emit(event: "drain" | "close"): void {
    this._listeners.get(event)!();
  }

  arrive(octets: number[], address: string, port: number): void {
    const listener = this._listeners.get("message") as (message: string, from: object) => void;
    listener(Buffer.from(octets).toString("latin1"), { address, port, size: octets.length });
  }
}

function open() {
  const { clock, loop } = manualLoop();
  const sockets: FakeSocket[] = [];
  const createSocket = () => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  };
  const port = new EspruinoDatagramPort({ io: { createSocket }, port: 4500 }, loop);
  const notes = new DatagramNotes();
  port.attach(notes);
  return { clock, port, notes, sockets, first: sockets[0]! };
}

test("a datagram is sent as a string, and told as sent when Espruino has let it out", (t) => {
  const { clock, port, notes, first } = open();
  t.is(first.port, 4500);
  first.emit("drain");
  t.deepEqual(notes.told(), [], "it says so at the start too");
  t.true(port.send(Uint8Array.of(9, 0xff, 0, 9), 1, 3, PEER, 4500));
  t.deepEqual(first.sent, ["192.0.2.1:4500 ff00"]);
  t.false(port.send(Uint8Array.of(1), 0, 1, PEER, 4500), "one at a time");
  clock.time = 3;
  first.emit("drain");
  t.deepEqual(notes.told(), ["3 sent"]);
  clock.runUntil(60_000);
  t.deepEqual(notes.told(), []);
  t.true(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
});

test("one that does not leave is told as not sent, and the socket, which is spoilt, is opened again", (t) => {
  const { clock, port, notes, sockets, first } = open();
  t.true(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
  clock.runUntil(200);
  t.deepEqual(notes.told(), ["200 not sent"]);
  t.true(first.closed);
  t.false(port.send(Uint8Array.of(1), 0, 1, PEER, 4500), "no socket");
  first.emit("close");
  first.emit("drain");
  clock.runUntil(1_200);
  t.is(sockets.length, 2);
  t.is(sockets[1]!.port, 4500);
  t.true(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
  sockets[1]!.emit("drain");
  t.deepEqual(notes.told(), ["1200 sent"]);
  t.is(port.reopened, 1);
});

test("a socket that an empty datagram closed is opened again after a second", (t) => {
  const { clock, port, notes, sockets, first } = open();
  t.true(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
  first.emit("close");
  first.emit("close");
  t.deepEqual(notes.told(), ["0 not sent"]);
  clock.runUntil(999);
  t.is(sockets.length, 1);
  clock.runUntil(1_000);
  t.is(sockets.length, 2);
  first.arrive([1], "192.0.2.1", 4500);
  sockets[1]!.arrive([2], "192.0.2.1", 4500);
  t.deepEqual(notes.told(), ["1000 192.0.2.1:4500 02"]);
});

test("a socket that Espruino has forgotten is opened again", (t) => {
  const { clock, port, sockets, first } = open();
  first.broken = true;
  t.false(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
  clock.runUntil(1_000);
  t.is(sockets.length, 2);
  t.true(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
});

test("what arrives is handed on as octets", (t) => {
  const { clock, notes, first } = open();
  clock.time = 8;
  first.arrive([0xff], "192.0.2.1", 4500);
  first.arrive([0, 0x80, 0xff], "10.0.0.7", 1);
  first.arrive(new Array<number>(529).fill(1), "10.0.0.7", 1);
  t.deepEqual(notes.told(), ["8 192.0.2.1:4500 ff", "8 10.0.0.7:1 0080ff"]);
});

test("a datagram that Espruino has no room for, or that is too long, is not taken", (t) => {
  const { port, first } = open();
  t.false(port.send(new Uint8Array(529), 0, 529, PEER, 4500));
  t.false(port.send(new Uint8Array(1), 1, 1, PEER, 4500));
  const { E } = globalThis as unknown as { E: { toString: unknown } };
  const { toString } = E;
  E.toString = () => undefined;
  t.false(port.send(new Uint8Array(9), 0, 9, PEER, 4500));
  E.toString = toString;
  t.deepEqual(first.sent, []);
});

test("a closed port tells nothing and opens nothing", (t) => {
  const { clock, port, notes, sockets, first } = open();
  t.true(port.send(Uint8Array.of(1), 0, 1, PEER, 4500));
  port.close();
  first.emit("close");
  first.arrive([1], "192.0.2.1", 4500);
  clock.runUntil(10_000);
  t.true(first.closed);
  t.deepEqual([sockets.length, notes.told()], [1, []]);
});

test("a port out of range is refused", (t) => {
  const io = { createSocket: () => new FakeSocket() };
  t.throws(() => new EspruinoDatagramPort({ io, port: 0 }, manualLoop().loop), {
    instanceOf: RangeError,
    message: "UDP: port is 0: it must be a whole number from 1 to 65535",
  });
});
