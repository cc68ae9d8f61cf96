import test from "ava";
import { NodeSerialPort } from "../../../src/platform/node/serial-port";
import type { NodeSerialOptions, SerialStream } from "../../../src/platform/node/serial-port";
import { ModemLine } from "../../../src/ports";
import { manualLoop } from "../../support/manual-clock";
import { PortNotes } from "../../support/port-listener";

/** serialport's SerialPort, opened and answered by the test. */
class FakeStream implements SerialStream {
  static last: FakeStream;
  readonly options: { path: string; baudRate: number; hupcl: boolean };
  isOpen = false;
  written: number[] = [];
  /** Every `set`, in order. */
  readonly driven: { dtr: boolean; rts: boolean }[] = [];
  sensed = { cts: false, dsr: false, dcd: false };
  gets = 0;
  private readonly _listeners = new Map<string, (argument: never) => void>();
  private readonly _pending: (() => void)[] = [];

  constructor(options: { path: string; baudRate: number; hupcl: boolean }) {
    this.options = options;
    FakeStream.last = this;
  }

  on(event: string, listener: (argument: never) => void): void {
    this._listeners.set(event, listener);
  }

  emit(event: string, argument?: unknown): void {
    const listener = this._listeners.get(event);
    if (listener === undefined && event === "error") throw argument;
    listener?.(argument as never);
  }

  open(): void {
    this.isOpen = true;
    this.emit("open");
  }

  write(data: Uint8Array, done: (error: null) => void): void {
    if (!this.isOpen) throw new Error("written while closed");
    this.written.push(...data);
    this._pending.push(() => done(null));
  }

  /** The oldest write has left. */
  finishWrite(): void {
    this._pending.shift()!();
  }

  set(lines: { dtr: boolean; rts: boolean }, done: (error: Error | null) => void): void {
    this.driven.push(lines);
    done(null);
  }

  get(done: (error: Error | null, lines: { cts: boolean; dsr: boolean; dcd: boolean }) => void): void {
    this.gets++;
    done(null, this.sensed);
  }

  close(done: (error: Error | null) => void): void {
    this.isOpen = false;
    done(null);
    this.emit("close", null);
  }
}

function make(options: Partial<NodeSerialOptions> = {}) {
  const { clock, loop } = manualLoop();
  const port = new NodeSerialPort({ io: FakeStream, path: "/dev/ttyUSB0", baud: 115200, ...options }, loop);
  const notes = new PortNotes();
  port.attach(notes);
  return { clock, port, notes, stream: FakeStream.last };
}

const octets = (count: number) => Uint8Array.from({ length: count }, (_, i) => i & 0xff);

test.serial("the port is opened without hanging up on close", (t) => {
  t.deepEqual(make().stream.options, { path: "/dev/ttyUSB0", baudRate: 115200, hupcl: false });
});

test.serial("DTR and RTS are left alone: at the start, on open, through a reset, and at the end", (t) => {
  const { port, stream } = make();
  port.setModemLines(ModemLine.DTR | ModemLine.RTS);
  stream.open();
  port.setModemLines(0);
  port.setModemLines(ModemLine.DTR | ModemLine.RTS);
  port.close();
  t.deepEqual(stream.driven, []);
  t.is(stream.gets, 0);
});

test.serial("with modemLines they are driven, from the moment that the port is open", (t) => {
  const { port, stream } = make({ modemLines: true });
  port.setModemLines(ModemLine.DTR | ModemLine.RTS);
  t.deepEqual(stream.driven, []);
  stream.open();
  port.setModemLines(ModemLine.RTS);
  port.setModemLines(0);
  port.close();
  t.deepEqual(stream.driven, [
    { dtr: true, rts: true },
    { dtr: false, rts: true },
    { dtr: false, rts: false },
  ]);
});

test.serial("with modemLines changes of CTS, DSR and DCD are told, once each", async (t) => {
  const { port, notes, stream, clock } = make({ modemLines: true });
  stream.sensed = { cts: true, dsr: true, dcd: true };
  stream.open();
  const polled = async (gets: number) => {
    while (stream.gets < gets) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await polled(2);
  clock.time = 500;
  stream.sensed = { cts: true, dsr: true, dcd: false };
  await polled(4);
  port.close();
  t.deepEqual(notes.log, ["0 lines CTS DSR DCD", "500 lines CTS DSR"]);
});

test.serial("before the port is open nothing is taken; then the interface is asked to go on", (t) => {
  const { port, stream, notes, clock } = make();
  t.is(port.write(octets(30), 0, 30), 0);
  clock.time = 40;
  stream.open();
  t.deepEqual(notes.log, ["40 writable"]);
  t.is(port.write(octets(30), 10, 30), 20);
  t.deepEqual(stream.written, [...octets(30).subarray(10)]);
});

test.serial("what was written is copied: the caller's buffer may change at once", (t) => {
  const { port, stream } = make();
  stream.open();
  const kept: Uint8Array[] = [];
  stream.write = (data) => void kept.push(data);
  const bytes = octets(10);
  port.write(bytes, 0, 10);
  bytes.fill(0xee);
  t.deepEqual([...kept[0]!], [...octets(10)]);
});

test.serial("no more than 4096 octets wait in the stream", (t) => {
  const { port, stream, notes, clock } = make();
  stream.open();
  t.is(port.write(octets(3000), 0, 3000), 3000);
  t.is(port.write(octets(3000), 0, 3000), 1096);
  t.is(port.write(octets(3000), 1096, 3000), 0);
  clock.time = 9;
  stream.finishWrite();
  t.deepEqual(notes.log, ["9 writable"]);
  t.is(port.write(octets(3000), 1096, 3000), 1904);
});

test.serial("octets are handed on as they come", (t) => {
  const { stream, notes } = make();
  stream.open();
  stream.emit("data", Buffer.from([1, 2, 3]));
  stream.emit("data", Buffer.from([4]));
  t.deepEqual(notes.octets, [1, 2, 3, 4]);
});

test.serial("errors go to onError: a port that can't be opened, one that is unplugged", (t) => {
  const errors: string[] = [];
  const { stream, port } = make({ onError: (error) => errors.push(error.message) });
  stream.emit("error", new Error("no such device"));
  stream.open();
  stream.isOpen = false;
  stream.emit("close", new Error("disconnected"));
  t.is(port.write(octets(5), 0, 5), 0);
  t.deepEqual(errors, ["no such device", "disconnected"]);
});

test.serial("without onError they are thrown", (t) => {
  const { stream } = make();
  t.throws(() => stream.emit("error", new Error("no such device")), { message: "no such device" });
  t.throws(() => stream.emit("close", new Error("disconnected")), { message: "disconnected" });
});

test.serial("a port that is closed on purpose tells nothing more", (t) => {
  const { stream, port, notes } = make({ onError: (error) => t.fail(error.message) });
  stream.open();
  port.write(octets(5000), 0, 5000);
  port.close();
  stream.emit("data", Buffer.from([1]));
  stream.finishWrite();
  t.false(stream.isOpen);
  t.deepEqual([notes.log, notes.octets], [[], []]);
});

test.serial("a port that is closed before it was open is closed as soon as it is", (t) => {
  const { stream, port } = make();
  port.close();
  stream.open();
  t.false(stream.isOpen);
});
