import { checkedInteger } from "../options";
import { readInt32, readUint16, writeInt32, writeUint16 } from "../wire/octets";

/** What a field of a record holds, big-endian. */
export const enum FieldType {
  Uint8,
  Int8,
  Uint16,
  Int16,
  Int32,
  /** Any octets: an address, a text. */
  Octets,
}

/** A field as it is declared. */
export interface RecordField {
  /** What a person reads. */
  name: string;
  type: FieldType;
  /** What its number counts: `ms`, `s`, `octets`; empty where it counts nothing. */
  unit?: string;
  /** How many octets; of {@link FieldType.Octets} only. */
  size?: number;
}

export interface RecordLayoutOptions {
  /** What a person reads. */
  name: string;
  /** Tells records of different purposes apart, 1 to 254; 1 to 14 in a compact store. */
  id: number;
  /** To be raised with every change of the fields, 1 to 255; 1 to 15 in a compact store. */
  version: number;
  /** In their order in memory. */
  fields: RecordField[];
}

/** Octets of a value, by {@link FieldType}; not of Octets, whose size is the field's own. */
const SIZES = /* @__PURE__ */ new Uint8Array([1, 1, 2, 2, 4, 0]);

/**
 * The fields of a record, declared once: everything else goes by their number.
 *
 * Memory: 3 octets for each field.
 */
export class RecordLayout {
  readonly name: string;
  readonly id: number;
  readonly version: number;
  readonly fields: readonly RecordField[];
  /** Octets. */
  readonly size: number;
  /** {@link FieldType} of each field. */
  readonly types: Uint8Array;
  /** Where each field begins, octets. */
  readonly offsets: Uint16Array;

  /** @throws RangeError when an option is out of its range */
  constructor(options: RecordLayoutOptions) {
    this.name = options.name;
    const what = `record "${options.name}"`;
    this.id = checkedInteger(`${what}: id`, options.id, 1, 254, "");
    this.version = checkedInteger(`${what}: version`, options.version, 1, 255, "");
    this.fields = options.fields;
    const count = checkedInteger(`${what}: number of fields`, options.fields.length, 1, 255, "");
    this.types = new Uint8Array(count);
    this.offsets = new Uint16Array(count);
    let size = 0;
    for (let i = 0; i < count; i++) {
      const field = options.fields[i]!;
      this.types[i] = checkedInteger(`${what}: type of ${field.name}`, field.type, 0, FieldType.Octets, "");
      this.offsets[i] = size;
      if (field.type !== FieldType.Octets) size += SIZES[field.type]!;
      else
        size += checkedInteger(
          `${what}: size of ${field.name}`,
          field.size === undefined ? 0 : field.size,
          1,
          4096,
          "",
        );
    }
    this.size = checkedInteger(`${what}: size`, size, 1, 4096, " octets");
  }
}

/**
 * The values of a record, as the octets that are stored.
 *
 * Memory: the size of its layout.
 */
export class RetainedRecord {
  readonly layout: RecordLayout;
  readonly bytes: Uint8Array;

  constructor(layout: RecordLayout) {
    this.layout = layout;
    this.bytes = new Uint8Array(layout.size);
  }

  /** The number in a field; of {@link FieldType.Octets} the first octet. */
  get(field: number): number {
    const bytes = this.bytes;
    const at = this.layout.offsets[field]!;
    switch (this.layout.types[field]!) {
      case FieldType.Int8:
        return (bytes[at]! << 24) >> 24;
      case FieldType.Uint16:
        return readUint16(bytes, at);
      case FieldType.Int16:
        return (readUint16(bytes, at) << 16) >> 16;
      case FieldType.Int32:
        return readInt32(bytes, at);
      default:
        return bytes[at]!;
    }
  }

  /** Sets a field to a number, of which the lowest bits count, as many as the field has. */
  set(field: number, value: number): void {
    const at = this.layout.offsets[field]!;
    switch (this.layout.types[field]!) {
      case FieldType.Uint16:
      case FieldType.Int16:
        writeUint16(this.bytes, at, value);
        break;
      case FieldType.Int32:
        writeInt32(this.bytes, at, value);
        break;
      default:
        this.bytes[at] = value;
    }
  }
}
