import test from "ava";
import { CutMemory } from "../../emulator/retention/cut-memory";
import { Tearing } from "../../src/ports";
import type { MemoryState } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { StoreCounter } from "../../src/retention/counters";
import { ResetCause } from "../../src/ports";
import { Restored } from "../../src/retention/options";
import { FieldType, RecordLayout } from "../../src/retention/record";
import { CompactSlots, FullSlots } from "../../src/retention/slot-format";
import type { SlotFormat } from "../../src/retention/slot-format";
import { LINK, Link, StoreBench, twoGoodSlots } from "../support/retention/store-bench";

test("cold, a save, restored", (t) => {
  const contents = new Uint8Array(40);
  const first = new StoreBench(contents, { cause: ResetCause.PowerOn }).start();
  t.deepEqual(first.told(), ["cold"]);
  t.is(first.store.cause, ResetCause.PowerOn);
  t.deepEqual(first.save(100).told(), ["saved"]);
  t.is(first.count(StoreCounter.Repairs), 1, "both slots are good from the first save on");
  const second = new StoreBench(contents).start();
  t.deepEqual(second.told(), ["restored"]);
  t.is(second.uptime, 100);
});

test("the layout of a slot: CRC-32, schema, length, sequence, record, big-endian", (t) => {
  const contents = new Uint8Array(40);
  const bench = new StoreBench(contents).start();
  bench.store.record.set(Link.Sequence, 0x1234);
  bench.store.record.set(Link.Magic, 0x56789abc | 0);
  bench.save(0xdef0);
  const slots = [contents.slice(4, 18), contents.slice(24, 38)].map((slot) => Buffer.from(slot).toString("hex"));
  t.deepEqual(slots, ["03020008" + "0001" + "123456789abcdef0", "03020008" + "0002" + "123456789abcdef0"]);
  t.deepEqual([...contents.slice(18, 20), ...contents.slice(38)], [0, 0, 0, 0], "what is left over is not touched");
});

test("a save of an unchanged record writes nothing", (t) => {
  const contents = twoGoodSlots(100);
  const bench = new StoreBench(contents).start();
  bench.told();
  const before = contents.slice();
  t.deepEqual(bench.save(100).told(), ["saved"]);
  t.is(bench.count(StoreCounter.Unchanged), 1);
  t.is(bench.count(StoreCounter.OctetsWritten), 0);
  t.deepEqual(contents, before);
});

test("a save costs as many octets as the record has, however large the memory is", (t) => {
  for (const size of [40, 4096]) {
    const bench = new StoreBench(twoGoodSlots(7, size)).start();
    const read = bench.count(StoreCounter.OctetsRead);
    t.is(read, 2 * (10 + 8));
    bench.save(8);
    t.is(bench.count(StoreCounter.OctetsWritten), 10 + 8 + 4);
    t.is(bench.count(StoreCounter.OctetsRead) - read, 10 + 8 + 4);
  }
});

test("the slots are written in turn, and the sequence number wraps", (t) => {
  const contents = new Uint8Array(16);
  const format = new CompactSlots();
  const layout = new RecordLayout({ name: "n", id: 1, version: 1, fields: [{ name: "n", type: FieldType.Int32 }] });
  for (let i = 1; i <= 600; i++) {
    const bench = new StoreBench(contents, { format, layout }).start();
    t.is(bench.store.record.get(0), i - 1);
    bench.store.record.set(0, i);
    bench.store.save(bench.now);
    bench.settle();
  }
});

test("the full sequence number wraps too", (t) => {
  const bench = new StoreBench(new Uint8Array(40)).start();
  for (let i = 0; i < 33_000; i++) bench.save(i & 0xffff);
  t.is(new StoreBench(bench.memory.contents).start().uptime, 32_999);
});

test("a damaged slot: the other one counts, and is told; the next save makes two again", (t) => {
  const contents = twoGoodSlots(100);
  contents[17]! ^= 1;
  const bench = new StoreBench(contents).start();
  const [told] = bench.told();
  const other = new StoreBench(contents.slice().map((octet, i) => (i === 37 ? octet ^ 1 : octet)));
  t.is(told, "fell back");
  t.is(bench.count(StoreCounter.DamagedSlots), 1);
  t.deepEqual(other.start().told(), ["corrupt"]);
  t.is(other.count(StoreCounter.DamagedSlots), 2);
  bench.save(101);
  const after = new StoreBench(contents).start();
  t.deepEqual([after.told(), after.uptime], [["restored"], 101]);
});

test("memory that holds anything is corrupt, unless it says that it lost its supply", (t) => {
  const contents = new Uint8Array(40).map((_, i) => i * 7 + 1);
  t.deepEqual(new StoreBench(contents).start().told(), ["corrupt"]);
  const memory = Object.assign(new CutMemory(contents, Tearing.Octet), { lost: true });
  t.deepEqual(new StoreBench(memory).start().told(), ["cold"]);
});

test("a record that is there counts even if the memory says that it lost its supply", (t) => {
  const memory = Object.assign(new CutMemory(twoGoodSlots(5), Tearing.Octet), { lost: true });
  t.deepEqual(new StoreBench(memory).start().told(), ["restored"]);
});

for (const [name, format, longest] of [
  ["full", new FullSlots(), 4096],
  ["compact", new CompactSlots(), 4],
] as const) {
  test(`${name}: all-00 and all-FF is no record by its check alone, whatever the length`, (t) => {
    for (const octet of [0, 0xff]) {
      const slot = new Uint8Array(format.header + longest).fill(octet);
      for (let length = format.unit; length <= longest; length += format.unit) {
        const check = format.update(format.seed, slot, format.header, format.header + length);
        if (format.isGood(slot, check)) t.fail(`${length} octets of ${octet}`);
      }
      const bench = new StoreBench(new Uint8Array(64).fill(octet), {
        format,
        layout: new RecordLayout({ name: "n", id: 1, version: 1, fields: [{ name: "n", type: FieldType.Uint8 }] }),
      });
      t.deepEqual(bench.start().told(), ["cold"]);
    }
  });
}

test("a record whose CRC would be 0 takes another sequence number", (t) => {
  let refused = 0;
  class Picky extends FullSlots {
    override seal(slot: Uint8Array, schema: number, length: number, sequence: number): boolean {
      const sealed = super.seal(slot, schema, length, sequence);
      if (sequence !== 2) return sealed;
      refused++;
      slot.fill(0, 0, 4);
      return false;
    }
  }
  const contents = new Uint8Array(40);
  new StoreBench(contents, { format: new Picky() as SlotFormat }).start().save(9);
  t.is(refused, 1);
  t.is(contents[29], 3);
  const bench = new StoreBench(contents).start();
  t.deepEqual([bench.told(), bench.uptime], [["restored"], 9]);
});

// --- schemas

const OLD = new RecordLayout({
  name: "link state",
  id: 3,
  version: 1,
  fields: [
    { name: "uptime", type: FieldType.Int32, unit: "ms" },
    { name: "name", type: FieldType.Octets, size: 6 },
  ],
});

function withOldRecord(): Uint8Array {
  const contents = new Uint8Array(40);
  const bench = new StoreBench(contents, { layout: OLD }).start();
  bench.store.record.set(0, 90_000);
  bench.store.save(bench.now);
  bench.settle();
  return contents;
}

test("a record of an older version is taken over, and written in the new form by the next save", (t) => {
  const contents = withOldRecord();
  const migration = {
    from: OLD,
    migrate: (old: { get(field: number): number }, record: { set(field: number, value: number): void }) =>
      record.set(Link.Uptime, old.get(0) / 1000),
  };
  const bench = new StoreBench(contents, { migrations: [migration] }).start();
  t.deepEqual([bench.told(), bench.uptime, bench.count(StoreCounter.Migrated)], [["restored"], 90, 1]);
  bench.store.save(bench.now);
  bench.settle();
  const after = new StoreBench(contents).start();
  t.deepEqual([after.told(), after.uptime, after.count(StoreCounter.Migrated)], [["restored"], 90, 0]);
});

test("a record of a schema that is not known is refused, and kept until it is discarded", (t) => {
  const contents = withOldRecord();
  const before = contents.slice();
  const bench = new StoreBench(contents).start();
  t.deepEqual(bench.told(), ["refused"]);
  t.is(bench.store.refused, 0x0301);
  t.is(bench.count(StoreCounter.DamagedSlots), 0, "its check is good");
  t.false(bench.store.save(bench.now));
  t.deepEqual(bench.settle().told(), []);
  t.deepEqual(contents, before);
  bench.store.discard();
  t.deepEqual(bench.save(4).told(), ["saved"]);
  const after = new StoreBench(contents).start();
  t.deepEqual([after.told(), after.uptime], [["restored"], 4]);
});

test("a refused record may be longer than any that is known", (t) => {
  const contents = new Uint8Array(400);
  const layout = new RecordLayout({
    name: "long",
    id: 9,
    version: 1,
    fields: [{ name: "text", type: FieldType.Octets, size: 150 }],
  });
  const long = new StoreBench(contents, { layout }).start();
  long.store.record.bytes.forEach((_, i, bytes) => (bytes[i] = i * 3));
  long.store.save(0);
  long.settle();
  t.deepEqual(new StoreBench(contents).start().told(), ["refused"]);
  contents[100]! ^= 1;
  contents[300]! ^= 1;
  t.deepEqual(new StoreBench(contents).start().told(), ["corrupt"]);
});

// --- a memory that fails

test("an octet that is not acknowledged: the save is tried again, and is told once", (t) => {
  const memory = new CutMemory(new Uint8Array(40), Tearing.Octet, { octet: 30, kind: "k" });
  const bench = new StoreBench(memory).start().save(5);
  t.deepEqual(bench.told(), ["cold", "saved"]);
  t.is(bench.count(StoreCounter.MemoryErrors), 1);
});

test("a memory that is gone: three attempts, then not saved; later saves work when it is back", (t) => {
  const bench = new StoreBench(twoGoodSlots(5)).start();
  bench.told();
  bench.memory.off = true;
  t.deepEqual(bench.save(6).told(), ["not saved"]);
  t.is(bench.count(StoreCounter.MemoryErrors), 3);
  bench.memory.off = false;
  t.deepEqual(bench.save(7).told(), ["saved"]);
  t.is(new StoreBench(bench.memory.contents).start().uptime, 7);
});

test("a memory that does not answer at the start is asked again, and nothing is written to it before", (t) => {
  const memory = new CutMemory(twoGoodSlots(5), Tearing.Octet);
  memory.off = true;
  const bench = new StoreBench(memory).start();
  t.deepEqual(bench.told(), []);
  t.is(bench.store.result, Restored.NotYet);
  t.false(bench.store.save(bench.now));
  memory.off = false;
  bench.now += 500;
  t.deepEqual([bench.settle().told(), bench.uptime], [["restored"], 5]);
});

test("a cell that keeps nothing: read back, tried again, not saved; the record before is still there", (t) => {
  class WornMemory extends CutMemory {
    override poll(): MemoryState {
      const state = super.poll();
      this.contents[37] = 0xee;
      return state;
    }
  }
  const bench = new StoreBench(new WornMemory(twoGoodSlots(5), Tearing.Octet)).start();
  bench.told();
  t.deepEqual(bench.save(6).told(), ["not saved"]);
  t.is(bench.count(StoreCounter.ReadBackErrors), 3);
  t.is(new StoreBench(bench.memory.contents).start().uptime, 5);
});

// --- callers

test("a save that is asked for while one is under way follows it", (t) => {
  const bench = new StoreBench(new Uint8Array(40)).start();
  let again = true;
  bench.onCall = () => {
    if (!again) return;
    again = false;
    bench.store.record.set(Link.Uptime, 12);
    bench.store.save(bench.now);
  };
  bench.save(11);
  t.deepEqual(bench.told(), ["cold", "saved", "saved"]);
  t.is(new StoreBench(bench.memory.contents).start().uptime, 12);
});

test("two stores share a memory", (t) => {
  const contents = new Uint8Array(96);
  const halves = [0, 48].map((at) => new StoreBench(contents, { at, size: 48 }).start());
  halves[0]!.save(1);
  halves[1]!.save(2);
  t.deepEqual(
    [0, 48].map((at) => new StoreBench(contents, { at, size: 48 }).start().uptime),
    [1, 2],
  );
});

test("a record that does not fit is refused with its numbers", (t) => {
  const make = (size: number, format?: SlotFormat) => () => new StoreBench(new Uint8Array(size), { format });
  t.throws(make(32), {
    instanceOf: RangeError,
    message: 'record "link state" has 8 octets: a slot of 16 octets, 10 of them its header, holds 6',
  });
  t.throws(make(16, new CompactSlots()), {
    message: 'record "link state" has 8 octets: a slot of 8 octets, 4 of them its header, holds 4',
  });
  t.throws(() => new StoreBench(new Uint8Array(40), { at: 2 }), {
    message: "retention: begin is 2: it must be a multiple of 4",
  });
  t.throws(() => new StoreBench(new Uint8Array(40), { at: 4, size: 40 }), {
    message: "retention: size is 40: it must be a whole number from 0 to 36 octets",
  });
  const layout = new RecordLayout({ name: "x", id: 15, version: 1, fields: LINK.fields.slice(0, 1) });
  t.throws(() => new StoreBench(new Uint8Array(16), { format: new CompactSlots(), layout }), {
    message: 'record "x": id is 15: it must be a whole number from 1 to 14',
  });
});

test("memory that holds anything at all: a result, and a save that is found", (t) => {
  const random = new XorShift32(3);
  for (let i = 0; i < 3000; i++) {
    const size = 40 + ((random.next() >>> 0) % 60);
    const contents = i % 2 === 0 ? new Uint8Array(size) : twoGoodSlots(5, size);
    for (let j = (random.next() >>> 0) % 30; j >= 0; j--) contents[(random.next() >>> 0) % size] = random.next();
    const bench = new StoreBench(contents).start();
    const [told] = bench.told();
    t.true(["cold", "restored", "fell back", "corrupt"].includes(told!), told);
    t.deepEqual(bench.save(i).told(), ["saved"]);
    t.is(new StoreBench(contents).start().uptime, i);
  }
});
