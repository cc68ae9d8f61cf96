/** ENC28J60, bank 2: MAC and MII registers (DS39662E table 3-1), which {@link RegisterBits.Mac} marks. */
export const enum Bank2 {
  MACON1 = 0xc0,
  MACON3 = 0xc2,
  MACON4 = 0xc3,
  MABBIPG = 0xc4,
  MAIPGL = 0xc6,
  MAIPGH = 0xc7,
  MACLCON1 = 0xc8,
  MACLCON2 = 0xc9,
  MAMXFLL = 0xca,
  MAMXFLH = 0xcb,
  MICMD = 0xd2,
  MIREGADR = 0xd4,
  MIWRL = 0xd6,
  MIWRH = 0xd7,
  MIRDL = 0xd8,
  MIRDH = 0xd9,
}

/** MACON1 (register 6-1). */
export const enum Macon1 {
  MARXEN = 0x01,
  PASSALL = 0x02,
  RXPAUS = 0x04,
  TXPAUS = 0x08,
}

/** MACON3 (register 6-2). */
export const enum Macon3 {
  FULDPX = 0x01,
  FRMLNEN = 0x02,
  HFRMEN = 0x04,
  PHDREN = 0x08,
  TXCRCEN = 0x10,
  /** Short frames are padded to 60 octets, and every frame gets its CRC. */
  PADCFG0 = 0x20,
  PADCFG = 0xe0,
}

/** MACON4 (register 6-3, page 36). */
export const enum Macon4 {
  NOBKOFF = 0x10,
  BPEN = 0x20,
  DEFER = 0x40,
}

/** MICMD (register 3-3). */
export const enum Micmd {
  MIIRD = 0x01,
  MIISCAN = 0x02,
}
