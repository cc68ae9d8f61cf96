/**
 * What the ends of an emulated tunnel say to each other in place of IKE: an IKEv2 INFORMATIONAL exchange whose one payload
 * is a Notify, laid out as RFC 7296 sections 3.1 and 3.10 have it. The request names the source address and port that its
 * sender believes to have (NAT_DETECTION_SOURCE_IP), the response those from where the request came
 * (NAT_DETECTION_DESTINATION_IP). In the real exchange both are hashed; here they stand as they are.
 */
import { IsakmpField, ISAKMP_HEADER, NON_ESP_MARKER } from "../../src/wire/nat-t";
import { readInt32, readUint16, writeInt32, writeUint16 } from "../../src/wire/octets";

const enum Notify {
  Length = 2,
  Type = 6,
  Address = 8,
  Port = 12,
  End = 14,
}

const NOTIFY_PAYLOAD = 41;
const VERSION_2 = 0x20;
const INFORMATIONAL = 37;
const INITIATOR = 0x08;
const RESPONSE = 0x20;
const SOURCE_IP = 16388;
const DESTINATION_IP = 16389;

/** The length of a message with its non-ESP marker, octets. */
export const TUNNEL_MESSAGE = NON_ESP_MARKER + ISAKMP_HEADER + Notify.End;

/** Writes a message with its marker to the start of `bytes`. @param spi the device's, whoever sends */
export function writeTunnelMessage(
  bytes: Uint8Array,
  isResponse: boolean,
  spi: number,
  id: number,
  address: number,
  port: number,
): void {
  for (let i = 0; i < TUNNEL_MESSAGE; i++) bytes[i] = 0;
  const header = NON_ESP_MARKER;
  writeInt32(bytes, header + IsakmpField.InitiatorSpi + 4, spi);
  bytes[header + IsakmpField.NextPayload] = NOTIFY_PAYLOAD;
  bytes[header + IsakmpField.Version] = VERSION_2;
  bytes[header + IsakmpField.ExchangeType] = INFORMATIONAL;
  bytes[header + IsakmpField.Flags] = isResponse ? RESPONSE : INITIATOR;
  writeInt32(bytes, header + IsakmpField.MessageId, id);
  writeInt32(bytes, header + IsakmpField.Length, ISAKMP_HEADER + Notify.End);
  const notify = header + IsakmpField.Payloads;
  writeUint16(bytes, notify + Notify.Length, Notify.End);
  writeUint16(bytes, notify + Notify.Type, isResponse ? DESTINATION_IP : SOURCE_IP);
  writeInt32(bytes, notify + Notify.Address, address);
  writeUint16(bytes, notify + Notify.Port, port);
}

/** Whether the IKE message `[start, end)`, without its marker, is one of these: what follows may then be asked. */
export function isTunnelMessage(bytes: Uint8Array, start: number, end: number, isResponse: boolean): boolean {
  return (
    end - start === ISAKMP_HEADER + Notify.End &&
    bytes[start + IsakmpField.Flags] === (isResponse ? RESPONSE : INITIATOR) &&
    readUint16(bytes, start + IsakmpField.Payloads + Notify.Type) === (isResponse ? DESTINATION_IP : SOURCE_IP)
  );
}

export function messageSpi(bytes: Uint8Array, start: number): number {
  return readInt32(bytes, start + IsakmpField.InitiatorSpi + 4);
}

export function messageId(bytes: Uint8Array, start: number): number {
  return readInt32(bytes, start + IsakmpField.MessageId);
}

export function messageAddress(bytes: Uint8Array, start: number): number {
  return readInt32(bytes, start + IsakmpField.Payloads + Notify.Address);
}

export function messagePort(bytes: Uint8Array, start: number): number {
  return readUint16(bytes, start + IsakmpField.Payloads + Notify.Port);
}
