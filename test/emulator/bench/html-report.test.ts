import * as echarts from "echarts";
import test from "ava";
import { htmlReport } from "../../../emulator/bench/html-report";
import { benchOn, pluggedPort, portWithPeer } from "../../support/bench";
import { VirtualPort, VirtualTime } from "../../support/virtual-time";

/** The texts of a page's plots. */
function labels(page: string): string[] {
  return [...page.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
}

test("a plug: throughput and latency are plotted, with their units, and nothing is loaded from elsewhere", async (t) => {
  const time = new VirtualTime();
  const page = htmlReport(echarts, await benchOn(time, pluggedPort(time)));
  t.is(page.match(/<svg/g)!.length, 2);
  for (const label of ["Throughput", "PRBS-23", "octets/s", "line rate", "Latency", "% of octets"]) {
    t.true(labels(page).includes(label), label);
  }
  t.regex(page, /<th>PRBS-15<\/th>/);
  t.notRegex(page, /<script|<link|<img| src=| href=|url\((?!#)/);
});

test("a peer: its keepalives and our round trips are plotted over what was done to it", async (t) => {
  const time = new VirtualTime();
  const page = htmlReport(echarts, await benchOn(time, portWithPeer(time, "ppp", { interval: 1000 }).port));
  t.is(page.match(/<svg/g)!.length, 2);
  for (const label of ["watch", "drop", "corrupt", "delay", "silence", "recovery", "expected"]) {
    t.true(labels(page).includes(label), label);
  }
  t.regex(page, /<td><span class="good">met<\/span><\/td><td>detects<\/td>/);
});

test("what is wrong stands before the plots, and the page suits a narrow window and the dark", async (t) => {
  const time = new VirtualTime();
  const page = htmlReport(echarts, await benchOn(time, portWithPeer(time, "ppp", { interval: 3000 }).port));
  t.true(page.indexOf("NOT met") < page.indexOf("<svg"));
  t.regex(page, /its interval is 3 s, not 1 s/);
  t.is(page.match(/<div class="plot"><svg/g)!.length, 2);
  t.regex(page, /prefers-color-scheme: dark/);
  t.regex(page, /<p>115200 bit\/s, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, /);
});

test("nothing there: the verdict stands alone, and a port's name is no HTML", async (t) => {
  const time = new VirtualTime();
  const page = htmlReport(echarts, await benchOn(time, new VirtualPort(time.loop), { name: "<b>&" }));
  t.true(page.includes("linkpulse bench &lt;b&gt;&amp;</h1>"));
  t.false(page.includes("<svg"));
  t.regex(page, /class="verdict bad"/);
});
