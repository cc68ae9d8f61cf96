import test from "ava";
import type { ExecutionContext } from "ava";
import type { Transmitter } from "../../src/keepalive/machine";
import { PppAction, PppEvent, PppState } from "../../src/keepalive/ppp-automaton";
import { PppControl } from "../../src/keepalive/ppp-control";
import type { ControlTimers } from "../../src/keepalive/ppp-control";
import { ControlCounter } from "../../src/keepalive/ppp-control-counters";
import { OptionAnswer } from "../../src/keepalive/ppp-negotiator";
import type { PppNegotiator } from "../../src/keepalive/ppp-negotiator";
import { PppProtocol } from "../../src/wire/ppp";
import { describe, frame } from "../support/ppp";
import type { StateName } from "../support/ppp-timeline";
import { stateText } from "../support/ppp-timeline";
import { cells, EVENTS, STATES, transitionOf } from "../support/rfc1661";
import { fromMiddle, Timeline } from "../support/timeline";

/**
 * A control protocol with little to say, alone with a test that reads as a timeline. It asks for option 20 with a value
 * that a Nak may change, and for option 21 while that is not rejected; it takes option 30 with the value 01, which it
 * suggests in place of another, and rejects all others.
 */
class ControlTimeline extends Timeline<PppControl> implements PppNegotiator, Transmitter {
  readonly protocol = PppProtocol.IPCP;
  readonly machine: PppControl;
  readonly buffer = new Uint8Array(7 + 104).fill(0xee);
  readonly offset = 7;
  readonly capacity = 104;
  readonly room = 104;
  busy = false;
  /** Whether codes above Code-Reject are known. */
  knowing = false;
  private _value = 1;
  private _both = true;
  /** What the peer's acknowledged request said. */
  private _taken: number[] = [];

  constructor(t: ExecutionContext, timers: Partial<ControlTimers> = {}) {
    super(t);
    this.machine = new PppControl(this, {
      restart: 3_000,
      maxConfigure: 10,
      maxTerminate: 2,
      maxFailure: 5,
      ...timers,
    });
    this.machine.sender.attach(this);
  }

  does(...events: PppEvent[]): this {
    for (const event of events) this.machine.event(event, this.now);
    return this;
  }

  receives(text: string | Uint8Array): this {
    const octets = typeof text === "string" ? frame(`IPCP ${text}`).subarray(4) : text;
    fromMiddle(octets, (bytes, start, end) => this.machine.receive(bytes, start, end, this.now));
    return this;
  }

  /** What was sent and told at this step. */
  takes(): { sent: string[]; told: string[] } {
    return { sent: this._takeSent(), told: this._takeTold() };
  }

  state(name: StateName): this {
    this._t.is(stateText(this.machine.state), name, `at ${this.now}`);
    return this;
  }

  taken(...values: number[]): this {
    this._t.deepEqual(this._taken, values);
    return this;
  }

  // --- Transmitter

  reserve(length: number): boolean {
    return length <= this.room;
  }

  commit(length: number): boolean {
    this._t.true(length <= this.capacity);
    if (this.busy) return false;
    this._noteSent(describe(this.buffer.slice(7, 7 + length)).replace("IPCP ", ""));
    return true;
  }

  // --- PppNegotiator

  beginNegotiation(): void {
    this._value = 1;
    this._both = true;
  }

  renewRequest(): void {
    this._value += 0x10;
  }

  writeRequest(bytes: Uint8Array, at: number): number {
    bytes.set([20, 3, this._value], at);
    if (!this._both) return at + 3;
    bytes.set([21, 2], at + 3);
    return at + 5;
  }

  judge(bytes: Uint8Array, at: number): OptionAnswer {
    if (bytes[at] === 40) return OptionAnswer.Ignore;
    if (bytes[at] !== 30 || bytes[at + 1] !== 3) return OptionAnswer.Reject;
    return bytes[at + 2] === 1 ? OptionAnswer.Ack : OptionAnswer.Nak;
  }

  suggest(_bytes: Uint8Array, _at: number, out: Uint8Array, outAt: number): number {
    out.set([30, 3, 1], outAt);
    return outAt + 3;
  }

  beginAck(): void {
    this._taken = [];
  }

  adopt(bytes: Uint8Array, at: number): void {
    this._taken.push(bytes[at + 2]!);
  }

  naked(bytes: Uint8Array, at: number): boolean {
    if (bytes[at] !== 20) return false;
    this._value = bytes[at + 2]!;
    return true;
  }

  rejected(bytes: Uint8Array, at: number): boolean {
    if (bytes[at] !== 21 || !this._both) return bytes[at] === 20;
    this._both = false;
    return true;
  }

  extension(): boolean {
    return this.knowing;
  }

  layerUp(now: number): void {
    this._noteTold("up", now);
  }

  layerDown(event: PppEvent, now: number): void {
    this._noteTold(`down ${event}`, now);
  }

  layerFinished(event: PppEvent, now: number): void {
    this._noteTold(`finished ${event}`, now);
  }
}

const REQUEST = "ConfReq 1 option20:01 option21:";
const ACK = REQUEST.replace("Req", "Ack");
const GOOD = "ConfReq 90 option30:01";

/** Brings a control protocol to a state; the last request that it sent has the identifier returned. */
const REACH: Record<StateName, (line: ControlTimeline) => unknown> = {
  Initial: () => {},
  Starting: (line) => line.does(PppEvent.Open),
  Closed: (line) => line.does(PppEvent.Up),
  Stopped: (line) => {
    line.does(PppEvent.Open, PppEvent.Up);
    while (line.machine.active) line.machine.poll((line.now = line.machine.due));
  },
  Closing: (line) => line.does(PppEvent.Open, PppEvent.Up, PppEvent.Close),
  Stopping: (line) => {
    REACH.Opened(line);
    line.does(PppEvent.RejectFatal);
  },
  "Req-Sent": (line) => line.does(PppEvent.Open, PppEvent.Up),
  "Ack-Rcvd": (line) => line.does(PppEvent.Open, PppEvent.Up).receives(ACK),
  "Ack-Sent": (line) => line.does(PppEvent.Open, PppEvent.Up).receives(GOOD),
  Opened: (line) => line.does(PppEvent.Open, PppEvent.Up).receives(GOOD).receives(ACK),
};

/** Packets by the event that they are. */
const PACKETS: [string, string][] = [
  ["RCR+", "ConfReq 91 option30:01"],
  ["RCR+", "ConfReq 91"],
  ["RCR-", "ConfReq 91 option30:02"],
  ["RCR-", "ConfReq 91 option99:"],
  ["RCA", ACK],
  ["RCN", "ConfNak 1 option20:05"],
  ["RCN", "ConfRej 1 option21:"],
  ["RTR", "TermReq 91"],
  ["RTR", "TermReq 91 627965"],
  ["RTA", "TermAck 91"],
  ["RUC", "code14 91 0102"],
  ["RUC", "code0 91"],
  ["RXJ-", "CodeRej 91 01010004"],
  ["RXJ-", "CodeRej 91 07010004"],
  ["RXJ+", "CodeRej 91 08010004"],
  ["RXJ+", "CodeRej 91"],
];

/** Codes of the packets that an action sends. */
const SENDS: [PppAction, RegExp][] = [
  [PppAction.SendRequest, /^ConfReq /],
  [PppAction.SendAck, /^ConfAck 91/],
  [PppAction.SendNakOrReject, /^Conf(Nak|Rej) 91/],
  [PppAction.SendTerminateAck, /^TermAck (91|1)$/],
  [PppAction.SendCodeReject, /^CodeRej /],
  [PppAction.SendTerminateRequest, /^TermReq /],
];

/**
 * Where an answer answers nothing: no request was sent, or it was answered already. The table has a crossed connection
 * for some of these; here the answer is discarded (section 5.2), so that no duplicate takes an open link down.
 */
const discarded = (state: StateName, event: string) =>
  (event === "RCA" || event === "RCN") && (state === "Closed" || state === "Ack-Rcvd" || state === "Opened");

for (const state of STATES.keys()) {
  const name = state as StateName;
  test(`${name}: each packet is answered, and leads where, as RFC 1661's table says`, (t) => {
    for (const [event, packet] of PACKETS) {
      const line = new ControlTimeline(t);
      REACH[name](line);
      line.now = line.machine.active ? line.machine.due - 1 : 40_000;
      line.state(name).takes();
      const unexpected = line.machine.counters[ControlCounter.Unexpected]!;
      const before = STATES.get(name)!;
      const transition = transitionOf(cells.find((cell) => cell.event === event && cell.state === before)!.text);
      const { sent, told } = line.receives(packet).takes();
      if (name === "Initial" || name === "Starting") {
        line.state(name).counts(ControlCounter.Unexpected, unexpected + 1);
        t.deepEqual([...sent, ...told], []);
      } else if (discarded(name, event)) {
        line.state(name).counts(ControlCounter.StaleAnswers, 1);
        t.deepEqual([...sent, ...told], []);
      } else {
        t.is(line.machine.state, transition & 15, packet);
        const expected = SENDS.filter(([action]) => transition & action).map(([, what]) => what);
        t.is(sent.length, expected.length, `${packet}: ${sent.join()}`);
        expected.forEach((what, i) => t.regex(sent[i]!, what, packet));
        const layers = [
          ...(transition & PppAction.LayerUp ? ["up"] : []),
          ...(transition & PppAction.LayerDown ? [`down ${EVENTS.get(event)}`] : []),
          ...(transition & PppAction.LayerFinished ? [`finished ${EVENTS.get(event)}`] : []),
        ];
        t.deepEqual(told, layers, packet);
      }
    }
  });
}

// --- the restart timer

test("a Configure-Request is sent ten times with the same identifier, then no more", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST).due(3_000);
  for (let n = 1; n < 10; n++) {
    line
      .at(3_000 * n - 1)
      .sends()
      .at(3_000 * n)
      .sends(REQUEST);
  }
  line.at(30_000).sends().tells(`finished ${PppEvent.TimeoutLast}`).state("Stopped");
  t.false(line.machine.active);
  line.at(1_000_000).sends().ends();
});

test("Max-Configure and the restart timer are what they are set to, from the next request on", (t) => {
  const line = new ControlTimeline(t, { restart: 500, maxConfigure: 2 }).at(0);
  line.does(PppEvent.Open, PppEvent.Up).sent(REQUEST).due(500);
  line.machine.timers.restart = 700;
  line.at(500).sends(REQUEST).due(1_200).at(1_200).sends().tells(`finished ${PppEvent.TimeoutLast}`).ends();
});

test("a Configure-Ack grants ten more tries; a request that was acknowledged goes out with another identifier", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  for (let n = 1; n < 9; n++) line.at(3_000 * n).sends(REQUEST);
  line.at(25_000).receives(ACK).state("Ack-Rcvd").due(27_000);
  for (let n = 9; n < 19; n++)
    line
      .at(3_000 * n)
      .sends(REQUEST.replace("1", "2"))
      .state("Req-Sent");
  line.at(57_000).sends().tells(`finished ${PppEvent.TimeoutLast}`).ends();
});

test("the Ack of a request that was sent again after its first Ack opens the link", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  line.at(10).receives(ACK).state("Ack-Rcvd");
  line.at(3_000).sends(REQUEST.replace("1", "2")).state("Req-Sent");
  line.at(3_010).receives(ACK).state("Req-Sent").receives(ACK.replace("1", "2")).state("Ack-Rcvd");
  line.at(3_020).receives(GOOD).sent("ConfAck 90 option30:01").tells("up").state("Opened").ends();
});

test("a Terminate-Request is sent Max-Terminate times with the same identifier", (t) => {
  const line = new ControlTimeline(t, { maxTerminate: 3 }).at(0);
  REACH.Opened(line);
  line.takes();
  line.does(PppEvent.Close).sent("TermReq 2").tells(`down ${PppEvent.Close}`).state("Closing").due(3_000);
  line.at(3_000).sends("TermReq 2").at(6_000).sends("TermReq 2");
  line.at(9_000).sends().tells(`finished ${PppEvent.TimeoutLast}`).state("Closed").ends();
});

test("after a Terminate-Request of the peer's one restart period passes, so that the Ack gets through", (t) => {
  const line = new ControlTimeline(t).at(0);
  REACH.Opened(line);
  line.takes();
  line.at(100).receives("TermReq 7").sent("TermAck 7").tells(`down ${PppEvent.TerminateRequest}`);
  line.state("Stopping").due(3_100);
  line.at(3_100).sends().tells(`finished ${PppEvent.TimeoutLast}`).state("Stopped").ends();
});

test("a restart timer that is backed off is doubled so many times", (t) => {
  const line = new ControlTimeline(t).at(0);
  line.machine.backOff = 2;
  line.does(PppEvent.Open, PppEvent.Up).sent(REQUEST).due(12_000).ends();
});

test("a request that is renewed goes out at the next timeout, as another", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  line.machine.renewRequest();
  line.at(3_000).sends("ConfReq 2 option20:11 option21:").at(6_000).sends("ConfReq 2 option20:11 option21:").ends();
});

// --- not sent

test("a request that could not be sent is tried again after 100 ms, then ever later, and is no try", (t) => {
  const line = new ControlTimeline(t, { maxConfigure: 2 }).at(0);
  line.busy = true;
  line.does(PppEvent.Open, PppEvent.Up).sent().state("Req-Sent").due(100);
  for (const [now, due] of [
    [100, 300],
    [300, 700],
    [700, 1_500],
    [1_500, 3_100],
    [3_100, 6_100],
    [6_100, 9_100],
  ] as const) {
    line.at(now).sends().due(due);
  }
  line.counts(ControlCounter.NotSent, 7);
  line.busy = false;
  line.at(9_100).sends(REQUEST).due(12_100);
  line.busy = true;
  line.at(12_100).sends().due(12_200);
  line.busy = false;
  line.at(12_200).sends(REQUEST).due(15_200);
  line.at(15_200).sends().tells(`finished ${PppEvent.TimeoutLast}`).ends();
});

test("a Configure-Request whose answer could not be sent while both negotiate is as if it had not arrived", (t) => {
  for (const name of ["Req-Sent", "Ack-Rcvd", "Ack-Sent"] as const) {
    for (const packet of ["ConfReq 91 option30:01", "ConfReq 91 option30:02", "ConfReq 91 option99:"]) {
      const line = new ControlTimeline(t);
      REACH[name](line);
      line.takes();
      line.busy = true;
      line.receives(packet).sent().tells().state(name);
    }
  }
});

test("a Terminate-Request is obeyed even if its Ack could not be sent", (t) => {
  const line = new ControlTimeline(t);
  REACH.Opened(line);
  line.takes();
  line.busy = true;
  line.receives("TermReq 7").sent().tells(`down ${PppEvent.TerminateRequest}`).state("Stopping").due(3_000);
});

// --- answers to our requests

test("an Ack counts only with the identifier and the options that were sent, octet for octet", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  for (const wrong of [
    "ConfAck 2 option20:01 option21:",
    "ConfAck 0 option20:01 option21:",
    "ConfAck 1 option20:02 option21:",
    "ConfAck 1 option20:01",
    "ConfAck 1 option21: option20:01",
    "ConfAck 1 option20:01 option21: option21:",
    "ConfAck 1",
    "ConfAck 1 raw:14",
  ]) {
    line.receives(wrong).state("Req-Sent");
  }
  line.counts(ControlCounter.StaleAnswers, 8);
  line.receives(ACK).state("Ack-Rcvd").ends();
});

test("a Nak or Reject with another identifier, without options, or of what was not asked for changes nothing", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  for (const wrong of [
    "ConfNak 2 option20:05",
    "ConfRej 0 option21:",
    "ConfNak 1",
    "ConfRej 1",
    "ConfNak 1 option77:01",
    "ConfRej 1 option77:01",
  ]) {
    line.receives(wrong).sent().state("Req-Sent");
  }
  line.counts(ControlCounter.StaleAnswers, 6).counts(ControlCounter.BadPackets, 0).due(3_000);
  line.receives("ConfNak 1 option20:05").sent("ConfReq 2 option20:05 option21:").ends();
});

test("a duplicate of an Ack, Nak or Reject takes no open link down", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  line.receives("ConfNak 1 option20:05").sent("ConfReq 2 option20:05 option21:");
  line.receives("ConfNak 1 option20:05").sent();
  line.receives("ConfRej 2 option21:").sent("ConfReq 3 option20:05");
  line.receives("ConfRej 2 option21:").sent();
  line.receives(GOOD).sent("ConfAck 90 option30:01");
  line.receives("ConfAck 3 option20:05").tells("up").state("Opened");
  for (const duplicate of [
    "ConfAck 3 option20:05",
    "ConfRej 2 option21:",
    "ConfNak 1 option20:05",
    "ConfNak 3 option20:06",
  ]) {
    line.receives(duplicate).sent().tells().state("Opened");
  }
  line.counts(ControlCounter.StaleAnswers, 6).ends();
});

test("the answers to several copies of one request: the first counts, the others do no harm", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  line.at(3_000).sends(REQUEST).at(6_000).sends(REQUEST);
  line.at(7_000).receives(GOOD).sent("ConfAck 90 option30:01");
  line.at(7_500).receives(ACK).tells("up").state("Opened");
  line.at(10_500).receives(ACK).at(13_500).receives(ACK).state("Opened").ends();
});

test("Naks without end count as Rejects after Max-Failure, and what can't be rejected is asked for in vain", (t) => {
  const line = new ControlTimeline(t, { maxFailure: 3 }).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  for (let n = 1; n <= 3; n++)
    line.receives(`ConfNak ${n} option20:0${n}`).sent(`ConfReq ${n + 1} option20:0${n} option21:`);
  // From here on the value is not taken over any more.
  line.receives("ConfNak 4 option20:09").sent("ConfReq 5 option20:03 option21:");
  line.receives("ConfNak 5 option21:").sent("ConfReq 6 option20:03");
  line.receives("ConfAck 6 option20:03").state("Ack-Rcvd").ends();
});

// --- the peer's requests

test("options that can't be are rejected, all of them and nothing else, before anything is naked", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  line.receives("ConfReq 5 option30:01 option98:0102 option30:02 option99:").sent("ConfRej 5 option98:0102 option99:");
  line.receives("ConfReq 6 option30:01 option30:02").sent("ConfNak 6 option30:01");
  line.receives("ConfReq 7 option30:01").sent("ConfAck 7 option30:01").taken(1).state("Ack-Sent");
  line.receives("ConfReq 8").sent("ConfAck 8").taken().state("Ack-Sent").ends();
});

test("after Max-Failure Naks the same is rejected; an Ack grants as many again", (t) => {
  const line = new ControlTimeline(t, { maxFailure: 3 }).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 3; n++) line.receives("ConfReq 5 option30:02").sent("ConfNak 5 option30:01");
    for (let n = 0; n < 3; n++) line.receives("ConfReq 6 option30:02 option30:01").sent("ConfRej 6 option30:02");
    line.receives("ConfReq 7").sent("ConfAck 7");
  }
  line.ends();
});

test("a request that is to be ignored is counted, and the state stays", (t) => {
  for (const name of STATES.keys()) {
    if (STATES.get(name)! < PppState.Closed) continue;
    const line = new ControlTimeline(t);
    REACH[name as StateName](line);
    line.takes();
    line
      .receives("ConfReq 5 option30:01 option40: option99:")
      .sent()
      .tells()
      .state(name as StateName);
    line.counts(ControlCounter.Ignored, 1);
  }
});

test("a refusal is never longer than the transmitter and the peer take: what finds no room is refused later", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  const long = "option99:" + "ab".repeat(58);
  line.receives(`ConfReq 5 ${long} ${long} option98:`).sent(`ConfRej 5 ${long} option98:`);
  line.receives(`ConfReq 6 ${"option30:02 ".repeat(40)}`.trim());
  const [nak] = line.takes().sent;
  t.regex(nak!, /^ConfNak 6( option30:01)+$/);
  t.true(frame(`IPCP ${nak}`).length <= line.capacity);
  line.machine.sender.peerMru = 40;
  line.receives(`ConfReq 7 ${long} option98: ${"option99:0102 ".repeat(10)}`.trim());
  const [reject] = line.takes().sent;
  t.is(frame(`IPCP ${reject}`).length, 4 + 40 - (34 % 4));
  line.ends();
});

test("a Code-Reject holds the packet, cut to what the transmitter and the peer take", (t) => {
  const line = new ControlTimeline(t).at(0);
  REACH.Opened(line);
  line.takes();
  line.receives("code15 9 010203").sent("CodeRej 2 0f090007010203");
  line.receives(`code200 9 ${"cd".repeat(96)}`).sent(`CodeRej 3 c8090064${"cd".repeat(92)}`);
  line.machine.sender.peerMru = 64;
  line.receives(`code200 9 ${"cd".repeat(96)}`).sent(`CodeRej 4 c8090064${"cd".repeat(56)}`);
  line.counts(ControlCounter.UnknownCodes, 3).state("Opened").ends();
});

test("a code that the protocol knows is not rejected", (t) => {
  const line = new ControlTimeline(t).at(0);
  REACH.Opened(line);
  line.takes();
  line.knowing = true;
  line.receives("code15 9 010203").sent().counts(ControlCounter.UnknownCodes, 0).ends();
});

test("a Code-Reject of codes 1 to 7 is fatal, of any other harmless", (t) => {
  for (let code = 0; code < 256; code++) {
    const line = new ControlTimeline(t).at(0);
    REACH.Opened(line);
    line.takes();
    line.receives(`CodeRej 9 ${code.toString(16).padStart(2, "0")}010004`);
    if (code >= 1 && code <= 7) line.sent("TermReq 2").tells(`down ${PppEvent.RejectFatal}`).state("Stopping");
    else line.sent().tells().state("Opened");
    line.counts(ControlCounter.CodeRejectsReceived, 1).ends();
  }
});

// --- octets

test("a packet too short, or shorter than its length field says, is counted and changes nothing", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  const good = frame(`IPCP ${GOOD}`).subarray(4);
  for (let length = 0; length < good.length; length++) line.receives(good.slice(0, length));
  for (const length of [0, 1, 3, 8, 255, 0xff07]) {
    const wrong = good.slice();
    wrong[2] = length >> 8;
    wrong[3] = length;
    line.receives(wrong);
  }
  line
    .counts(ControlCounter.BadPackets, good.length + 6)
    .state("Req-Sent")
    .due(3_000)
    .ends();
});

test("what lies behind the length is padding", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  line.receives(Uint8Array.of(...frame(`IPCP ${GOOD}`).subarray(4), 99, 99, 99)).sent("ConfAck 90 option30:01");
  line
    .receives(Uint8Array.of(...frame(`IPCP ${ACK}`).subarray(4), 0))
    .tells("up")
    .ends();
});

test("options that don't fit their packet are counted and change nothing, in requests, Naks and Rejects", (t) => {
  const line = new ControlTimeline(t).at(0).does(PppEvent.Open, PppEvent.Up).sent(REQUEST);
  const bad = [
    "raw:1e",
    "raw:1e00",
    "raw:1e01",
    "raw:1e0401",
    "option30:01 raw:1e",
    "option30:01 raw:1effff",
    "raw:0000",
  ];
  for (const options of bad) {
    for (const code of ["ConfReq", "ConfNak", "ConfRej"])
      line.receives(`${code} 1 ${options}`).sent().state("Req-Sent");
  }
  line
    .counts(ControlCounter.BadPackets, 3 * bad.length)
    .due(3_000)
    .ends();
});

test("events that the table calls impossible are counted and change nothing", (t) => {
  for (const { event, state, text } of cells) {
    if (text !== "-" || EVENTS.get(event)! > PppEvent.Close) continue;
    const line = new ControlTimeline(t);
    const name = stateText(state);
    REACH[name](line);
    line.takes();
    const before = line.machine.counters[ControlCounter.Unexpected]!;
    line
      .does(EVENTS.get(event)!)
      .sent()
      .tells()
      .state(name)
      .counts(ControlCounter.Unexpected, before + 1);
  }
});
