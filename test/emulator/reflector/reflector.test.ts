import test from "ava";
import { Reflector } from "../../../emulator/reflector/reflector";
import {
  checkReflection,
  reflectedAddress,
  reflectedPort,
  ReflectionKind,
  reflectionToken,
  writeReflectionRequest,
} from "../../../src/wire/reflection";
import { ip } from "../../support/slarp";

const CLIENT = ip("203.0.113.5");

function bench() {
  const log: string[] = [];
  let longest = 0;
  const reflector = new Reflector((bytes, address, port) => {
    longest = Math.max(longest, bytes.length);
    const kind = checkReflection(bytes, 0, bytes.length) === ReflectionKind.Refused ? "refused" : "reflected";
    const seen = `${(reflectedAddress(bytes, 0) >>> 0).toString(16)}:${reflectedPort(bytes, 0)}`;
    log.push(`${reflectionToken(bytes, 0)} ${kind} ${seen} to ${(address >>> 0).toString(16)}:${port}`);
  });
  const ask = (token: number, delay: number, now: number, address = CLIENT, port = 40_000) =>
    reflector.receive(request(token, delay), address, port, now);
  return { reflector, log, ask, longest: () => longest };
}

function request(token: number, delay: number, size = 20): Uint8Array {
  const bytes = new Uint8Array(size);
  writeReflectionRequest(bytes, 0, token, delay);
  return bytes;
}

test("a request is told where it came from, at once or after the delay it asks for", (t) => {
  const { reflector, log, ask } = bench();
  ask(1, 0, 0);
  t.deepEqual(log.splice(0), ["1 reflected cb007105:40000 to cb007105:40000"]);
  ask(2, 30_000, 100);
  ask(3, 10_000, 100, CLIENT, 40_001);
  ask(4, 30_000, 100);
  t.is(reflector.due, 10_100);
  reflector.poll(10_099);
  t.deepEqual(log, []);
  reflector.poll(10_100);
  t.deepEqual(log.splice(0), ["3 reflected cb007105:40001 to cb007105:40001"]);
  reflector.poll(99_999);
  t.deepEqual(
    log.map((line) => line[0]),
    ["2", "4"],
    "in the order in which they came",
  );
  t.is(reflector.due, undefined);
});

test("an answer is never longer than its request, and no answer is answered", (t) => {
  const { reflector, log, longest } = bench();
  for (let size = 0; size <= 1500; size++) {
    const bytes = size < 20 ? request(1, 0).slice(0, size) : request(1, 0, size);
    reflector.receive(bytes, CLIENT, 40_000, size * 1000);
    t.is(log.length, size < 20 ? 0 : 1, `${size}`);
    log.length = 0;
  }
  t.is(longest(), 20);
  const answer = request(1, 0);
  answer[4] = 2;
  reflector.receive(answer, CLIENT, 40_000, 2e6);
  reflector.receive(request(1, 0), CLIENT, 0, 2e6);
  t.deepEqual(log, []);
  t.is(reflector.counters.junk, 22);
});

test("a source is answered 20 times, then 5 times a second; others are not held up by it", (t) => {
  const { reflector, log, ask } = bench();
  for (let i = 0; i < 1000; i++) ask(i, 0, 0, CLIENT, 1024 + i);
  t.is(log.length, 20);
  ask(1, 0, 0, ip("203.0.113.6"));
  t.is(log.length, 21);
  for (let i = 0; i < 1000; i++) ask(i, 0, i * 10);
  t.true(log.length >= 69 && log.length <= 71, `${log.length}`);
  t.is(reflector.counters.limited, 2000 - (log.length - 1));
});

test("eight answers wait for an address and 4096 in all; more is refused at once", (t) => {
  const { reflector, log, ask } = bench();
  for (let i = 0; i < 9; i++) ask(i, 60_000, 0);
  t.deepEqual(log.splice(0), ["8 refused cb007105:40000 to cb007105:40000"]);
  for (let i = 0; i < 5000; i++) ask(i, 60_000, 0, i);
  t.is(reflector.waiting, 4096);
  t.is(log.length, 5000 - (4096 - 8));
  reflector.poll(60_000);
  t.is(reflector.waiting, 0);
  t.is(reflector.counters.answered, 4096);
});

test("a million datagrams of invented sources leave it as small as it was", (t) => {
  const { reflector, log } = bench();
  const bytes = request(7, 0);
  const junk = new Uint8Array(1400);
  for (let i = 0; i < 1_000_000; i++) {
    if ((i & 3) === 0) bytes[14] = i;
    reflector.receive((i & 3) === 3 ? junk : bytes, (i * 2654435761) | 0, 1 + (i & 0x7fff), i / 100);
    if (log.length > 1000) log.length = 0;
  }
  const { answered, refused, limited, junk: dropped } = reflector.counters;
  t.is(answered + refused + limited + dropped + reflector.waiting, 1_000_000);
  t.true(reflector.waiting <= 4096);
});
