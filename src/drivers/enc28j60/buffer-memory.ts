/**
 * How the 8 KB of buffer memory are split. The receive ring begins at 0000h, since the chip may forget any other beginning
 * (erratum 5), and ends at an odd address, since ERXRDPT may only hold odd ones (erratum 14).
 */
export const enum BufferMemory {
  ReceiveStart = 0x0000,
  ReceiveEnd = 0x19ff,
  /** Even, as page 40 recommends; room for a control octet, the longest frame and the status vector. */
  TransmitStart = 0x1a00,
}

/** Lengths of frames, octets. */
export const enum FrameLength {
  Header = 14,
  /** Without FCS. */
  Longest = 1514,
  Fcs = 4,
}
