/** What strongSwan sends through a NAT, told apart by us as it meant it. */
import { readFileSync } from "node:fs";
import test from "ava";
import { checkIke, checkNatTraversal, IkePort, NatTraversalKind, NON_ESP_MARKER } from "../../src/wire/nat-t";
import { readPcap } from "../support/captures";
import { Charon, charonMissing } from "../support/charon";
import { INSIDE, NatNetwork, natNetworkMissing, OUTSIDE } from "../support/nat-network";
import { eventually } from "../support/processes";
import { temporaryFile } from "../support/temporary-file";
import { toolMissing } from "../support/tool";

const TITLE = "every packet of strongSwan behind a NAT is told apart as charon meant it: IKE, ESP, keepalives";
const missing = natNetworkMissing() ?? charonMissing() ?? toolMissing("tcpdump", "tcpdump");

const INSIDE_HOST = "10.97.8.1";
const OUTSIDE_HOST = "10.97.9.1";
const PINGS = 20;

/** The matches of a pattern with one group, in order. */
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);

(missing === null ? test.serial : test.skip)(missing === null ? TITLE : `${TITLE} (${missing})`, async (t) => {
  t.timeout(300_000);
  const net = new NatNetwork(t, { oneWay: 6, stream: 10 });
  const capture = temporaryFile(t, "outside.pcap");
  const sniffer = await net.captures("outside", capture);
  const common = { keepAlive: 3, dpdDelay: 10 };
  const outside = await Charon.start(t, net, "outside", {
    ...common,
    ...{ name: "outside", address: OUTSIDE, host: OUTSIDE_HOST },
    ...{ peer: "inside", peerHost: INSIDE_HOST },
  });
  const inside = await Charon.start(t, net, "inside", {
    ...common,
    ...{ name: "inside", address: INSIDE, host: INSIDE_HOST },
    ...{ peer: "outside", peerAddress: OUTSIDE, peerHost: OUTSIDE_HOST },
  });
  inside.swanctl("--initiate", "--child", "child", "--timeout", "20");
  t.regex(inside.log, /local host is behind NAT, sending keep alives/);
  net.runs("inside", "ping", "-c", `${PINGS}`, "-i", "0.1", "-W", "2", "-I", INSIDE_HOST, OUTSIDE_HOST);
  // Which of them asks is chance: who is asked in time does not ask.
  const probes = () => all(inside.log + outside.log, /(sending DPD request)/g).length;
  t.true(await eventually(() => probes() >= 2, 60_000), inside.log);
  const esp = all(`${inside.swanctl("--list-sas")}${outside.swanctl("--list-sas")}`, /out .* (\d+) packets/g).map(
    Number,
  );
  inside.swanctl("--terminate", "--ike", "tunnel");
  await Promise.all([inside.end(), outside.end()]);
  await sniffer.end();

  const ours = { ike: [] as number[], esp: 0, keepalives: 0, junk: 0 };
  for (const { bytes } of readPcap(readFileSync(capture))) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const udp = 14 + (bytes[14]! & 15) * 4;
    const [start, end] = [udp + 8, udp + view.getUint16(udp + 4)];
    const floated = [view.getUint16(udp), view.getUint16(udp + 2)].includes(IkePort.NatTraversal);
    const kind = (floated ? checkNatTraversal : checkIke)(bytes, start, end);
    if (kind === NatTraversalKind.Ike) ours.ike.push(end - start - (floated ? NON_ESP_MARKER : 0));
    else if (kind === NatTraversalKind.Esp) ours.esp++;
    else if (kind === NatTraversalKind.Keepalive) ours.keepalives++;
    else ours.junk++;
  }
  const logs = inside.log + outside.log;
  const sizes = all(logs, /sending packet: .* \((\d+) bytes\)/g).map(Number);
  const keepalives = all(logs, /(sending keep alive to)/g).length;
  t.log(`${ours.ike.length} IKE messages, ${ours.esp} ESP packets, ${ours.keepalives} keepalives`);
  const ascending = (numbers: number[]) => [...numbers].sort((a, b) => a - b);
  t.deepEqual(ascending(ours.ike), ascending(sizes));
  t.is(ours.keepalives, keepalives);
  t.is(ours.esp, esp[0]! + esp[1]!);
  t.is(ours.esp, 2 * PINGS);
  t.is(ours.junk, 0);
  t.true(keepalives >= 2 && sizes.length >= 8);
});
