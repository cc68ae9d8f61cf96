/**
 * Registers of the W5500 as its datasheet (v1.0.9, chapters 3 and 4) names them: what is written here is what the chip
 * does, and shared with no driver.
 */

/** Offsets in the common block. */
export const MR = 0x0000;
export const GAR = 0x0001;
export const SUBR = 0x0005;
export const SHAR = 0x0009;
export const SIPR = 0x000f;
export const INTLEVEL = 0x0013;
export const IR = 0x0015;
export const IMR = 0x0016;
export const SIR = 0x0017;
export const SIMR = 0x0018;
export const RTR = 0x0019;
export const RCR = 0x001b;
export const PTIMER = 0x001c;
export const UIPR = 0x0028;
export const UPORTR = 0x002c;
export const PHYCFGR = 0x002e;
export const VERSIONR = 0x0039;
export const COMMON_SIZE = 0x003a;

export const MR_RST = 0x80;
export const MR_PB = 0x10;
export const MR_FARP = 0x02;
export const IR_CONFLICT = 0x80;
export const IR_UNREACH = 0x40;
export const PHY_LNK = 0x01;
export const PHY_SPD = 0x02;
export const PHY_DPX = 0x04;
export const PHY_OPMD = 0x40;
export const PHY_RST = 0x80;
export const OPMDC_POWER_DOWN = 6;
export const OPMDC_AUTO = 7;

/** Offsets in a socket's block. */
export const Sn_MR = 0x0000;
export const Sn_CR = 0x0001;
export const Sn_IR = 0x0002;
export const Sn_SR = 0x0003;
export const Sn_PORT = 0x0004;
export const Sn_DHAR = 0x0006;
export const Sn_DIPR = 0x000c;
export const Sn_DPORT = 0x0010;
export const Sn_MSSR = 0x0012;
export const Sn_TTL = 0x0016;
export const Sn_RXBUF_SIZE = 0x001e;
export const Sn_TXBUF_SIZE = 0x001f;
export const Sn_TX_FSR = 0x0020;
export const Sn_TX_RD = 0x0022;
export const Sn_TX_WR = 0x0024;
export const Sn_RX_RSR = 0x0026;
export const Sn_RX_RD = 0x0028;
export const Sn_RX_WR = 0x002a;
export const Sn_IMR = 0x002c;
export const Sn_FRAG = 0x002d;
export const Sn_KPALVTR = 0x002f;
export const SOCKET_SIZE = 0x0030;

/** Sn_MR: the protocol, and bits that mean different things in different protocols. */
export const PROTOCOL = 0x0f;
export const TCP = 0x01;
export const UDP = 0x02;
export const MACRAW = 0x04;
export const MFEN = 0x80;
export const BCASTB = 0x40;
export const MMB = 0x20;
export const MIP6B = 0x10;

/** Sn_CR. */
export const OPEN = 0x01;
export const LISTEN = 0x02;
export const CONNECT = 0x04;
export const DISCON = 0x08;
export const CLOSE = 0x10;
export const SEND = 0x20;
export const SEND_MAC = 0x21;
export const SEND_KEEP = 0x22;
export const RECV = 0x40;

/** Sn_IR. */
export const INT_CON = 0x01;
export const INT_DISCON = 0x02;
export const INT_RECV = 0x04;
export const INT_TIMEOUT = 0x08;
export const INT_SENDOK = 0x10;

/** Sn_SR. */
export const SOCK_CLOSED = 0x00;
export const SOCK_INIT = 0x13;
export const SOCK_LISTEN = 0x14;
export const SOCK_SYNSENT = 0x15;
export const SOCK_SYNRECV = 0x16;
export const SOCK_ESTABLISHED = 0x17;
export const SOCK_FIN_WAIT = 0x18;
export const SOCK_CLOSE_WAIT = 0x1c;
export const SOCK_LAST_ACK = 0x1d;
export const SOCK_UDP = 0x22;
export const SOCK_MACRAW = 0x42;
