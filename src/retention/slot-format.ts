import { Fcs16, Fcs32 } from "../framing/fcs";
import { readInt32, readUint16, writeInt32, writeUint16 } from "../wire/octets";
import { crcBackwards } from "./crc";

/** The commit word stands first in a slot and is written last. 0: there is none. */
export const COMMIT = 4;

/** How a record is laid out in its slot: the commit word, perhaps more of a header, the record. */
export interface SlotFormat {
  /** Octets before the record, the commit word included. */
  readonly header: number;
  /** A record takes a multiple of so many octets; those that it has not are 0. */
  readonly unit: number;
  /** The longest record, octets. */
  readonly longest: number;
  /** The greatest `id` and `version` of a layout. */
  readonly mostId: number;
  readonly mostVersion: number;
  /** The number of a schema, from a layout's id and version. */
  schema(id: number, version: number): number;
  /**
   * Writes the header before the record in `slot`, commit word included.
   * @returns false when the commit word would be 0: another sequence number does it
   */
  seal(slot: Uint8Array, schema: number, length: number, sequence: number): boolean;
  /** How long the record of a header is; -1: no record has this header. */
  lengthOf(slot: Uint8Array): number;
  schemaOf(slot: Uint8Array): number;
  sequenceOf(slot: Uint8Array): number;
  /** The check before the first octet, and after octets `[start, end)` of a record, which are given from its end on. */
  readonly seed: number;
  update(check: number, slot: Uint8Array, start: number, end: number): number;
  /** Whether the header in `slot` is that of a record whose check is `check`. */
  isGood(slot: Uint8Array, check: number): boolean;
  /** The number that follows, and whether one is newer than another: their wrapped difference is above 0. */
  next(sequence: number): number;
  isNewer(sequence: number, than: number): boolean;
}

const enum Offset {
  Schema = 4,
  Length = 6,
  Sequence = 8,
  Record = 10,
}

/** Which of the longer slots no CRC is to call good: all octets 0x00, or all 0xFF. */
const SEED32 = 0x4b454550;
const SEED16 = 0x4b50;

/**
 * `CRC-32 4 | schema 2 | length 2 | sequence 2 | record`, big-endian. The commit word is the CRC-32 of all that follows it.
 *
 * All errors of one or two bits, and all bursts of up to 32 bits, are detected in a record of a schema that is known.
 */
export class FullSlots implements SlotFormat {
  readonly header = Offset.Record;
  readonly unit = 1;
  readonly longest = 4096;
  readonly mostId = 254;
  readonly mostVersion = 255;
  readonly seed = SEED32;
  private readonly _crc = new Fcs32();

  schema(id: number, version: number): number {
    return (id << 8) | version;
  }

  seal(slot: Uint8Array, schema: number, length: number, sequence: number): boolean {
    writeUint16(slot, Offset.Schema, schema);
    writeUint16(slot, Offset.Length, length);
    writeUint16(slot, Offset.Sequence, sequence);
    const check = this.update(this.seed, slot, Offset.Schema, Offset.Record + length);
    writeInt32(slot, 0, check);
    return check !== 0;
  }

  lengthOf(slot: Uint8Array): number {
    const schema = this.schemaOf(slot);
    const length = readUint16(slot, Offset.Length);
    return readInt32(slot, 0) === 0 || schema === 0 || schema === 0xffff || length === 0 ? -1 : length;
  }

  schemaOf(slot: Uint8Array): number {
    return readUint16(slot, Offset.Schema);
  }

  sequenceOf(slot: Uint8Array): number {
    return readUint16(slot, Offset.Sequence);
  }

  update(check: number, slot: Uint8Array, start: number, end: number): number {
    return crcBackwards(this._crc, check, slot, start, end);
  }

  isGood(slot: Uint8Array, check: number): boolean {
    return readInt32(slot, 0) === this.update(check, slot, Offset.Schema, Offset.Record);
  }

  next(sequence: number): number {
    return (sequence + 1) & 0xffff;
  }

  isNewer(sequence: number, than: number): boolean {
    return (sequence - than) << 16 > 0;
  }
}

const enum Compact {
  Sequence = 2,
  Schema = 3,
  Record = 4,
  Size = 8,
}

/**
 * For a memory of 16 octets, such as the scratch registers of an RP2040's watchdog: `CRC-16 2 | sequence 1 | schema 1 |
 * record 4`. The commit word is the first four octets, its CRC-16 is of sequence, schema and record.
 *
 * All errors of one or two bits, and all bursts of up to 16 bits, are detected; of longer ones all but one in 65536.
 */
export class CompactSlots implements SlotFormat {
  readonly header = Compact.Record;
  readonly unit = 4;
  readonly longest = 4;
  readonly mostId = 14;
  readonly mostVersion = 15;
  readonly seed = SEED16;
  private readonly _crc = new Fcs16();

  schema(id: number, version: number): number {
    return (id << 4) | version;
  }

  seal(slot: Uint8Array, schema: number, _length: number, sequence: number): boolean {
    slot[Compact.Sequence] = sequence;
    slot[Compact.Schema] = schema;
    writeUint16(slot, 0, this.update(this.seed, slot, Compact.Sequence, Compact.Size));
    return true;
  }

  lengthOf(slot: Uint8Array): number {
    const schema = this.schemaOf(slot);
    return schema === 0 || schema === 0xff ? -1 : Compact.Size - Compact.Record;
  }

  schemaOf(slot: Uint8Array): number {
    return slot[Compact.Schema]!;
  }

  sequenceOf(slot: Uint8Array): number {
    return slot[Compact.Sequence]!;
  }

  update(check: number, slot: Uint8Array, start: number, end: number): number {
    return crcBackwards(this._crc, check, slot, start, end);
  }

  isGood(slot: Uint8Array, check: number): boolean {
    return readUint16(slot, 0) === this.update(check, slot, Compact.Sequence, Compact.Record);
  }

  next(sequence: number): number {
    return (sequence + 1) & 0xff;
  }

  isNewer(sequence: number, than: number): boolean {
    return (sequence - than) << 24 > 0;
  }
}
