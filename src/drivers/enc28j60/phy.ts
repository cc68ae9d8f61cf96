/** ENC28J60: the PHY's registers, of 16 bits, behind the MII registers (DS39662E section 3.3, page 19). */
export const enum Phy {
  PHCON1 = 0x00,
  PHSTAT1 = 0x01,
  PHID1 = 0x02,
  PHID2 = 0x03,
  PHCON2 = 0x10,
  PHSTAT2 = 0x11,
  PHIE = 0x12,
  PHIR = 0x13,
  PHLCON = 0x14,
}

/** PHCON1. */
export const enum Phcon1 {
  /** Full duplex. The PHY never negotiates: it has to be told, and what LEDB tells it at reset is unreliable (erratum 16). */
  PDPXMD = 0x0100,
  PPWRSV = 0x0800,
  /** What is sent comes back to the MAC, and nothing goes to the wire. */
  PLOOPBK = 0x4000,
  PRST = 0x8000,
}

/** PHCON2. */
export const enum Phcon2 {
  /** In half duplex, what is sent does not come back to the MAC. */
  HDLDIS = 0x0100,
}

/** PHSTAT1. */
export const enum Phstat1 {
  /** Whether the link was there ever since the register was last read. */
  LLSTAT = 0x0004,
}

/** PHSTAT2. */
export const enum Phstat2 {
  DPXSTAT = 0x0200,
  /** Whether the link is there. */
  LSTAT = 0x0400,
}

/** PHIE, and at the same places PHIR, which a read clears. */
export const enum Phie {
  PGEIE = 0x0002,
  PLNKIE = 0x0010,
}

/** What PHID1 and PHID2 hold (section 3.3.5). */
export const enum PhyId {
  PHID1 = 0x0083,
  PHID2 = 0x1400,
}
