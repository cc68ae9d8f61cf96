/**
 * ENC28J60: SPI instructions and the registers that every bank has. Sources of this folder: Microchip DS39662E (the data
 * sheet), DS80349C (the errata, cited by number).
 */

/** SPI instructions (DS39662E table 4-1, page 26). The lowest five bits of the first four take a register's address. */
export const enum Instruction {
  ReadControlRegister = 0x00,
  WriteControlRegister = 0x40,
  BitFieldSet = 0x80,
  BitFieldClear = 0xa0,
  ReadBufferMemory = 0x3a,
  WriteBufferMemory = 0x7a,
  SystemReset = 0xff,
}

/**
 * How a register is numbered here: its address in the lowest five bits, its bank in the next two, and
 * {@link RegisterBits.Mac} for MAC and MII registers, which give a dummy octet before their own when read (section 4.2.1) and
 * know no bit fields.
 */
export const enum RegisterBits {
  Address = 0x1f,
  Bank = 0x60,
  BankShift = 5,
  Mac = 0x80,
  /** From this address on, the register is the same in every bank. */
  FirstCommon = 0x1b,
}

/** The registers of every bank (table 3-1). */
export const enum Common {
  EIE = 0x1b,
  EIR = 0x1c,
  ESTAT = 0x1d,
  ECON2 = 0x1e,
  ECON1 = 0x1f,
}

/** EIE (register 12-2): interrupts enabled. */
export const enum Eie {
  RXERIE = 0x01,
  TXERIE = 0x02,
  TXIE = 0x08,
  LINKIE = 0x10,
  DMAIE = 0x20,
  PKTIE = 0x40,
  INTIE = 0x80,
}

/** EIR (register 12-3): interrupt requests. PKTIF and LINKIF are read only. */
export const enum Eir {
  RXERIF = 0x01,
  TXERIF = 0x02,
  TXIF = 0x08,
  LINKIF = 0x10,
  DMAIF = 0x20,
  PKTIF = 0x40,
}

/** ESTAT (register 12-1). */
export const enum Estat {
  CLKRDY = 0x01,
  TXABRT = 0x02,
  RXBUSY = 0x04,
  LATECOL = 0x10,
  BUFER = 0x40,
  INT = 0x80,
}

/** ECON2 (register 3-2). */
export const enum Econ2 {
  VRPS = 0x08,
  PWRSV = 0x20,
  PKTDEC = 0x40,
  AUTOINC = 0x80,
}

/** ECON1 (register 3-1). */
export const enum Econ1 {
  BSEL = 0x03,
  RXEN = 0x04,
  TXRTS = 0x08,
  CSUMEN = 0x10,
  DMAST = 0x20,
  RXRST = 0x40,
  TXRST = 0x80,
}
