import pc from "picocolors";
import type { Instant, RouterPlan, Scenario } from "../scenario/scenario";
import { countIn } from "../scenario/counters";
import { formatSpan } from "../scenario/times";
import type { Judgement } from "../world/judge";
import type { Report } from "../world/router-host";
import type { RunRecord } from "../world/run-record";

export type Write = (line: string) => void;

/** What the scenario is about, in lines that fit on the terminal. */
export function printDescription(scenario: Scenario, write: Write): void {
  const width = Math.min(process.stdout.columns ?? 80, 100);
  let line = "";
  for (const word of `${scenario.name}: ${scenario.description}`.split(/\s+/)) {
    if (line.length + word.length >= width) {
      write(pc.dim(line));
      line = "";
    }
    line += `${line === "" ? "" : " "}${word}`;
  }
  write(pc.dim(line));
  write("");
}

/** What stands above what happened on the networks. */
export const NETWORK = "network";

/** The routers' logs, one after the other, then what happened on the networks. */
export function printLogs(scenario: Scenario, record: RunRecord, network: readonly string[], write: Write): void {
  scenario.routers.forEach((router, i) => {
    if (record.lines[i]!.length === 0) return;
    write(pc.bold(router.hostname));
    for (const line of record.lines[i]!) write(coloured(line));
    write("");
  });
  if (network.length === 0) return;
  write(pc.bold(NETWORK));
  for (const line of network) write(coloured(line));
  write("");
}

/** What a person looks for in a log stands out: lines that tell of a change. */
export function coloured(line: string): string {
  if (/changed state to (administratively )?down|line down$/.test(line)) return pc.red(line);
  if (/changed state to up/.test(line)) return pc.green(line);
  if (/HD\(\d+\): |: a probe is wanted/.test(line)) return pc.yellow(line);
  if (/^\S+ ?(\(config-if\))?#/.test(line)) return pc.cyan(line);
  return line;
}

/** What each interface did in the whole run, and whether it was what the scenario expects. */
export function printSummary(
  scenario: Scenario,
  reports: readonly Report[][],
  judgements: readonly Judgement[],
  ran: Instant,
  realMs: number,
  write: Write,
): void {
  const header = ["interface", "sent", "heard", "resets", "errors", "lost waking", "wake-ups/h", "octets/h"];
  const rows = scenario.routers.flatMap((router, i) =>
    portNames(router).map((portName, port) => {
      const report = reports[i]![port];
      const count = (name: string) => (report === undefined ? undefined : countIn(report.counters, name));
      /** What keepalives are called depends on what an interface speaks; a console may have changed that on the way. */
      const sum = (...names: string[]) =>
        names.map(count).reduce((all, one) => (all === undefined ? one : all + (one ?? 0)));
      const perHour = (amount: number | undefined) => {
        if (report === undefined || report.uptime === 0 || amount === undefined) return undefined;
        return Math.round(amount / (report.uptime / 3600));
      };
      const cells = [
        sum("keepalives-sent", "echo-requests-sent", "own-frames-sent", "loop-requests-sent", "nat-keepalives-sent"),
        sum("keepalives-received", "echo-replies-received", "own-frames-received", "loop-answers-received"),
        sum("interface-resets", "enc28j60-resets-found", "w5500-resets-found"),
      ];
      cells.push(sum("input-errors", "output-errors", "nat-keepalives-not-sent"), count("lost-while-waking"));
      const octets = sum("line-octets-in", "line-octets-out") ?? sum("octets-in", "octets-out");
      cells.push(perHour(count("wake-ups")), perHour(octets));
      const off = report === undefined ? " (off)" : "";
      return [`${router.name} ${portName}${off}`, ...cells.map((cell) => (cell === undefined ? "-" : `${cell}`))];
    }),
  );
  for (const line of table([header, ...rows])) write(line);
  printRadios(scenario, reports, write);
  write("");
  for (const { text, met, seen } of judgements) {
    write(met ? `${pc.green("met")}      ${text}` : `${pc.red("NOT met")}  ${text}: ${seen}`);
  }
  const missed = judgements.filter(({ met }) => !met).length;
  const verdict =
    judgements.length === 0
      ? "nothing expected"
      : missed === 0
        ? `${judgements.length} of ${judgements.length} expectations met`
        : `${missed} of ${judgements.length} expectations NOT met`;
  write(`${scenario.name}: ${formatSpan(ran)} in ${formatSpan({ seconds: 0, nanos: realMs * 1e6 })}, ${verdict}`);
}

/** A router's interfaces, and behind these its end of a tunnel. */
function portNames({ interfaces, natT }: RouterPlan): string[] {
  const names = interfaces.map(({ config }) => config.name);
  return natT === null ? names : [...names, "nat-t"];
}

/** What each Wi-Fi cost. */
function printRadios(scenario: Scenario, reports: readonly Report[][], write: Write): void {
  reports.forEach((router, i) =>
    router.forEach(({ radio }) => {
      if (radio === null) return;
      const { account, power } = radio;
      const energy = `${account.energy(power).toFixed(1)} J, ${account.current(power).toFixed(2)} mA on average`;
      write(`${scenario.routers[i]!.name} Wi-Fi: ${account.wakeUps} wake-ups, ${account.beacons} beacons, ${energy}`);
    }),
  );
}

/** Rows as text, the first column to the left and the others to the right. */
function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)));
    return cells.join("  ").trimEnd();
  });
}
