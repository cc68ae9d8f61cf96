/**
 * `node nat-device.js <peer> <port> <interval>`: what a device does behind a NAT. It sends the peer one ESP packet, then
 * NAT keepalives each `interval` ms, none if that is 0, and prints the ESP packets that reach it: `esp 1`.
 */
import { NatKeepalive } from "../../src/keepalive/nat-keepalive";
import { NAT_TRAVERSAL_TIMERS, NatTraversal } from "../../src/link/nat-traversal";
import { NodeDatagramPort } from "../../src/platform/node/datagram-port";
import { NodeAlarm, NodeClock } from "../../src/platform/node/runtime";
import { RunLoop } from "../../src/scheduler/run-loop";
import { Scheduler } from "../../src/scheduler/scheduler";
import { esp } from "./nat-t";
import { ip } from "./slarp";

const [peer, localPort, interval] = process.argv.slice(2) as [string, string, string];
const loop = new RunLoop(new Scheduler(NAT_TRAVERSAL_TIMERS), new NodeClock(), new NodeAlarm());
const port = new NodeDatagramPort({ port: Number(localPort) }, loop);
const keepalive = new NatKeepalive(interval === "0" ? {} : { interval: Number(interval), forced: true });
const traversal = new NatTraversal({
  port,
  scheduler: loop.scheduler,
  keepalive,
  peerAddress: ip(peer),
  listener: {
    ikeReceived: () => {},
    espReceived: (bytes, start) => process.stdout.write(`esp ${bytes[start + 7]}\n`),
    datagramSent: () => {},
    keepaliveSent: () => {},
    probeWanted: () => false,
  },
});
port.attach(traversal);
traversal.start(loop.now());
const first = esp(0);
traversal.send(first, 0, first.length, ip(peer), 4500, loop.now());
loop.update();
