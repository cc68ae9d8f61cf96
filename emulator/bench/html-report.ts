import type { Echarts } from "./charts";
import { intervalChart, latencyChart, roundTripChart, throughputChart } from "./charts";
import { span } from "./intervals";
import type { BenchReport, LineResult, PeerResult } from "./report";

const STYLE = `
body { font: 16px/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid #ddd; vertical-align: top; }
.good { color: #18712c; } .bad { color: #b3261e; } .interrupted { color: #7a5200; } .source { color: #666; font-size: 0.85rem; }
.verdict { padding: 0.8rem 1rem; border-left: 6px solid currentColor; background: #f6f6f6; }
svg { max-width: 100%; height: auto; }`;

/** The report as one page that needs nothing else. */
export function htmlReport(echarts: Echarts, report: BenchReport): string {
  const { port, baud, began, took, verdict, summary, checks, notes, line, peer } = report;
  const title = `linkpulse bench ${escaped(port)}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body>
<h1>${title}</h1>
<p>${baud} bit/s, ${escaped(began)}, took ${span(took)}</p>
<p class="verdict ${verdict}"><strong>${verdict}</strong>: ${escaped(summary)}</p>
${line === null ? "" : lineSection(echarts, line)}
${peer === null ? "" : peerSection(echarts, peer)}
${
  checks.length === 0
    ? ""
    : `<h2>Checks</h2>\n${table(
        ["", "check", "what was seen", "by"],
        checks.map(({ met, name, text, source }) => [
          met ? `<span class="good">met</span>` : `<span class="bad">NOT met</span>`,
          escaped(name),
          escaped(text),
          `<span class="source">${escaped(source ?? "")}</span>`,
        ]),
      )}`
}
${notes.length === 0 ? "" : `<h2>Notes</h2>\n<ul>${notes.map(({ text, source }) => `<li>${escaped(text)} <span class="source">${escaped(source ?? "")}</span></li>`).join("")}</ul>`}
</body>
</html>
`;
}

function lineSection(echarts: Echarts, line: LineResult): string {
  const rows = line.patterns.map(
    ({ pattern, sent, received, bits, errors, ratio, syncLosses, framingErrors, octetsPerSecond }) =>
      [
        pattern,
        sent,
        received,
        bits,
        errors,
        ratio === null ? "-" : ratio === 0 ? "0" : ratio.toExponential(1),
        syncLosses,
        framingErrors ?? "not told",
        octetsPerSecond,
      ].map(String),
  );
  const modemLines =
    line.modemLines &&
    table(
      ["driven", "seen"],
      Object.entries(line.modemLines).map(([driven, seen]) => [driven, (seen as string[]).join(", ") || "-"]),
    );
  return `<h2>Line</h2>
${table(["pattern", "octets sent", "back", "bits compared", "wrong", "ratio", "out of step", "framing errors", "octets/s"], rows)}
${modemLines === null ? "" : `<h2>Modem lines</h2>\n${modemLines}`}
${throughputChart(echarts, line)}
${line.latency === null ? "" : latencyChart(echarts, line.latency)}`;
}

function peerSection(echarts: Echarts, peer: PeerResult): string {
  const { protocol, interval, expected, retries, timeToDetect, timeToRecover, roundTrips } = peer;
  const known = (ms: number | null) => (ms === null ? "-" : span(ms));
  const rows = [
    ["interval", interval === null ? "-" : `${span(interval.median)} (expected ${span(expected.interval)})`],
    [
      "jitter",
      interval === null ? "-" : `${span(interval.jitter)}, from ${span(interval.least)} to ${span(interval.greatest)}`,
    ],
    ["unanswered until it went down", `${retries ?? "-"} (expected ${expected.retries})`],
    ["time to detect", known(timeToDetect)],
    ["time to recover", known(timeToRecover)],
  ];
  return `<h2>The other end, ${protocol.toUpperCase()}</h2>
${table(["", ""], rows)}
${intervalChart(echarts, peer)}
${roundTrips.length === 0 ? "" : roundTripChart(echarts, peer)}`;
}

/** @param rows HTML */
function table(head: string[], rows: string[][]): string {
  const cells = (tag: string, row: string[]) => `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<table>${head.some((cell) => cell !== "") ? cells("th", head) : ""}\n${rows.map((row) => cells("td", row)).join("\n")}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
