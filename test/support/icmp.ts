/** IPv4 and ICMP as the wire has them, made and read without the code under test. */
import { ip } from "./slarp";

/** The Internet checksum as arithmetic: the sum of the 16-bit words modulo 2^16 - 1, complemented. */
export function checksum(octets: Uint8Array): number {
  let sum = 0n;
  octets.forEach((octet, i) => (sum += BigInt(octet) << (i % 2 === 0 ? 8n : 0n)));
  // Ones' complement has two zeros: only the sum of nothing but zeros is the positive one.
  const folded = sum === 0n ? 0 : Number(((sum - 1n) % 0xffffn) + 1n);
  return 0xffff - folded;
}

export interface PacketFields {
  source: string;
  destination: string;
  payload: Uint8Array;
  protocol?: number;
  typeOfService?: number;
  identification?: number;
  /** Three flags and the fragment offset. */
  flagsOffset?: number;
  timeToLive?: number;
  /** A multiple of four octets. */
  options?: Uint8Array;
}

export function packet(fields: PacketFields): Uint8Array {
  const { payload, options = new Uint8Array(0) } = fields;
  const header = 20 + options.length;
  const bytes = new Uint8Array(header + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x40 + header / 4);
  view.setUint8(1, fields.typeOfService ?? 0);
  view.setUint16(2, bytes.length);
  view.setUint16(4, fields.identification ?? 0);
  view.setUint16(6, fields.flagsOffset ?? 0);
  view.setUint8(8, fields.timeToLive ?? 64);
  view.setUint8(9, fields.protocol ?? 1);
  view.setInt32(12, ip(fields.source));
  view.setInt32(16, ip(fields.destination));
  bytes.set(options, 20);
  view.setUint16(10, checksum(bytes.subarray(0, header)));
  bytes.set(payload, header);
  return bytes;
}

function message(type: number, code: number, rest: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, type);
  view.setUint8(1, code);
  view.setUint32(4, rest);
  bytes.set(data, 8);
  view.setUint16(2, checksum(bytes));
  return bytes;
}

const NOTHING = new Uint8Array(0);

export function echoRequest(identifier: number, sequence: number, data = NOTHING): Uint8Array {
  return message(8, 0, identifier * 0x10000 + sequence, data);
}

export function echoReply(identifier: number, sequence: number, data = NOTHING): Uint8Array {
  return message(0, 0, identifier * 0x10000 + sequence, data);
}

/** An ICMP error: the header of the packet that failed, and eight octets of it. */
export function icmpError(type: number, code: number, failed: Uint8Array): Uint8Array {
  return message(type, code, 0, failed.slice(0, 4 * (failed[0]! & 15) + 8));
}

/** `echo request beef/7` or `echo reply beef/7`, with ` + 4` where there are four octets of data. */
export function describeEcho(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const type = view.getUint8(0) === 8 ? "request" : view.getUint8(0) === 0 ? "reply" : `type ${view.getUint8(0)}`;
  const data = bytes.length > 8 ? ` + ${bytes.length - 8}` : "";
  return `echo ${type} ${view.getUint16(4).toString(16).padStart(4, "0")}/${view.getUint16(6)}${data}`;
}
