import type { Echarts } from "./charts";
import { intervalChart, latencyChart, roundTripChart, throughputChart } from "./charts";
import { span } from "./intervals";
import type { BenchReport, LineResult, PeerResult } from "./report";

/** A plot is drawn for a light page: in the dark its brightness is turned round, and its hues are not. */
const STYLE = `
:root { color-scheme: light dark; --text: #222; --page: #fff; --rule: #ddd; --box: #f6f6f6; --faint: #666; --good: #18712c; --bad: #b3261e; --interrupted: #7a5200; }
@media (prefers-color-scheme: dark) {
  :root { --text: #ddd; --page: #1b1b1b; --rule: #444; --box: #262626; --faint: #999; --good: #6fcf84; --bad: #ff8a80; --interrupted: #e0b050; }
  svg { filter: invert(0.9) hue-rotate(180deg); }
}
body { font: 16px/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: var(--text); background: var(--page); overflow-wrap: break-word; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td:first-child, th { white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .interrupted { color: var(--interrupted); } .source { color: var(--faint); font-size: 0.85rem; }
.verdict { padding: 0.8rem 1rem; border-left: 6px solid currentColor; background: var(--box); }
.plot { overflow-x: auto; margin-top: 1rem; } svg { display: block; width: 100%; min-width: 36rem; height: auto; }`;

/** The report as one page that needs nothing else. */
export function htmlReport(echarts: Echarts, report: BenchReport): string {
  const { port, baud, began, took, verdict, summary, checks, notes, line, peer } = report;
  const title = `linkpulse bench ${escaped(port)}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body>
<h1>${title}</h1>
<p>${baud} bit/s, ${escaped(moment(began))}, took ${span(took)}</p>
<p class="verdict ${verdict}"><strong>${verdict}</strong>: ${escaped(summary)}</p>
${
  checks.length === 0
    ? ""
    : `<h2>Checks</h2>\n${table(
        ["", "check", "what was seen"],
        checks.map(({ met, name, text, source }) => [
          met ? `<span class="good">met</span>` : `<span class="bad">NOT met</span>`,
          escaped(name),
          sourced(text, source),
        ]),
      )}`
}
${notes.length === 0 ? "" : `<h2>Notes</h2>\n<ul>${notes.map(({ text, source }) => `<li>${sourced(text, source)}</li>`).join("")}</ul>`}
${line === null ? "" : lineSection(echarts, line)}
${peer === null ? "" : peerSection(echarts, peer)}
</body>
</html>
`;
}

/** As a person reads it: `2026-11-26 09:54:41 UTC`. */
function moment(iso: string): string {
  return iso.replace("T", " ").replace(/\.\d+Z$/, " UTC");
}

/** A text, and who asks for what it says. */
function sourced(text: string, source: string | null): string {
  return `${escaped(text)}${source === null ? "" : ` <span class="source">${escaped(source)}</span>`}`;
}

function lineSection(echarts: Echarts, line: LineResult): string {
  const { patterns } = line;
  const row = (name: string, of: (pattern: LineResult["patterns"][number]) => string | number) => [
    name,
    ...patterns.map((pattern) => `${of(pattern)}`),
  ];
  const rows = [
    row("octets sent", ({ sent }) => sent),
    row("octets back", ({ received }) => received),
    row("bits compared", ({ bits }) => bits),
    row("bits wrong", ({ errors }) => errors),
    row("ratio", ({ ratio }) => (ratio === null ? "-" : ratio === 0 ? "0" : ratio.toExponential(1))),
    row("out of step", ({ syncLosses }) => syncLosses),
    row("framing errors", ({ framingErrors }) => framingErrors ?? "not told"),
    row("octets/s", ({ octetsPerSecond }) => octetsPerSecond),
  ];
  const modemLines =
    line.modemLines &&
    table(
      ["driven", "seen"],
      Object.entries(line.modemLines).map(([driven, seen]) => [driven, (seen as string[]).join(", ") || "-"]),
    );
  return `<h2>Line</h2>
${table(["", ...patterns.map(({ pattern }) => pattern)], rows)}
${modemLines === null ? "" : `<h2>Modem lines</h2>\n${modemLines}`}
${plot(throughputChart(echarts, line))}
${line.latency === null ? "" : plot(latencyChart(echarts, line.latency))}`;
}

function peerSection(echarts: Echarts, peer: PeerResult): string {
  const { protocol, interval, expected, retries, timeToDetect, timeToRecover, roundTrips } = peer;
  const known = (ms: number | null) => (ms === null ? "not seen" : span(ms));
  const rows = [
    ["interval", interval === null ? "-" : `${span(interval.median)} (expected ${span(expected.interval)})`],
    [
      "jitter",
      interval === null ? "-" : `${span(interval.jitter)}, from ${span(interval.least)} to ${span(interval.greatest)}`,
    ],
    ["unanswered until it went down", `${retries ?? "not seen"} (expected ${expected.retries})`],
    ["time to detect", known(timeToDetect)],
    ["time to recover", known(timeToRecover)],
  ];
  return `<h2>The other end, ${protocol.toUpperCase()}</h2>
${table(["", ""], rows)}
${plot(intervalChart(echarts, peer))}
${roundTrips.length === 0 ? "" : plot(roundTripChart(echarts, peer))}`;
}

/** A plot that a narrow page scrolls, so that it can be read. */
function plot(svg: string): string {
  return `<div class="plot">${svg}</div>`;
}

/** @param rows HTML */
function table(head: string[], rows: string[][]): string {
  const cells = (tag: string, row: string[]) => `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<table>${head.some((cell) => cell !== "") ? cells("th", head) : ""}\n${rows.map((row) => cells("td", row)).join("\n")}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
