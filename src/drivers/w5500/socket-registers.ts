/**
 * The registers of each of the W5500's eight sockets: offset addresses in the socket's block, and their values, under
 * the datasheet's names (W5500 datasheet v1.0.9, chapters 3.2 and 4.2).
 */
export const enum SocketRegister {
  /** Mode, one of {@link SocketMode} and its bits. */
  MR = 0x0000,
  /** A {@link SocketCommand}; 0 again when the chip has taken it. */
  CR = 0x0001,
  /** {@link SocketInterrupt} bits; writing 1 clears. */
  IR = 0x0002,
  /** A {@link SocketStatus}. */
  SR = 0x0003,
  /** Our port. */
  PORT = 0x0004,
  /** The peer's IP address, 4 octets; its port, 2, follows. */
  DIPR = 0x000c,
  DPORT = 0x0010,
  /** Sizes of the buffers, KB: 0, 1, 2, 4, 8 or 16. */
  RXBUF_SIZE = 0x001e,
  TXBUF_SIZE = 0x001f,
  /** Free in the transmit buffer, and where it is read and written; 16 bits each, as all that follow. */
  TX_FSR = 0x0020,
  TX_RD = 0x0022,
  TX_WR = 0x0024,
  /** Waiting in the receive buffer, and where it is read and written. */
  RX_RSR = 0x0026,
  RX_RD = 0x0028,
  RX_WR = 0x002a,
  /** Period of automatic TCP keepalives, in 5 s; 8 bits. */
  KPALVTR = 0x002f,
}

export const enum SocketMode {
  Tcp = 0x01,
  Udp = 0x02,
  /** Socket 0 only. */
  MacRaw = 0x04,
  /** MACRAW: blocks multicasts. */
  MMB = 0x20,
  /** MACRAW: lets only frames to our address, broadcasts and multicasts through. */
  MFEN = 0x80,
}

export const enum SocketCommand {
  Open = 0x01,
  Listen = 0x02,
  Connect = 0x04,
  /** Ends a TCP connection with a FIN. */
  Disconnect = 0x08,
  /** Frees the socket at once. */
  Close = 0x10,
  Send = 0x20,
  SendKeep = 0x22,
  Receive = 0x40,
}

export const enum SocketInterrupt {
  /** A TCP connection stands. */
  CON = 0x01,
  /** A FIN came. */
  DISCON = 0x02,
  RECV = 0x04,
  /** ARP or TCP had no answer. */
  TIMEOUT = 0x08,
  SENDOK = 0x10,
  All = 0x1f,
}

export const enum SocketStatus {
  Closed = 0x00,
  Init = 0x13,
  Listen = 0x14,
  SynSent = 0x15,
  SynReceived = 0x16,
  Established = 0x17,
  CloseWait = 0x1c,
  Udp = 0x22,
  MacRaw = 0x42,
}
