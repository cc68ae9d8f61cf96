import {
  ADDRESS_LENGTH,
  CtpField,
  ctpForwards,
  ctpFunction,
  isAddress,
  LEAST_FRAME,
  writeCtpReply,
  writeCtpRequest,
} from "../wire/ctp";
import { ANSWER_WINDOW } from "./answer-window";

/** What a transmitter has: a keepalive's frame or self-test, as bits, or the frame of another station. */
export const enum Frame {
  None = 0,
  Own = 1,
  Request = 2,
  Test = 4,
  Forwarded = 8,
}

/** Where a frame to ourselves and a request hold their receipt number, from the frame's first octet. Data follows. */
export const OWN_RECEIPT = CtpField.Functions + 2;
export const REQUEST_RECEIPT = OWN_RECEIPT + 2 + ADDRESS_LENGTH;

/** Octets of the mark that data begins with: it tells our frames from those of a station with our address. */
const MARK = 4;

/** An octet of a frame's data: the mark, then octets that change from frame to frame. */
function octetOf(at: number, receipt: number, mark: number): number {
  if (at < MARK) return (mark >>> (8 * at)) & 0xff;
  return ((at * 0x35) ^ receipt) & 0xff;
}

/**
 * Writes a keepalive's frame, {@link LEAST_FRAME} octets at `at`: one from `address` to itself, or with a `server` one that
 * this is to send back.
 */
export function writeKeepalive(
  bytes: Uint8Array,
  at: number,
  address: Uint8Array,
  server: Uint8Array | null,
  receipt: number,
  mark: number,
): void {
  const data =
    server === null ? writeCtpReply(bytes, at, address, receipt) : writeCtpRequest(bytes, at, server, address, receipt);
  for (let i = data; i < at + LEAST_FRAME; i++) bytes[i] = octetOf(i - data, receipt, mark);
}

function receiptOf(bytes: Uint8Array, receiptAt: number): number {
  return bytes[receiptAt]! | (bytes[receiptAt + 1]! << 8);
}

/**
 * How many keepalives before the last, whose receipt number is `last`, one was whose frame ends before `end`: 0 to 31, or
 * -1 if that is not known.
 */
export function ageOf(bytes: Uint8Array, end: number, receiptAt: number, last: number): number {
  if (receiptAt + 2 > end) return -1;
  const age = (last - receiptOf(bytes, receiptAt)) & 0xffff;
  return age < ANSWER_WINDOW ? age : -1;
}

/** Whether frame `[start, end)`, whose receipt number stands at `receiptAt`, has the data that {@link writeKeepalive} wrote. */
export function isIntact(bytes: Uint8Array, start: number, end: number, receiptAt: number, mark: number): boolean {
  if (end - start < LEAST_FRAME) return false;
  const receipt = receiptOf(bytes, receiptAt);
  const data = receiptAt + 2;
  for (let at = data; at < start + LEAST_FRAME; at++) {
    if (bytes[at] !== octetOf(at - data, receipt, mark)) return false;
  }
  return true;
}

/** Whether station `address` may do as the frame at `start` asks, whose current function is Forward. */
export function mayForward(bytes: Uint8Array, start: number, address: Uint8Array): boolean {
  return ctpForwards(bytes, start) && !isAddress(bytes, ctpFunction(bytes, start) + 2, address);
}
