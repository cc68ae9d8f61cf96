/**
 * ENC28J60, bank 3: the MAC address, whose first octet is MAADR1, MISTAT and the revision (DS39662E table 3-1).
 * MAC and MII registers are marked by {@link RegisterBits.Mac}.
 */
export const enum Bank3 {
  MAADR5 = 0xe0,
  MAADR6 = 0xe1,
  MAADR3 = 0xe2,
  MAADR4 = 0xe3,
  MAADR1 = 0xe4,
  MAADR2 = 0xe5,
  MISTAT = 0xea,
  EREVID = 0x72,
  ECOCON = 0x75,
  EFLOCON = 0x77,
  EPAUSL = 0x78,
  EPAUSH = 0x79,
}

/** MISTAT (register 3-4). */
export const enum Mistat {
  BUSY = 0x01,
  SCAN = 0x02,
  NVALID = 0x04,
}

/** EREVID: the silicon revisions that there are (DS80349C table 1). */
export const enum Revision {
  B1 = 2,
  B4 = 4,
  B5 = 5,
  B7 = 6,
}
