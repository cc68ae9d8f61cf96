/** LCP's options on the wire: RFC 1661 section 6, RFC 1662 section 7, RFC 1570 section 2. */
import { writeInt32, writeUint16 } from "./octets";
import { FcsAlternative, LcpOption, OptionField } from "./ppp";

/** How long an option is that we know, octets; 0 for others. */
export function lcpOptionLength(type: number): number {
  if (type === LcpOption.MRU) return 4;
  if (type === LcpOption.ACCM || type === LcpOption.MagicNumber) return 6;
  if (type === LcpOption.PFC || type === LcpOption.ACFC) return 2;
  return type === LcpOption.FcsAlternatives ? 3 : 0;
}

/** Each writes an option at `at` and returns its end. */
export function writeFlagOption(bytes: Uint8Array, at: number, type: LcpOption): number {
  bytes[at] = type;
  bytes[at + OptionField.Length] = OptionField.Data;
  return at + OptionField.Data;
}

export function writeOption16(bytes: Uint8Array, at: number, type: LcpOption, value: number): number {
  bytes[at] = type;
  bytes[at + OptionField.Length] = 4;
  writeUint16(bytes, at + OptionField.Data, value);
  return at + 4;
}

export function writeOption32(bytes: Uint8Array, at: number, type: LcpOption, value: number): number {
  bytes[at] = type;
  bytes[at + OptionField.Length] = 6;
  writeInt32(bytes, at + OptionField.Data, value);
  return at + 6;
}

export function writeFcsOption(bytes: Uint8Array, at: number, fcs: number): number {
  bytes[at] = LcpOption.FcsAlternatives;
  bytes[at + OptionField.Length] = 3;
  bytes[at + OptionField.Data] = fcsAlternative(fcs);
  return at + 3;
}

/** The bit of the FCS-Alternatives option for an FCS of so many bits. */
export function fcsAlternative(fcs: number): FcsAlternative {
  return fcs === 32 ? FcsAlternative.Fcs32 : fcs === 16 ? FcsAlternative.Fcs16 : FcsAlternative.Null;
}

/** Bits of the FCS that an FCS-Alternatives option asks for, where it asks for one. */
export function fcsBits(alternative: number): number {
  return alternative === FcsAlternative.Fcs32 ? 32 : alternative === FcsAlternative.Null ? 0 : 16;
}
