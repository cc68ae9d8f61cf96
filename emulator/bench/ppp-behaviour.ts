import {
  ControlCode,
  ControlField,
  LcpOption,
  MAGIC_FIELD,
  OptionField,
  pppHeaderLength,
  PppProtocol,
  pppProtocol,
} from "../../src/wire/ppp";
import { readInt32 } from "../../src/wire/octets";
import { ANSWER, check, spanNamed, within } from "./behaviour";
import type { Behaviour, Observation } from "./behaviour";
import type { BenchFrame } from "./frame-monitor";
import { intervalChecks, intervalOf, span } from "./intervals";
import type { Check, Note, PeerResult, Span } from "./report";
import { rounded } from "./statistics";

const ECHO = "RFC 1661 section 5.8";

interface LcpPacket {
  at: number;
  frame: BenchFrame;
  code: number;
  identifier: number;
  /** Code, identifier, length, data. */
  packet: Buffer;
}

/** The LCP packet that a frame carries, if it is one. */
export function lcpPacket(frame: BenchFrame): LcpPacket | undefined {
  const { bytes } = frame;
  const header = pppHeaderLength(bytes, 0, bytes.length);
  if (frame.kind !== "ppp" || header === 0 || pppProtocol(bytes, 0, header) !== PppProtocol.LCP) return undefined;
  const packet = bytes.subarray(header);
  if (packet.length < ControlField.Data) return undefined;
  return { at: frame.at, frame, code: packet[0]!, identifier: packet[ControlField.Identifier]!, packet };
}

/** Our Echo-Request and what answers it. */
interface Exchange {
  request: LcpPacket;
  reply: LcpPacket | undefined;
}

/** What a silence of ours led to; see {@link PeerResult}. */
type Outcome = Pick<PeerResult, "retries" | "timeToDetect" | "timeToRecover">;

/** How a PPP peer behaved. */
export function pppBehaviour(seen: Observation): Behaviour {
  const packets = seen.frames.flatMap((frame) => lcpPacket(frame) ?? []);
  const good = packets.filter(({ frame }) => frame.good);
  const theirs = good.filter(({ frame }) => !frame.sent);
  const watch = spanNamed(seen, "watch");
  const requests = theirs.filter(({ code }) => code === ControlCode.EchoRequest);
  const watched = requests.filter(({ frame }) => within(watch, frame));
  const interval = intervalOf(watched.map(({ at }) => at));
  const exchanges = exchangesOf(good);
  const result: Behaviour["result"] = {
    protocol: "ppp",
    interval,
    keepalives: requests.map(({ at }) => rounded(at)),
    roundTrips: exchanges.flatMap(({ request, reply }) =>
      reply === undefined ? [] : [{ at: rounded(request.at), ms: rounded(reply.at - request.at) }],
    ),
    retries: null,
    timeToDetect: null,
    timeToRecover: null,
  };
  const open = seen.passive || watch === undefined ? null : openCheck(seen.opened, watch, theirs);
  // Whatever else is missing may be so for want of a link.
  if (open !== null && !open.met) return { result, checks: [open], notes: authenticationNotes(theirs) };
  const silent = "echo is off, and it would not notice that we are gone";
  const checks = intervalChecks(interval, requests.length, seen.expected.interval, "Echo-Request", silent, null);
  const notes: Note[] = [];
  if (requests.length === 0) {
    notes.push({ text: "whether an end sends Echo-Requests is left to it, as long as it answers", source: ECHO });
  }
  if (open !== null) {
    const inWatch = exchanges.filter(({ request }) => within(watch, request.frame) && request.at <= watch!.to - ANSWER);
    checks.unshift(open, ...answerChecks(inWatch, notes));
    notes.push(...magicNotes(theirs));
    checks.push(...faultChecks(seen, packets, theirs), ...silenceChecks(seen, theirs, exchanges, result, notes));
  }
  return { result, checks, notes };
}

/** Whether the link opens, and stays open while nothing is disturbed. */
function openCheck(opened: boolean, watch: Span, theirs: readonly LcpPacket[]): Check {
  const source = "RFC 1661 section 4.1";
  if (!opened) return { name: "open", met: false, text: "the link never opened", source };
  const end = theirs.find(({ code, frame }) => isEnd(code) && within(watch, frame));
  const after = span(end === undefined ? 0 : end.at - watch.from);
  const stays = "the link opens, and stays open while nothing is disturbed";
  return check("open", end === undefined, stays, `it gives the link up ${after} after it opened, undisturbed`, source);
}

function authenticationNotes(theirs: readonly LcpPacket[]): Note[] {
  const asks = ({ code, packet }: LcpPacket) =>
    code === ControlCode.ConfigureRequest && optionData(packet, LcpOption.Authentication) !== undefined;
  if (!theirs.some(asks)) return [];
  return [{ text: "it asks us to authenticate ourselves, which we refuse", source: "RFC 1661 section 6.2" }];
}

/** Whether it notices that we are silent, and comes back when we do; puts into `outcome` what that took. */
function silenceChecks(
  seen: Observation,
  theirs: readonly LcpPacket[],
  exchanges: readonly Exchange[],
  outcome: Outcome,
  notes: Note[],
): Check[] {
  const silence = spanNamed(seen, "silence");
  if (silence === undefined) return [];
  const during = theirs.filter(({ frame }) => within(silence, frame));
  const end = during.find(({ code }) => isEnd(code));
  if (end === undefined) {
    const unnoticed = `it does not notice within ${span(silence.to - silence.from)} that we are silent`;
    return [{ name: "detects", met: false, text: unnoticed, source: null }];
  }
  const timeToDetect = rounded(end.at - silence.from);
  const retries = during.filter(({ code, at }) => code === ControlCode.EchoRequest && at < end.at).length;
  outcome.timeToDetect = timeToDetect;
  outcome.retries = retries;
  if (end.code !== ControlCode.TerminateRequest) {
    notes.push({ text: "it negotiates anew without a Terminate-Request", source: "RFC 1661 section 3.7" });
  }
  const noticed = `it gives the link up after ${span(timeToDetect)}, with ${retries} of its requests unanswered`;
  const checks: Check[] = [{ name: "detects", met: true, text: noticed, source: null }];
  if (seen.retriesAsked) {
    const { retries: asked } = seen.expected;
    const given = `it gives the link up with ${retries} of its requests unanswered`;
    checks.push(check("retries", retries === asked, given, `${given}, not ${asked}`, null));
  }
  const recovery = spanNamed(seen, "recovery");
  if (recovery === undefined) return checks;
  const answered = exchanges.some(({ request, reply }) => request.at >= recovery.from && reply !== undefined);
  const opened = theirs.find(({ code, at }) => code === ControlCode.ConfigureAck && at >= recovery.from);
  if (answered && opened !== undefined) outcome.timeToRecover = rounded(opened.at - recovery.from);
  const { timeToRecover } = outcome;
  const again = `it is open again ${span(timeToRecover ?? 0)} after we are back`;
  const gone = `it does not open again within ${span(recovery.to - recovery.from)}`;
  checks.push(check("recovers", timeToRecover !== null, again, gone, "RFC 1661 section 4.1"));
  return checks;
}

/** What begins a link's end, or its new beginning. */
function isEnd(code: number): boolean {
  return code === ControlCode.TerminateRequest || code === ControlCode.ConfigureRequest;
}

function exchangesOf(packets: readonly LcpPacket[]): Exchange[] {
  const exchanges: Exchange[] = [];
  /** The latest of each identifier. */
  const latest = new Map<number, Exchange>();
  for (const packet of packets) {
    const { sent } = packet.frame;
    if (sent && packet.code === ControlCode.EchoRequest) {
      const exchange = { request: packet, reply: undefined };
      latest.set(packet.identifier, exchange);
      exchanges.push(exchange);
    } else if (!sent && packet.code === ControlCode.EchoReply) {
      const exchange = latest.get(packet.identifier);
      if (exchange !== undefined) exchange.reply ??= packet;
    }
  }
  return exchanges;
}

/** The data of an option in a Configure-Request; undefined where it is not among them. */
function optionData(packet: Buffer, option: LcpOption): Buffer | undefined {
  const end = Math.min(packet.length, packet.readUInt16BE(ControlField.Length));
  for (let at: number = ControlField.Data; at + OptionField.Data <= end;) {
    const length = packet[at + OptionField.Length]!;
    if (length < OptionField.Data || at + length > end) return undefined;
    if (packet[at] === option) return packet.subarray(at + OptionField.Data, at + length);
    at += length;
  }
  return undefined;
}

/** The magic number that a Configure-Request asks for; 0 for none. */
function magicAsked({ packet }: LcpPacket): number {
  const data = optionData(packet, LcpOption.MagicNumber);
  return data?.length === 4 ? readInt32(data, 0) : 0;
}

/** Each echo must carry the magic number that its sender asked for last; without one it must be 0. */
function magicNotes(theirs: readonly LcpPacket[]): Note[] {
  let asked: number | null = null;
  let others = 0;
  for (const packet of theirs) {
    if (packet.code === ControlCode.ConfigureRequest) asked = magicAsked(packet);
    const isEcho = packet.code === ControlCode.EchoRequest || packet.code === ControlCode.EchoReply;
    if (!isEcho || asked === null || packet.packet.length < MAGIC_FIELD + 4) continue;
    if (readInt32(packet.packet, MAGIC_FIELD) !== asked) others++;
  }
  if (others === 0) return [];
  return [{ text: `${others} of its echoes carry another magic number than it negotiated (0 for none)`, source: ECHO }];
}

function answerChecks(exchanges: readonly Exchange[], notes: Note[]): Check[] {
  const answered = exchanges.filter(({ reply }) => reply !== undefined);
  const ours = (packet: Buffer) => (packet.length >= MAGIC_FIELD + 4 ? readInt32(packet, MAGIC_FIELD) : 0);
  const looped = answered.filter(
    ({ request, reply }) => ours(reply!.packet) !== 0 && ours(reply!.packet) === ours(request.packet),
  );
  const data = (packet: Buffer) => packet.subarray(MAGIC_FIELD + 4, packet.readUInt16BE(ControlField.Length));
  const changed = answered.filter(({ request, reply }) => !data(request.packet).equals(data(reply!.packet)));
  const total = exchanges.length;
  // We were interrupted before we asked for the first time.
  if (total === 0) return [];
  if (changed.length > 0)
    notes.push({ text: `${changed.length} Echo-Replies carry other data than we sent`, source: ECHO });
  return [
    check(
      "answers-echo",
      answered.length === total,
      `all of our ${total} Echo-Requests are answered`,
      `${total - answered.length} of our ${total} Echo-Requests are not answered`,
      ECHO,
    ),
    ...(answered.length === 0
      ? []
      : [
          check(
            "echo-magic",
            looped.length === 0,
            "its replies carry a magic number of its own",
            `${looped.length} replies carry our own magic number, as a looped line's do`,
            ECHO,
          ),
        ]),
  ];
}

function faultChecks(seen: Observation, packets: readonly LcpPacket[], theirs: readonly LcpPacket[]): Check[] {
  const checks: Check[] = [];
  const corrupt = spanNamed(seen, "corrupt");
  const damaged = packets.filter(
    ({ frame, code }) => frame.sent && !frame.good && code === ControlCode.EchoRequest && within(corrupt, frame),
  );
  if (damaged.length > 0) {
    const answers = damaged.filter(({ identifier, at }) =>
      theirs.some(
        (packet) =>
          packet.code === ControlCode.EchoReply &&
          packet.identifier === identifier &&
          packet.at >= at &&
          packet.at <= at + ANSWER,
      ),
    );
    checks.push(
      check(
        "damaged-ignored",
        answers.length === 0,
        "a damaged Echo-Request is not answered",
        "it answers an Echo-Request whose FCS is wrong",
        "RFC 1662 section 3.1",
      ),
    );
  }
  for (const [name, what] of [
    ["drop", "one answer is lost"],
    ["delay", "our answers are late"],
  ] as const) {
    const fault = spanNamed(seen, name);
    // Who asks nothing meanwhile does not miss an answer.
    const asked = theirs.some(({ code, frame }) => code === ControlCode.EchoRequest && within(fault, frame));
    const ended = theirs.some(({ code, frame }) => isEnd(code) && within(fault, frame));
    if (!asked && !ended) continue;
    checks.push(
      check(`${name}-tolerated`, !ended, `it stays up when ${what}`, `it gives the link up when ${what}`, null),
    );
  }
  return checks;
}
