import { readInt32, readUint16, writeInt32, writeUint16 } from "./octets";

/**
 * What a device and a reflector say to each other over UDP, so that the device learns what a NAT makes of its datagrams:
 *
 *     magic 4 | kind 1 | status 1 | port 2 | token 4 | delay 4 | address 4
 *
 * A request asks for an answer after `delay` ms. The answer has the request's token and delay, and says which address and
 * port the request came from: XORed with the token, as STUN does it (RFC 8489 section 14.2), so that no NAT on the way
 * takes them for addresses of its own business and rewrites them. STUN itself has no answer that waits.
 */
export const enum ReflectionField {
  Magic = 0,
  Kind = 4,
  Status = 5,
  Port = 6,
  Token = 8,
  Delay = 12,
  Address = 16,
  Size = 20,
}

/** "LPRF". Not 0: on port 4500 it looks like ESP to whoever looks. */
const MAGIC = 0x4c505246;

const enum Kind {
  Request = 1,
  Answer = 2,
}

const enum Status {
  Reflected = 0,
  Refused = 1,
}

/** The length of requests and answers, octets. */
export const REFLECTION_SIZE = ReflectionField.Size;

/** The longest delay that can be asked for, ms. */
export const LONGEST_REFLECTION_DELAY = 7200000;

/** What a datagram is, once {@link checkReflection} has looked at it. */
export const enum ReflectionKind {
  /** No request and no answer, or a request with a delay that is too long. */
  Other,
  Request,
  /** An answer with the address and port that the request came from. */
  Reflected,
  /** An answer that says, at once, that there will be no other: too many wait. */
  Refused,
}

/** Tells what the datagram `[start, end)` is. After any answer but `Other` its fields may be read. */
export function checkReflection(bytes: Uint8Array, start: number, end: number): ReflectionKind {
  if (end - start < ReflectionField.Size || readInt32(bytes, start) !== MAGIC) return ReflectionKind.Other;
  const kind = bytes[start + ReflectionField.Kind];
  if (kind === Kind.Request) {
    const delay = reflectionDelay(bytes, start);
    return delay >= 0 && delay <= LONGEST_REFLECTION_DELAY ? ReflectionKind.Request : ReflectionKind.Other;
  }
  if (kind !== Kind.Answer) return ReflectionKind.Other;
  const status = bytes[start + ReflectionField.Status];
  if (status === Status.Reflected) return ReflectionKind.Reflected;
  return status === Status.Refused ? ReflectionKind.Refused : ReflectionKind.Other;
}

/** By what an answer is told to belong to a request: an int32. */
export function reflectionToken(bytes: Uint8Array, start: number): number {
  return readInt32(bytes, start + ReflectionField.Token);
}

/** After how many ms the request wants, or wanted, to be answered. */
export function reflectionDelay(bytes: Uint8Array, start: number): number {
  return readInt32(bytes, start + ReflectionField.Delay);
}

/** The IPv4 address that the request of this answer came from, int32. */
export function reflectedAddress(bytes: Uint8Array, start: number): number {
  return readInt32(bytes, start + ReflectionField.Address) ^ reflectionToken(bytes, start);
}

/** The port that the request of this answer came from. */
export function reflectedPort(bytes: Uint8Array, start: number): number {
  return readUint16(bytes, start + ReflectionField.Port) ^ (reflectionToken(bytes, start) >>> 16);
}

/** Writes a request of {@link REFLECTION_SIZE} octets at `at`. `delay`: 0 to {@link LONGEST_REFLECTION_DELAY} ms. */
export function writeReflectionRequest(bytes: Uint8Array, at: number, token: number, delay: number): void {
  write(bytes, at, Kind.Request, Status.Reflected, token, delay, 0, 0);
}

/** Writes the answer to a request that came from `port` of `address`, {@link REFLECTION_SIZE} octets at `at`. */
export function writeReflection(
  bytes: Uint8Array,
  at: number,
  refused: boolean,
  token: number,
  delay: number,
  address: number,
  port: number,
): void {
  const status = refused ? Status.Refused : Status.Reflected;
  write(bytes, at, Kind.Answer, status, token, delay, address ^ token, port ^ (token >>> 16));
}

function write(
  bytes: Uint8Array,
  at: number,
  kind: Kind,
  status: Status,
  token: number,
  delay: number,
  address: number,
  port: number,
): void {
  writeInt32(bytes, at, MAGIC);
  bytes[at + ReflectionField.Kind] = kind;
  bytes[at + ReflectionField.Status] = status;
  writeUint16(bytes, at + ReflectionField.Port, port);
  writeInt32(bytes, at + ReflectionField.Token, token);
  writeInt32(bytes, at + ReflectionField.Delay, delay);
  writeInt32(bytes, at + ReflectionField.Address, address);
}
