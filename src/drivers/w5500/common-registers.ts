/**
 * The common registers of the WIZnet W5500: offset addresses in block 0, and their bits, under the datasheet's names
 * (W5500 datasheet v1.0.9, chapters 3.1 and 4.1).
 */
export const enum CommonRegister {
  /** Mode. */
  MR = 0x0000,
  /** Gateway, 4 octets; subnet mask, 4; MAC address, 6, and IP address, 4, follow. */
  GAR = 0x0001,
  SUBR = 0x0005,
  SHAR = 0x0009,
  SIPR = 0x000f,
  /** How long INTn stays away before it comes again, 16 bits. */
  INTLEVEL = 0x0013,
  IR = 0x0015,
  IMR = 0x0016,
  /** Interrupts of the sockets, a bit each, and which of them reach INTn. */
  SIR = 0x0017,
  SIMR = 0x0018,
  /** Time before a retransmission, in 100 µs, 16 bits; how many there are. */
  RTR = 0x0019,
  RCR = 0x001b,
  PHYCFGR = 0x002e,
  VERSIONR = 0x0039,
}

/** From {@link CommonRegister.GAR} on: gateway, mask, MAC and IP address. */
export const ADDRESSES_SIZE = 18;

export const enum ModeBit {
  /** Resets every register; clears itself. */
  RST = 0x80,
}

export const enum PhyBit {
  /** The link is there. */
  LNK = 0x01,
  /** 100 Mbit/s. */
  SPD = 0x02,
  /** Full duplex. */
  DPX = 0x04,
  /** OPMDC counts, not the pins PMODE. */
  OPMD = 0x40,
  /** 0 holds the PHY in reset. */
  RST = 0x80,
}

/** Where OPMDC, three bits, stands in PHYCFGR. */
export const OPMDC_SHIFT = 3;

/** What {@link CommonRegister.VERSIONR} always holds. */
export const VERSION = 0x04;
