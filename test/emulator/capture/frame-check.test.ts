import test from "ava";
import { PppCheck } from "../../../emulator/capture/frame-check";

const CONFIGURE_REQUEST = 1;
const CONFIGURE_ACK = 2;

/** An LCP packet with options, in its frame without FCS. */
function lcp(code: number, ...options: number[]): Uint8Array {
  return Uint8Array.of(0xff, 0x03, 0xc0, 0x21, code, 1, 0, 4 + options.length, ...options);
}

/** How many octets of FCS an Echo-Request has, in its frame, and an IP packet with compressed header. */
function sizes(check: PppCheck): number[] {
  const echo = lcp(9, 1, 2, 3, 4);
  return [echo, Uint8Array.of(0x21, 0x45)].map((frame) => check.fcsOf(frame, 0, frame.length).size);
}

function passed(check: PppCheck, frame: Uint8Array): PppCheck {
  check.passed(frame, 0, frame.length);
  return check;
}

test("until something is agreed upon everything has FCS-16", (t) => {
  t.deepEqual(sizes(new PppCheck()), [2, 2]);
});

test("what a Configure-Ack agrees to holds for what follows in its direction, but not for LCP's own packets", (t) => {
  const check = passed(new PppCheck(), lcp(CONFIGURE_ACK, 1, 4, 0x05, 0xdc, 9, 3, 4));
  t.deepEqual(sizes(check), [4, 4]);
  const ack = lcp(CONFIGURE_ACK);
  t.is(check.fcsOf(ack, 0, ack.length).size, 2);
  t.deepEqual(sizes(passed(check, lcp(CONFIGURE_ACK, 9, 3, 1))), [0, 0]);
  t.deepEqual(sizes(passed(check, lcp(CONFIGURE_ACK, 9, 3, 2))), [2, 2]);
});

test("an agreement without an FCS is one for FCS-16", (t) => {
  const check = passed(new PppCheck(), lcp(CONFIGURE_ACK, 9, 3, 4));
  t.deepEqual(sizes(passed(check, lcp(CONFIGURE_ACK, 7, 2))), [2, 2]);
});

test("a request agrees to nothing, nor does an Ack that is no whole packet", (t) => {
  const check = passed(new PppCheck(), lcp(CONFIGURE_REQUEST, 9, 3, 4));
  t.deepEqual(sizes(check), [2, 2]);
  t.deepEqual(sizes(passed(check, lcp(CONFIGURE_ACK, 9, 3, 4).subarray(0, 9))), [2, 2]);
  // An option of no length.
  t.deepEqual(sizes(passed(check, lcp(CONFIGURE_ACK, 5, 0, 0, 0))), [2, 2]);
});
