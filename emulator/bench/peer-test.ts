import { ControlCode } from "../../src/wire/ppp";
import { ANSWER } from "./behaviour";
import type { Observation } from "./behaviour";
import { hdlcEnd, pppEnd } from "./bench-end";
import type { BenchLine } from "./bench-line";
import type { BenchStatus } from "./bench-status";
import { Fault } from "./fault-port";
import type { BenchFrame } from "./frame-monitor";
import { isKeepalive } from "./hdlc-behaviour";
import { lcpPacket } from "./ppp-behaviour";
import type { Check, Span } from "./report";

export interface PeerTestOptions {
  protocol: "hdlc" | "ppp";
  passive: boolean;
  /** What we do, and expect of the peer: keepalive interval, ms, and retries until it goes down. */
  expected: { interval: number; retries: number };
  /** Whether somebody said how many retries it must have. */
  retriesAsked: boolean;
  /** How long its keepalives are watched at least, ms. */
  duration: number;
}

/** Keepalives that are watched at least, and for how many intervals at most. */
export const ENOUGH = 4;
const LONGEST_WATCH = 10;

/** Our Echo-Requests that are watched at least. */
const ENOUGH_ASKED = 2;

/** An end of PPP that nobody said anything about may have so many retries: Cisco's. */
const USUAL_RETRIES = 5;

/** How long a link may take to open, and a peer to come back, ms. */
const OPENING = 15_000;
const RETURNING = 10_000;

/** What is said before a fault has arrived by then, and what it brings about after it too, ms. */
const SETTLING = 100;

/** What is done to keepalives of ours, in words while and after it is done. */
const FAULTS = [
  ["drop", Fault.Drop, "losing one keepalive", "one lost"],
  ["corrupt", Fault.Corrupt, "damaging one keepalive", "one damaged"],
  ["delay", Fault.Delay, "delaying keepalives", "some late"],
] as const;

/** Our own end never gives up while it is disturbed: it is the other's behaviour that is looked at. */
const PATIENT = 255;

/** Runs our end of the protocol against the peer, disturbs what we send, and keeps what was seen. */
export class PeerTest {
  private readonly _line: BenchLine;
  private readonly _options: PeerTestOptions;
  private readonly _status: BenchStatus;
  private readonly _judge: (seen: Observation) => readonly Check[];
  private readonly _spans: Span[] = [];
  private _heard = 0;
  /** Of these, those that came while it was watched. */
  private _watched = 0;
  /** When our Echo-Requests left. */
  private readonly _asked: number[] = [];
  private _opened = false;
  private _ended = false;
  private _modemLinesChanged: number | null = null;

  /** @param judge what can be said of what was seen so far: for the status */
  constructor(
    line: BenchLine,
    options: PeerTestOptions,
    status: BenchStatus,
    judge: (seen: Observation) => readonly Check[],
  ) {
    this._line = line;
    this._options = options;
    this._status = status;
    this._judge = judge;
  }

  async run(): Promise<Observation> {
    const { protocol, passive, expected } = this._options;
    const line = this._line;
    const { interval } = expected;
    line.monitor.observer = (frame) => this._look(frame);
    const end =
      protocol === "hdlc"
        ? hdlcEnd(line, { interval, retries: PATIENT })
        : pppEnd(line, { interval, retries: PATIENT });
    try {
      await line.untilInterrupted(async () => {
        if (passive) return this._watch();
        this._status.isUp = () => end.serial.lineProtocolUp;
        end.start();
        this._opened = await line.until(() => end.serial.lineProtocolUp, OPENING);
        await this._watch();
        // What does not stay up by itself can't be disturbed.
        if (this._opened && !this._ended) await this._disturb(() => end.serial.lineProtocolUp);
      });
      line.faults.inject(Fault.None);
      if (!passive) {
        end.stop();
        await line.wait(SETTLING);
      }
    } finally {
      line.monitor.observer = null;
    }
    return this._seen;
  }

  private get _seen(): Observation {
    const { passive, expected, retriesAsked } = this._options;
    const { frames } = this._line.monitor;
    const [opened, modemLinesChanged] = [this._opened, this._modemLinesChanged];
    return { frames, spans: this._spans, passive, expected, retriesAsked, opened, modemLinesChanged };
  }

  /** Says what the bench is at, and for about how long it will be busy until its end, ms. */
  private _doing(doing: string, left: number): void {
    this._status.doing = doing;
    this._status.end = this._line.time.now() + left;
  }

  /** About how long the last steps take, ms, from the given one on: watch, disturbances, silence and recovery. */
  private _left(disturbances: number): number {
    const { passive, expected } = this._options;
    const slowest = this._spans.length === 0 ? expected.interval : this._slowest;
    return passive ? 0 : disturbances * 3 * slowest + this._silence(slowest) + 2 * slowest;
  }

  /** How long the other end may take at most to notice that we are silent, ms. */
  private _silence(interval: number): number {
    const { protocol, expected } = this._options;
    return ((protocol === "ppp" ? Math.max(expected.retries, USUAL_RETRIES) : expected.retries) + 2) * interval;
  }

  private _look(frame: BenchFrame): void {
    if (!frame.good) return;
    const packet = lcpPacket(frame);
    if (frame.sent) {
      if (packet?.code === ControlCode.EchoRequest) this._asked.push(frame.at);
      return;
    }
    if (packet?.code === ControlCode.EchoRequest || isKeepalive(frame.bytes)) {
      this._heard++;
      this._status.keepaliveHeard(frame.at);
    }
    const asked = this._asked.at(-1);
    if (packet?.code === ControlCode.EchoReply && asked !== undefined) this._status.answered(frame.at - asked);
    if (packet?.code === ControlCode.TerminateRequest || packet?.code === ControlCode.ConfigureRequest)
      this._ended = true;
  }

  private async _watch(): Promise<void> {
    const { protocol, duration, expected } = this._options;
    const line = this._line;
    this._doing("watching its keepalives", Math.max(duration, ENOUGH * expected.interval) + this._left(3));
    await this._span("watch", async () => {
      const from = this._heard;
      this._ended = false;
      const asked = () => (this._asked[ENOUGH_ASKED - 1] ?? Infinity) <= line.time.now() - ANSWER;
      const asks = protocol === "ppp" && this._opened;
      const enough = () => this._heard - from >= ENOUGH && (!asks || asked());
      await line.wait(duration);
      await line.until(enough, LONGEST_WATCH * expected.interval - duration);
      this._watched = this._heard - from;
    });
  }

  private async _disturb(isUp: () => boolean): Promise<void> {
    const { protocol, expected } = this._options;
    const { interval } = expected;
    const line = this._line;
    for (const [i, [name, fault, doing, done]] of FAULTS.entries()) {
      this._doing(doing, this._left(FAULTS.length - i));
      await this._keepalive();
      await line.wait(SETTLING);
      await this._span(name, async () => {
        // Half an interval of whoever sends more often is late, and no answer is overtaken by the next.
        line.faults.inject(fault, Math.min(interval, this._period) / 2);
        await this._keepalive();
        await line.until(() => line.faults.hits > 0, interval);
        await line.wait(SETTLING);
        line.faults.inject(Fault.None);
        await this._keepalive();
        await line.wait(SETTLING);
      });
      this._status.faults.push(done);
    }
    this._doing("silent, until it notices", this._left(0));
    await this._keepalive();
    await line.wait(SETTLING);
    const lines = line.modemLines;
    await this._span("silence", async () => {
      this._ended = false;
      line.faults.inject(Fault.Drop);
      const noticed = () => {
        if (this._modemLinesChanged === null && line.modemLines !== lines) this._modemLinesChanged = line.time.now();
        return protocol === "ppp" && this._ended;
      };
      await line.until(noticed, this._silence(this._slowest));
    });
    this._status.faults.push("silence");
    this._doing("back, until it is up", 2 * this._slowest);
    await this._span("recovery", async () => {
      line.faults.inject(Fault.None);
      const from = this._heard;
      const { frames } = line.monitor;
      const resumed = frames.length;
      const answered = () =>
        protocol === "hdlc"
          ? this._heard - from >= 2
          : isUp() &&
            frames
              .slice(resumed)
              .some((frame) => frame.good && !frame.sent && lcpPacket(frame)?.code === ControlCode.EchoReply);
      await line.until(answered, Math.max(RETURNING, 3 * interval));
    });
  }

  /** Waits for the peer's next keepalive, as long as one takes to come. */
  private async _keepalive(): Promise<void> {
    const from = this._heard;
    await this._line.until(() => this._heard > from, 1.5 * this._slowest);
  }

  /** The expected interval, ms; where the peer's keepalives come less often, no more than twice as much is waited. */
  private get _slowest(): number {
    const { interval } = this._options.expected;
    return Math.min(2 * interval, Math.max(interval, this._period));
  }

  /** What the peer's interval was about while it was watched, ms. */
  private get _period(): number {
    const watch = this._spans[0]!;
    return (watch.to - watch.from) / Math.max(1, this._watched);
  }

  private async _span(name: Span["name"], body: () => Promise<void>): Promise<void> {
    const span: Span = { name, from: this._line.time.now(), to: 0 };
    this._spans.push(span);
    try {
      await body();
    } catch (error) {
      // What it led to is not known yet. What was watched was, for as long as it lasted.
      if (name !== "watch") this._spans.pop();
      throw error;
    } finally {
      span.to = this._line.time.now();
    }
    this._status.checks = this._judge(this._seen);
  }
}
