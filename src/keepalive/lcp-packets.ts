/** Packets of an open LCP that negotiate nothing. */
import { ControlCode } from "../wire/ppp";
import { writeInt32, writeUint16 } from "../wire/octets";
import type { Lcp } from "./lcp";

/** The length of an Echo-Request's data: the magic number and four octets. */
const ECHO_DATA = 8;

/**
 * Asks the peer of an open LCP for an Echo-Reply (RFC 1661 section 5.8).
 * @returns whether the request was sent
 */
export function sendEchoRequest(lcp: Lcp, identifier: number, now: number): boolean {
  const control = lcp.control;
  const sender = control.sender;
  const at = sender.dataOffset;
  writeInt32(sender.buffer, at, lcp.magic);
  writeInt32(sender.buffer, at + 4, 0);
  return control.send(ControlCode.EchoRequest, identifier, ECHO_DATA, now);
}

/**
 * Answers an Echo-Request: its data, `[start, end)`, goes back as it came, but with our own magic number (section 5.8).
 * @returns whether the reply was sent
 */
export function sendEchoReply(
  lcp: Lcp,
  identifier: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  now: number,
): boolean {
  const control = lcp.control;
  const sender = control.sender;
  const length = sender.copy(0, bytes, start, end);
  writeInt32(sender.buffer, sender.dataOffset, lcp.magic);
  return control.send(ControlCode.EchoReply, identifier, length, now);
}

/** Refuses a protocol: the whole packet `[start, end)` goes back, cut to the peer's MRU (section 5.7). */
export function sendProtocolReject(
  lcp: Lcp,
  protocol: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  now: number,
): void {
  const sender = lcp.control.sender;
  const length = sender.copy(2, bytes, start, end);
  writeUint16(sender.buffer, sender.dataOffset, protocol);
  lcp.control.send(ControlCode.ProtocolReject, sender.nextIdentifier(), length, now);
}
