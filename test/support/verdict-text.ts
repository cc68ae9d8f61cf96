import { Diagnostic, Verdict } from "../../src/keepalive/machine";

const VERDICTS: Record<Verdict, string> = {
  [Verdict.Unknown]: "unknown",
  [Verdict.Up]: "up",
  [Verdict.Down]: "down",
};

const REASONS: Record<Diagnostic, string> = {
  [Diagnostic.None]: "none",
  [Diagnostic.Answered]: "answered",
  [Diagnostic.Missed]: "missed",
  [Diagnostic.LoopedBack]: "looped",
  [Diagnostic.Negotiating]: "negotiating",
  [Diagnostic.ClosedByPeer]: "closed by peer",
  [Diagnostic.DifferentPeer]: "different peer",
  [Diagnostic.Refused]: "refused",
  [Diagnostic.Unreachable]: "unreachable",
  [Diagnostic.TimeExceeded]: "time exceeded",
  [Diagnostic.TransmitFailed]: "transmit failed",
  [Diagnostic.Damaged]: "damaged",
  [Diagnostic.LinkDown]: "link down",
  [Diagnostic.ChipFault]: "chip fault",
  [Diagnostic.NoLoopServer]: "no loop server",
};

/** `up: answered`, `down: missed`: what a machine concludes, and why. */
export function verdictText(machine: { readonly verdict: Verdict; readonly diagnostic: Diagnostic }): string {
  return `${VERDICTS[machine.verdict]}: ${REASONS[machine.diagnostic]}`;
}
