import test from "ava";
import type { EmbeddedSerial } from "../../../../src/platform/moddable/embedded";
import { SerialReader } from "../../../../src/platform/moddable/pico/serial-reader";
import { SerialWriter } from "../../../../src/platform/moddable/pico/serial-writer";
import type PicoSerial from "../../../../src/platform/moddable/pico/pico-serial";

/** What the Pico's UART has in its buffers. */
class FakePicoSerial {
  readonly waiting: number[] = [];
  readonly written: number[] = [];

  read(buffer: Uint8Array): number {
    const octets = this.waiting.splice(0, buffer.length);
    buffer.set(octets);
    return octets.length;
  }

  writeOctets(buffer: Uint8Array, start: number, end: number): void {
    this.written.push(...buffer.subarray(start, end));
  }

  write(): void {}
  close(): void {}
}

const octets = (count: number) => Array.from({ length: count }, (_, i) => (i * 7) & 0xff);

test("any number of octets is read, in pieces of 64", (t) => {
  const serial = new FakePicoSerial();
  const pieces: number[][] = [];
  const reader = new SerialReader({ octetsRead: (bytes, count) => pieces.push([...bytes.subarray(0, count)]) });
  for (const count of [1, 63, 64, 65, 256]) {
    serial.waiting.push(...octets(count));
    reader.read(serial as unknown as PicoSerial, count);
    t.deepEqual(pieces.flat(), octets(count));
    t.true(pieces.every((piece) => piece.length <= 64));
    pieces.length = 0;
  }
});

test("octets that are no longer there when they are to be read are no loop", (t) => {
  const reader = new SerialReader({ octetsRead: () => t.fail() });
  reader.read(new FakePicoSerial() as unknown as PicoSerial, 40);
  t.pass();
});

test("what there is room for is written, and no more until there is", (t) => {
  const serial = new FakePicoSerial();
  const writer = new SerialWriter(serial);
  const bytes = Uint8Array.from(octets(100));
  t.is(writer.write(bytes, 0, 100), 0);
  writer.room = 70;
  t.is(writer.write(bytes, 10, 60), 50);
  t.is(writer.write(bytes, 60, 100), 20);
  t.is(writer.write(bytes, 80, 100), 0);
  t.deepEqual(serial.written, octets(80).slice(10));
});

test("another Serial than the library's is refused", (t) => {
  const other: EmbeddedSerial = { read: () => 0, write: () => {}, close: () => {} };
  t.throws(() => new SerialWriter(other), {
    instanceOf: TypeError,
    message: "serial: io must be Serial of linkpulse/serial",
  });
});
