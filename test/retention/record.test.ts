import test from "ava";
import fc from "fast-check";
import { FieldType, RecordLayout, RetainedRecord } from "../../src/retention/record";

const RANGES: [FieldType, number, number][] = [
  [FieldType.Uint8, 0, 0xff],
  [FieldType.Int8, -0x80, 0x7f],
  [FieldType.Uint16, 0, 0xffff],
  [FieldType.Int16, -0x8000, 0x7fff],
  [FieldType.Int32, -0x80000000, 0x7fffffff],
];

test("fields hold what they were set to, and do not touch each other", (t) => {
  const field = fc
    .constantFrom(...RANGES)
    .chain(([type, least, most]) =>
      fc.record({ type: fc.constant(type), value: fc.integer({ min: least, max: most }) }),
    );
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 20 }), (declared) => {
      const fields = declared.map(({ type }, i) => ({ name: `f${i}`, type }));
      const record = new RetainedRecord(new RecordLayout({ name: "r", id: 1, version: 1, fields }));
      declared.forEach(({ value }, i) => record.set(i, value));
      t.deepEqual(
        declared.map((_, i) => record.get(i)),
        declared.map(({ value }) => value),
      );
    }),
  );
});

test("a number too large for its field loses its upper bits", (t) => {
  const fields = [{ name: "n", type: FieldType.Uint8 }];
  const record = new RetainedRecord(new RecordLayout({ name: "r", id: 1, version: 1, fields }));
  record.set(0, 0x123);
  t.is(record.get(0), 0x23);
});

test("octets stand where the layout says", (t) => {
  const layout = new RecordLayout({
    name: "r",
    id: 1,
    version: 1,
    fields: [
      { name: "a", type: FieldType.Uint8 },
      { name: "address", type: FieldType.Octets, size: 6 },
      { name: "b", type: FieldType.Int32, unit: "ms" },
    ],
  });
  t.deepEqual([[...layout.offsets], layout.size], [[0, 1, 7], 11]);
});

test("a mistake in a declaration is named", (t) => {
  const make = (id: number, version: number, size?: number) => () =>
    new RecordLayout({ name: "r", id, version, fields: [{ name: "text", type: FieldType.Octets, size }] });
  t.throws(make(0, 1, 3), { message: 'record "r": id is 0: it must be a whole number from 1 to 254' });
  t.throws(make(1, 256, 3), { message: 'record "r": version is 256: it must be a whole number from 1 to 255' });
  t.throws(make(1, 1), { message: 'record "r": size of text is 0: it must be a whole number from 1 to 4096' });
});
