import test from "ava";
import fc from "fast-check";
import { readInt32, readUint16, writeInt32, writeUint16 } from "../../src/wire/octets";

const octet = fc.integer({ min: 0, max: 255 });
const around = fc.tuple(octet, octet);

test("16 bits are written big-endian as a DataView does, and read back, neighbours untouched", (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), around, (value, [before, behind]) => {
      const bytes = Uint8Array.of(before, 0, 0, behind);
      writeUint16(bytes, 1, value);
      t.is(new DataView(bytes.buffer).getUint16(1), value);
      t.is(readUint16(bytes, 1), value);
      t.deepEqual([bytes[0], bytes[3]], [before, behind]);
    }),
  );
});

test("32 bits are written big-endian as a DataView does, and read back as int32", (t) => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }), around, (value, [before, behind]) => {
      const bytes = Uint8Array.of(before, 0, 0, 0, 0, behind);
      writeInt32(bytes, 1, value);
      t.is(new DataView(bytes.buffer).getInt32(1), value | 0);
      t.is(readInt32(bytes, 1), value | 0);
      t.deepEqual([bytes[0], bytes[5]], [before, behind]);
    }),
  );
});
