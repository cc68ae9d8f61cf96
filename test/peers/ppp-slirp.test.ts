/** PPP against slirp, which asks us for its address and gives us ours. */
import type { ChildProcess } from "node:child_process";
import type { ExecutionContext } from "ava";
import { Diagnostic } from "../../src/keepalive/machine";
import type { PathProbeOptions } from "../../src/keepalive/path-probe";
import { PppCounter } from "../../src/keepalive/ppp-counters";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { InterfaceCounter } from "../../src/link/counters";
import { ControlCode } from "../../src/wire/ppp";
import { linkpulse } from "../support/command-line";
import { PppBench } from "../support/ppp-bench";
import { dissect, TSHARK } from "../support/ppp-capture";
import { pppdump, PPPDUMP } from "../support/pppdump";
import { eventually } from "../support/processes";
import { ip } from "../support/slarp";
import { SLIRP_TOOLS, startSlirp, withoutBanner } from "../support/slirp";
import { cable } from "../support/socat";
import { temporaryFile } from "../support/temporary-file";
import { testWithAll } from "../support/tool";

const TIMERS = ["lcp-echo-interval 1", "lcp-restart 1", "lcp-max-terminate 1"];

/** It gives up after 3 to 4 s of silence, and then is closed for good. */
const HASTY = ["lcp-echo-failure 3", ...TIMERS];

/** It does so later than we do, or than a busy machine takes to answer. */
const PATIENT = ["lcp-echo-failure 60", ...TIMERS];

async function bench(
  t: ExecutionContext,
  seed: number,
  options: Partial<PppOptions>,
  path: Partial<PathProbeOptions>,
  slirpOptions = PATIENT,
): Promise<PppBench<ChildProcess>> {
  const made = await PppBench.create(
    t,
    async (port) => startSlirp(t, port, slirpOptions),
    seed,
    { peerAddress: ip("10.0.2.2"), restart: 500, hold: 1000, ...options },
    path,
  );
  await made.end.opened();
  return made;
}

testWithAll(
  [...SLIRP_TOOLS, ...PPPDUMP, ...TSHARK],
  "slirp: open with the addresses that each end gives the other, echoes, and a path through it",
  async (t) => {
    const made = await bench(t, 1, { interval: 200 }, { target: ip("10.0.2.2"), interval: 200 });
    const { end, wire } = made;
    t.is(end.ppp.address, ip("10.0.2.15"));
    t.is(end.ppp.ipcp.peerAddress, ip("10.0.2.2"));
    await made.pathAnswers(t, 10);
    t.true(await eventually(() => end.ppp.echo.counters[EchoCounter.RepliesReceived]! >= 20));
    end.link.shut();
    for (const counter of [PppCounter.LoopedBack, PppCounter.DifferentPeer]) t.is(end.ppp.counters[counter], 0);

    const crossings = withoutBanner(wire.crossings);
    const dump = pppdump(temporaryFile(t, "record"), crossings);
    t.notRegex(dump, /BAD FCS/);
    const frames = dissect(temporaryFile(t, "ppp.pcapng"), crossings);
    t.is(frames.length, dump.match(/^(sent|rcvd) /gm)!.length);
    const kinds = ["ppp:lcp", "ppp:ipcp", "ppp:ip:icmp"].flatMap((kind) => [`in ${kind}`, `out ${kind}`]);
    t.deepEqual([...new Set(frames)].sort(), [...kinds, "in ppp:ccp", "out ppp:lcp:ccp"].sort());
    // It asks for no ACCM: what reaches it has every control character escaped.
    const sent = Buffer.concat(wire.crossings.flatMap((crossing) => (crossing.sent ? [crossing.bytes] : [])));
    t.true(sent.every((octet) => octet >= 0x20));
  },
);

testWithAll(SLIRP_TOOLS, "slirp hangs up when we are silent: closed by the peer", async (t) => {
  const { end, wire, peer, peerPort } = await bench(t, 2, { interval: 1000 }, {}, HASTY);
  wire.cut("first");
  t.like(await end.changed(1), { up: false, diagnostic: Diagnostic.ClosedByPeer });
  const from = end.packets.length;
  wire.mend();
  // It is closed for good now, and says so whenever we ask.
  t.true(await eventually(() => end.lcp(false, ControlCode.TerminateAck, from).length >= 3));
  t.false(end.link.lineProtocolUp);
  peer.kill("SIGKILL");
  startSlirp(t, peerPort, PATIENT);
  t.like(await end.changed(2), { up: true, diagnostic: Diagnostic.Answered });
  await end.opened();
});

testWithAll(
  SLIRP_TOOLS,
  "slirp is silent, then cut off: down with five requests unanswered, and up again with it",
  async (t) => {
    const interval = 1000;
    const { end, wire, peer } = await bench(t, 3, { interval }, {});
    for (const [silence, sound] of [
      [() => peer.kill("SIGSTOP"), () => peer.kill("SIGCONT")],
      [() => wire.cut("second"), () => wire.mend()],
    ] as const) {
      const replies = end.ppp.echo.counters[EchoCounter.RepliesReceived]!;
      t.true(await eventually(() => end.ppp.echo.counters[EchoCounter.RepliesReceived]! > replies));
      const excusedBefore = end.ppp.echo.counters[EchoCounter.Excused]!;
      const seen = end.changes.length;
      silence();
      const down = await end.changed(seen);
      t.like(down, { up: false, diagnostic: Diagnostic.Missed });
      const { at, requests, age } = end.farewell();
      const excused = end.ppp.echo.counters[EchoCounter.Excused]! - excusedBefore;
      t.is(at, down.at);
      t.is(requests - excused, 5);
      t.is(Math.round(age / interval), 1, `${age} ms`);
      sound();
      t.like(await end.changed(seen + 1), { up: true, diagnostic: Diagnostic.Answered });
      await end.opened();
    }
  },
);

testWithAll(
  SLIRP_TOOLS,
  "slirp and noise both ways: what is damaged is counted, and the link is open again",
  async (t) => {
    const path = { target: ip("10.0.2.2"), interval: 50, dataLength: 1000 };
    const made = await bench(t, 4, { interval: 200 }, path);
    await made.disturb(4, 10);
    await made.end.opened();
    t.true(made.end.link.serial.counters[InterfaceCounter.Crc]! >= 30);
    await made.pathAnswers(t, 10);
  },
);

testWithAll(SLIRP_TOOLS, "linkpulse attach with PPP against slirp", async (t) => {
  const { ports } = await cable(t);
  startSlirp(t, ports[1], PATIENT);
  const args = ["--encapsulation", "ppp", "--peer-address", "10.0.2.2/24", "--keepalive", "1s", "--for", "6s"];
  const { status, out, err } = await linkpulse(["attach", ports[0], ...args]);
  t.is(err, "");
  t.is(status, 0);
  t.regex(out, /^\d\d:\d\d:\d\d\.\d{3}: %LINEPROTO-5-UPDOWN: .*, changed state to up$/m);
  t.notRegex(out, /to down/);
  t.regex(out, /^\S+: Se0\/0 LCP-FS: I ECHOREQ \[Open\] id 0 len 8 magic 0x[0-9A-F]{8}$/m);
  const [, ours] = /^\S+: Se0\/0 LCP-FS: O ECHOREQ \[Open\] id 3 len 12 magic 0x([0-9A-F]{8})$/m.exec(out)!;
  const [, peers] = /^\S+: Se0\/0 LCP-FS: I ECHOREP \[Open\] id 3 len 12 magic 0x([0-9A-F]{8})$/m.exec(out)!;
  t.not(peers, ours);
  t.regex(out, /^Serial0\/0 is up, line protocol is up \(connected\)$/m);
  t.regex(out, /^Internet address is 10\.0\.2\.15\/32$/m);
  t.regex(out, /^Encapsulation PPP, .* keepalive set \(1 sec\)$/m);
});
