import { readUint16, writeUint16 } from "./octets";

/**
 * The Point-to-Point Protocol: header (RFC 1661 section 2, RFC 1662 section 3.1) and the packets of its control
 * protocols (RFC 1661 section 5). A frame, without flags and FCS:
 *
 *     address FF 1 | control 03 1 | protocol 2 | information
 *     information of LCP, IPCP: code 1 | identifier 1 | length 2 | data
 *
 * Address and control may be left out (ACFC), and the first octet of a protocol below 0100 (PFC).
 */
export const enum PppField {
  Address = 0,
  Control = 1,
  Protocol = 2,
  Information = 4,
}

export const PPP_ADDRESS = 0xff;
export const PPP_CONTROL = 0x03;

/** Numbers of the protocol field (IANA, PPP DLL Protocol Numbers). */
export const enum PppProtocol {
  IPv4 = 0x0021,
  IPv6 = 0x0057,
  IPCP = 0x8021,
  LCP = 0xc021,
}

/** Fields of a control protocol's packet, from its first octet. */
export const enum ControlField {
  Code = 0,
  Identifier = 1,
  Length = 2,
  Data = 4,
}

/** Codes of control packets; those above 7 are LCP's alone (RFC 1661 section 5, RFC 1570 section 1). */
export const enum ControlCode {
  ConfigureRequest = 1,
  ConfigureAck = 2,
  ConfigureNak = 3,
  ConfigureReject = 4,
  TerminateRequest = 5,
  TerminateAck = 6,
  CodeReject = 7,
  ProtocolReject = 8,
  EchoRequest = 9,
  EchoReply = 10,
  DiscardRequest = 11,
  Identification = 12,
  TimeRemaining = 13,
}

/** Configuration options: type 1 | length 1, both included | data (RFC 1661 section 6). */
export const enum OptionField {
  Type = 0,
  Length = 1,
  Data = 2,
}

/** Types of LCP's options (RFC 1661 section 6, RFC 1662 section 7, RFC 1570 section 2). */
export const enum LcpOption {
  MRU = 1,
  ACCM = 2,
  Authentication = 3,
  Quality = 4,
  MagicNumber = 5,
  PFC = 7,
  ACFC = 8,
  FcsAlternatives = 9,
}

/** Types of IPCP's options (RFC 1332 section 3). */
export const enum IpcpOption {
  Addresses = 1,
  Compression = 2,
  Address = 3,
}

/** Bits of the FCS-Alternatives option (RFC 1570 section 2.1). */
export const enum FcsAlternative {
  Null = 1,
  Fcs16 = 2,
  Fcs32 = 4,
}

/** The magic number's field in Echo-Request, Echo-Reply, Discard-Request and more, from the packet's first octet. */
export const MAGIC_FIELD = ControlField.Data;

/**
 * The length of the header of frame `[start, end)`, octets: 1 to 4; 0 if there is none. Both compressions are understood
 * whether they were negotiated or not: a sender that uses them early is in the right too often to be refused.
 */
export function pppHeaderLength(bytes: Uint8Array, start: number, end: number): number {
  const uncompressed = end - start >= 2 && bytes[start] === PPP_ADDRESS && bytes[start + 1] === PPP_CONTROL;
  const at = uncompressed ? start + 2 : start;
  // No protocol begins with FF, so that an address without its control is none.
  if (at >= end || bytes[at] === PPP_ADDRESS) return 0;
  // The protocol's last octet is odd, its first is even (RFC 1661 section 2).
  if (bytes[at]! & 1) return at + 1 - start;
  return at + 1 < end && bytes[at + 1]! & 1 ? at + 2 - start : 0;
}

/** The protocol number in a header of `length` octets at `start`. */
export function pppProtocol(bytes: Uint8Array, start: number, length: number): number {
  return length & 1 ? bytes[start + length - 1]! : readUint16(bytes, start + length - 2);
}

/** Writes the four octets of an uncompressed header at `at`. */
export function writePppHeader(bytes: Uint8Array, at: number, protocol: number): void {
  bytes[at] = PPP_ADDRESS;
  bytes[at + PppField.Control] = PPP_CONTROL;
  writeUint16(bytes, at + PppField.Protocol, protocol);
}

/**
 * The end of the control packet at `[start, end)` as its length field has it: what follows is padding (RFC 1661 section
 * 5). 0 if it is too short for its head, or shorter than it says.
 */
export function controlPacketEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < ControlField.Data) return 0;
  const length = readUint16(bytes, start + ControlField.Length);
  return length < ControlField.Data || length > end - start ? 0 : start + length;
}

/** Writes the head of a control packet at `at`; `length` is that of the whole packet, octets. */
export function writeControlHead(
  bytes: Uint8Array,
  at: number,
  code: number,
  identifier: number,
  length: number,
): void {
  bytes[at] = code;
  bytes[at + ControlField.Identifier] = identifier;
  writeUint16(bytes, at + ControlField.Length, length);
}

/** Whether `[start, end)` is a row of options whose lengths fit (RFC 1661 section 6). */
export function optionsFit(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    if (end - at < OptionField.Data) return false;
    const length = bytes[at + OptionField.Length]!;
    if (length < OptionField.Data || length > end - at) return false;
    at += length;
  }
  return true;
}
