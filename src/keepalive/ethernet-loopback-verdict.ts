import { Diagnostic, Verdict } from "./machine";
import type { KeepaliveListener } from "./machine";

/** What came back last, and so what an `up` proves. */
export const enum LoopbackPath {
  None,
  /** A self-test: the chip, up to its PHY. */
  Phy,
  /** A frame to ourselves that the chip heard: transmitter, receiver and this end of the wire. */
  Wire,
  /** The answer of a loop server: both ways to it, and the network between. */
  Server,
}

/**
 * What an Ethernet keepalive concludes, told once for each change. A loop changes the diagnostic of any verdict but down,
 * for as many intervals without one as there are retries; damage is remembered as long, as why answers are missing.
 *
 * Memory: 24 octets.
 */
export class LoopbackVerdict {
  verdict: Verdict = Verdict.Unknown;
  diagnostic: Diagnostic = Diagnostic.None;
  /** What the diagnostic is but for a loop. */
  cause: Diagnostic = Diagnostic.None;
  /** What came back last. */
  path: LoopbackPath = LoopbackPath.None;
  private _loopedLeft = 0;
  private _damagedLeft = 0;
  private _listener: KeepaliveListener | null = null;

  attach(listener: KeepaliveListener): void {
    this._listener = listener;
  }

  /** Whether frames of ours come back through the network. */
  get looped(): boolean {
    return this._loopedLeft > 0;
  }

  /** Why frames do not come back, where they do not. */
  get missing(): Diagnostic {
    return this._damagedLeft > 0 ? Diagnostic.Damaged : Diagnostic.Missed;
  }

  /** Forgets loops and damage. */
  clear(): void {
    this._loopedLeft = 0;
    this._damagedLeft = 0;
  }

  /** An interval is over. */
  intervalElapsed(): void {
    if (this._loopedLeft > 0) this._loopedLeft--;
    if (this._damagedLeft > 0) this._damagedLeft--;
  }

  conclude(verdict: Verdict, cause: Diagnostic, now: number): void {
    this.cause = cause;
    const diagnostic = this.looped && verdict !== Verdict.Down ? Diagnostic.LoopedBack : cause;
    if (this.verdict === verdict && this.diagnostic === diagnostic) return;
    this.verdict = verdict;
    this.diagnostic = diagnostic;
    if (this._listener !== null) this._listener.verdictChanged(now);
  }

  /** What was sent came back as it should. */
  answered(path: LoopbackPath, now: number): void {
    this.path = path;
    this._damagedLeft = 0;
    this.conclude(Verdict.Up, Diagnostic.Answered, now);
  }

  /** What was sent came back with other octets. */
  damaged(retries: number, now: number): void {
    // Still remembered when the next keepalives, as many as there are retries, have been judged.
    this._damagedLeft = retries + 1;
    if (this.verdict !== Verdict.Down) this.conclude(this.verdict, Diagnostic.Damaged, now);
  }

  /** What was sent came back through the network. */
  loopSeen(retries: number, now: number): void {
    // The interval that is running is not one without a loop.
    this._loopedLeft = retries + 1;
    this.conclude(this.verdict, this.cause, now);
  }
}
