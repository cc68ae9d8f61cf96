/** What PPP counts besides its parts; an index into `Ppp.counters`. */
export const enum PppCounter {
  EchoRequestsReceived,
  EchoRepliesSent,
  /** Echo-Replies that the transmitter did not take. */
  EchoRepliesNotSent,
  DiscardsReceived,
  /** Echo packets and the like with our own magic number. */
  LoopedBack,
  /** Echo packets and the like whose magic number is neither ours nor the peer's. */
  DifferentPeer,
  /** Packets that came before LCP, or IPCP for those of IP, was open. */
  NotOpen,
  /** Packets of protocols that nobody takes; answered by a Protocol-Reject. */
  UnknownProtocols,
  /** Frames without a PPP header. */
  BadFrames,
  Size,
}
