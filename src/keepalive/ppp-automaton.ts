/**
 * The option negotiation automaton of RFC 1661 section 4, as the RFC's own table: what each event does in each state.
 * The Point-to-Point Protocol's control protocols (LCP, IPCP) all run it; `ppp-control.ts` carries the actions out.
 */

/** The states of section 4.2, by their numbers there. */
export const enum PppState {
  Initial,
  Starting,
  Closed,
  Stopped,
  Closing,
  Stopping,
  ReqSent,
  AckRcvd,
  AckSent,
  Opened,
}

/** How many states there are. */
export const PPP_STATES = 10;

/** The events of section 4.3, in the order of the table. */
export const enum PppEvent {
  /** The lower layer is up. */
  Up,
  Down,
  /** The link is wanted. */
  Open,
  Close,
  /** TO+: the restart timer went off, and there are tries left. */
  Timeout,
  /** TO-: it went off after the last try. */
  TimeoutLast,
  /** RCR+: a Configure-Request that is acceptable. */
  GoodRequest,
  /** RCR- */
  BadRequest,
  /** RCA: a Configure-Ack. */
  Ack,
  /** RCN: a Configure-Nak or -Reject. */
  NakOrReject,
  /** RTR: a Terminate-Request. */
  TerminateRequest,
  /** RTA */
  TerminateAck,
  /** RUC: a packet of unknown code. */
  UnknownCode,
  /** RXJ+: a Code-Reject or Protocol-Reject that changes nothing. */
  RejectHarmless,
  /** RXJ-: one of something that the protocol can't do without. */
  RejectFatal,
  /** RXR: an Echo-Request or -Reply, or a Discard-Request. */
  Echo,
}

/** The actions of section 4.4; bits above the next state. */
export const enum PppAction {
  /** tlu */
  LayerUp = 0x10,
  /** tld */
  LayerDown = 0x20,
  /** tls */
  LayerStarted = 0x40,
  /** tlf */
  LayerFinished = 0x80,
  /** irc */
  InitializeRestart = 0x100,
  /** zrc */
  ZeroRestart = 0x200,
  /** scr */
  SendRequest = 0x400,
  /** sca */
  SendAck = 0x800,
  /** scn */
  SendNakOrReject = 0x1000,
  /** str */
  SendTerminateRequest = 0x2000,
  /** sta */
  SendTerminateAck = 0x4000,
  /** scj */
  SendCodeReject = 0x8000,
  /** ser */
  SendEchoReply = 0x10000,
}

/** The low bits of a transition: the next state. */
export const NEXT_STATE = 0xf;

/** In place of a next state: the event can't happen in this state. */
export const ILLEGAL = 0xf;

// The RFC's own names, so that the table can be held against it line by line.
const enum A {
  no = ILLEGAL,
  tlu = PppAction.LayerUp,
  tld = PppAction.LayerDown,
  tls = PppAction.LayerStarted,
  tlf = PppAction.LayerFinished,
  irc = PppAction.InitializeRestart,
  zrc = PppAction.ZeroRestart,
  scr = PppAction.SendRequest,
  sca = PppAction.SendAck,
  scn = PppAction.SendNakOrReject,
  str = PppAction.SendTerminateRequest,
  sta = PppAction.SendTerminateAck,
  scj = PppAction.SendCodeReject,
  ser = PppAction.SendEchoReply,
}

/**
 * Section 4.1. What the RFC marks `r` (restart option), `p` (passive option) and `x` (crossed connection) is the same
 * transition here: nobody is passive, and a restart is a Down and an Up.
 */
// prettier-ignore
const TABLE = /* @__PURE__ */ new Int32Array([
  // 0        1            2            3                    4            5            6            7            8            9
  // Initial  Starting     Closed       Stopped              Closing      Stopping     Req-Sent     Ack-Rcvd     Ack-Sent     Opened
  /* Up   */ 2, A.irc|A.scr|6, A.no,      A.no,                A.no,        A.no,        A.no,        A.no,        A.no,        A.no,
  /* Down */ A.no, A.no,       0,         A.tls|1,             0,           1,           1,           1,           1,           A.tld|1,
  /* Open */ A.tls|1, 1,       A.irc|A.scr|6, 3,               5,           5,           6,           7,           8,           9,
  /* Close*/ 0, A.tlf|0,       2,         2,                   4,           4,           A.irc|A.str|4, A.irc|A.str|4, A.irc|A.str|4, A.tld|A.irc|A.str|4,

  /* TO+  */ A.no, A.no,       A.no,      A.no,                A.str|4,     A.str|5,     A.scr|6,     A.scr|6,     A.scr|8,     A.no,
  /* TO-  */ A.no, A.no,       A.no,      A.no,                A.tlf|2,     A.tlf|3,     A.tlf|3,     A.tlf|3,     A.tlf|3,     A.no,

  /* RCR+ */ A.no, A.no,       A.sta|2,   A.irc|A.scr|A.sca|8, 4,           5,           A.sca|8,     A.sca|A.tlu|9, A.sca|8,   A.tld|A.scr|A.sca|8,
  /* RCR- */ A.no, A.no,       A.sta|2,   A.irc|A.scr|A.scn|6, 4,           5,           A.scn|6,     A.scn|7,     A.scn|6,     A.tld|A.scr|A.scn|6,
  /* RCA  */ A.no, A.no,       A.sta|2,   A.sta|3,             4,           5,           A.irc|7,     A.scr|6,     A.irc|A.tlu|9, A.tld|A.scr|6,
  /* RCN  */ A.no, A.no,       A.sta|2,   A.sta|3,             4,           5,           A.irc|A.scr|6, A.scr|6,   A.irc|A.scr|8, A.tld|A.scr|6,

  /* RTR  */ A.no, A.no,       A.sta|2,   A.sta|3,             A.sta|4,     A.sta|5,     A.sta|6,     A.sta|6,     A.sta|6,     A.tld|A.zrc|A.sta|5,
  /* RTA  */ A.no, A.no,       2,         3,                   A.tlf|2,     A.tlf|3,     6,           6,           8,           A.tld|A.scr|6,

  /* RUC  */ A.no, A.no,       A.scj|2,   A.scj|3,             A.scj|4,     A.scj|5,     A.scj|6,     A.scj|7,     A.scj|8,     A.scj|9,
  /* RXJ+ */ A.no, A.no,       2,         3,                   4,           5,           6,           6,           8,           9,
  /* RXJ- */ A.no, A.no,       A.tlf|2,   A.tlf|3,             A.tlf|2,     A.tlf|3,     A.tlf|3,     A.tlf|3,     A.tlf|3,     A.tld|A.irc|A.str|5,

  /* RXR  */ A.no, A.no,       2,         3,                   4,           5,           6,           7,           8,           A.ser|9,
]);

/** What `event` does in `state`: {@link PppAction} bits, and the next state or {@link ILLEGAL} in the low bits. */
export function pppTransition(state: PppState, event: PppEvent): number {
  return TABLE[event * PPP_STATES + state]!;
}

/** Whether the restart timer runs in `state`: in those from which a packet of ours waits for its answer. */
export function pppTimerRuns(state: PppState): boolean {
  return state >= PppState.Closing && state <= PppState.AckSent;
}
