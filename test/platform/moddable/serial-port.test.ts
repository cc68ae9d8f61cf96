import test from "ava";
import { ModdableSerialPort } from "../../../src/platform/moddable/serial-port";
import { ModemLine } from "../../../src/ports";
import { manualLoop } from "../../support/manual-clock";
import { FakeDigital, FakeSerial, newHost } from "../../support/moddable/host";
import type { ModdableHost, SerialStyle } from "../../support/moddable/host";
import { PortNotes } from "../../support/port-listener";

const UART = { io: FakeSerial, port: 1, transmit: 4, receive: 5, baud: 9600 };
const MODEM = { io: FakeDigital, dtr: 10, rts: 11, cts: 12, dsr: 13, dcd: 14 };

function open(options: { modemLines?: Partial<typeof MODEM> & { io: typeof FakeDigital } } = {}) {
  const host = newHost();
  const { clock, loop } = manualLoop();
  const port = new ModdableSerialPort({ ...UART, ...options }, loop);
  const notes = new PortNotes();
  port.attach(notes);
  return { host, clock, loop, port, notes, uart: host.ports.get(1)! };
}

function deliver(host: ModdableHost): void {
  host.runUntil(host.ticks + 1);
}

const octets = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 7) & 0xff);

test.afterEach(() => {
  FakeSerial.style = "pico";
  FakeSerial.capacity = 128;
});

for (const style of ["pico", "esp32"] satisfies SerialStyle[]) {
  test.serial(`any number of octets is read without asking for more than wait (${style})`, (t) => {
    FakeSerial.style = style;
    const { host, notes, uart } = open();
    const expected: number[] = [];
    for (let count = 1; count <= 130; count++) {
      uart.arrive(octets(count));
      expected.push(...octets(count));
      deliver(host);
      t.deepEqual(notes.octets.splice(0), expected.splice(0), `${count} octets`);
    }
  });
}

test.serial("octets that the driver counted but another read took are no loop", (t) => {
  FakeSerial.style = "esp32";
  const { uart, notes } = open();
  uart.options.onReadable!(40);
  t.deepEqual(notes.octets, []);
});

test.serial("nothing is written before the driver said that there is room", (t) => {
  const { port, host, notes, uart, clock } = open();
  t.is(port.write(octets(10), 0, 10), 0);
  clock.time = 3;
  deliver(host);
  t.deepEqual(notes.log, ["3 writable"]);
  t.is(port.write(octets(10), 0, 10), 10);
  t.deepEqual(uart.leave(), [...octets(10)]);
});

test.serial("writes of any length come out as they went in, and stop where the transmitter is full", (t) => {
  const { port, host, uart } = open();
  deliver(host);
  for (let length = 0; length <= 128; length++) {
    const bytes = octets(length + 5);
    t.is(port.write(bytes, 5, 5 + length), length);
    t.deepEqual(uart.leave(), [...bytes.subarray(5)]);
    deliver(host);
  }
  t.is(port.write(octets(200), 0, 200), 128);
  t.is(port.write(octets(200), 128, 200), 0);
});

test.serial("a long write goes out in pieces, each as soon as there is room", (t) => {
  FakeSerial.capacity = 20;
  const { port, host, uart, notes } = open();
  deliver(host);
  const bytes = octets(100);
  const out: number[] = [];
  let at = port.write(bytes, 0, 100);
  while (at < 100) {
    out.push(...uart.leave(7));
    deliver(host);
    t.is(notes.log.length, 1, "asked to go on exactly once for each refusal");
    notes.log.length = 0;
    at += port.write(bytes, at, 100);
  }
  out.push(...uart.leave());
  t.deepEqual(out, [...bytes]);
});

test.serial("room that nobody waits for is not told", (t) => {
  const { port, host, uart, notes } = open();
  deliver(host);
  port.write(octets(10), 0, 10);
  uart.leave();
  deliver(host);
  t.deepEqual(notes.log, []);
});

test.serial("DTR and RTS are low when asserted, and not asserted at first", (t) => {
  const { port, host } = open({ modemLines: MODEM });
  const levels = () => [host.pins.get(10)!.level, host.pins.get(11)!.level];
  t.deepEqual(levels(), [1, 1]);
  port.setModemLines(ModemLine.DTR | ModemLine.RTS);
  t.deepEqual(levels(), [0, 0]);
  port.setModemLines(ModemLine.RTS);
  t.deepEqual(levels(), [1, 0]);
});

test.serial("the lines that we sense are told at the start and at each change", (t) => {
  const { host, notes, clock } = open({ modemLines: MODEM });
  t.deepEqual(notes.log, ["0 lines"]);
  clock.time = 50;
  host.pins.get(14)!.drive(0);
  deliver(host);
  clock.time = 60;
  host.pins.get(12)!.drive(0);
  deliver(host);
  clock.time = 70;
  host.pins.get(14)!.drive(1);
  deliver(host);
  t.deepEqual(notes.log, ["0 lines", "50 lines DCD", "60 lines CTS DCD", "70 lines CTS"]);
});

test.serial("a line without a pin counts as asserted", (t) => {
  const { notes } = open({ modemLines: { io: FakeDigital, dtr: 10, dsr: 13 } });
  t.deepEqual(notes.log, ["0 lines CTS DCD"]);
});

test.serial("without modem lines none are told, and driving them does nothing", (t) => {
  const { notes, port, host } = open();
  port.setModemLines(ModemLine.DTR);
  t.deepEqual(notes.log, []);
  t.is(host.pins.size, 0);
});

test.serial("a closed port gives its hardware back and tells nothing more", (t) => {
  const { port, host, uart, notes } = open({ modemLines: MODEM });
  notes.log.length = 0;
  port.close();
  host.pins.get(14)!.drive(0);
  uart.options.onReadable!(0);
  uart.options.onWritable!(128);
  deliver(host);
  t.true(uart.closed);
  t.true([...host.pins.values()].every((pin) => pin.closed));
  t.deepEqual(notes.log, []);
});
