import { Bank1, Erxfcon } from "../../../src/drivers/enc28j60/bank1";
import { Bank3 } from "../../../src/drivers/enc28j60/bank3";
import type { Registers } from "./registers";

const TYPES = Erxfcon.UCEN | Erxfcon.PMEN | Erxfcon.MPEN | Erxfcon.HTEN | Erxfcon.MCEN | Erxfcon.BCEN;

const isBroadcast = (frame: Uint8Array) => frame.subarray(0, 6).every((octet) => octet === 0xff);

/** Our address, first octet first. */
function addressOf(registers: Registers): number[] {
  return [Bank3.MAADR1, Bank3.MAADR2, Bank3.MAADR3, Bank3.MAADR4, Bank3.MAADR5, Bank3.MAADR6].map((register) =>
    registers.get(register),
  );
}

function isForUs(frame: Uint8Array, registers: Registers): boolean {
  return addressOf(registers).every((octet, i) => frame[i] === octet);
}

/** The bit of the hash table that an address selects: bits 28 to 23 of its CRC, most significant first (section 8.0). */
function hashOf(frame: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < 48; i++) {
    const feedback = (crc >>> 31) ^ ((frame[i >> 3]! >> (i & 7)) & 1);
    crc = (crc << 1) ^ (feedback ? 0x04c11db7 : 0);
  }
  return (crc >>> 23) & 0x3f;
}

function hashMatches(frame: Uint8Array, registers: Registers): boolean {
  const bit = hashOf(frame);
  return registers.has(Bank1.EHT0 + (bit >> 3), 1 << (bit & 7));
}

/** The pattern match filter: a checksum over those of 64 octets from an offset on that the mask names (section 8.0). */
function patternMatches(frame: Uint8Array, registers: Registers): boolean {
  const offset = registers.get16(Bank1.EPMOL);
  if (offset + 64 > frame.length - 4) return false;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < 64; i++) {
    if (!registers.has(Bank1.EPMM0 + (i >> 3), 1 << (i & 7))) continue;
    sum += count++ & 1 ? frame[offset + i]! : frame[offset + i]! << 8;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return (~sum & 0xffff) === registers.get16(Bank1.EPMCSL);
}

/** A magic packet: six octets of ones and sixteen times our address, anywhere in the frame (section 8.0). */
function isMagic(frame: Uint8Array, registers: Registers): boolean {
  const address = addressOf(registers).join();
  const wanted = [..."255,".repeat(6).slice(0, -1).split(","), ...Array<string>(16).fill(address)].join();
  return `,${[...frame].join()},`.includes(`,${wanted},`);
}

/** Whether the receive filter lets a frame pass whose CRC is right (DS39662E section 8.0, page 47). */
export function accepts(frame: Uint8Array, registers: Registers, patternIsLoose: boolean): boolean {
  const filter = registers.get(Bank1.ERXFCON);
  if ((filter & TYPES) === 0) return true;
  const group = (frame[0]! & 1) !== 0;
  const tests: [number, () => boolean][] = [
    [Erxfcon.UCEN, () => isForUs(frame, registers)],
    // Erratum 18.
    [Erxfcon.PMEN, () => patternIsLoose || patternMatches(frame, registers)],
    [Erxfcon.MPEN, () => isMagic(frame, registers)],
    [Erxfcon.HTEN, () => hashMatches(frame, registers)],
    [Erxfcon.MCEN, () => group && !isBroadcast(frame)],
    [Erxfcon.BCEN, () => isBroadcast(frame)],
  ];
  const active = tests.filter(([bit]) => (filter & bit) !== 0);
  return filter & Erxfcon.ANDOR ? active.every(([, test]) => test()) : active.some(([, test]) => test());
}
