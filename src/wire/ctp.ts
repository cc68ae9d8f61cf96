import { readUint16 } from "./octets";

/**
 * Ethernet frames and the Configuration Testing Protocol that they carry (Ethernet version 2.0 specification, November
 * 1982, chapter 8). A frame, without FCS; numbers of the protocol itself are little-endian:
 *
 *     destination 6 | source 6 | type 2 | skip count 2 | function 2 | ...
 *     function forward: address 6 | the next function
 *     function reply: receipt number 2 | data
 *
 * The skip count says how many octets of functions were carried out already.
 */
export const enum EthernetField {
  Destination = 0,
  Source = 6,
  Type = 12,
  Payload = 14,
}

/** Fields of a CTP frame, from the frame's first octet. */
export const enum CtpField {
  SkipCount = 14,
  /** Where functions begin: the skip count is counted from here. */
  Functions = 16,
}

export const enum CtpFunction {
  Reply = 1,
  Forward = 2,
}

/** The Ethernet type of the Configuration Testing Protocol. */
export const CTP_ETHERTYPE = 0x9000;

/** A MAC address has so many octets. */
export const ADDRESS_LENGTH = 6;

/** The shortest frame, without FCS (IEEE 802.3 clause 3.2.8): shorter ones are padded. */
export const LEAST_FRAME = 60;

/** Octets of a function's code, and of a Forward. */
const FUNCTION = 2;
const FORWARD = FUNCTION + ADDRESS_LENGTH;

/** Octets of a Reply up to its data. */
const REPLY = FUNCTION + 2;

/** The multicast address of the loopback assistant: CF-00-00-00-00-00. */
export const LOOPBACK_ASSISTANT = /* @__PURE__ */ new Uint8Array([0xcf, 0, 0, 0, 0, 0]);

/** What a frame is, once {@link checkCtp} has looked at it. */
export const enum CtpKind {
  /** Of another Ethernet type. */
  Other,
  /** Too short for what it must hold, or with a skip count that leads out of it. */
  Bad,
  /** Its current function is Forward. */
  Forward,
  /** Its current function is Reply. */
  Reply,
  /** Its current function is neither. */
  Unknown,
}

/** Where the current function of a frame that {@link checkCtp} found no fault with stands. */
export function ctpFunction(bytes: Uint8Array, start: number): number {
  return start + CtpField.Functions + readUint16LittleEndian(bytes, start + CtpField.SkipCount);
}

/** Tells what frame `[start, end)` is. After `Forward` and `Reply` the current function lies inside it whole. */
export function checkCtp(bytes: Uint8Array, start: number, end: number): CtpKind {
  if (end - start < EthernetField.Payload) return CtpKind.Bad;
  if (readUint16(bytes, start + EthernetField.Type) !== CTP_ETHERTYPE) return CtpKind.Other;
  if (end - start < CtpField.Functions) return CtpKind.Bad;
  const at = ctpFunction(bytes, start);
  if (at + FUNCTION > end) return CtpKind.Bad;
  const code = readUint16LittleEndian(bytes, at);
  if (code === CtpFunction.Forward) return at + FORWARD + FUNCTION <= end ? CtpKind.Forward : CtpKind.Bad;
  if (code === CtpFunction.Reply) return at + REPLY <= end ? CtpKind.Reply : CtpKind.Bad;
  return CtpKind.Unknown;
}

/** The receipt number of a frame whose current function is Reply. */
export function ctpReceipt(bytes: Uint8Array, start: number): number {
  return readUint16LittleEndian(bytes, ctpFunction(bytes, start) + FUNCTION);
}

/** Where the data of a frame begins whose current function is Reply. */
export function ctpData(bytes: Uint8Array, start: number): number {
  return ctpFunction(bytes, start) + REPLY;
}

/** Whether a frame whose current function is Forward may be forwarded: not to a multicast address (chapter 8). */
export function ctpForwards(bytes: Uint8Array, start: number): boolean {
  return (bytes[ctpFunction(bytes, start) + FUNCTION]! & 1) === 0;
}

/**
 * Carries out the current function, Forward, of the frame at `start`, in its place: it goes from us to the address that
 * it names, and the next function is its current one.
 */
export function forwardCtp(bytes: Uint8Array, start: number, ourAddress: Uint8Array): void {
  const at = ctpFunction(bytes, start);
  const skip = at + FORWARD - start - CtpField.Functions;
  for (let i = 0; i < ADDRESS_LENGTH; i++) {
    bytes[start + EthernetField.Destination + i] = bytes[at + FUNCTION + i]!;
    bytes[start + EthernetField.Source + i] = ourAddress[i]!;
  }
  writeUint16LittleEndian(bytes, start + CtpField.SkipCount, skip);
}

/**
 * Writes a frame to be answered by the station itself: from `address` to `address`, Reply. Returns where its data goes.
 */
export function writeCtpReply(bytes: Uint8Array, at: number, address: Uint8Array, receipt: number): number {
  writeHead(bytes, at, address, address);
  return writeReply(bytes, at + CtpField.Functions, receipt);
}

/** Writes a frame that station `server` is to forward back to `address`. Returns where its data goes. */
export function writeCtpRequest(
  bytes: Uint8Array,
  at: number,
  server: Uint8Array,
  address: Uint8Array,
  receipt: number,
): number {
  writeHead(bytes, at, server, address);
  const forward = at + CtpField.Functions;
  writeUint16LittleEndian(bytes, forward, CtpFunction.Forward);
  for (let i = 0; i < ADDRESS_LENGTH; i++) bytes[forward + FUNCTION + i] = address[i]!;
  return writeReply(bytes, forward + FORWARD, receipt);
}

/** Whether the address at `at` is `address`. */
export function isAddress(bytes: Uint8Array, at: number, address: Uint8Array): boolean {
  for (let i = 0; i < ADDRESS_LENGTH; i++) if (bytes[at + i] !== address[i]) return false;
  return true;
}

function writeHead(bytes: Uint8Array, at: number, destination: Uint8Array, source: Uint8Array): void {
  for (let i = 0; i < ADDRESS_LENGTH; i++) {
    bytes[at + EthernetField.Destination + i] = destination[i]!;
    bytes[at + EthernetField.Source + i] = source[i]!;
  }
  bytes[at + EthernetField.Type] = CTP_ETHERTYPE >> 8;
  bytes[at + EthernetField.Type + 1] = CTP_ETHERTYPE & 0xff;
  writeUint16LittleEndian(bytes, at + CtpField.SkipCount, 0);
}

function writeReply(bytes: Uint8Array, at: number, receipt: number): number {
  writeUint16LittleEndian(bytes, at, CtpFunction.Reply);
  writeUint16LittleEndian(bytes, at + FUNCTION, receipt);
  return at + REPLY;
}

function readUint16LittleEndian(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

function writeUint16LittleEndian(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
}
