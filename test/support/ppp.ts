/**
 * PPP frames as text, made and read without the code under test:
 *
 *     LCP ConfReq 1 mru 1400 accm 00000000 magic 11223344 pfc acfc fcs 4
 *     LCP EchoReq 7 magic 11223344 00000000
 *     LCP ProtRej 3 8057 01010004
 *     IPCP ConfNak 2 addr 10.0.0.2
 *     IPv4 45000000
 *     8057 01010004
 *
 * Options that have no name here are `option13:0102`, codes `code14`; octets that are no options `raw:01`.
 */
import { concat, hex, toHex } from "./framing";
import { ip } from "./slarp";

const PROTOCOLS = new Map([
  ["LCP", 0xc021],
  ["IPCP", 0x8021],
  ["IPv4", 0x0021],
]);

const CODES = [
  "code0",
  "ConfReq",
  "ConfAck",
  "ConfNak",
  "ConfRej",
  "TermReq",
  "TermAck",
  "CodeRej",
  "ProtRej",
  "EchoReq",
  "EchoRep",
  "Discard",
  "Ident",
  "TimeRem",
];

interface OptionKind {
  type: number;
  read(data: Uint8Array): string;
  write(text: string): Uint8Array;
}

const inHex = (type: number): OptionKind => ({ type, read: toHex, write: hex });
const flag = (type: number): OptionKind => ({ type, read: () => "", write: () => new Uint8Array() });

const OPTIONS: Record<string, Record<string, OptionKind>> = {
  LCP: {
    mru: {
      type: 1,
      read: (data) => String((data[0]! << 8) | data[1]!),
      write: (text) => Uint8Array.of(Number(text) >> 8, Number(text)),
    },
    accm: inHex(2),
    auth: inHex(3),
    quality: inHex(4),
    magic: inHex(5),
    pfc: flag(7),
    acfc: flag(8),
    fcs: { type: 9, read: (data) => String(data[0]), write: (text) => Uint8Array.of(Number(text)) },
  },
  IPCP: {
    addrs: inHex(1),
    vj: inHex(2),
    addr: {
      type: 3,
      read: (data) => data.join("."),
      write: (text) => hex((ip(text) >>> 0).toString(16).padStart(8, "0")),
    },
  },
};

/** How many octets of data each option has, where that is fixed. */
const LENGTHS: Record<string, number> = { mru: 2, accm: 4, magic: 4, pfc: 0, acfc: 0, fcs: 1, addr: 4 };

const isConfigure = (code: number) => code >= 1 && code <= 4;

function readOptions(protocol: string, data: Uint8Array): string[] {
  const words: string[] = [];
  for (let at = 0; at < data.length;) {
    const length = data[at + 1] ?? 0;
    if (length < 2 || at + length > data.length) return [...words, `raw:${toHex(data.subarray(at))}`];
    const value = data.subarray(at + 2, at + length);
    const name = Object.entries(OPTIONS[protocol]!).find(
      ([key, kind]) => kind.type === data[at] && (LENGTHS[key] ?? value.length) === value.length,
    )?.[0];
    const text = name === undefined ? toHex(value) : OPTIONS[protocol]![name]!.read(value);
    if (name === undefined) words.push(`option${data[at]}:${text}`);
    else words.push(name, ...(text === "" ? [] : [text]));
    at += length;
  }
  return words;
}

function writeOptions(protocol: string, words: string[]): Uint8Array {
  const parts: Uint8Array[] = [];
  while (words.length > 0) {
    const word = words.shift()!;
    const [name, text] = word.split(":") as [string, string?];
    if (name === "raw") {
      parts.push(hex(text!));
      continue;
    }
    const kind = OPTIONS[protocol]![name];
    const value = kind === undefined ? hex(text!) : kind.write(LENGTHS[name] === 0 ? "" : words.shift()!);
    const type = kind === undefined ? Number(name.replace("option", "")) : kind.type;
    parts.push(Uint8Array.of(type, 2 + value.length), value);
  }
  return concat(...parts);
}

/** A control packet, from its code on. */
function writePacket(protocol: string, words: string[]): Uint8Array {
  const [name, identifier, ...rest] = words as [string, string, ...string[]];
  const known = CODES.indexOf(name);
  const code = known >= 0 ? known : Number(name.replace("code", ""));
  const data = isConfigure(code) ? writeOptions(protocol, rest) : hex(rest.join("").replace("magic", ""));
  const length = 4 + data.length;
  return concat(Uint8Array.of(code, Number(identifier), length >> 8, length), data);
}

function readPacket(protocol: string, packet: Uint8Array): string[] {
  const code = packet[0]!;
  const length = (packet[2]! << 8) | packet[3]!;
  if (length !== packet.length) throw new Error(`the length field says ${length}, the packet has ${packet.length}`);
  const data = packet.subarray(4);
  const words = [CODES[code] ?? `code${code}`, String(packet[1])];
  if (isConfigure(code)) return [...words, ...readOptions(protocol, data)];
  if (code === 8) return [...words, toHex(data.subarray(0, 2)), toHex(data.subarray(2))].filter(Boolean);
  if (code < 9 || code > 11) return [...words, toHex(data)].filter(Boolean);
  return [...words, "magic", toHex(data.subarray(0, 4)), toHex(data.subarray(4))].filter(Boolean);
}

/** The frame that the text says, without flags and FCS, its header in full. */
export function frame(text: string): Uint8Array {
  const [name, ...words] = text.split(" ") as [string, ...string[]];
  const protocol = PROTOCOLS.get(name) ?? parseInt(name, 16);
  const information = OPTIONS[name] === undefined ? hex(words.join("")) : writePacket(name, words);
  return concat(Uint8Array.of(0xff, 0x03, protocol >> 8, protocol), information);
}

/** What a frame says. A header that is compressed is told by `-acfc` and `-pfc` behind the protocol. */
export function describe(bytes: Uint8Array): string {
  const full = bytes[0] === 0xff && bytes[1] === 0x03;
  const rest = full ? bytes.subarray(2) : bytes;
  const short = (rest[0]! & 1) !== 0;
  const protocol = short ? rest[0]! : (rest[0]! << 8) | rest[1]!;
  const information = rest.subarray(short ? 1 : 2);
  const name = [...PROTOCOLS].find(([, number]) => number === protocol)?.[0] ?? protocol.toString(16).padStart(4, "0");
  const words = OPTIONS[name] === undefined ? [toHex(information)] : readPacket(name, information);
  return [`${name}${full ? "" : "-acfc"}${short ? "-pfc" : ""}`, ...words].filter(Boolean).join(" ");
}
