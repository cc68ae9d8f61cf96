/** ENC28J60, bank 1: receive filters and the packet count (DS39662E table 3-1). */
export const enum Bank1 {
  EHT0 = 0x20,
  EPMM0 = 0x28,
  EPMCSL = 0x30,
  EPMCSH = 0x31,
  EPMOL = 0x34,
  EPMOH = 0x35,
  ERXFCON = 0x38,
  EPKTCNT = 0x39,
}

/** ERXFCON (register 8-1, section 8.0): what the receive filter lets through. */
export const enum Erxfcon {
  /** Broadcast. */
  BCEN = 0x01,
  /** Multicast. */
  MCEN = 0x02,
  /** Hash table. */
  HTEN = 0x04,
  /** Magic packet. */
  MPEN = 0x08,
  /** Pattern match. */
  PMEN = 0x10,
  /** Frames with a wrong CRC are discarded. */
  CRCEN = 0x20,
  /** All filters must agree, instead of one of them. */
  ANDOR = 0x40,
  /** Unicast to MAADR. */
  UCEN = 0x80,
}
