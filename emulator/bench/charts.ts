import type * as echartsPackage from "echarts";
import type { EChartsOption } from "echarts";
import type { LatencyResult, LineResult, PeerResult, Span } from "./report";
import { percentile } from "./statistics";

/** The package echarts, which whoever wants plots loads: it is large. */
export type Echarts = typeof echartsPackage;

const WIDTH = 900;
const HEIGHT = 320;

const COLOURS: Record<Span["name"], string> = {
  watch: "#dbead8",
  drop: "#fbe3c0",
  corrupt: "#f7d2d2",
  delay: "#dfe3f6",
  silence: "#d9d9d9",
  recovery: "#d5eef0",
};

/** What is plotted, told apart on paper too. */
const PALETTE = ["#1f6fb4", "#c05a00", "#2e7d32"];

/** A chart as SVG, made without a browser. */
function svg(echarts: Echarts, option: EChartsOption): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({ animation: false, color: PALETTE, grid: { left: 70, right: 30, top: 50, bottom: 55 }, ...option });
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

function axis(name: string, extra: object = {}) {
  return { type: "value" as const, name, nameLocation: "middle" as const, nameGap: 32, ...extra };
}

/** Octets a second over the time of each pattern, and what the line carries at most. */
export function throughputChart(echarts: Echarts, { patterns, lineRate }: LineResult): string {
  return svg(echarts, {
    title: { text: "Throughput", left: 0 },
    legend: { left: 140, top: 4 },
    xAxis: axis("time since the pattern began, s"),
    yAxis: axis("octets/s", { nameGap: 50, min: 0 }),
    series: patterns.map(({ pattern, throughput }, i) => ({
      name: pattern,
      type: "line",
      showSymbol: false,
      data: throughput.map(({ at, octetsPerSecond }) => [at / 1000, octetsPerSecond]),
      ...(i > 0
        ? {}
        : {
            markLine: {
              symbol: "none",
              silent: true,
              data: [{ yAxis: lineRate, name: "line rate" }],
              label: { formatter: "line rate", position: "insideEndTop" },
            },
          }),
    })),
  });
}

/** How large a share of the octets came back within how long. */
export function latencyChart(echarts: Echarts, { samples }: LatencyResult): string {
  const shares = Array.from({ length: 101 }, (_, i) => i / 100);
  return svg(echarts, {
    title: { text: "Latency", left: 0 },
    xAxis: axis("came back within, ms", { scale: true }),
    yAxis: axis("% of octets", { max: 100 }),
    series: [
      {
        type: "line",
        step: "end",
        showSymbol: false,
        data: shares.map((share) => [percentile(samples, share), 100 * share]),
      },
    ],
  });
}

/** The time between each two keepalives of the peer, over what was done to it meanwhile. */
export function intervalChart(echarts: Echarts, { keepalives, spans, expected }: PeerResult): string {
  const between = keepalives.slice(1).map((at, i) => [at / 1000, (at - keepalives[i]!) / 1000]);
  return overTime(echarts, "Time since the keepalive before", "s", between, spans, expected.interval / 1000);
}

/** How long our keepalives took to be answered. */
export function roundTripChart(echarts: Echarts, { roundTrips, spans }: PeerResult): string {
  const data = roundTrips.map(({ at, ms }) => [at / 1000, ms]);
  return overTime(echarts, "Time until our keepalive was answered", "ms", data, spans, null);
}

function overTime(
  echarts: Echarts,
  title: string,
  unit: string,
  data: number[][],
  spans: readonly Span[],
  expected: number | null,
): string {
  const end = Math.max(0, ...spans.map(({ to }) => to / 1000), ...data.map(([at]) => at!));
  return svg(echarts, {
    title: { text: title, left: 0 },
    xAxis: axis("time since the bench began, s", { min: 0, max: Math.ceil(end) }),
    yAxis: axis(unit, { min: 0, nameGap: 45 }),
    series: [
      {
        type: "scatter",
        symbolSize: 7,
        data,
        markArea: {
          silent: true,
          label: { position: "insideTop", color: "#555" },
          data: spans.map(({ name, from, to }) => [
            { name, xAxis: from / 1000, itemStyle: { color: COLOURS[name] } },
            { xAxis: to / 1000 },
          ]),
        },
        ...(expected === null
          ? {}
          : {
              markLine: {
                symbol: "none",
                silent: true,
                data: [{ yAxis: expected }],
                label: { formatter: "expected", position: "insideEndTop" },
              },
            }),
      },
    ],
  });
}
