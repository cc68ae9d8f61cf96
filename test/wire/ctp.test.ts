import test from "ava";
import fc from "fast-check";
import {
  checkCtp,
  CtpKind,
  ctpData,
  ctpForwards,
  ctpReceipt,
  forwardCtp,
  isAddress,
  LEAST_FRAME,
  LOOPBACK_ASSISTANT,
  writeCtpReply,
  writeCtpRequest,
} from "../../src/wire/ctp";
import { captureTest } from "../support/captures";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const kind = (bytes: Uint8Array) => checkCtp(bytes, 0, bytes.length);

/** A frame of the least length that begins so. */
function padded(text: string): Uint8Array {
  const bytes = new Uint8Array(LEAST_FRAME);
  bytes.set(hex(text));
  return bytes;
}

const OURS = hex("020000000001");
const THEIRS = hex("0200000000a2");

// Read by Wireshark's dissector (loop.*) as what they are named.
const LOOPBACK = padded("020000000001 020000000001 9000 0000 0100 0000");
const ASSISTANCE = padded("cf0000000000 020000000001 9000 0000 0200 020000000001 0100 2a00");

/** A frame from THEIRS to us whose part from the skip count on is `payload`. */
const frame = (payload: string) => Uint8Array.of(...OURS, ...THEIRS, 0x90, 0x00, ...hex(payload));

test("a loopback frame and a request for assistance are written octet for octet, padding apart", (t) => {
  const bytes = new Uint8Array(LEAST_FRAME);
  t.is(writeCtpReply(bytes, 0, OURS, 0), 20);
  t.deepEqual(bytes, LOOPBACK);
  bytes.fill(0);
  t.is(writeCtpRequest(bytes, 0, LOOPBACK_ASSISTANT, OURS, 42), 28);
  t.deepEqual(bytes, ASSISTANCE);
});

test("a request is forwarded once, and then is its sender's reply", (t) => {
  const bytes = ASSISTANCE.slice();
  t.is(kind(bytes), CtpKind.Forward);
  t.true(ctpForwards(bytes, 0));
  forwardCtp(bytes, 0, THEIRS);
  t.deepEqual(bytes.slice(0, 28), hex("020000000001 0200000000a2 9000 0800 0200 020000000001 0100 2a00"));
  t.is(kind(bytes), CtpKind.Reply);
  t.is(ctpReceipt(bytes, 0), 42);
  t.is(ctpData(bytes, 0), 28);
});

test("frames are told apart, and each that is too short is bad", (t) => {
  t.is(kind(frame("0000 0100 3412")), CtpKind.Reply);
  t.is(ctpReceipt(frame("0000 0100 3412"), 0), 0x1234);
  t.is(kind(frame("0000 0300 0000")), CtpKind.Unknown);
  t.is(kind(frame("0000 0001 0000")), CtpKind.Unknown);
  t.is(kind(hex("020000000001 0200000000a2 0800 0000 0100 0000")), CtpKind.Other);
  for (const payload of [
    "",
    "00",
    "0000",
    "0000 01",
    "0000 0100",
    "0000 0100 34",
    "0000 0200",
    "0000 0200 020000000001",
    "0000 0200 020000000001 01",
    "0500 0100 3412",
    "ffff 0100 3412",
  ]) {
    t.is(kind(frame(payload)), CtpKind.Bad, payload);
  }
  for (let length = 0; length < 14; length++) t.is(kind(new Uint8Array(length)), CtpKind.Bad);
});

test("nothing is forwarded to a group", (t) => {
  for (const [address, forwards] of [
    ["020000000001", true],
    ["cf0000000000", false],
    ["ffffffffffff", false],
    ["010000000000", false],
  ] as const) {
    const bytes = frame(`0000 0200 ${address} 0100 0000`);
    t.is(kind(bytes), CtpKind.Forward);
    t.is(ctpForwards(bytes, 0), forwards, address);
  }
});

test("an address is compared whole", (t) => {
  t.true(isAddress(LOOPBACK, 6, OURS));
  for (let i = 0; i < 6; i++) {
    const other = OURS.slice();
    other[i]! ^= 0x80;
    t.false(isAddress(LOOPBACK, 6, other));
  }
});

const address = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((octets) => {
  octets[0]! &= 0xfe;
  return octets;
});

test("a frame goes round by any stations that it names, and its data comes back", (t) => {
  const stations = fc.array(address, { minLength: 1, maxLength: 8 });
  const receipt = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(stations, receipt, fc.uint8Array({ maxLength: 40 }), (route, number, data) => {
      const forwards = route.map((station) => `0200${Buffer.from(station).toString("hex")}`).join("");
      const receiptHex = Buffer.from([number & 255, number >> 8]).toString("hex");
      const bytes = frame(`0000${forwards}0100${receiptHex}${Buffer.from(data).toString("hex")}`);
      let at: Uint8Array = OURS;
      for (const station of route) {
        t.is(kind(bytes), CtpKind.Forward);
        t.true(ctpForwards(bytes, 0));
        t.true(isAddress(bytes, 0, at));
        forwardCtp(bytes, 0, at);
        t.true(isAddress(bytes, 6, at));
        at = station;
      }
      t.is(kind(bytes), CtpKind.Reply);
      t.true(isAddress(bytes, 0, at));
      t.is(ctpReceipt(bytes, 0), number);
      t.deepEqual(bytes.slice(ctpData(bytes, 0)), data);
    }),
  );
});

test("whatever arrives is looked at inside of its bounds only, and forwarding stays inside them too", (t) => {
  const seeds = [LOOPBACK, ASSISTANCE, frame("0800 0200 020000000001 0100 0000")];
  const mutation = fc.record({
    seed: fc.nat(seeds.length - 1),
    length: fc.nat(40),
    changes: fc.array(fc.tuple(fc.integer({ min: 14, max: 39 }), fc.oneof(fc.nat(255), fc.nat(30))), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(mutation, ({ seed, length, changes }) => {
      const whole = seeds[seed]!.slice();
      for (const [at, octet] of changes) whole[at] = octet;
      const bytes = whole.slice(0, length);
      // What lies around the frame must not matter.
      for (const around of [0x00, 0x01, 0x02, 0xff]) {
        const buffer = new Uint8Array(length + 20).fill(around);
        buffer.set(bytes, 10);
        const found = checkCtp(buffer, 10, 10 + bytes.length);
        t.is(found, kind(bytes));
        if (found === CtpKind.Reply) t.true(ctpData(buffer, 10) <= 10 + bytes.length);
        if (found !== CtpKind.Forward) continue;
        forwardCtp(buffer, 10, THEIRS);
        t.true(buffer.slice(0, 10).every((octet) => octet === around));
        t.true(buffer.slice(10 + bytes.length).every((octet) => octet === around));
      }
    }),
    { numRuns: 2000 },
  );
});

captureTest(
  "a capture of stations that forward is parsed, and forwarded hop by hop as captured",
  "loopback.pcap",
  (t, frames) => {
    t.is(frames.length, 6);
    const kinds = frames.map(({ bytes }) => kind(bytes));
    const [forward, reply] = [CtpKind.Forward, CtpKind.Reply];
    t.deepEqual(kinds, [forward, reply, forward, forward, forward, reply]);
    t.deepEqual(
      frames.filter((_, i) => kinds[i] === reply).map(({ bytes }) => ctpReceipt(bytes, 0)),
      [1, 2],
    );
    for (const [i, { bytes }] of frames.entries()) {
      if (kinds[i] === reply) {
        t.true(bytes.slice(ctpData(bytes, 0)).every((octet) => octet === 0x55));
        continue;
      }
      const forwarded = bytes.slice();
      t.true(ctpForwards(forwarded, 0));
      forwardCtp(forwarded, 0, bytes.slice(0, 6));
      t.deepEqual(forwarded, frames[i + 1]!.bytes);
    }
  },
);
