import test from "ava";
import fc from "fast-check";
import { MessageReader, messageOf } from "../../../emulator/chip-server/message-reader";

const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });

test("messages come out as they went in, however the stream is cut", (t) => {
  fc.assert(
    fc.property(messages, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(messageOf));
      const reader = new MessageReader();
      const received: number[][] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const end = at + cuts[i % cuts.length]!;
        reader.read(stream.subarray(at, end), (message) => received.push([...message]));
        at = end;
      }
      t.deepEqual(
        received,
        sent.map((message) => [...message]),
      );
      t.false(reader.isInside);
    }),
  );
});

test("the longest message; and one that was begun is forgotten", (t) => {
  const reader = new MessageReader();
  const longest = new Uint8Array(0xffff).fill(0xa5);
  const lengths: number[] = [];
  const take = (message: Uint8Array) => void lengths.push(message.length);
  reader.read(messageOf(longest), take);
  reader.read(Uint8Array.of(0, 5, 1, 2), take);
  t.true(reader.isInside);
  reader.reset();
  reader.read(Uint8Array.of(0, 1, 9), take);
  t.deepEqual(lengths, [0xffff, 1]);
});
