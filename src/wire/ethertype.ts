/** Ethernet types (IANA, IEEE 802 Numbers): how packets are told apart wherever they travel here. */
export const enum EtherType {
  IPv4 = 0x0800,
  IPv6 = 0x86dd,
}
