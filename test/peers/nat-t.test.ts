/** NAT keepalive and the measurement of timeouts against the NAT of this machine's kernel. */
import { fileURLToPath } from "node:url";
import test from "ava";
import type { ExecutionContext } from "ava";
import { NAT_OUTSIDE, NatNetwork, natNetworkMissing, OUTSIDE } from "../support/nat-network";
import { eventually } from "../support/processes";
import { temporaryFile } from "../support/temporary-file";
import { runTool, toolMissing } from "../support/tool";

/** s: before a flow was answered, and after. */
const TIMEOUTS = { oneWay: 6, stream: 10 };
const INTERVAL = 5_000;

/** How long nothing but keepalives is sent, ms: many timeouts. */
const QUIET = 66_000;

const script = (name: string) => fileURLToPath(new URL(`../support/${name}.js`, import.meta.url));
const LINKPULSE = "emulator/bin/linkpulse.mjs";

/** One after the other: each has namespaces of its own, and all take their time. */
function natTest(title: string, missing: string | null, body: (t: ExecutionContext, net: NatNetwork) => Promise<void>) {
  const reason = natNetworkMissing() ?? missing;
  if (reason !== null) {
    test.skip(`${title} (${reason})`, () => {});
    return;
  }
  test.serial(title, async (t) => {
    t.timeout(600_000);
    await body(t, new NatNetwork(t, TIMEOUTS));
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

natTest(
  "with our keepalive a datagram from outside reaches us after many timeouts, without it not",
  toolMissing("tshark", "tshark") ?? toolMissing("tcpdump", "tcpdump"),
  async (t, net) => {
    const capture = temporaryFile(t, "outside.pcap");
    const sniffer = await net.captures("outside", capture);
    const peer = net.starts("outside", process.execPath, script("nat-peer"));
    t.true(await eventually(() => peer.lines.includes("listening")), peer.errors);
    const device = (port: number, interval: number) =>
      net.starts("inside", process.execPath, script("nat-device"), OUTSIDE, `${port}`, `${interval}`);
    const kept = { answered: device(4501, INTERVAL), unanswered: device(4502, INTERVAL) };
    const forgotten = { answered: device(4503, 0), unanswered: device(4504, 0) };
    t.true(await eventually(() => peer.lines.length === 5), peer.lines.join());
    t.deepEqual(
      peer.lines.slice(1).sort(),
      [4501, 4502, 4503, 4504].map((port) => `device ${NAT_OUTSIDE}:${port}`),
    );
    // Before anything can be forgotten, what comes from outside reaches all of them.
    peer.types("send 2");
    for (const { lines } of [kept.unanswered, forgotten.unanswered])
      t.true(await eventually(() => lines.includes("esp 2")));
    await pause(QUIET);
    peer.types("send 3");
    t.true(await eventually(() => kept.answered.lines.includes("esp 3"), 5_000), "answered, with keepalive");
    t.true(await eventually(() => kept.unanswered.lines.includes("esp 3"), 5_000), "unanswered, with keepalive");
    await pause(1_000);
    t.deepEqual(forgotten.answered.lines, ["esp 1", "esp 2"], "answered, without");
    t.deepEqual(forgotten.unanswered.lines, ["esp 2"], "unanswered, without");
    await sniffer.end();
    const fields = ["-T", "fields", "-e", "ip.src", "-e", "udp.srcport", "-e", "udp.dstport", "-e", "udp.length"];
    const seen = runTool("tshark", ["-r", capture, "-Y", "udpencap.nat_keepalive", ...fields])
      .trim()
      .split("\n");
    for (const port of [4501, 4502]) {
      const count = seen.filter((line) => line === `${NAT_OUTSIDE}\t${port}\t4500\t9`).length;
      t.true(count >= QUIET / INTERVAL - 1 && count <= QUIET / INTERVAL + 2, `${count} keepalives from port ${port}`);
    }
    t.is(seen.filter((line) => !/\t450[12]\t4500\t9$/.test(line)).length, 0, seen.join("\n"));
    const small = runTool("tshark", ["-r", capture, "-Y", "udp.length == 9", ...fields])
      .trim()
      .split("\n");
    t.deepEqual(small, seen, "tshark names each of them");
  },
);

natTest("both timeouts are measured within a second, and told apart", null, async (t, net) => {
  const reflector = net.starts("outside", process.execPath, LINKPULSE, "reflect", "--address", "0.0.0.0");
  t.true(await eventually(() => reflector.lines.includes("reflecting on 0.0.0.0:4500")), reflector.errors);
  const args = ["nat-timeout", OUTSIDE, "--first", "4s", "--resolution", "1s", "--confirmations", "1"];
  const measurement = net.starts("inside", process.execPath, LINKPULSE, ...args);
  const status = await measurement.ended();
  const text = measurement.lines.join("\n");
  t.log(text);
  t.is(status, 0, `${text}${measurement.errors}`);
  t.true(
    measurement.lines.some((line) => line.startsWith(`the reflector sees ${NAT_OUTSIDE}:`)),
    text,
  );
  for (const [flow, timeout] of [
    ["answered", TIMEOUTS.stream],
    ["unanswered", TIMEOUTS.oneWay],
  ] as const) {
    const found = new RegExp(`^${flow} flow: still mapped after (\\S+) s, gone after (\\S+) s;`, "m").exec(text);
    const [alive, gone] = found!.slice(1).map(Number) as [number, number];
    t.true(alive < timeout && gone >= timeout - 0.1 && gone - alive <= 1, `${flow}: ${alive} to ${gone} s`);
  }
});
