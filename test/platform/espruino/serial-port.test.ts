import test from "ava";
import { EspruinoSerialPort } from "../../../src/platform/espruino/serial-port";
import type { EspruinoSerialOptions } from "../../../src/platform/espruino/serial-port";
import { manualLoop } from "../../support/manual-clock";
import { PortNotes } from "../../support/port-listener";

/** `Serial1`, whose `write` waits when more than 256 octets have not left: the test must never see that. */
class FakeSerial {
  readonly calls: unknown[] = [];
  /** Whether this Espruino can tell framing errors. */
  tellsErrors = true;
  readonly written: number[] = [];
  private readonly _listeners = new Map<string, (data: string) => void>();

  setup(baud: number, options: { errors?: boolean }): void {
    if (options.errors && !this.tellsErrors) throw new Error("can't handle framing/parity errors (errors:true)");
    this.calls.push([baud, { ...options }]);
  }

  unsetup(): void {
    this.calls.push("unsetup");
  }

  on(event: string, listener: (data: string) => void): void {
    this._listeners.set(event, listener);
  }

  write(data: Uint8Array): void {
    this.written.push(...data);
  }

  emit(event: string, data = ""): void {
    this._listeners.get(event)!(data);
  }
}

function open(options: Partial<EspruinoSerialOptions> = {}, serial = new FakeSerial()) {
  const { clock, loop } = manualLoop();
  const port = new EspruinoSerialPort({ io: serial, baud: 9600, ...options }, loop);
  const notes = new PortNotes();
  port.attach(notes);
  return { clock, loop, serial, port, notes };
}

const octets = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 7) & 0xff);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

test("pins are handed on where they are given", (t) => {
  t.deepEqual(open().serial.calls, [[9600, { errors: true }]]);
  t.deepEqual(open({ tx: "D0", rx: "D1" }).serial.calls, [[9600, { errors: true, tx: "D0", rx: "D1" }]]);
});

test("where framing errors can't be told, the UART is set up without", (t) => {
  const serial = new FakeSerial();
  serial.tellsErrors = false;
  open({ rx: "D16" }, serial);
  t.deepEqual(serial.calls, [[9600, { errors: false, rx: "D16" }]]);
});

test("a UART that can't be set up at all says why", (t) => {
  const serial = new FakeSerial();
  serial.setup = () => {
    throw new Error("Invalid pins");
  };
  t.throws(() => open({}, serial), { message: "Invalid pins" });
});

test("a baud rate out of range is an error that names it", (t) => {
  t.throws(() => open({ baud: 110 }), {
    instanceOf: RangeError,
    message: "serial: baud is 110: it must be a whole number from 300 to 1000000 bit/s",
  });
});

test("texts of any length arrive as octets, at most 64 at a time", (t) => {
  const { clock, serial, notes } = open();
  const expected: number[] = [];
  for (const length of [0, 1, 63, 64, 65, 128, 500, 2000]) {
    serial.emit("data", text(octets(length)));
    expected.push(...octets(length));
  }
  clock.runUntil(1000);
  t.deepEqual(notes.octets, expected);
  t.true(Math.max(...notes.chunks) <= 64);
});

test("octets are handed on when none came for 20 ms, since nobody reads the UART while they are worked on", (t) => {
  const { clock, serial, notes } = open();
  for (const time of [100, 110, 125]) {
    clock.runUntil(time);
    serial.emit("data", text(octets(5)));
  }
  clock.runUntil(144);
  t.deepEqual(notes.octets, []);
  clock.runUntil(145);
  t.is(notes.octets.length, 15);
});

test("octets that come without a pause are kept up to 512, and the oldest are handed on for more", (t) => {
  const { clock, serial, notes } = open();
  const expected: number[] = [];
  for (let time = 0; time < 1000; time += 5) {
    clock.runUntil(time);
    serial.emit("data", text(octets(16)));
    expected.push(...octets(16));
    t.true(expected.length - notes.octets.length <= 512);
  }
  t.true(notes.octets.length > 0);
  clock.runUntil(2000);
  t.deepEqual(notes.octets, expected);
});

test("framing errors are told", (t) => {
  const { serial, notes, clock } = open();
  clock.time = 70;
  serial.emit("framing");
  t.deepEqual(notes.log, ["70 framing error 1"]);
});

for (const baud of [300, 9600, 115200]) {
  test(`never more than 128 octets wait in Espruino's buffer, and the line is hardly ever idle (${baud} bit/s)`, (t) => {
    const { clock, loop, serial, port, notes } = open({ baud });
    const bytes = octets(1000);
    const perMillisecond = baud / 10000;
    let at = 0;
    let waiting = 0;
    for (let last = 0; at < bytes.length;) {
      const taken = port.write(bytes, at, bytes.length);
      at += taken;
      waiting = Math.max(0, waiting - (clock.time - last) * perMillisecond) + taken;
      t.true(waiting <= 128, `${waiting} wait`);
      last = clock.time;
      loop.update();
      if (at < bytes.length) clock.runUntil(clock.alarm);
      if (at < bytes.length) t.is(notes.log.pop(), `${clock.time} writable`);
    }
    t.deepEqual(serial.written, [...bytes]);
    // Times are rounded up to milliseconds.
    t.true(clock.time <= 1.15 * (1000 / perMillisecond), `${clock.time} ms`);
  });
}

test("a port that has been idle for long takes 128 octets at once", (t) => {
  const { clock, port } = open();
  port.write(octets(100), 0, 100);
  clock.time = 1_000_000;
  t.is(port.write(octets(200), 0, 200), 128);
});

test("a closed port gives its hardware back and tells nothing more", (t) => {
  const { clock, loop, serial, port, notes } = open();
  port.write(octets(200), 0, 200);
  loop.update();
  port.close();
  serial.emit("data", "x");
  serial.emit("framing");
  clock.runUntil(1000);
  t.is(serial.calls.at(-1), "unsetup");
  t.deepEqual([notes.log, notes.octets], [[], []]);
});
