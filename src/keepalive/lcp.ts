import type { Random } from "../ports";
import { ControlCode, FcsAlternative, LcpOption, OptionField, PppProtocol } from "../wire/ppp";
import { fcsAlternative, fcsBits, lcpOptionLength } from "../wire/lcp-options";
import { writeFcsOption, writeFlagOption, writeOption16, writeOption32 } from "../wire/lcp-options";
import { readInt32, readUint16 } from "../wire/octets";
import { PppEvent, PppState } from "./ppp-automaton";
import { PppControl } from "./ppp-control";
import type { ControlTimers } from "./ppp-control";
import { OptionAnswer } from "./ppp-negotiator";
import type { PppNegotiator } from "./ppp-negotiator";
import { MagicNumbers } from "./magic-numbers";

/** Told what comes of LCP. */
export interface LcpListener {
  lcpUp(now: number): void;
  /** `event` is why, here and below. */
  lcpDown(event: PppEvent, now: number): void;
  /** The negotiation came to nothing, or the link was ended. */
  lcpFinished(event: PppEvent, now: number): void;
  /** What we send comes back: our own magic number was seen twice, the second time just made up. */
  loopFound(now: number): void;
  /** The peer speaks for itself again. */
  loopGone(now: number): void;
  /** An Echo-Request, Echo-Reply or Discard-Request; its data, `[start, end)`, begins with the magic number. */
  echoReceived(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): void;
  /** The peer refuses a protocol. */
  protocolRejected(protocol: number, now: number): void;
}

export interface LcpOptions {
  /** The longest packet that we take, octets: our MRU. */
  mru: number;
  timers: ControlTimers;
  random: Random;
}

/** What LCP counts besides its {@link PppControl}; an index into {@link Lcp.counters}. */
export const enum LcpCounter {
  /** Configure-Requests with our own magic number, or 0, that were answered by a Nak. */
  MagicCollisions,
  ProtocolRejectsReceived,
  Identifications,
  TimeRemainings,
  /** Echo and Protocol-Reject packets too short for what they must hold. */
  BadPackets,
  Size,
}

/** What is used where nothing else was agreed upon (RFC 1661 section 6.1, RFC 1662 section 7.1). */
const DEFAULT_MRU = 1500;
const DEFAULT_ACCM = -1;

/** The least MRU that is not refused: LCP itself needs as much. */
const LEAST_MRU = 128;

/** How often the restart timer is doubled on a line that is looped: nobody but ourselves is kept waiting. */
const LOOP_BACK_OFF = 2;

/** What one end may ask the other for: first what we ask, then what the peer does. */
const enum Field {
  /** A bit for each {@link LcpOption} that is asked for. */
  Asked,
  Mru,
  Accm,
  Magic,
  /** Bits: 16, 32 or 0. */
  Fcs,
  PeerAsked,
  PeerMru,
  PeerAccm,
  PeerMagic,
  PeerFcs,
  Size,
}

/**
 * LCP's options (RFC 1661 section 6, RFC 1662 section 7, RFC 1570 section 2), and its packets above Code-Reject.
 *
 * Ours: MRU where it is not 1500, ACCM, magic number, PFC, ACFC, FCS-Alternatives, each given up if the peer rejects it.
 * The peer's: the same, as far as our settings allow them; authentication and link quality are rejected.
 *
 * A Configure-Request with our own magic number may be a peer's that drew the same, or our own that came back. It is
 * answered with a Nak that suggests a random number; if that number comes back, nobody but ourselves made it up: the line
 * is looped. Until somebody else's number arrives, what comes back is then ignored, requests go out less often, and each
 * with another number.
 *
 * Memory: 40 + 4 * {@link LcpCounter.Size} octets, {@link MagicNumbers}, and a {@link PppControl}.
 */
export class Lcp implements PppNegotiator {
  readonly control: PppControl;
  /** Indexed by {@link LcpCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** Our receive ACCM (RFC 1662 section 7.1), an int32; FFFFFFFF is not asked for. For the next negotiation, as all of these. */
  accm = 0;
  /** Whether to ask for protocol field compression, and to let the peer ask. */
  pfc = true;
  /** The same for address and control field compression. */
  acfc = true;
  /** The FCS that we ask for, and let the peer ask for besides 16: 0, 16 or 32 bits. */
  fcs = 16;
  /** Whether what we send comes back to us. */
  looped = false;
  private readonly _fields: Int32Array;
  private readonly _magics: MagicNumbers;
  private readonly _mru: number;
  private readonly _listener: LcpListener;
  /** The magic number that we suggest to whoever has ours; 0 where nobody has. */
  private _suggested = 0;
  /** The time of the packet that is being taken. */
  private _now = 0;

  constructor(options: LcpOptions, listener: LcpListener) {
    this._mru = options.mru;
    this._listener = listener;
    this._fields = new Int32Array(Field.Size);
    this._magics = new MagicNumbers(options.random);
    this.counters = new Int32Array(LcpCounter.Size);
    this.control = new PppControl(this, options.timers);
    this._forgetPeer();
  }

  get protocol(): PppProtocol {
    return PppProtocol.LCP;
  }

  /** Our magic number, 0 where the peer rejected it. */
  get magic(): number {
    return this._asks(LcpOption.MagicNumber) ? this._fields[Field.Magic]! : 0;
  }

  /** The peer's magic number, 0 where it has none. */
  get peerMagic(): number {
    return this._fields[Field.PeerMagic]!;
  }

  /** The longest packet that the peer takes, octets. */
  get peerMru(): number {
    return this._fields[Field.PeerMru]!;
  }

  get sendAccm(): number {
    return this._fields[Field.PeerAccm]!;
  }

  /** Bits of the FCS of what we send: 0, 16 or 32. */
  get sendFcs(): number {
    return this._fields[Field.PeerFcs]!;
  }

  get sendPfc(): boolean {
    return (this._fields[Field.PeerAsked]! & (1 << LcpOption.PFC)) !== 0;
  }

  get sendAcfc(): boolean {
    return (this._fields[Field.PeerAsked]! & (1 << LcpOption.ACFC)) !== 0;
  }

  get receiveAccm(): number {
    return this._asks(LcpOption.ACCM) ? this._fields[Field.Accm]! : DEFAULT_ACCM;
  }

  /** Bits of the FCS of what the peer sends: 0, 16 or 32. */
  get receiveFcs(): number {
    return this._asks(LcpOption.FcsAlternatives) ? this._fields[Field.Fcs]! : 16;
  }

  /** A magic number that was ours before the device lost its supply: it may still come back, and is not used again. */
  remember(magic: number): void {
    this._magics.remember(magic);
  }

  /** Back to Initial, with nothing known of the line. */
  reset(): void {
    this.control.sender.peerMru = DEFAULT_MRU;
    this.looped = false;
    this._suggested = 0;
    this.control.reset();
  }

  receive(bytes: Uint8Array, start: number, end: number, now: number): void {
    this._now = now;
    this.control.receive(bytes, start, end, now);
  }

  beginNegotiation(): void {
    const fields = this._fields;
    fields[Field.Asked] = 1 << LcpOption.MagicNumber;
    fields[Field.Mru] = this._mru;
    fields[Field.Accm] = this.accm;
    fields[Field.Fcs] = this.fcs;
    this._renewMagic();
    if (this._mru !== DEFAULT_MRU) this._ask(LcpOption.MRU);
    if (this.accm !== DEFAULT_ACCM) this._ask(LcpOption.ACCM);
    if (this.pfc) this._ask(LcpOption.PFC);
    if (this.acfc) this._ask(LcpOption.ACFC);
    if (this.fcs !== 16) this._ask(LcpOption.FcsAlternatives);
  }

  renewRequest(): void {
    this._renewMagic();
  }

  writeRequest(bytes: Uint8Array, at: number): number {
    const fields = this._fields;
    if (this._asks(LcpOption.MRU)) at = writeOption16(bytes, at, LcpOption.MRU, fields[Field.Mru]!);
    if (this._asks(LcpOption.ACCM)) at = writeOption32(bytes, at, LcpOption.ACCM, fields[Field.Accm]!);
    if (this._asks(LcpOption.MagicNumber)) at = writeOption32(bytes, at, LcpOption.MagicNumber, fields[Field.Magic]!);
    if (this._asks(LcpOption.PFC)) at = writeFlagOption(bytes, at, LcpOption.PFC);
    if (this._asks(LcpOption.ACFC)) at = writeFlagOption(bytes, at, LcpOption.ACFC);
    if (this._asks(LcpOption.FcsAlternatives)) at = writeFcsOption(bytes, at, fields[Field.Fcs]!);
    return at;
  }

  judge(bytes: Uint8Array, at: number): OptionAnswer {
    const type = bytes[at]!;
    if (bytes[at + OptionField.Length] !== lcpOptionLength(type)) return OptionAnswer.Reject;
    if (type === LcpOption.MRU) {
      return readUint16(bytes, at + OptionField.Data) < LEAST_MRU ? OptionAnswer.Nak : OptionAnswer.Ack;
    }
    if (type === LcpOption.ACCM) return OptionAnswer.Ack;
    if (type === LcpOption.MagicNumber) return this._judgeMagic(readInt32(bytes, at + OptionField.Data));
    if (type === LcpOption.PFC) return this.pfc ? OptionAnswer.Ack : OptionAnswer.Reject;
    if (type === LcpOption.ACFC) return this.acfc ? OptionAnswer.Ack : OptionAnswer.Reject;
    return this._canSendFcs(bytes[at + OptionField.Data]!) ? OptionAnswer.Ack : OptionAnswer.Nak;
  }

  suggest(bytes: Uint8Array, at: number, out: Uint8Array, outAt: number): number {
    const type = bytes[at]!;
    if (type === LcpOption.MRU) return writeOption16(out, outAt, type, LEAST_MRU);
    if (type === LcpOption.FcsAlternatives) return writeFcsOption(out, outAt, this.fcs);
    this.counters[LcpCounter.MagicCollisions]!++;
    // The same until somebody else speaks: on a long way round it comes back after later requests did.
    if (this._suggested === 0) this._suggested = this._magics.draw();
    return writeOption32(out, outAt, LcpOption.MagicNumber, this._suggested);
  }

  beginAck(): void {
    // Our own request has a magic number of ours, and is never acknowledged.
    this._peerSpeaks();
    this._forgetPeer();
  }

  adopt(bytes: Uint8Array, at: number): void {
    const type = bytes[at]!;
    const fields = this._fields;
    const data = at + OptionField.Data;
    fields[Field.PeerAsked]! |= 1 << type;
    if (type === LcpOption.MRU) fields[Field.PeerMru] = readUint16(bytes, data);
    else if (type === LcpOption.ACCM) fields[Field.PeerAccm] = readInt32(bytes, data);
    else if (type === LcpOption.MagicNumber) fields[Field.PeerMagic] = readInt32(bytes, data);
    else if (type === LcpOption.FcsAlternatives) fields[Field.PeerFcs] = fcsBits(bytes[data]!);
  }

  naked(bytes: Uint8Array, at: number): boolean {
    const type = bytes[at]!;
    const fields = this._fields;
    const data = at + OptionField.Data;
    if (bytes[at + OptionField.Length] !== lcpOptionLength(type)) return false;
    if (type === LcpOption.MagicNumber) return this._magicNaked(readInt32(bytes, data));
    if (type === LcpOption.MRU) {
      // Asked for less than we can take, as a hint that comes unasked may do, there is nothing to lose.
      const mru = readUint16(bytes, data);
      if (mru < LEAST_MRU || mru > this._mru) return this._asks(type);
      fields[Field.Mru] = mru;
    } else if (type === LcpOption.ACCM) {
      fields[Field.Accm]! |= readInt32(bytes, data);
    } else if (type === LcpOption.FcsAlternatives && this._asks(type)) {
      fields[Field.Fcs] = fcsBits(bytes[data]!);
      if (!this._canSendFcs(bytes[data]!)) fields[Field.Asked]! &= ~(1 << type);
      return true;
    } else {
      return this._giveUp(type);
    }
    this._ask(type);
    return true;
  }

  rejected(bytes: Uint8Array, at: number): boolean {
    const type = bytes[at]!;
    // It may be what we rejected ourselves, after as many Naks as are sent.
    if (type === LcpOption.MagicNumber && this._suggested !== 0) return false;
    return this._giveUp(type);
  }

  extension(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): boolean {
    if (code === ControlCode.ProtocolReject) {
      this._protocolRejected(bytes, start, end, now);
    } else if (code === ControlCode.Identification) {
      this.counters[LcpCounter.Identifications]!++;
    } else if (code === ControlCode.TimeRemaining) {
      this.counters[LcpCounter.TimeRemainings]!++;
    } else if (code > ControlCode.TimeRemaining || code < ControlCode.EchoRequest) {
      return false;
    } else if (end - start < 4) {
      this.counters[LcpCounter.BadPackets]!++;
    } else {
      this._listener.echoReceived(code, identifier, bytes, start, end, now);
    }
    return true;
  }

  layerUp(now: number): void {
    this.control.sender.peerMru = this.peerMru;
    this._listener.lcpUp(now);
  }

  layerDown(event: PppEvent, now: number): void {
    this.control.sender.peerMru = DEFAULT_MRU;
    this._listener.lcpDown(event, now);
  }

  layerFinished(event: PppEvent, now: number): void {
    this._listener.lcpFinished(event, now);
  }

  /** Our own magic number came back in an open link: nobody else has it. */
  foundLoop(now: number): void {
    this.control.backOff = LOOP_BACK_OFF;
    if (this.looped) return;
    this.looped = true;
    this._listener.loopFound(now);
  }

  private _forgetPeer(): void {
    const fields = this._fields;
    fields[Field.PeerAsked] = 0;
    fields[Field.PeerMru] = DEFAULT_MRU;
    fields[Field.PeerAccm] = DEFAULT_ACCM;
    fields[Field.PeerMagic] = 0;
    fields[Field.PeerFcs] = 16;
  }

  private _asks(type: LcpOption): boolean {
    return (this._fields[Field.Asked]! & (1 << type)) !== 0;
  }

  private _ask(type: LcpOption): void {
    this._fields[Field.Asked]! |= 1 << type;
  }

  /** Stops asking for an option. Returns whether it was asked for. */
  private _giveUp(type: number): boolean {
    const asked = type <= LcpOption.FcsAlternatives && this._asks(type);
    if (asked) this._fields[Field.Asked]! &= ~(1 << type);
    return asked;
  }

  private _judgeMagic(magic: number): OptionAnswer {
    if (magic === 0) return OptionAnswer.Nak;
    if (!this._magics.isOurs(magic)) {
      this._peerSpeaks();
      return OptionAnswer.Ack;
    }
    if (!this.looped) return OptionAnswer.Nak;
    this.control.renewRequest();
    return OptionAnswer.Ignore;
  }

  private _magicNaked(suggestion: number): boolean {
    if (suggestion === this._suggested && this._suggested !== 0) {
      this.control.renewRequest();
      this.foundLoop(this._now);
      return false;
    }
    this._renewMagic();
    return this._asks(LcpOption.MagicNumber);
  }

  private _renewMagic(): void {
    this._fields[Field.Magic] = this._magics.renew();
  }

  private _peerSpeaks(): void {
    this._suggested = 0;
    this.control.backOff = 0;
    if (!this.looped) return;
    this.looped = false;
    this._listener.loopGone(this._now);
  }

  private _canSendFcs(alternatives: number): boolean {
    return alternatives === FcsAlternative.Fcs16 || alternatives === fcsAlternative(this.fcs);
  }

  /** Means something in an open link only, where nothing but LCP itself can't be refused (RFC 1661 section 5.7). */
  private _protocolRejected(bytes: Uint8Array, start: number, end: number, now: number): void {
    this.counters[LcpCounter.ProtocolRejectsReceived]!++;
    if (this.control.state !== PppState.Opened) return;
    if (end - start < 2) {
      this.counters[LcpCounter.BadPackets]!++;
      return;
    }
    const protocol = readUint16(bytes, start);
    this.control.event(protocol === PppProtocol.LCP ? PppEvent.RejectFatal : PppEvent.RejectHarmless, now);
    this._listener.protocolRejected(protocol, now);
  }
}
