/**
 * The errata of the ENC28J60 that a driver can see, by their numbers in DS80349C: each can be switched on and off. What a
 * real chip does now and then, this one does by the dice of its seed; what it "may" do, it always does.
 */
export interface Enc28j60Errata {
  /** MAC registers are unreliable: the SPI clock is slower than 8 MHz and not the chip's own. B1 and B4 only. */
  1: boolean;
  /** After a reset CLKRDY is set at once, although MAC, MII and PHY registers take nothing for up to 1 ms. */
  2: boolean;
  /** A write to ERXST or ERXND sets the internal write pointer to 0000h instead of ERXST. */
  5: boolean;
  /** PKTIF does not always tell that a packet is there. */
  6: boolean;
  /** What is looped back in half duplex gets lost now and then. */
  9: boolean;
  /** What is looped back in full duplex gets lost now and then. */
  10: boolean;
  /** After an aborted transmission in half duplex TXRTS stays set, until the transmit logic is reset. */
  12: boolean;
  /** In half duplex, a link pulse passes for a late collision now and then. B5 and B7 only. */
  13: boolean;
  /** While ERXRDPT is even, the header before a received frame is corrupt. */
  14: boolean;
  /** ESTAT.LATECOL does not tell of a late collision. */
  15: boolean;
  /** PDPXMD after a reset is not what LEDB asks for. */
  16: boolean;
  /** Frames that arrive while the DMA computes a checksum are lost. */
  17: boolean;
  /** With the pattern match filter, other frames pass too. */
  18: boolean;
  /** In power save, the system reset does nothing. */
  19: boolean;
}

export type Erratum = keyof Enc28j60Errata;

/** The numbers of those that are here. */
export const ERRATA: readonly Erratum[] = [1, 2, 5, 6, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19];

/** Errata that some revisions don't have (DS80349C table 2), by EREVID. */
const NOT_IN: Partial<Record<Erratum, readonly number[]>> = { 1: [5, 6], 13: [2, 4] };

/** Which errata are on: those that are named. */
export function withErrata(...numbers: Erratum[]): Enc28j60Errata {
  return Object.fromEntries(ERRATA.map((number) => [number, numbers.includes(number)])) as unknown as Enc28j60Errata;
}

/** All errata that a revision has. @param revision EREVID: 2, 4, 5 or 6 */
export function errataOf(revision: number): Enc28j60Errata {
  return withErrata(...ERRATA.filter((number) => !NOT_IN[number]?.includes(revision)));
}
