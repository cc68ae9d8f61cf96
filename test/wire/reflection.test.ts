import test from "ava";
import fc from "fast-check";
import {
  checkReflection,
  LONGEST_REFLECTION_DELAY,
  reflectedAddress,
  reflectedPort,
  REFLECTION_SIZE,
  reflectionDelay,
  ReflectionKind,
  reflectionToken,
  writeReflection,
  writeReflectionRequest,
} from "../../src/wire/reflection";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const delays = fc.integer({ min: 0, max: LONGEST_REFLECTION_DELAY });

test("a request and an answer, octet for octet", (t) => {
  const bytes = new Uint8Array(REFLECTION_SIZE + 2).fill(0xee);
  writeReflectionRequest(bytes, 1, 0x01020304, 15_000);
  t.is(hex(bytes), "ee4c505246010000000102030400003a9800000000ee");
  writeReflection(bytes, 1, false, 0x01020304, 15_000, 0xcb007105 | 0, 40_000);
  t.is(hex(bytes), "ee4c50524602009d420102030400003a98ca027201ee");
  writeReflection(bytes, 1, true, 0, 0, 0, 0);
  t.is(checkReflection(bytes, 1, 21), ReflectionKind.Refused);
});

test("what is written is read back, and nothing around it is looked at", (t) => {
  fc.assert(
    fc.property(int32, delays, int32, fc.integer({ min: 0, max: 65535 }), (token, delay, address, port) => {
      const bytes = new Uint8Array(REFLECTION_SIZE + 9).fill(0xee);
      writeReflectionRequest(bytes, 4, token, delay);
      t.is(checkReflection(bytes, 4, 4 + REFLECTION_SIZE), ReflectionKind.Request);
      t.deepEqual([reflectionToken(bytes, 4), reflectionDelay(bytes, 4)], [token, delay]);
      writeReflection(bytes, 4, false, token, delay, address, port);
      t.is(checkReflection(bytes, 4, bytes.length), ReflectionKind.Reflected);
      t.deepEqual([reflectedAddress(bytes, 4), reflectedPort(bytes, 4)], [address, port]);
      t.deepEqual([reflectionToken(bytes, 4), reflectionDelay(bytes, 4)], [token, delay]);
    }),
  );
});

test("what is too short, of another kind, or asks for too long a delay is something else", (t) => {
  const request = new Uint8Array(REFLECTION_SIZE);
  for (const delay of [-1, LONGEST_REFLECTION_DELAY + 1, 0x7fffffff, -0x80000000]) {
    writeReflectionRequest(request, 0, 1, delay);
    t.is(checkReflection(request, 0, REFLECTION_SIZE), ReflectionKind.Other, `${delay}`);
  }
  writeReflectionRequest(request, 0, 1, 0);
  for (let end = 0; end < REFLECTION_SIZE; end++) t.is(checkReflection(request, 0, end), ReflectionKind.Other);
  for (const [at, octet] of [
    [0, 0x4d],
    [3, 0x47],
    [4, 0],
    [4, 3],
  ] as const) {
    const other = request.slice();
    other[at] = octet;
    t.is(checkReflection(other, 0, REFLECTION_SIZE), ReflectionKind.Other, `${at}`);
  }
  const answer = request.slice();
  answer[4] = 2;
  answer[5] = 2;
  t.is(checkReflection(answer, 0, REFLECTION_SIZE), ReflectionKind.Other);
});
