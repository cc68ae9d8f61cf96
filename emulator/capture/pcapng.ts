import { CAPTURE_EPOCH } from "./epoch";
import { OutputFile } from "./output-file";

/** Which way a frame went, as seen from the interface: bits 0 and 1 of epb_flags. */
export const enum Direction {
  /** Seen on the way. */
  Unknown = 0,
  Inbound = 1,
  Outbound = 2,
}

/** What the frames of an interface are; see https://www.tcpdump.org/linktypes.html. */
export const enum LinkType {
  /** From the destination address on, without FCS. */
  Ethernet = 1,
  /** PPP in HDLC-like framing, without FCS: with address, control and protocol field as far as they were not compressed. */
  PppHdlc = 50,
  /** IPv4 packets, from their header on. */
  RawIp = 101,
  /** Cisco HDLC, from its address on, without FCS. */
  Chdlc = 104,
  /** PPP, from its address or, where that is left out, its protocol on, without FCS. */
  Ppp = 50,
}

const enum Block {
  InterfaceDescription = 1,
  EnhancedPacket = 6,
  SectionHeader = 0x0a0d0d0a,
}

const enum Option {
  End = 0,
  InterfaceName = 2,
  TimeResolution = 9,
  PacketFlags = 2,
  UserApplication = 4,
}

/** Bit of epb_flags: the frame's FCS was wrong. */
const CRC_ERROR = 1 << 24;

/**
 * Writes frames into a pcapng file (draft-ietf-opsawg-pcapng), for Wireshark and tshark. Each interface of a router is
 * one of the file, with both directions of it told apart by a flag: as if each router had captured for itself. So a
 * frame that crosses a wire stands in the file twice, when it left and when it arrived, and what the wire did to it in
 * between can be seen.
 *
 * Time stamps are nanoseconds; virtual midnight of the first day is {@link CAPTURE_EPOCH}.
 */
export class PcapngWriter {
  private readonly _file: OutputFile;
  /** Virtual time 0 as seconds since 1970, and nanoseconds. */
  private readonly _startSeconds: number;
  private readonly _startNanos: number;
  private _interfaces = 0;

  /**
   * @param clock what the scenario's clocks say at virtual time 0, ms since midnight
   * @throws OutputError when the file can't be made
   */
  constructor(path: string, clock: number) {
    this._file = new OutputFile(path);
    this._startSeconds = CAPTURE_EPOCH + Math.floor(clock / 1000);
    this._startNanos = Math.round((clock % 1000) * 1e6);
    const body = Buffer.alloc(16);
    body.writeUInt32LE(0x1a2b3c4d, 0);
    body.writeUInt16LE(1, 4); // Version 1.0
    body.writeBigInt64LE(-1n, 8); // Section of unknown length
    this._block(Block.SectionHeader, [body, option(Option.UserApplication, Buffer.from("linkpulse"))]);
  }

  /** @returns the interface's number */
  addInterface(name: string, linkType: LinkType): number {
    const body = Buffer.alloc(8);
    body.writeUInt16LE(linkType, 0);
    const resolution = option(Option.TimeResolution, Buffer.of(9));
    this._block(Block.InterfaceDescription, [body, option(Option.InterfaceName, Buffer.from(name)), resolution]);
    return this._interfaces++;
  }

  /**
   * Writes the frame in octets `[start, end)`.
   * @param fcsWrong whether it arrived with a wrong FCS
   */
  writeFrame(
    interfaceNumber: number,
    direction: Direction,
    fcsWrong: boolean,
    seconds: number,
    nanos: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const length = end - start;
    const time = BigInt(this._startSeconds + seconds) * 1_000_000_000n + BigInt(this._startNanos + nanos);
    const body = Buffer.alloc(20 + padded(length));
    body.writeUInt32LE(interfaceNumber, 0);
    body.writeUInt32LE(Number(time >> 32n), 4);
    body.writeUInt32LE(Number(time & 0xffffffffn), 8);
    body.writeUInt32LE(length, 12);
    body.writeUInt32LE(length, 16);
    body.set(bytes.subarray(start, end), 20);
    const flags = Buffer.alloc(4);
    flags.writeUInt32LE(direction | (fcsWrong ? CRC_ERROR : 0));
    this._block(Block.EnhancedPacket, [body, option(Option.PacketFlags, flags)]);
  }

  close(): void {
    this._file.close();
  }

  /** Writes a block: what it holds, and after it its options, the last of them the end of options. */
  private _block(type: Block, parts: Buffer[]): void {
    const body = Buffer.concat([...parts, option(Option.End, Buffer.alloc(0))]);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(type, 0);
    head.writeUInt32LE(body.length + 12, 4);
    this._file.write(head);
    this._file.write(body);
    this._file.write(head.subarray(4));
  }
}

function option(code: Option, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt16LE(value.length, 2);
  bytes.set(value, 4);
  return bytes;
}

/** A length brought up to a whole number of 32-bit words. */
function padded(length: number): number {
  return (length + 3) & ~3;
}
