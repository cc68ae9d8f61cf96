import { ControlCode } from "../../src/wire/ppp";
import { ANSWER } from "./behaviour";
import type { Observation } from "./behaviour";
import { hdlcEnd, pppEnd } from "./bench-end";
import type { BenchLine } from "./bench-line";
import { Fault } from "./fault-port";
import type { BenchFrame } from "./frame-monitor";
import { isKeepalive } from "./hdlc-behaviour";
import { lcpPacket } from "./ppp-behaviour";
import type { Span } from "./report";

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

/** Told what the bench is at. */
export type Progress = (doing: string) => void;

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

/** Our own end never gives up while it is disturbed: it is the other's behaviour that is looked at. */
const PATIENT = 255;

/** Runs our end of the protocol against the peer, disturbs what we send, and keeps what was seen. */
export class PeerTest {
  private readonly _line: BenchLine;
  private readonly _options: PeerTestOptions;
  private readonly _progress: Progress;
  private readonly _spans: Span[] = [];
  private _heard = 0;
  /** When our Echo-Requests left. */
  private readonly _asked: number[] = [];
  private _opened = false;
  private _ended = false;
  private _modemLinesChanged: number | null = null;

  constructor(line: BenchLine, options: PeerTestOptions, progress: Progress) {
    this._line = line;
    this._options = options;
    this._progress = progress;
  }

  async run(): Promise<Observation> {
    const { protocol, passive, expected, retriesAsked } = this._options;
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
        end.start();
        this._opened = await line.until(() => end.serial.lineProtocolUp, OPENING);
        await this._watch();
        if (this._opened) await this._disturb(() => end.serial.lineProtocolUp);
      });
      line.faults.inject(Fault.None);
      if (!passive) {
        end.stop();
        await line.wait(SETTLING);
      }
    } finally {
      line.monitor.observer = null;
    }
    const { frames } = line.monitor;
    const [opened, modemLinesChanged] = [this._opened, this._modemLinesChanged];
    return { frames, spans: this._spans, passive, expected, retriesAsked, opened, modemLinesChanged };
  }

  private _look(frame: BenchFrame): void {
    if (!frame.good) return;
    const packet = lcpPacket(frame);
    if (frame.sent) {
      if (packet?.code === ControlCode.EchoRequest) this._asked.push(frame.at);
      return;
    }
    if (packet?.code === ControlCode.EchoRequest || isKeepalive(frame.bytes)) this._heard++;
    if (packet?.code === ControlCode.TerminateRequest || packet?.code === ControlCode.ConfigureRequest)
      this._ended = true;
  }

  private async _watch(): Promise<void> {
    const { protocol, duration, expected } = this._options;
    const line = this._line;
    this._progress("watching its keepalives");
    await this._span("watch", async () => {
      const from = this._heard;
      const asked = () => this._asked.filter((at) => at <= line.time.now() - ANSWER).length;
      const asks = protocol === "ppp" && this._opened;
      const enough = () => this._heard - from >= ENOUGH && (!asks || asked() >= ENOUGH_ASKED);
      await line.wait(duration);
      await line.until(enough, LONGEST_WATCH * expected.interval - duration);
    });
  }

  private async _disturb(isUp: () => boolean): Promise<void> {
    const { protocol, expected } = this._options;
    const { interval, retries } = expected;
    const line = this._line;
    for (const [name, fault, doing] of [
      ["drop", Fault.Drop, "losing one keepalive"],
      ["corrupt", Fault.Corrupt, "damaging one keepalive"],
      ["delay", Fault.Delay, "delaying keepalives"],
    ] as const) {
      this._progress(doing);
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
    }
    this._progress("silent, until it notices");
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
      const most = protocol === "ppp" ? Math.max(retries, USUAL_RETRIES) : retries;
      await line.until(noticed, (most + 2) * this._slowest);
    });
    this._progress("back, until it is up");
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
    return (watch.to - watch.from) / Math.max(1, this._heard);
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
  }
}
