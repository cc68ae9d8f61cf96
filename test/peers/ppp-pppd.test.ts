/** PPP against the real pppd on Linux's own PPP, which has the addresses and gives us ours. */
import type { ExecutionContext } from "ava";
import test from "ava";
import { Diagnostic } from "../../src/keepalive/machine";
import type { PathProbeOptions } from "../../src/keepalive/path-probe";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { InterfaceCounter } from "../../src/link/counters";
import { ControlCode } from "../../src/wire/ppp";
import { PppBench } from "../support/ppp-bench";
import { dissect, TSHARK } from "../support/ppp-capture";
import { logged } from "../support/ppp-end";
import { Pppd, PPPD_TOOLS } from "../support/pppd";
import { pppdump, PPPDUMP } from "../support/pppdump";
import { eventually } from "../support/processes";
import { ip } from "../support/slarp";
import { temporaryFile } from "../support/temporary-file";
import { testWithAll } from "../support/tool";

/** Twice `debug`: echoes are logged too. */
const OPTIONS = "debug lcp-echo-interval 1 lcp-restart 1 ipcp-restart 1 lcp-max-terminate 1";

/** It hangs up after 2 to 3 s of silence. */
const HASTY = 2;

/** It does so later than a busy machine takes to answer. */
const PATIENT = 60;

/** Slower to give up than a hasty pppd. */
const INTERVAL = 1000;

async function start(t: ExecutionContext, port: string, echoFailure: number): Promise<Pppd> {
  const pppd = new Pppd(t, port, `${OPTIONS} lcp-echo-failure ${echoFailure}`);
  await pppd.log.line(/^sent \[LCP ConfReq/, 0, 60_000);
  return pppd;
}

async function bench(
  t: ExecutionContext,
  seed: number,
  path: Partial<PathProbeOptions>,
  echoFailure = PATIENT,
): Promise<PppBench<Pppd>> {
  const made = await PppBench.create(
    t,
    (port) => start(t, port, echoFailure),
    seed,
    { interval: INTERVAL, restart: 500, hold: 1000 },
    { target: ip("10.97.0.1"), ...path },
  );
  await made.end.opened();
  return made;
}

testWithAll(
  [...PPPD_TOOLS, ...PPPDUMP, ...TSHARK],
  "pppd: open, echoes with the same magic numbers in both logs, pings both ways, a stream that others read",
  async (t) => {
    const made = await bench(t, 1, { interval: 300 });
    const { end, wire, peer } = made;
    const { ppp } = end;
    t.is(ppp.address, ip("10.97.0.2"));
    t.is(ppp.ipcp.peerAddress, ip("10.97.0.1"));
    await made.pathAnswers(t, 10);
    peer.run("ping -c 5 -i 0.2 -s 1400 10.97.0.2");
    await peer.log.line(/^5 packets transmitted, 5 received/);
    t.true(await eventually(() => ppp.echo.counters[EchoCounter.RepliesReceived]! >= 10));
    end.link.shut();
    await peer.log.line(/^rcvd \[LCP TermReq /);
    await peer.log.line(/^LCP terminated by peer/);

    const inLog = (pattern: RegExp) => peer.log.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    const requests = end.lcp(true, ControlCode.EchoRequest).map(logged);
    const replies = end.lcp(true, ControlCode.EchoReply).map(logged);
    t.true(requests.length >= 10);
    t.true(replies.length >= 10);
    t.deepEqual(requests, inLog(/^rcvd \[LCP EchoReq (id=\S+ magic=\w+)/));
    t.deepEqual(replies, inLog(/^rcvd \[LCP EchoRep (id=\S+ magic=\w+)/));
    // What pppd sends after we have closed the link is not taken any more.
    for (const [code, pattern] of [
      [ControlCode.EchoRequest, /^sent \[LCP EchoReq (id=\S+ magic=\w+)/],
      [ControlCode.EchoReply, /^sent \[LCP EchoRep (id=\S+ magic=\w+)/],
    ] as const) {
      const taken = end.lcp(false, code).map(logged);
      const sent = inLog(pattern);
      t.true(taken.length >= 10 && sent.length - taken.length <= 1, `${taken.length} of ${sent.length}`);
      t.deepEqual(taken, sent.slice(0, taken.length));
    }

    const dump = pppdump(temporaryFile(t, "record"), wire.crossings);
    t.notRegex(dump, /BAD FCS/);
    const frames = dissect(temporaryFile(t, "ppp.pcapng"), wire.crossings);
    t.is(frames.length, dump.match(/^(sent|rcvd) /gm)!.length);
    const kinds = ["ppp:lcp", "ppp:ipcp", "ppp:ip:icmp", "ppp:ip:icmp:data"];
    const both = kinds.flatMap((kind) => [`in ${kind}`, `out ${kind}`]);
    t.deepEqual([...new Set(frames)].sort(), [...both, "in ppp:ipv6cp", "out ppp:lcp:ipv6cp"].sort());
  },
  test.serial,
);

testWithAll(
  PPPD_TOOLS,
  "pppd hangs up when we are silent: closed by the peer; when it is silent we do, with five requests unanswered",
  async (t) => {
    const { end, wire, peer } = await bench(t, 2, { interval: 0 }, HASTY);
    t.like(await end.changed(0), { up: true, diagnostic: Diagnostic.Answered });
    wire.cut("first");
    t.like(await end.changed(1), { up: false, diagnostic: Diagnostic.ClosedByPeer });
    await peer.log.line(/^No response to 2 echo-requests/);
    await peer.log.line(/^sent \[LCP TermReq .* "Peer not responding"\]/);
    wire.mend();
    t.like(await end.changed(2), { up: true, diagnostic: Diagnostic.Answered });
    await end.opened();

    const replies = end.ppp.echo.counters[EchoCounter.RepliesReceived]!;
    t.true(await eventually(() => end.ppp.echo.counters[EchoCounter.RepliesReceived]! > replies));
    const excusedBefore = end.ppp.echo.counters[EchoCounter.Excused]!;
    peer.freeze();
    const down = await end.changed(3);
    t.like(down, { up: false, diagnostic: Diagnostic.Missed });
    const { at, requests, age } = end.farewell();
    const excused = end.ppp.echo.counters[EchoCounter.Excused]! - excusedBefore;
    t.is(at, down.at);
    t.is(requests - excused, 5);
    t.is(Math.round(age / INTERVAL), 1, `${age} ms`);
    peer.thaw();
    t.like(await end.changed(4), { up: true, diagnostic: Diagnostic.Answered });
    await end.opened();
  },
  test.serial,
);

testWithAll(
  PPPD_TOOLS,
  "pppd and noise both ways: what is damaged is counted, and the link is open again",
  async (t) => {
    const made = await bench(t, 3, { interval: 50, dataLength: 1000 });
    const { end, peer } = made;
    await made.disturb(4, 10);
    await end.opened();
    const { counters } = end.link.serial;
    t.true(counters[InterfaceCounter.Crc]! >= 30);
    await made.pathAnswers(t, 10);
    peer.run("ping -c 5 -i 0.2 -s 1400 10.97.0.2");
    await peer.log.line(/^5 packets transmitted, 5 received/);
  },
  test.serial,
);
